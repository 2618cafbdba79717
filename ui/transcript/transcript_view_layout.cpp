#include "ui/transcript/jump_button.h"
#include "ui/transcript/transcript_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cstdlib>

/// Where things stand: heights, scrolling, what is laid out and what is painted.
namespace sotto {
namespace {

constexpr int kBottomPadding = 16;
constexpr int kKeptRows = 200;

} // namespace

void TranscriptView::resolveTheme()
{
    m_metrics = TranscriptMetrics::from(Theme::of(this), viewport()->logicalDpiY());
    QPalette colours = viewport()->palette();
    colours.setColor(QPalette::Window, m_metrics.theme.bg);
    verticalScrollBar()->setSingleStep(static_cast<int>(m_metrics.readingPitch * 2));
    watchActivity();
    placeJumpButton();
}

LayoutContext TranscriptView::columnContext()
{
    return {m_metrics, m_highlighter, m_metrics.columnWidth(viewport()->width())};
}

int TranscriptView::columnLeft() const
{
    return (viewport()->width() - m_metrics.columnWidth(viewport()->width())) / 2;
}

int TranscriptView::scrollY() const
{
    return verticalScrollBar()->value();
}

/// Width, text size or colours changed: keeps the message at the top where it is.
void TranscriptView::forgetLayouts()
{
    if (m_heights.size() == 0) {
        viewport()->update();
        return;
    }
    const int anchor = m_heights.at(scrollY());
    const int old = std::max(1, m_heights.height(anchor));
    const double within = static_cast<double>(scrollY() - m_heights.top(anchor)) / old;
    const LayoutContext column = columnContext();
    for (int row = 0; row < m_heights.size(); ++row) {
        auto &layout = m_rows[static_cast<std::size_t>(row)];
        if (layout) {
            layout->forgetLayouts(column);
            static_cast<void>(layout->update(m_model->item(row), placeOf(row), column, m_stats));
            setRowHeight(row);
        } else {
            m_heights.set(row, estimateMessageHeight(m_model->item(row), m_metrics, column.width));
        }
    }
    updateRange();
    if (!m_follow) setScroll(m_heights.top(anchor) + static_cast<int>(within * m_heights.height(anchor)));
    layoutVisible();
    viewport()->update();
}

MessageLayout &TranscriptView::layoutOf(int row)
{
    auto &layout = m_rows[static_cast<std::size_t>(row)];
    if (!layout) {
        const MessageItem &item = m_model->item(row);
        layout = std::make_unique<MessageLayout>(item.role);
        layout->setThoughtOpen(m_openThoughts.contains(item.id));
        static_cast<void>(layout->update(item, placeOf(row), columnContext(), m_stats));
        ++m_stats.messagesLaidOut;
        ++m_laidOutRows;
        setRowHeight(row);
    }
    return *layout;
}

void TranscriptView::setRowHeight(int row)
{
    m_heights.set(row, m_rows[static_cast<std::size_t>(row)]->height());
}

/// The first block in view that is laid out already: what is being read.
std::optional<TranscriptView::Anchor> TranscriptView::readingPlace() const
{
    const int scroll = scrollY();
    for (int row = m_heights.at(scroll); row >= 0 && row < m_heights.size(); ++row) {
        if (m_heights.top(row) >= scroll + viewport()->height()) break;
        const auto &layout = m_rows[static_cast<std::size_t>(row)];
        for (const TextPart part : {TextPart::Thought, TextPart::Body}) {
            if (!layout || !layout->shows(part) || layout->section(part).isEmpty()) continue;
            const BlockSection &section = layout->section(part);
            const int origin = m_heights.top(row) + layout->sectionOrigin(part).y() - scroll;
            for (int i = section.blockAt(std::max(0, -origin)); i < section.count(); ++i) {
                if (origin + section.top(i) >= viewport()->height()) break;
                if (section.existingLayout(i)) return Anchor{row, part, i, origin + section.top(i)};
            }
        }
    }
    return std::nullopt;
}

void TranscriptView::hold(const Anchor &anchor)
{
    const MessageLayout &layout = *m_rows[static_cast<std::size_t>(anchor.row)];
    const int top = m_heights.top(anchor.row) + layout.sectionOrigin(anchor.part).y() +
                    layout.section(anchor.part).top(anchor.block);
    updateRange();
    setScroll(top - anchor.y);
}

/// Lays out one visible row. Where nothing is being read yet, what turns out taller above the top edge moves the scroll
/// position along. Returns whether a height changed.
bool TranscriptView::layoutRow(int row, bool anchored)
{
    const int rowTop = m_heights.top(row);
    const int before = m_heights.height(row);
    const int scroll = scrollY();
    const bool loose = !anchored && !m_follow;
    const bool fresh = !m_rows[static_cast<std::size_t>(row)];
    MessageLayout &layout = layoutOf(row);
    int shift = fresh && loose && rowTop < scroll ? layout.height() - before : 0;
    const auto corrected = [&](int top, int delta) {
        if (loose && rowTop + top < scroll + shift) shift += delta;
    };
    layout.layoutRange(m_model->item(row), scroll + shift - rowTop, scroll + shift + viewport()->height() - rowTop,
                       columnContext(), m_stats, corrected);
    setRowHeight(row);
    if (shift != 0) {
        updateRange();
        setScroll(scroll + shift);
    }
    return m_heights.height(row) != before;
}

void TranscriptView::layoutVisible()
{
    if (!m_model) return;
    constexpr int kRounds = 12;
    updateRange();
    const auto anchor = m_follow ? std::nullopt : readingPlace();
    for (int round = 0; round < kRounds; ++round) {
        updateRange();
        if (m_follow) setScroll(verticalScrollBar()->maximum());
        bool changed = false;
        for (int row = m_heights.at(scrollY()); row >= 0 && row < m_heights.size(); ++row) {
            if (m_heights.top(row) >= scrollY() + viewport()->height()) break;
            if (!layoutRow(row, anchor.has_value())) continue;
            changed = true;
            if (anchor) hold(*anchor);
        }
        if (!changed) break;
    }
    updateRange();
    if (m_follow) setScroll(verticalScrollBar()->maximum());
    evictFarRows();
}

/// Layouts of messages far from what is seen are given back; their heights stay.
void TranscriptView::evictFarRows()
{
    if (m_laidOutRows <= kKeptRows || m_heights.size() == 0) return;
    const int top = m_heights.at(scrollY() - viewport()->height() * 2);
    const int bottom = m_heights.at(scrollY() + viewport()->height() * 3);
    for (int row = 0; row < m_heights.size(); ++row) {
        auto &layout = m_rows[static_cast<std::size_t>(row)];
        if (!layout || (row >= top && row <= bottom)) continue;
        layout.reset();
        --m_laidOutRows;
    }
}

void TranscriptView::updateRange()
{
    const int total = m_heights.size() == 0 ? 0 : m_heights.total() + kBottomPadding;
    m_adjusting = true;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, total - viewport()->height()));
    m_adjusting = false;
}

void TranscriptView::setScroll(int value)
{
    m_adjusting = true;
    verticalScrollBar()->setValue(value);
    m_adjusting = false;
}

bool TranscriptView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 4;
}

void TranscriptView::scrollToEnd()
{
    m_follow = true;
    setNewBelow(false);
    layoutVisible();
    viewport()->update();
}

void TranscriptView::scrollContentsBy(int, int dy)
{
    if (!m_adjusting) {
        m_follow = isAtEnd();
        layoutVisible();
        if (m_follow) setNewBelow(false);
        viewport()->update();
        return;
    }
    if (m_jump->isVisible() || std::abs(dy) >= viewport()->height()) {
        viewport()->update();
    } else {
        viewport()->scroll(0, dy, viewport()->rect());
    }
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool width = event->size().width() != event->oldSize().width();
    if (width && m_metrics.columnWidth(event->size().width()) != m_metrics.columnWidth(event->oldSize().width())) {
        forgetLayouts();
    } else {
        layoutVisible();
    }
    placeJumpButton();
    viewport()->update();
}

void TranscriptView::placeJumpButton()
{
    m_jump->resize(m_jump->sizeHint());
    m_jump->move((viewport()->width() - m_jump->width()) / 2, viewport()->height() - m_jump->height() - 12);
}

void TranscriptView::setNewBelow(bool below)
{
    if (m_newBelow == below) return;
    m_newBelow = below;
    placeJumpButton();
    m_jump->setVisible(below);
    Q_EMIT newTextBelow(below);
}

void TranscriptView::ensureVisible(int row)
{
    if (row < 0) return;
    static_cast<void>(layoutOf(row));
    const int top = m_heights.top(row);
    const int bottom = top + m_heights.height(row);
    const int height = viewport()->height();
    int scroll = scrollY();
    if (top < scroll || m_heights.height(row) > height) {
        scroll = top;
    } else if (bottom > scroll + height) {
        scroll = bottom - height;
    }
    updateRange();
    m_follow = row == m_heights.size() - 1 && bottom - scroll <= height && isAtEnd();
    setScroll(scroll);
    layoutVisible();
    m_follow = m_follow || isAtEnd();
    viewport()->update();
}

QRect TranscriptView::rowRect(int row) const
{
    return {columnLeft(), m_heights.top(row) - scrollY(), m_metrics.columnWidth(viewport()->width()),
            m_heights.height(row)};
}

void TranscriptView::updateRow(int row)
{
    if (row < 0 || row >= m_heights.size()) return;
    viewport()->update(0, m_heights.top(row) - scrollY(), viewport()->width(), m_heights.height(row) + 4);
}

int TranscriptView::lastReply() const
{
    for (int row = m_heights.size() - 1; row >= 0; --row) {
        if (m_model->item(row).role == Role::Assistant) return row;
    }
    return -1;
}

MessagePaint TranscriptView::paintOf(int row, const QRect &clip)
{
    const MessageItem &item = m_model->item(row);
    MessagePaint paint{item,
                       m_metrics,
                       layoutOf(row),
                       row,
                       rowRect(row).topLeft(),
                       clip,
                       m_metrics.columnWidth(viewport()->width()),
                       m_selection};
    paint.hoveredLink = row == m_hoveredRow ? m_hoveredLink : QString();
    if (m_hovered && m_hovered->row == row) paint.hovered = m_hovered->target;
    const bool focused = m_keyboard && hasFocus() && row == m_focusRow;
    if (focused && m_focusedTarget) paint.focused = m_focusedTarget->target;
    if (m_copied && m_copied->first == item.id) paint.copied = m_copied->second;
    paint.ring = focused && !m_focusedTarget;
    const bool active = item.writing || item.thinking;
    paint.showActions = focused || row == m_hoveredRow || (row == lastReply() && !active);
    paint.caretVisible = m_caretOn;
    paint.thinkingTime = item.reasoningTime;
    if (item.thinking && m_thinkingSince.isValid())
        paint.thinkingTime = std::max(item.reasoningTime, m_thinkingBase + m_thinkingSince.durationElapsed());
    return paint;
}

void TranscriptView::paintEvent(QPaintEvent *event)
{
    layoutVisible();
    ++m_stats.paints;
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_metrics.theme.bg);
    if (!m_model) return;
    const QRect clip = event->rect();
    for (int row = m_heights.at(scrollY() + clip.top() - 8); row >= 0 && row < m_heights.size(); ++row) {
        if (m_heights.top(row) - scrollY() > clip.bottom() + 8) break;
        // A focus ring may reach in from a row that is out of sight; such a row is not laid out for it.
        if (m_rows[static_cast<std::size_t>(row)]) paintMessage(painter, paintOf(row, clip));
    }
}

} // namespace sotto
