#include "ui/transcript/message_painter.h"

#include "ui/components/avatar.h"
#include "ui/components/paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

bool is(const std::optional<Target> &state, const Target &target)
{
    return state && state->sameAs(target);
}

void paintHead(QPainter &painter, const MessagePaint &m)
{
    const Theme &theme = m.metrics.theme;
    const QRect separator = m.layout.separatorRect.translated(m.origin);
    if (!separator.isEmpty())
        drawElided(painter, separator, m.item.separator, m.metrics.caption, theme.t3, Qt::AlignHCenter);
    const QRect memory = m.layout.memoryRect.translated(m.origin);
    if (memory.isEmpty()) return;
    drawElided(painter, memory, m.layout.memoryText, m.metrics.caption, theme.t3, Qt::AlignHCenter);
    const int text = static_cast<int>(QFontMetricsF(m.metrics.caption).horizontalAdvance(m.layout.memoryText)) + 24;
    const int side = std::max(0, (memory.width() - text) / 2);
    painter.fillRect(memory.left(), memory.center().y(), side, 1, theme.line2);
    painter.fillRect(memory.right() + 1 - side, memory.center().y(), side, 1, theme.line2);
}

void paintWho(QPainter &painter, const MessagePaint &m)
{
    const Theme &theme = m.metrics.theme;
    const QRectF who = m.layout.whoRect.translated(m.origin);
    const qreal side = m.metrics.avatar;
    paintAvatar(painter, theme, QRectF(who.topLeft(), QSizeF(side, side)), m.item.avatar, m.item.tint);
    QRectF text = who.adjusted(side + 8, 0, 0, 0);
    text.setLeft(text.left() + drawElided(painter, text, m.item.author, m.metrics.name, theme.t1) + 12);
    QString state;
    if (m.item.placeholderModel) state = QCoreApplication::translate("sotto::TranscriptView", "built-in model");
    if (m.item.writing) {
        if (!state.isEmpty()) state += u" · "_s;
        state += QCoreApplication::translate("sotto::TranscriptView", "writing");
    }
    if (!state.isEmpty()) drawElided(painter, text, state, m.metrics.caption, theme.t3);
}

void paintChip(QPainter &painter, const MessagePaint &m)
{
    const QRectF chip = m.layout.chipRect.translated(m.origin);
    if (chip.isEmpty()) return;
    const Theme &theme = m.metrics.theme;
    const Target target{TargetKind::Thought, m.layout.chipRect, {}};
    drawRounded(painter, chip, 7, is(m.hovered, target) ? theme.hover : theme.sunken, theme.line);
    if (is(m.focused, target)) drawFocusRing(painter, chip, 7, theme.accBar);
    const IconName arrow = m.layout.isThoughtOpen() ? IconName::ChevronDown : IconName::ChevronRight;
    paintIcon(painter, arrow, QRectF(chip.x() + 8, chip.center().y() - 7, 14, 14), theme.t2);
    QFont font = m.metrics.thought;
    font.setPointSizeF(font.pointSizeF() * 0.95);
    drawElided(painter, chip.adjusted(30, 0, -4, 0), thoughtText(m.item, m.thinkingTime), font, theme.t2);
    if (!m.layout.shows(TextPart::Thought)) return;
    const QPoint origin = m.origin + m.layout.sectionOrigin(TextPart::Thought);
    painter.fillRect(QRect(m.origin.x(), origin.y(), 2, m.layout.section(TextPart::Thought).height()), theme.line2);
}

void paintSection(QPainter &painter, const MessagePaint &m, TextPart part)
{
    if (!m.layout.shows(part)) return;
    const BlockSection &section = m.layout.section(part);
    const QPoint origin = m.origin + m.layout.sectionOrigin(part);
    if (section.isEmpty()) return;
    for (int i = section.blockAt(std::max(0, m.clip.top() - origin.y())); i < section.count(); ++i) {
        if (origin.y() + section.top(i) > m.clip.bottom()) break;
        BlockLayout *layout = section.existingLayout(i);
        if (!layout) continue;
        PaintContext context{m.metrics, m.clip, m.selection.within(m.row, part, i, layout->length()), m.hoveredLink};
        const Target copy{TargetKind::CopyCode, {}, {}, i};
        if (part == TextPart::Body) {
            context.copied = is(m.copied, copy);
            context.hovered = is(m.hovered, copy);
            context.focused = is(m.focused, copy);
        }
        section.paintFrames(painter, i, origin, m.metrics);
        layout->paint(painter, QPointF(origin) + section.origin(i, m.metrics), context);
    }
}

void paintNotice(QPainter &painter, const MessagePaint &m, const std::vector<Target> &targets)
{
    const QRectF rect = m.layout.noticeRect.translated(m.origin);
    if (rect.isEmpty()) return;
    const Theme &theme = m.metrics.theme;
    const bool failed = m.item.state == MessageState::Failed;
    drawRounded(painter, rect, 10, theme.sunken, theme.line);
    paintIcon(painter, failed ? IconName::Warning : IconName::Info,
              QRectF(rect.x() + 14, rect.center().y() - 8, 16, 16), failed ? theme.dngText : theme.t2);
    qreal right = rect.right() - 14;
    bool primary = std::ranges::count(targets, TargetKind::Notice, &Target::kind) == 1;
    for (const Target &target : targets) {
        if (target.kind != TargetKind::Notice) continue;
        const QRectF button = QRectF(target.rect.translated(m.origin));
        right = std::min(right, button.left() - 14);
        const bool hovered = is(m.hovered, target);
        if (primary) {
            drawRounded(painter, button, 7, hovered ? theme.accH : theme.acc);
        } else if (hovered) {
            drawRounded(painter, button, 7, theme.hover);
        }
        if (is(m.focused, target)) drawFocusRing(painter, button, 7, theme.accBar);
        const QColor ink = primary ? theme.onAcc : hovered ? theme.t1 : theme.t2;
        QRectF text = button;
        if (primary && (target.action == NoticeAction::Continue || target.action == NoticeAction::TryAgain)) {
            paintIcon(painter, target.action == NoticeAction::Continue ? IconName::Play : IconName::Refresh,
                      QRectF(button.x() + 10, button.center().y() - 7, 14, 14), ink);
            text.setLeft(button.x() + 21);
        }
        QFont font = m.metrics.small;
        font.setWeight(QFont::Medium);
        drawElided(painter, text, noticeActionText(target.action), font, ink, Qt::AlignHCenter);
        primary = true;
    }
    painter.setFont(m.metrics.small);
    painter.setPen(theme.t2);
    painter.drawText(QRectF(rect.x() + 42, rect.y(), right - rect.x() - 42, rect.height()),
                     Qt::TextWordWrap | Qt::AlignVCenter | Qt::AlignLeft, m.item.notice);
}

IconName iconOf(TargetKind kind)
{
    switch (kind) {
    case TargetKind::PreviousVersion: return IconName::ChevronLeft;
    case TargetKind::NextVersion: return IconName::ChevronRight;
    case TargetKind::Regenerate: return IconName::Refresh;
    case TargetKind::Edit: return IconName::Pencil;
    case TargetKind::More: return IconName::More;
    default: return IconName::Copy;
    }
}

void paintActions(QPainter &painter, const MessagePaint &m, const std::vector<Target> &targets)
{
    const Theme &theme = m.metrics.theme;
    for (const Target &target : targets) {
        const bool action = target.kind >= TargetKind::PreviousVersion;
        if (!action) continue;
        const QRectF rect = QRectF(target.rect.translated(m.origin));
        const bool hovered = is(m.hovered, target) && target.enabled;
        if (hovered) drawRounded(painter, rect, 7, theme.hover);
        if (is(m.focused, target)) drawFocusRing(painter, rect.adjusted(2, 2, -2, -2), 7, theme.accBar);
        const qreal side = std::round(rect.width() * 15 / 28);
        const QRectF icon(rect.center() - QPointF(side / 2, side / 2), QSizeF(side, side));
        const IconName name = is(m.copied, target) ? IconName::Check : iconOf(target.kind);
        painter.setOpacity(target.enabled ? 1 : 0.45);
        paintIcon(painter, name, icon, hovered ? theme.t1 : theme.t2);
        painter.setOpacity(1);
        if (target.kind == TargetKind::PreviousVersion) {
            const QString count = u"%1/%2"_s.arg(m.item.version).arg(m.item.versions);
            const qreal width = QFontMetricsF(m.metrics.caption).horizontalAdvance(count) + 4;
            drawElided(painter, QRectF(rect.right(), rect.y(), width + 4, rect.height()), count, m.metrics.caption,
                       theme.t2, Qt::AlignHCenter);
        }
    }
}

void paintFootnote(QPainter &painter, const MessagePaint &m, const std::vector<Target> &targets)
{
    QRectF rect = m.layout.footnoteRect.translated(m.origin);
    if (rect.isEmpty()) return;
    for (const Target &target : targets) {
        if (target.kind >= TargetKind::PreviousVersion)
            rect.setRight(std::min<qreal>(rect.right(), target.rect.translated(m.origin).left() - 8));
    }
    painter.setFont(m.metrics.caption);
    painter.setPen(m.metrics.theme.t3);
    painter.drawText(rect, Qt::TextWordWrap | Qt::AlignVCenter | Qt::AlignLeft, m.layout.footnoteText);
}

} // namespace

QRectF writingCaret(const MessageLayout &layout, const TranscriptMetrics &metrics)
{
    const BlockSection &section = layout.section(TextPart::Body);
    const qreal height = metrics.theme.grown(17);
    const qreal width = metrics.theme.grown(8);
    const QPointF origin = layout.sectionOrigin(TextPart::Body);
    if (section.isEmpty()) return {origin + QPointF(0, (metrics.readingPitch - height) / 2), QSizeF(width, height)};
    BlockLayout *last = section.existingLayout(section.count() - 1);
    if (!last) return {};
    const QRectF at =
        last->cursorRect(last->length()).translated(section.origin(section.count() - 1, metrics) + origin);
    return {at.x() + 3, at.center().y() - height / 2, width, height};
}

void paintMessage(QPainter &painter, const MessagePaint &m)
{
    const Theme &theme = m.metrics.theme;
    const auto targets = m.layout.targets(m.item, m.metrics, m.columnWidth);
    paintHead(painter, m);
    if (m.layout.isUser()) {
        drawRounded(painter, m.layout.bubbleRect.translated(m.origin), 14, theme.select);
    } else {
        paintWho(painter, m);
        paintChip(painter, m);
        paintSection(painter, m, TextPart::Thought);
    }
    paintSection(painter, m, TextPart::Body);
    if (m.item.writing && !m.item.thinking && m.caretVisible)
        drawRounded(painter, writingCaret(m.layout, m.metrics).translated(m.origin), 2, theme.accText);
    paintNotice(painter, m, targets);
    paintFootnote(painter, m, targets);
    if (m.showActions) paintActions(painter, m, targets);
    if (m.ring) {
        const QRect around = m.layout.isUser() ? m.layout.bubbleRect : m.layout.contentRect.adjusted(-8, -4, 8, 0);
        drawFocusRing(painter, around.translated(m.origin), m.layout.isUser() ? 14 : 10, theme.accBar);
    }
}

} // namespace sotto
