#include "ui/transcript/message_layout.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr int kBubblePadX = 16;
constexpr int kBubblePadY = 10;
constexpr int kThoughtIndent = 14;
constexpr double kBubbleShare = 0.78;

int textWidth(const QFont &font, const QString &text)
{
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(text)));
}

/// "46 tokens · 48.3 tok/s" with spaces that do not break, but for those after the dots.
QString unbrokenParts(QString text)
{
    return text.replace(u' ', QChar::Nbsp).replace(u"·\u00a0"_s, u"· "_s);
}

int iconSide(const TranscriptMetrics &metrics)
{
    return std::min(metrics.iconButton, metrics.footnote - 4);
}

int versionsWidth(const MessageItem &item, const TranscriptMetrics &metrics)
{
    return textWidth(metrics.caption, u"%1/%2"_s.arg(item.version).arg(item.versions)) + 4;
}

/// Of the actions of a reply, as targets() lays them out.
int actionsWidth(const MessageItem &item, const TranscriptMetrics &metrics)
{
    const bool done = !item.writing && !item.thinking;
    int width = (done ? 3 : 2) * iconSide(metrics);
    if (item.versions > 1) width += 2 * iconSide(metrics) + versionsWidth(item, metrics);
    return width;
}

} // namespace

QString thoughtText(const MessageItem &item, Duration time)
{
    const auto seconds = std::max<std::int64_t>(0, std::chrono::round<std::chrono::seconds>(time).count());
    if (item.thinking) return QCoreApplication::translate("sotto::TranscriptView", "Thinking, %1 s").arg(seconds);
    if (time.count() == 0) return QCoreApplication::translate("sotto::TranscriptView", "Thoughts");
    return QCoreApplication::translate("sotto::TranscriptView", "Thought for %1 s")
        .arg(std::max<std::int64_t>(1, seconds));
}

QString noticeActionText(NoticeAction action)
{
    switch (action) {
    case NoticeAction::StartOver: return QCoreApplication::translate("sotto::TranscriptView", "Start over");
    case NoticeAction::TryAgain: return QCoreApplication::translate("sotto::TranscriptView", "Try again");
    case NoticeAction::ChooseModel: return QCoreApplication::translate("sotto::TranscriptView", "Choose a model");
    case NoticeAction::Continue: return QCoreApplication::translate("sotto::TranscriptView", "Continue");
    case NoticeAction::None: break;
    }
    return {};
}

QString targetName(TargetKind kind)
{
    switch (kind) {
    case TargetKind::CopyCode: return QCoreApplication::translate("sotto::TranscriptView", "Copy code");
    case TargetKind::PreviousVersion: return QCoreApplication::translate("sotto::TranscriptView", "Previous version");
    case TargetKind::NextVersion: return QCoreApplication::translate("sotto::TranscriptView", "Next version");
    case TargetKind::Copy: return QCoreApplication::translate("sotto::TranscriptView", "Copy");
    case TargetKind::Regenerate: return QCoreApplication::translate("sotto::TranscriptView", "Regenerate");
    case TargetKind::Edit: return QCoreApplication::translate("sotto::TranscriptView", "Edit");
    case TargetKind::More: return QCoreApplication::translate("sotto::TranscriptView", "More");
    case TargetKind::Thought:
    case TargetKind::Notice: break;
    }
    return {};
}

int estimateMessageHeight(const MessageItem &item, const TranscriptMetrics &metrics, int columnWidth)
{
    const bool user = item.role == Role::User;
    const qreal width = user ? columnWidth * kBubbleShare - 2 * kBubblePadX : columnWidth;
    const qreal perLine = std::max(8.0, width / (metrics.px(metrics.reading) * 0.5));
    const int lines = 1 + static_cast<int>(static_cast<qreal>(item.text.size()) / perLine);
    int height = static_cast<int>(lines * metrics.readingPitch) + (user ? 34 : 56 + metrics.avatar + metrics.footnote);
    if (!item.separator.isEmpty()) height += static_cast<int>(metrics.captionPitch) + 14;
    if (!item.reasoning.isEmpty() || item.thinking) height += metrics.chip + 10;
    if (!item.notice.isEmpty()) height += 56;
    return height;
}

MessageLayout::MessageLayout(Role role)
    : m_user(role == Role::User), m_thought(markdown::BlockStream::Mode::Markdown, true),
      m_body(m_user ? markdown::BlockStream::Mode::Plain : markdown::BlockStream::Mode::Markdown, false)
{
}

int MessageLayout::update(const MessageItem &item, const MessagePlace &place, const LayoutContext &column,
                          TranscriptStats &stats)
{
    m_place = place;
    memoryText = place.memoryLine;
    const int before = m_height;
    const int oldBody = m_bodyOrigin.y();
    const int oldThought = m_thoughtOrigin.y();
    const int thought =
        m_thought.feed(item.reasoning, !item.thinking, sectionContext(TextPart::Thought, column), stats);
    const int body = m_body.feed(item.text, !item.writing, sectionContext(TextPart::Body, column), stats);
    arrange(item, column);
    if (before == 0 || oldThought != m_thoughtOrigin.y()) return 0;
    if (m_thoughtOpen && thought < m_thought.height()) return oldThought + thought;
    return oldBody == m_bodyOrigin.y() ? oldBody + body : 0;
}

void MessageLayout::forgetLayouts(const LayoutContext &column)
{
    m_thought.forgetLayouts(sectionContext(TextPart::Thought, column));
    m_body.forgetLayouts(sectionContext(TextPart::Body, column));
}

bool MessageLayout::shows(TextPart part) const
{
    return part == TextPart::Body || (m_thoughtOpen && !m_thought.isEmpty());
}

QPoint MessageLayout::sectionOrigin(TextPart part) const
{
    return part == TextPart::Body ? m_bodyOrigin : m_thoughtOrigin;
}

LayoutContext MessageLayout::sectionContext(TextPart part, const LayoutContext &column) const
{
    LayoutContext result = column;
    if (part == TextPart::Thought) result.width -= kThoughtIndent;
    if (m_user) result.width = static_cast<int>(column.width * kBubbleShare) - 2 * kBubblePadX;
    return result;
}

void MessageLayout::arrange(const MessageItem &item, const LayoutContext &column)
{
    int y = 0;
    whoRect = chipRect = bubbleRect = noticeRect = footnoteRect = QRect();
    arrangeHead(item, column, y);
    const int top = y;
    if (m_user) {
        arrangeUser(column, y);
    } else {
        arrangeReply(item, column, y);
    }
    contentRect = QRect(0, top, column.width, y - top);
    m_height = y;
}

void MessageLayout::arrangeHead(const MessageItem &item, const LayoutContext &column, int &y)
{
    const int caption = static_cast<int>(std::ceil(column.metrics.captionPitch));
    separatorRect = memoryRect = QRect();
    const bool marked = !item.separator.isEmpty() || !memoryText.isEmpty();
    if (m_place.first) {
        y = 16;
    } else {
        y = m_user || marked ? 14 : 18;
        if (m_user && !m_place.afterReply) y = 12;
    }
    if (!memoryText.isEmpty()) {
        memoryRect = QRect(0, y + 4, column.width, caption);
        y += caption + 18;
    }
    if (!item.separator.isEmpty()) {
        separatorRect = QRect(0, y, column.width, caption);
        y += caption + 14;
    }
}

void MessageLayout::arrangeUser(const LayoutContext &column, int &y)
{
    const LayoutContext inside = sectionContext(TextPart::Body, column);
    const bool single = m_body.count() <= 1;
    int width = single ? std::min(m_body.naturalWidth(column.metrics), inside.width) : inside.width;
    if (width <= 0) width = inside.width;
    const int height = std::max(m_body.height(), static_cast<int>(column.metrics.readingPitch));
    const int outer = width + 2 * kBubblePadX;
    bubbleRect = QRect(column.width - outer, y, outer, height + 2 * kBubblePadY);
    m_bodyOrigin = bubbleRect.topLeft() + QPoint(kBubblePadX, kBubblePadY);
    y += bubbleRect.height();
}

void MessageLayout::arrangeReply(const MessageItem &item, const LayoutContext &column, int &y)
{
    const TranscriptMetrics &m = column.metrics;
    whoRect = QRect(0, y, column.width, m.avatar);
    y += m.avatar + 8;
    m_thoughtOrigin = {kThoughtIndent, y};
    if (item.thinking || !item.reasoning.isEmpty()) {
        // Room for two digits from the start, so that counting up moves nothing.
        const Duration least = item.thinking ? Duration(std::chrono::seconds(10)) : Duration(0);
        const QString text = thoughtText(item, std::max(item.reasoningTime, least));
        chipRect = QRect(0, y, textWidth(m.thought, text) + 42, m.chip);
        y += m.chip + 10;
        m_thoughtOrigin = {kThoughtIndent, y};
        if (shows(TextPart::Thought)) y += m_thought.height() + 10;
    }
    m_bodyOrigin = {0, y};
    y += m_body.isEmpty() && item.writing ? static_cast<int>(m.readingPitch) : m_body.height();
    if (!item.notice.isEmpty()) {
        y += 12;
        int buttons = 0;
        for (const NoticeAction action :
             {NoticeAction::StartOver, NoticeAction::TryAgain, NoticeAction::ChooseModel, NoticeAction::Continue}) {
            if (item.actions.testFlag(action)) buttons += textWidth(m.small, noticeActionText(action)) + 56;
        }
        const int textRoom = std::max(120, column.width - 14 - 28 - buttons - 22);
        const QRectF bounds = QFontMetricsF(m.small).boundingRect(QRectF(0, 0, textRoom, 10000),
                                                                  Qt::TextWordWrap | Qt::AlignLeft, item.notice);
        noticeRect = QRect(0, y, column.width, std::max(static_cast<int>(std::ceil(bounds.height())), m.button) + 22);
        y += noticeRect.height();
    }
    y += 6;
    arrangeFootnote(item, column, y);
}

void MessageLayout::arrangeFootnote(const MessageItem &item, const LayoutContext &column, int &y)
{
    const TranscriptMetrics &m = column.metrics;
    footnoteText = unbrokenParts(item.footnote);
    // Room for the actions is kept whether they show or not, so that hovering moves nothing.
    const int room = std::max(80, column.width - actionsWidth(item, m) - 8);
    int height = m.footnote;
    if (textWidth(m.caption, footnoteText) > room) {
        const QRectF bounds = QFontMetricsF(m.caption).boundingRect(QRectF(0, 0, room, 10000),
                                                                    Qt::TextWordWrap | Qt::AlignLeft, footnoteText);
        height = std::max(height, static_cast<int>(std::ceil(bounds.height())) + 8);
    }
    footnoteRect = QRect(0, y, column.width, height);
    y += height;
}

void MessageLayout::layoutRange(const MessageItem &item, int from, int to, const LayoutContext &column,
                                TranscriptStats &stats, const std::function<void(int top, int delta)> &corrected)
{
    for (const TextPart part : {TextPart::Thought, TextPart::Body}) {
        if (!shows(part)) continue;
        const int y = sectionOrigin(part).y();
        const int naturalBefore = m_user ? m_body.naturalWidth(column.metrics) : 0;
        bool moved = false;
        section(part).layoutRange(from - y, to - y, sectionContext(part, column), stats, [&](int top, int delta) {
            moved = true;
            corrected(y + top, delta);
        });
        if (moved || (m_user && m_body.naturalWidth(column.metrics) != naturalBefore)) arrange(item, column);
    }
}

std::vector<Target> MessageLayout::targets(const MessageItem &item, const TranscriptMetrics &metrics,
                                           int columnWidth) const
{
    std::vector<Target> result;
    if (!chipRect.isEmpty()) result.push_back({TargetKind::Thought, chipRect, thoughtText(item, item.reasoningTime)});
    for (int i = 0; !m_user && i < m_body.count(); ++i) {
        const BlockLayout *layout = m_body.existingLayout(i);
        if (!layout || !layout->copyRect().isValid()) continue;
        const QPointF origin = m_bodyOrigin + m_body.origin(i, metrics);
        result.push_back({TargetKind::CopyCode, layout->copyRect().translated(origin).toAlignedRect(),
                          targetName(TargetKind::CopyCode), i});
    }
    int right = noticeRect.right() - 10;
    std::vector<Target> notices;
    for (const NoticeAction action :
         {NoticeAction::Continue, NoticeAction::TryAgain, NoticeAction::ChooseModel, NoticeAction::StartOver}) {
        if (noticeRect.isEmpty() || !item.actions.testFlag(action) || notices.size() == 2) continue;
        const bool primary = notices.empty();
        const bool icon = primary && (action == NoticeAction::Continue || action == NoticeAction::TryAgain);
        const int width = textWidth(metrics.small, noticeActionText(action)) + 22 + (icon ? 22 : 0);
        const QRect rect(right - width, noticeRect.center().y() - metrics.button / 2, width, metrics.button);
        notices.push_back({TargetKind::Notice, rect, noticeActionText(action), -1, action});
        right -= width + 8;
    }
    result.insert(result.end(), notices.rbegin(), notices.rend());

    // Actions, right to left: beside the bubble of a user message, in the footnote of a reply.
    const int side = iconSide(metrics);
    int x = m_user ? bubbleRect.left() - 8 : columnWidth;
    const int y = m_user ? bubbleRect.bottom() - side - 4 : footnoteRect.top() + (metrics.footnote - side) / 2;
    std::vector<Target> actions;
    const auto add = [&](TargetKind kind, bool enabled = true) {
        x -= side;
        actions.push_back({kind, QRect(x, y, side, side), targetName(kind), -1, NoticeAction::None, enabled});
    };
    if (!m_user) add(TargetKind::More);
    if (m_user) add(TargetKind::Edit);
    if (!m_user && !item.writing && !item.thinking) add(TargetKind::Regenerate);
    add(TargetKind::Copy);
    if (item.versions > 1) {
        add(TargetKind::NextVersion, item.version < item.versions);
        x -= versionsWidth(item, metrics);
        add(TargetKind::PreviousVersion, item.version > 1);
    }
    result.insert(result.end(), actions.rbegin(), actions.rend());
    return result;
}

} // namespace sotto
