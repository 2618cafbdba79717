#include "ui/components/paint.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPaintDevice>
#include <QPainter>
#include <QPixmapCache>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShadowDown = 12;
constexpr int kShadowBlur = 40;
constexpr int kShadowCore = 24; ///< Corner and stretchable middle of the patch.

/// One pass of a running mean over rows, then columns.
void blurRows(std::vector<float> &values, int width, int height, int radius)
{
    std::vector<float> line(static_cast<std::size_t>(width));
    const float part = 1.0F / static_cast<float>(2 * radius + 1);
    for (int y = 0; y < height; ++y) {
        float *row = values.data() + static_cast<std::ptrdiff_t>(y) * width;
        float sum = 0;
        for (int x = -radius; x < width; ++x) {
            if (x + radius < width) sum += row[x + radius];
            if (x - radius - 1 >= 0) sum -= row[x - radius - 1];
            if (x >= 0) line[static_cast<std::size_t>(x)] = sum * part;
        }
        std::ranges::copy(line, row);
    }
}

void transpose(std::vector<float> &values, int size)
{
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < y; ++x)
            std::swap(values[static_cast<std::size_t>(y * size + x)], values[static_cast<std::size_t>(x * size + y)]);
}

/// The shadow of a small rounded square: three box blurs come close to a Gaussian of half the blur radius.
QPixmap makeShadow(bool dark, qreal radius)
{
    const int size = 2 * (kShadowMargin + kShadowCore) + 1;
    QImage mask(size, size, QImage::Format_ARGB32_Premultiplied);
    mask.fill(Qt::transparent);
    QPainter painter(&mask);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawRoundedRect(QRectF(0, 0, size, size).marginsRemoved(QMarginsF(1, 1, 1, 1) * kShadowMargin), radius,
                            radius);
    painter.end();

    std::vector<float> alpha(static_cast<std::size_t>(size * size));
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            alpha[static_cast<std::size_t>(y * size + x)] = static_cast<float>(qAlpha(mask.pixel(x, y)));
    for (int turn = 0; turn < 2; ++turn) {
        for (int pass = 0; pass < 3; ++pass)
            blurRows(alpha, size, size, kShadowBlur / 4);
        transpose(alpha, size);
    }
    const float strength = dark ? 0.55F : 0.18F;
    const QRgb ink = dark ? qRgb(0, 0, 0) : qRgb(40, 32, 20);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float a = alpha[static_cast<std::size_t>(y * size + x)] * strength;
            mask.setPixel(x, y,
                          qPremultiply(qRgba(qRed(ink), qGreen(ink), qBlue(ink), static_cast<int>(std::lround(a)))));
        }
    return QPixmap::fromImage(mask);
}

QPixmap shadow(bool dark, qreal radius)
{
    const QString key = u"sotto-shadow-%1-%2"_s.arg(dark).arg(radius);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = makeShadow(dark, radius);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

/// Corners as they are, edges and middle stretched from the one middle pixel. Where the target is smaller than two
/// corners, each gives what there is room for; they meet in the middle, where the patch is symmetrical.
void drawNinePatch(QPainter &painter, const QRectF &target, const QPixmap &patch, int corner)
{
    const qreal cx = std::min<qreal>(corner, target.width() / 2);
    const qreal cy = std::min<qreal>(corner, target.height() / 2);
    const std::array<qreal, 6> sx{
        0, cx, qreal(corner), qreal(patch.width() - corner), patch.width() - cx, qreal(patch.width())};
    const std::array<qreal, 6> sy{
        0, cy, qreal(corner), qreal(patch.height() - corner), patch.height() - cy, qreal(patch.height())};
    const std::array<qreal, 4> tx{target.left(), target.left() + cx, target.right() - cx, target.right()};
    const std::array<qreal, 4> ty{target.top(), target.top() + cy, target.bottom() - cy, target.bottom()};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column) {
            const QRectF to(QPointF(tx[column], ty[row]), QPointF(tx[column + 1], ty[row + 1]));
            const QRectF from(QPointF(sx[2 * column], sy[2 * row]), QPointF(sx[2 * column + 1], sy[2 * row + 1]));
            if (to.isValid()) painter.drawPixmap(to, patch, from);
        }
}

} // namespace

QColor inkColor(const Theme &theme, Ink ink)
{
    switch (ink) {
    case Ink::Primary: return theme.t1;
    case Ink::Secondary: return theme.t2;
    case Ink::Tertiary: return theme.t3;
    case Ink::Accent: return theme.accText;
    case Ink::Danger: return theme.dngText;
    case Ink::Power: return theme.powText;
    case Ink::Memory: return theme.memText;
    case Ink::Layers: return theme.layText;
    case Ink::Inverted: return theme.bg;
    }
    return theme.t1;
}

void drawRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &edge,
                 qreal edgeWidth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    QRectF inner = rect;
    if (edge.isValid()) {
        const qreal half = edgeWidth / 2;
        inner.adjust(half, half, -half, -half);
        radius = std::max(0.0, radius - half);
        painter.setPen(QPen(edge, edgeWidth));
    } else {
        painter.setPen(Qt::NoPen);
    }
    painter.drawRoundedRect(inner, radius, radius);
    painter.restore();
}

void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const QColor &color)
{
    drawRounded(painter, rect.adjusted(-3, -3, 3, 3), radius + 3, {}, color, 2);
}

qreal drawElided(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font, const QColor &color,
                 Qt::Alignment align)
{
    const QFontMetricsF metrics(font, painter.device());
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine | Qt::TextDontClip, shown);
    return std::min(metrics.horizontalAdvance(shown), rect.width());
}

int lineHeightPx(const Theme &theme, TypeRole role, int weight)
{
    const QFont font = theme.font(role, weight);
    const qreal pixels = QFontInfo(font).pixelSize();
    return static_cast<int>(std::ceil(std::max(QFontMetricsF(font).height(), pixels * theme.lineHeight(role))));
}

void drawFloating(QPainter &painter, const QRectF &surface, qreal radius, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QMarginsF room(kShadowMargin, kShadowMargin, kShadowMargin, kShadowMargin);
    drawNinePatch(painter, surface.marginsAdded(room).translated(0, kShadowDown), shadow(theme.dark, radius),
                  kShadowMargin + kShadowCore);
    painter.restore();
    drawRounded(painter, surface, radius, theme.surface, theme.line2);
}

} // namespace sotto
