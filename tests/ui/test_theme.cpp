#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/svg_path.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

using Token = QColor Theme::*;

/// Pixels an icon leaves on a transparent picture.
int inked(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 64 ? 1 : 0;
    return count;
}

QImage drawn(IconName name, const QColor &color, int side = 32)
{
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintIcon(painter, name, QRectF(0, 0, side, side), color);
    return image;
}

} // namespace

class TestTheme final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < pairs().size(); ++i)
            QTest::addRow("%s", pairs()[i].name) << i;
    }

    /// The table of the design's section 7: text needs 4.5, shapes 3, and each pair keeps its measured ratio.
    void contrast()
    {
        QFETCH(int, row);
        const Pair pair = pairs()[row];
        const Theme light = Theme::light();
        const Theme dark = Theme::darkScheme();
        const double inLight = contrastRatio(light.*pair.ink, light.*pair.ground);
        const double inDark = contrastRatio(dark.*pair.ink, dark.*pair.ground);
        QVERIFY2(std::abs(inLight - pair.light) <= 0.1, qPrintable(u"light %1"_s.arg(inLight)));
        QVERIFY2(std::abs(inDark - pair.dark) <= 0.1, qPrintable(u"dark %1"_s.arg(inDark)));
        QVERIFY(inLight >= pair.least && inDark >= pair.least);
    }

    void contrastOfExtremes()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
    }

    void fontsFollowTextSize()
    {
        Theme theme = Theme::light();
        const qreal before = theme.font(TypeRole::Reading).pointSizeF();
        QCOMPARE(before, theme.base.pointSizeF() * 1.1);
        theme.textPercent = 200;
        QCOMPARE(theme.font(TypeRole::Reading).pointSizeF(), 2 * before);
        QCOMPARE(theme.grown(30), qRound(60 * theme.baseScale));
    }

    void trackingStaysOutOfChinese()
    {
        Theme theme = Theme::light();
        QVERIFY(theme.font(TypeRole::Display).letterSpacing() < 0);
        theme.chinese = true;
        QCOMPARE(theme.font(TypeRole::Display).letterSpacing(), 0.0);
        QVERIFY(theme.lineHeight(TypeRole::Reading) > Theme::light().lineHeight(TypeRole::Reading));
    }

    void reducedMotionTakesNoTime()
    {
        Theme theme = Theme::light();
        QCOMPARE(theme.duration(140), 140);
        theme.reducedMotion = true;
        QCOMPARE(theme.duration(140), 0);
    }

    void chineseFallsBackInOrder()
    {
        const QStringList families = Theme::light().base.families();
        QVERIFY(families.contains(u"Noto Sans CJK SC"_s));
        QVERIFY(families.indexOf(u"PingFang SC"_s) < families.indexOf(u"Noto Sans CJK SC"_s));
    }

    void schemeOfALook()
    {
        Look look;
        QVERIFY(!themeFor(look, Qt::ColorScheme::Unknown).dark);
        QVERIFY(themeFor(look, Qt::ColorScheme::Dark).dark);
        look.choice = ThemeChoice::Light;
        QVERIFY(!themeFor(look, Qt::ColorScheme::Dark).dark);
        look.choice = ThemeChoice::Dark;
        QVERIFY(themeFor(look, Qt::ColorScheme::Light).dark);
        look.textPercent = 900;
        QCOMPARE(themeFor(look, Qt::ColorScheme::Light).textPercent, 200);
    }

    void everyIconLeavesInk()
    {
        for (int i = 0; i <= static_cast<int>(IconName::Star); ++i) {
            const int pixels = inked(drawn(static_cast<IconName>(i), Qt::black));
            QVERIFY2(pixels > 10 && pixels < 32 * 32 / 2, qPrintable(QString::number(i)));
        }
    }

    /// The magnifier's lens is empty: an arc that closes to the wrong place draws through it.
    void arcsCloseWhereTheyBegan()
    {
        const QImage lens = drawn(IconName::Search, Qt::black, 64);
        for (int x = 18; x <= 38; ++x)
            QCOMPARE(qAlpha(lens.pixel(x, 28)), 0);
    }

    void svgPaths()
    {
        QCOMPARE(pathFromSvg(u"M1 2h3v4l-3 0Z").boundingRect(), QRectF(1, 2, 3, 4));
        const QRectF circle = pathFromSvg(u"M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z").boundingRect();
        QVERIFY(std::abs(circle.width() - 12) < 0.05 && std::abs(circle.height() - 12) < 0.05);
        QCOMPARE(pathFromSvg(u"M.5.5L-1.5-2").boundingRect(), QRectF(-1.5, -2, 2, 2.5));
        QVERIFY(pathFromSvg(u"M1 1 L nonsense").elementCount() <= 1);
    }

private:
    struct Pair {
        const char *name;
        Token ink, ground;
        double light, dark, least;
    };

    static const QList<Pair> &pairs()
    {
        static const QList<Pair> table{
            {"t1 on bg", &Theme::t1, &Theme::bg, 16.1, 14.3, 4.5},
            {"t2 on side", &Theme::t2, &Theme::side, 6.8, 8.7, 4.5},
            {"t3 on bg", &Theme::t3, &Theme::bg, 5.7, 6.1, 4.5},
            {"t3 on select", &Theme::t3, &Theme::select, 4.6, 4.7, 4.5},
            {"onAcc on acc", &Theme::onAcc, &Theme::acc, 6.6, 4.9, 4.5},
            {"onAcc on accH", &Theme::onAcc, &Theme::accH, 8.2, 4.55, 4.5},
            {"accText on accSoft", &Theme::accText, &Theme::accSoft, 6.5, 6.9, 4.5},
            {"powText on powSoft", &Theme::powText, &Theme::powSoft, 5.5, 7.6, 4.5},
            {"memText on memSoft", &Theme::memText, &Theme::memSoft, 6.5, 6.9, 4.5},
            {"layText on laySoft", &Theme::layText, &Theme::laySoft, 5.5, 6.7, 4.5},
            {"dngText on surface", &Theme::dngText, &Theme::surface, 6.9, 7.1, 4.5},
            {"onAcc on dng", &Theme::onAcc, &Theme::dng, 5.8, 4.75, 4.5},
            {"ring on bg", &Theme::accBar, &Theme::bg, 6.4, 6.1, 3},
            {"ring on side", &Theme::accBar, &Theme::side, 5.9, 6.5, 3},
            {"ctl on surface", &Theme::ctl, &Theme::surface, 3.7, 4.3, 3},
            {"pow on bg", &Theme::pow, &Theme::bg, 3.4, 7.7, 3},
            {"lay on bg", &Theme::lay, &Theme::bg, 4.1, 6.5, 3},
            {"mem on bg", &Theme::mem, &Theme::bg, 6.3, 4.3, 3},
        };
        return table;
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
