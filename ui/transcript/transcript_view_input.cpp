#include "ui/transcript/transcript_view.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

/// Mouse and keys.
namespace sotto {
namespace {

constexpr int kAutoScrollMs = 30;

bool isPlain(const QKeyEvent *event)
{
    return (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
}

} // namespace

int TranscriptView::rowAt(int viewportY) const
{
    return m_heights.size() == 0 ? -1 : m_heights.at(std::max(0, viewportY + scrollY()));
}

std::vector<Target> TranscriptView::targetsOf(int row)
{
    if (!m_model || row < 0 || row >= m_heights.size()) return {};
    auto targets = layoutOf(row).targets(m_model->item(row), m_metrics, columnContext().width);
    for (Target &target : targets)
        target.rect.translate(rowRect(row).topLeft());
    return targets;
}

std::optional<TranscriptView::Spot> TranscriptView::targetAt(const QPoint &point)
{
    const int row = rowAt(point.y());
    if (row < 0) return std::nullopt;
    for (const Target &target : targetsOf(row)) {
        if (target.rect.contains(point)) return Spot{row, target};
    }
    return std::nullopt;
}

TextPosition TranscriptView::positionAt(const QPoint &point)
{
    const int row = rowAt(point.y());
    if (row < 0) return {};
    MessageLayout &layout = layoutOf(row);
    const QPoint local = point - rowRect(row).topLeft();
    const bool inThought = layout.shows(TextPart::Thought) && local.y() < layout.sectionOrigin(TextPart::Body).y() - 6;
    const TextPart part = inThought ? TextPart::Thought : TextPart::Body;
    BlockSection &section = layout.section(part);
    if (section.isEmpty()) return {row, part, 0, 0};
    const QPoint inside = local - layout.sectionOrigin(part);
    const int block = section.blockAt(std::clamp(inside.y(), 0, std::max(0, section.height() - 1)));
    BlockLayout &blockLayout = section.layoutOf(block, layout.sectionContext(part, columnContext()), m_stats);
    return {row, part, block, blockLayout.positionAt(inside - section.origin(block, m_metrics))};
}

QString TranscriptView::linkAt(const QPoint &point)
{
    const TextPosition at = positionAt(point);
    if (!at.isValid()) return {};
    MessageLayout &layout = layoutOf(at.row);
    BlockSection &section = layout.section(at.part);
    if (section.isEmpty()) return {};
    const QPointF inside = point - rowRect(at.row).topLeft() - layout.sectionOrigin(at.part);
    const BlockLayout *block = section.existingLayout(at.block);
    return block ? block->linkAt(inside - section.origin(at.block, m_metrics)) : QString();
}

QRect TranscriptView::characterRect(const TextPosition &at)
{
    MessageLayout &layout = layoutOf(at.row);
    BlockSection &section = layout.section(at.part);
    BlockLayout &block = section.layoutOf(at.block, layout.sectionContext(at.part, columnContext()), m_stats);
    layout.arrange(m_model->item(at.row), columnContext());
    setRowHeight(at.row);
    const QPointF origin = rowRect(at.row).topLeft() + layout.sectionOrigin(at.part);
    return block.cursorRect(at.position).translated(origin + section.origin(at.block, m_metrics)).toRect();
}

void TranscriptView::setHover(const QPoint &point)
{
    const int row = viewport()->rect().contains(point) ? rowAt(point.y()) : -1;
    const auto spot = row < 0 ? std::nullopt : targetAt(point);
    const QString link = row < 0 || spot ? QString() : linkAt(point);
    if (row != m_hoveredRow) updateRow(m_hoveredRow);
    const bool same = spot.has_value() == m_hovered.has_value() && (!spot || spot->target.sameAs(m_hovered->target));
    if (row != m_hoveredRow || !same || link != m_hoveredLink) updateRow(row);
    m_hoveredRow = row;
    m_hovered = spot;
    m_hoveredLink = link;
    viewport()->setCursor(spot || !link.isEmpty() ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void TranscriptView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) return;
    m_keyboard = false;
    const QPoint point = event->position().toPoint();
    m_pressPoint = point;
    m_pressed = targetAt(point);
    if (m_pressed) return;
    m_pressedLink = linkAt(point);
    const TextPosition at = positionAt(point);
    if (!at.isValid()) return;
    m_selecting = true;
    const bool third =
        m_sinceDoubleClick.isValid() && m_sinceDoubleClick.elapsed() < QApplication::doubleClickInterval();
    if (third) {
        m_sinceDoubleClick.invalidate();
        selectUnit(at, Unit::Paragraph);
    } else if (event->modifiers().testFlag(Qt::ShiftModifier) && m_selection.anchor.isValid()) {
        m_selection.cursor = at;
    } else {
        m_unit = Unit::Character;
        m_selection = {at, at};
    }
    viewport()->update();
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (event->button() != Qt::LeftButton || targetAt(point)) {
        mousePressEvent(event);
        return;
    }
    m_sinceDoubleClick.start();
    m_selecting = true;
    selectUnit(positionAt(point), Unit::Word);
}

void TranscriptView::selectUnit(const TextPosition &at, Unit unit)
{
    if (!at.isValid()) return;
    m_unit = unit;
    MessageLayout &layout = layoutOf(at.row);
    BlockSection &section = layout.section(at.part);
    if (section.isEmpty()) return;
    const BlockLayout &block = section.layoutOf(at.block, layout.sectionContext(at.part, columnContext()), m_stats);
    TextRange range{0, block.length()};
    if (unit == Unit::Word) range = wordAt(block.shown(), at.position);
    m_unitFrom = m_unitTo = at;
    m_unitFrom.position = range.from;
    m_unitTo.position = range.to;
    m_selection = {m_unitFrom, m_unitTo};
    viewport()->update();
}

void TranscriptView::mouseMoveEvent(QMouseEvent *event)
{
    m_mousePoint = event->position().toPoint();
    if (!m_selecting || !(event->buttons() & Qt::LeftButton)) {
        setHover(m_mousePoint);
        return;
    }
    const bool outside = m_mousePoint.y() < 0 || m_mousePoint.y() > viewport()->height();
    if (outside && !m_autoScrollTimer.isActive()) m_autoScrollTimer.start(kAutoScrollMs);
    if (!outside) m_autoScrollTimer.stop();
    extendSelection(m_mousePoint);
}

void TranscriptView::extendSelection(const QPoint &point)
{
    const TextPosition at = positionAt(point);
    if (!at.isValid()) return;
    if (m_unit == Unit::Character) {
        m_selection.cursor = at;
    } else {
        // Grows by whole words or paragraphs, the first of them always included.
        const TextPosition from = m_unitFrom;
        const TextPosition to = m_unitTo;
        const Unit unit = m_unit;
        selectUnit(at, unit);
        const auto here = m_selection;
        m_unitFrom = from;
        m_unitTo = to;
        m_selection = here.anchor < from ? TranscriptSelection{to, here.anchor}
                                         : TranscriptSelection{from, std::max(to, here.cursor)};
    }
    viewport()->update();
}

void TranscriptView::autoScroll()
{
    if (!m_selecting) {
        m_autoScrollTimer.stop();
        return;
    }
    const int beyond = m_mousePoint.y() < 0 ? m_mousePoint.y() : m_mousePoint.y() - viewport()->height();
    verticalScrollBar()->setValue(scrollY() + std::clamp(beyond, -60, 60));
    extendSelection(m_mousePoint);
}

void TranscriptView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) return;
    m_autoScrollTimer.stop();
    m_selecting = false;
    const QPoint point = event->position().toPoint();
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const QString link = std::exchange(m_pressedLink, {});
    if (pressed) {
        const auto now = targetAt(point);
        if (now && now->row == pressed->row && now->target.sameAs(pressed->target)) activate(now->row, now->target);
    } else if (!link.isEmpty() && m_selection.isEmpty() && linkAt(point) == link) {
        activateLink(link);
    }
}

void TranscriptView::leaveEvent(QEvent *event)
{
    setHover(QPoint(-1, -1));
    QAbstractScrollArea::leaveEvent(event);
}

/// Sideways, or with Shift: inside the code or table under the mouse.
void TranscriptView::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y()) || event->modifiers().testFlag(Qt::ShiftModifier);
    if (sideways) {
        const TextPosition at = positionAt(event->position().toPoint());
        BlockLayout *block = at.isValid() && !layoutOf(at.row).section(at.part).isEmpty()
                                 ? layoutOf(at.row).section(at.part).existingLayout(at.block)
                                 : nullptr;
        const int by = delta.x() != 0 ? delta.x() : delta.y();
        if (block && block->canScroll()) {
            if (block->scrollBy(-by)) updateRow(at.row);
            event->accept();
            return;
        }
    }
    QAbstractScrollArea::wheelEvent(event);
}

bool TranscriptView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const auto spot = targetAt(help->pos());
        const QString link = spot ? QString() : linkAt(help->pos());
        const bool named = spot && spot->target.kind != TargetKind::Thought && spot->target.kind != TargetKind::Notice;
        // As plain text: an address must not become markup.
        const QString text = named ? spot->target.name : link.toHtmlEscaped();
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TranscriptView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
        event->reason() == Qt::ShortcutFocusReason) {
        m_keyboard = true;
        if (m_focusRow < 0 && m_heights.size() > 0) m_focusRow = m_heights.size() - 1;
        ensureVisible(m_focusRow);
    }
    viewport()->update();
}

void TranscriptView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TranscriptView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (messageKey(event) || scrollKey(event)) {
        event->accept();
    } else {
        event->ignore();
    }
}

bool TranscriptView::messageKey(QKeyEvent *event)
{
    const MessageId id = focusedMessage();
    if (event->modifiers() == Qt::AltModifier && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        const int row = m_focusRow >= 0 ? m_focusRow : lastReply();
        if (row < 0 || m_model->item(row).versions < 2) return false;
        Q_EMIT branchRequested(m_model->item(row).id, event->key() == Qt::Key_Left ? -1 : 1);
        return true;
    }
    if (!isPlain(event)) return false;
    switch (event->key()) {
    case Qt::Key_J:
    case Qt::Key_Down: moveFocus(1); return true;
    case Qt::Key_K:
    case Qt::Key_Up: moveFocus(-1); return true;
    case Qt::Key_Left: moveTarget(-1); return true;
    case Qt::Key_Right: moveTarget(1); return true;
    default: break;
    }
    if (!id.isValid()) return false;
    const bool user = m_model->item(m_focusRow).role == Role::User;
    switch (event->key()) {
    case Qt::Key_C: copyMessage(id); return true;
    case Qt::Key_E: Q_EMIT editRequested(id); return true;
    case Qt::Key_R:
        if (!user) Q_EMIT regenerateRequested(id);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_focusedTarget) {
            activate(m_focusRow, m_focusedTarget->target);
        } else {
            setThoughtOpen(id, !isThoughtOpen(id));
        }
        return true;
    case Qt::Key_Escape:
        if (!m_focusedTarget && m_selection.isEmpty()) return false;
        m_focusedTarget.reset();
        clearSelection();
        return true;
    default: return false;
    }
}

bool TranscriptView::scrollKey(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    const int page = std::max(40, viewport()->height() - 40);
    switch (event->key()) {
    case Qt::Key_PageUp: bar->setValue(bar->value() - page); return true;
    case Qt::Key_Space:
        bar->setValue(bar->value() + (event->modifiers().testFlag(Qt::ShiftModifier) ? -page : page));
        return true;
    case Qt::Key_PageDown: bar->setValue(bar->value() + page); return true;
    case Qt::Key_Home: bar->setValue(0); return true;
    case Qt::Key_End: scrollToEnd(); return true;
    default: return false;
    }
}

void TranscriptView::moveFocus(int delta)
{
    if (m_heights.size() == 0) return;
    const int start = m_focusRow >= 0 ? m_focusRow + delta : rowAt(viewport()->height() - 1);
    m_keyboard = true;
    m_focusedTarget.reset();
    m_focusRow = std::clamp(start, 0, m_heights.size() - 1);
    ensureVisible(m_focusRow);
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(m_focusRow);
    QAccessible::updateAccessibility(&focus);
}

void TranscriptView::moveTarget(int delta)
{
    if (m_focusRow < 0) return;
    m_keyboard = true;
    auto targets = targetsOf(m_focusRow);
    std::erase_if(targets, [](const Target &target) { return !target.enabled; });
    int current = -1;
    for (int i = 0; m_focusedTarget && i < std::ssize(targets); ++i) {
        if (targets[static_cast<std::size_t>(i)].sameAs(m_focusedTarget->target)) current = i;
    }
    const int wanted = current < 0 && delta < 0 ? static_cast<int>(std::ssize(targets)) - 1 : current + delta;
    if (wanted < 0 || wanted >= std::ssize(targets)) {
        m_focusedTarget.reset();
    } else {
        m_focusedTarget = Spot{m_focusRow, targets[static_cast<std::size_t>(wanted)]};
    }
    updateRow(m_focusRow);
}

void TranscriptView::focusMessage(MessageId id)
{
    const int row = m_model ? m_model->rowOf(id) : -1;
    if (row < 0) return;
    setFocus(Qt::OtherFocusReason);
    m_keyboard = true;
    m_focusedTarget.reset();
    m_focusRow = row;
    ensureVisible(row);
}

MessageId TranscriptView::focusedMessage() const
{
    return m_model && m_focusRow >= 0 && m_focusRow < m_heights.size() ? m_model->item(m_focusRow).id : MessageId();
}

} // namespace sotto
