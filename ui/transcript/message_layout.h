#pragma once

#include "ui/theme/icons.h"
#include "ui/transcript/block_section.h"
#include "ui/transcript/message_item.h"

#include <QRect>

namespace sotto {

/// Something in a message that can be clicked or reached with Left and Right.
enum class TargetKind : std::uint8_t {
    Thought,
    CopyCode,
    Notice,
    PreviousVersion,
    NextVersion,
    Copy,
    Regenerate,
    Edit,
    More
};

struct Target {
    TargetKind kind = TargetKind::Copy;
    QRect rect;     ///< Relative to the message's top left, x from the column's left edge.
    QString name;   ///< For tooltips and screen readers.
    int block = -1; ///< Of CopyCode, in the body.
    NoticeAction action = NoticeAction::None;
    bool enabled = true;

    [[nodiscard]] bool sameAs(const Target &other) const
    {
        return kind == other.kind && block == other.block && action == other.action;
    }
};

enum class TextPart : std::uint8_t { Thought, Body };

/// What stands around a message.
struct MessagePlace {
    bool first = false;      ///< First row of the transcript.
    bool afterReply = false; ///< The message above is a reply.
    QString memoryLine;      ///< Text of the memory line above; empty for none.
};

/// A message cut into its parts, with their places. Heights of blocks that were never seen are guesses.
class MessageLayout final {
public:
    explicit MessageLayout(Role role);

    /// Takes over texts, place and details. Returns the y below which something changed.
    int update(const MessageItem &item, const MessagePlace &place, const LayoutContext &column, TranscriptStats &stats);
    void forgetLayouts(const LayoutContext &column);
    void setThoughtOpen(bool open) { m_thoughtOpen = open; }
    [[nodiscard]] bool isThoughtOpen() const { return m_thoughtOpen; }
    /// Puts the parts where they belong after heights changed.
    void arrange(const MessageItem &item, const LayoutContext &column);

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] bool isUser() const { return m_user; }
    [[nodiscard]] BlockSection &section(TextPart part) { return part == TextPart::Body ? m_body : m_thought; }
    [[nodiscard]] const BlockSection &section(TextPart part) const
    {
        return part == TextPart::Body ? m_body : m_thought;
    }
    [[nodiscard]] bool shows(TextPart part) const;
    /// Top left of a part's blocks, relative to the message.
    [[nodiscard]] QPoint sectionOrigin(TextPart part) const;
    [[nodiscard]] LayoutContext sectionContext(TextPart part, const LayoutContext &column) const;

    void layoutRange(const MessageItem &item, int from, int to, const LayoutContext &column, TranscriptStats &stats,
                     const std::function<void(int top, int delta)> &corrected);

    /// All that can be acted on, top to bottom.
    [[nodiscard]] std::vector<Target> targets(const MessageItem &item, const TranscriptMetrics &metrics,
                                              int columnWidth) const;

    // Places, relative to the message; empty where the part is not there.
    QRect separatorRect, memoryRect, whoRect, chipRect, bubbleRect, noticeRect, footnoteRect;
    QRect contentRect; ///< All but separator and memory line.
    QString memoryText;
    QString footnoteText; ///< The figures; a line breaks only between two of them.

private:
    void arrangeHead(const MessageItem &item, const LayoutContext &column, int &y);
    void arrangeUser(const LayoutContext &column, int &y);
    void arrangeFootnote(const MessageItem &item, const LayoutContext &column, int &y);
    void arrangeReply(const MessageItem &item, const LayoutContext &column, int &y);

    bool m_user;
    bool m_thoughtOpen = false;
    BlockSection m_thought;
    BlockSection m_body;
    MessagePlace m_place;
    QPoint m_thoughtOrigin;
    QPoint m_bodyOrigin;
    int m_height = 0;
};

/// "Thought for 4 s"; counts up while thinking.
[[nodiscard]] QString thoughtText(const MessageItem &item, Duration time);
[[nodiscard]] QString noticeActionText(NoticeAction action);
[[nodiscard]] QString targetName(TargetKind kind);
/// Guess of a message's height from the lengths of its texts alone.
[[nodiscard]] int estimateMessageHeight(const MessageItem &item, const TranscriptMetrics &metrics, int columnWidth);

} // namespace sotto
