#include "ui/meters/memory_bar.h"

#include "core/text/format.h"
#include "ui/components/paint.h"
#include "ui/theme/icons.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBar = 12;
constexpr int kColumnGap = 14;

QString orDash(const std::optional<std::uint64_t> &bytes)
{
    return bytes ? formatMemory(*bytes) : u"–"_s;
}

/// "3.1 / 8.0 GiB": the first unit goes where it is the second one too.
QString ratio(const QString &part, const QString &whole)
{
    const qsizetype space = part.lastIndexOf(u' ');
    if (space > 0 && whole.endsWith(part.sliced(space))) return part.first(space) + u" / "_s + whole;
    return part + u" / "_s + whole;
}

} // namespace

QColor memoryColour(const Theme &theme, MemoryPart part)
{
    switch (part) {
    case MemoryPart::Weights: return theme.mem;
    case MemoryPart::KvCache: return theme.mem2;
    case MemoryPart::Compute: return theme.mem3;
    case MemoryPart::OtherApps: return theme.other;
    case MemoryPart::Free: return theme.track;
    case MemoryPart::Over: return theme.dng;
    }
    return theme.track;
}

MemoryBar::MemoryBar(QWidget *parent) : MeterWidget(parent), m_move(this)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void MemoryBar::setShares(const MemoryShares &shares, Model model)
{
    if (shares == m_shares && model == m_model) return;
    m_shares = shares;
    m_model = model;
    relayout();
    describe();
    fitHeight();
    update();
}

void MemoryBar::setTitle(const QString &title)
{
    if (title == m_title) return;
    m_title = title;
    describe();
    fitHeight();
    update();
}

/// Settles to the new pieces if they differ by a pixel; where pieces came or went it jumps.
void MemoryBar::relayout()
{
    std::vector<MemorySegment> next = layoutMemory(m_shares, width());
    if (next == m_to) return;
    const auto same = [](const MemorySegment &a, const MemorySegment &b) { return a.part == b.part; };
    m_from = std::ranges::equal(next, m_to, same) && m_move.moves() ? shownSegments() : next;
    m_to = std::move(next);
    m_goal = std::floor(m_goal) + 1; // each move is one unit further, so it never starts half way
    if (m_from == m_to || !m_move.moves()) m_from = m_to;
    m_move.to(m_goal);
}

std::vector<MemorySegment> MemoryBar::shownSegments() const
{
    const double done = std::clamp(m_move.value() - (m_goal - 1), 0.0, 1.0);
    if (m_from.size() != m_to.size()) return m_to;
    std::vector<MemorySegment> shown = m_to;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        shown[i].x = std::round(std::lerp(m_from[i].x, m_to[i].x, done));
        shown[i].width = std::round(std::lerp(m_from[i].width, m_to[i].width, done));
    }
    return shown;
}

QString MemoryBar::summary() const
{
    if (m_shares.total == 0) return u"–"_s;
    return ratio(orDash(m_shares.used()), formatMemory(m_shares.total));
}

QList<std::pair<QString, QString>> MemoryBar::legend() const
{
    const bool loaded = m_model == Model::Loaded;
    const auto part = [&](std::uint64_t bytes) { return loaded ? formatMemory(bytes) : u"–"_s; };
    return {{tr("Weights"), part(m_shares.weights)},
            {tr("KV cache"), part(m_shares.kvCache)},
            {tr("Compute"), part(m_shares.compute)},
            {tr("Other apps"), orDash(m_shares.otherApps)},
            {tr("Free"), orDash(m_shares.free)}};
}

QString MemoryBar::overText() const
{
    if (m_shares.over == 0) return {};
    return tr("%1 too much: a shorter context would fit").arg(formatMemory(m_shares.over));
}

void MemoryBar::describe()
{
    setAccessibleName(m_title.isEmpty() ? tr("Memory %1").arg(summary()) : m_title + u": "_s + summary());
    QStringList parts;
    for (const auto &[name, value] : legend())
        parts << name + u' ' + value;
    if (m_shares.over > 0) parts << overText();
    setAccessibleDescription(parts.join(u", "_s));
}

void MemoryBar::refresh()
{
    describe();
}

MemoryBar::Geometry MemoryBar::geometry(int width) const
{
    const Theme &theme = Theme::of(this);
    const QFontMetrics names(theme.tabular(TypeRole::Caption));
    const QFontMetrics values(theme.tabular(TypeRole::Caption, QFont::Medium));
    Geometry g;
    int widest = 0;
    for (const auto &[name, value] : legend())
        widest = std::max(widest, names.horizontalAdvance(name) + values.horizontalAdvance(value));
    const int entry = widest + 14 + 6;
    g.columns = 2 * entry + kColumnGap <= width ? 2 : 1;
    g.rowHeight = lineHeightPx(theme, TypeRole::Caption) + 3;
    g.barTop = m_title.isEmpty() ? 0 : g.rowHeight + 4;
    g.legendTop = g.barTop + qRound(scaled(kBar)) + 8;
    return g;
}

int MemoryBar::contentHeight(int width) const
{
    const Geometry g = geometry(width);
    const int rows = static_cast<int>(legend().size() + g.columns - 1) / g.columns + (m_shares.over > 0 ? 1 : 0);
    return g.legendTop + rows * g.rowHeight;
}

QSize MemoryBar::sizeHint() const
{
    const int width = qRound(scaled(248));
    return {width, contentHeight(width)};
}

QRect MemoryBar::barRect() const
{
    return {0, geometry(width()).barTop, width(), qRound(scaled(kBar))};
}

void MemoryBar::resizeEvent(QResizeEvent *event)
{
    MeterWidget::resizeEvent(event);
    m_to = layoutMemory(m_shares, width());
    m_from = m_to;
}

void MemoryBar::paintTitle(QPainter &painter) const
{
    if (m_title.isEmpty()) return;
    const Theme &theme = Theme::of(this);
    const QRectF line(0, 0, width(), lineHeightPx(theme, TypeRole::Caption));
    const qreal value =
        drawElided(painter, line, summary(), theme.tabular(TypeRole::Caption), theme.t2, Qt::AlignRight);
    drawElided(painter, line.adjusted(0, 0, -value - 8, 0), m_title, theme.font(TypeRole::Caption, QFont::Medium),
               theme.t1);
}

void MemoryBar::paintBar(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    const QRect bar = barRect();
    QPainterPath outline;
    outline.addRoundedRect(bar, scaled(4), scaled(4));
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<MemorySegment> segments = shownSegments();
    if (segments.empty()) {
        painter.fillPath(outline, theme.track);
        return;
    }
    painter.save();
    painter.setClipPath(outline);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const MemorySegment &segment : segments)
        painter.fillRect(QRectF(segment.x, bar.top(), segment.width, bar.height()), memoryColour(theme, segment.part));
    painter.restore();
}

void MemoryBar::paintLegend(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    const Geometry g = geometry(width());
    const int column = (width() - (g.columns - 1) * kColumnGap) / g.columns;
    const QFont valueFont = theme.tabular(TypeRole::Caption, QFont::Medium);
    const auto entries = legend();
    for (int i = 0; i < entries.size(); ++i) {
        const int left = i % g.columns * (column + kColumnGap);
        const int top = g.legendTop + i / g.columns * g.rowHeight;
        const auto part = static_cast<MemoryPart>(i);
        const QRectF swatch(left, top + (g.rowHeight - 8) / 2.0, 8, 8);
        drawRounded(painter, swatch, 2, memoryColour(theme, part), part == MemoryPart::Free ? theme.ctl : QColor());
        const QRectF text(left + 14, top, column - 14, g.rowHeight);
        const qreal taken = drawElided(painter, text, entries[i].second, valueFont, theme.t1, Qt::AlignRight);
        drawElided(painter, text.adjusted(0, 0, -taken - 6, 0), entries[i].first, theme.tabular(TypeRole::Caption),
                   theme.t2);
    }
}

void MemoryBar::paintOver(QPainter &painter) const
{
    if (m_shares.over == 0) return;
    const Theme &theme = Theme::of(this);
    const Geometry g = geometry(width());
    const int rows = static_cast<int>(legend().size() + g.columns - 1) / g.columns;
    const QRectF line(0, g.legendTop + rows * g.rowHeight, width(), g.rowHeight);
    paintIcon(painter, IconName::Warning, QRectF(0, line.center().y() - 7, 14, 14), theme.dngText);
    drawElided(painter, line.adjusted(20, 0, 0, 0), overText(), theme.font(TypeRole::Caption), theme.dngText);
}

void MemoryBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTitle(painter);
    paintBar(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter);
    paintOver(painter);
}

QString MemoryBar::hoverText(const QPointF &at) const
{
    if (!QRectF(barRect()).contains(at)) return {};
    const auto entries = legend();
    for (const MemorySegment &segment : m_to) {
        if (at.x() < segment.x || at.x() > segment.x + segment.width) continue;
        if (segment.part == MemoryPart::Over) return overText();
        const auto &[name, value] = entries.at(static_cast<qsizetype>(segment.part));
        return name + u' ' + value;
    }
    return {};
}

} // namespace sotto
