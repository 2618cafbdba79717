#include "ui/theme/theme.h"

#include "ui/theme/style.h"

#include <QFontDatabase>

#include <algorithm>
#include <array>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

#ifdef Q_OS_MACOS
constexpr qreal kUsualPoints = 13;
#elif defined(Q_OS_WIN)
constexpr qreal kUsualPoints = 9;
#else
constexpr qreal kUsualPoints = 10;
#endif

QColor rgb(const char *hex)
{
    return QColor::fromString(QLatin1StringView(hex));
}

/// Names fontconfig gives where nobody chose a font.
bool isGeneric(const QString &family)
{
    static const std::array generic{u"sans serif"_s, u"sans-serif"_s, u"sans"_s, u""_s};
    return std::ranges::contains(generic, family.toLower());
}

QFont interfaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    QStringList families = font.families();
    if (isGeneric(font.family())) {
        families = {u"Inter"_s, font.family()};
        font.setPointSizeF(kUsualPoints);
    }
    families << u"Inter"_s << u"PingFang SC"_s << u"Microsoft YaHei UI"_s << u"Noto Sans CJK SC"_s;
    families.removeDuplicates();
    font.setFamilies(families);
    return font;
}

QFont codeFont(qreal points)
{
    QFont font;
    font.setFamilies({u"Cascadia Mono"_s, u"SF Mono"_s, u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s,
                      u"Noto Sans Mono CJK SC"_s, QFontDatabase::systemFont(QFontDatabase::FixedFont).family()});
    font.setStyleHint(QFont::Monospace);
    // Code is shown as it is written: "<|" must not become a triangle, nor "!=" one sign.
    for (const QFont::Tag tag : {QFont::Tag("calt"), QFont::Tag("liga"), QFont::Tag("clig")})
        font.setFeature(tag, 0);
    font.setPointSizeF(points);
    return font;
}

void setFonts(Theme &theme)
{
    theme.base = interfaceFont();
    theme.mono = codeFont(theme.base.pointSizeF());
    theme.baseScale = std::max(1.0, theme.base.pointSizeF() / kUsualPoints);
}

/// Points of the design's table over its interface size, 10.
qreal sizeRatio(TypeRole role)
{
    switch (role) {
    case TypeRole::Display: return 2.2;
    case TypeRole::Title: return 1.6;
    case TypeRole::Heading: return 1.2;
    case TypeRole::Reading: return 1.1;
    case TypeRole::Interface: return 1;
    case TypeRole::Small: return 0.9;
    case TypeRole::Caption: return 0.85;
    case TypeRole::Code: return 0.95;
    case TypeRole::Gauge: return 2.6;
    }
    return 1;
}

/// In em.
qreal tracking(TypeRole role)
{
    switch (role) {
    case TypeRole::Display:
    case TypeRole::Gauge: return -0.02;
    case TypeRole::Title: return -0.015;
    default: return 0;
    }
}

void setLightColors(Theme &t)
{
    t.bg = rgb("#FCFBF9"), t.side = rgb("#F4F2ED"), t.surface = rgb("#FFFFFF"), t.sunken = rgb("#F6F4F0");
    t.hover = rgb("#EFECE6"), t.select = rgb("#E8E4DC"), t.press = rgb("#E0DBD1");
    t.line = rgb("#E6E2DA"), t.line2 = rgb("#D3CDC2"), t.ctl = rgb("#8B8478"), t.track = rgb("#EDE9E2");
    t.t1 = rgb("#1F1E1B"), t.t2 = rgb("#57534B"), t.t3 = rgb("#69645B");
    t.acc = rgb("#2A5CA8"), t.accH = rgb("#234E91"), t.accP = rgb("#1C4079"), t.accBar = rgb("#2A5CA8");
    t.accText = rgb("#24539A"), t.accSoft = rgb("#E7EEF8");
    t.pow = rgb("#C07A0C"), t.powText = rgb("#8A5600"), t.powSoft = rgb("#FBF0DC");
    t.mem = rgb("#5A4BC0"), t.mem2 = rgb("#8C80DE"), t.mem3 = rgb("#BFB8EF"), t.other = rgb("#A9A297");
    t.memText = rgb("#5143B0"), t.memSoft = rgb("#EEECFA");
    t.lay = rgb("#138A80"), t.layText = rgb("#0B6A62"), t.laySoft = rgb("#DFF1EE");
    t.dng = rgb("#B8372F"), t.dngText = rgb("#A52F28"), t.dngSoft = rgb("#FAE9E7");
    t.onAcc = rgb("#FFFFFF");
    t.scrim = QColor(0x28, 0x22, 0x1A, qRound(0.22 * 255));
    t.synKeyword = rgb("#6A3FA0");
}

void setDarkColors(Theme &t)
{
    t.bg = rgb("#1B1A19"), t.side = rgb("#151413"), t.surface = rgb("#232120"), t.sunken = rgb("#151413");
    t.hover = rgb("#2A2826"), t.select = rgb("#312E2B"), t.press = rgb("#393532");
    t.line = rgb("#302D2A"), t.line2 = rgb("#45413C"), t.ctl = rgb("#8A837A"), t.track = rgb("#34312D");
    t.t1 = rgb("#ECE9E3"), t.t2 = rgb("#B8B2A8"), t.t3 = rgb("#9E988E");
    t.acc = rgb("#3B70BF"), t.accH = rgb("#4276C4"), t.accP = rgb("#335FA3"), t.accBar = rgb("#6B9AE4");
    t.accText = rgb("#93B8F0"), t.accSoft = rgb("#1F2C42");
    t.pow = rgb("#E0A03A"), t.powText = rgb("#EBB45C"), t.powSoft = rgb("#35291A");
    t.mem = rgb("#7C6DE4"), t.mem2 = rgb("#A296F2"), t.mem3 = rgb("#CFC8FA"), t.other = rgb("#6F6A62");
    t.memText = rgb("#B2A8F7"), t.memSoft = rgb("#29253F");
    t.lay = rgb("#35AFA2"), t.layText = rgb("#5CC7BB"), t.laySoft = rgb("#17322F");
    t.dng = rgb("#C9463C"), t.dngText = rgb("#F2938B"), t.dngSoft = rgb("#3B211F");
    t.onAcc = rgb("#FFFFFF");
    t.scrim = QColor(0, 0, 0, qRound(0.52 * 255));
    t.synKeyword = rgb("#C3A5EE");
}

Theme make(bool dark)
{
    Theme theme;
    theme.dark = dark;
    dark ? setDarkColors(theme) : setLightColors(theme);
    theme.synNumber = theme.layText;
    theme.synString = theme.powText;
    theme.synComment = theme.t3;
    setFonts(theme);
    return theme;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// WCAG 2.2, "relative luminance".
double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QFont Theme::font(TypeRole role, int weight) const
{
    QFont font = role == TypeRole::Code ? mono : base;
    const qreal points = base.pointSizeF() * sizeRatio(role) * textPercent / 100;
    font.setPointSizeF(points);
    font.setWeight(static_cast<QFont::Weight>(weight));
    if (const qreal em = tracking(role); em != 0 && !chinese)
        font.setLetterSpacing(QFont::AbsoluteSpacing, em * points * 96 / 72);
    return font;
}

QFont Theme::tabular(TypeRole role, int weight) const
{
    QFont result = font(role, weight);
    result.setFeature(QFont::Tag("tnum"), 1);
    return result;
}

qreal Theme::lineHeight(TypeRole role) const
{
    switch (role) {
    case TypeRole::Display: return 1.2;
    case TypeRole::Title: return 1.25;
    case TypeRole::Heading: return 1.3;
    case TypeRole::Reading: return chinese ? 1.7 : 1.58;
    case TypeRole::Interface: return chinese ? 1.5 : 1.4;
    case TypeRole::Small: return chinese ? 1.5 : 1.4;
    case TypeRole::Caption: return chinese ? 1.45 : 1.35;
    case TypeRole::Code: return 20 / (9.5 * 96 / 72);
    case TypeRole::Gauge: return 1;
    }
    return 1.4;
}

const Theme &Theme::of(const QWidget *)
{
    if (const SottoStyle *style = SottoStyle::current()) return style->theme();
    static const Theme plain = light();
    return plain;
}

Theme Theme::light()
{
    return make(false);
}

Theme Theme::darkScheme()
{
    return make(true);
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace sotto
