#pragma once

#include "ui/transcript/transcript_selection.h"

#include <optional>

namespace sotto {

/// What the view knows about a message at the moment it paints it.
struct MessagePaint {
    const MessageItem &item;
    const TranscriptMetrics &metrics;
    MessageLayout &layout;
    int row = 0;
    QPoint origin; ///< The message's top left, in the painter's coordinates.
    QRect clip;
    int columnWidth = 0;
    const TranscriptSelection &selection;
    QString hoveredLink = {};
    std::optional<Target> hovered = {}; ///< Under the mouse.
    std::optional<Target> focused = {}; ///< Has the keyboard within this message.
    std::optional<Target> copied = {};  ///< Shows a tick for a while.
    bool ring = false;                  ///< The message has the keyboard.
    bool showActions = false;
    bool caretVisible = true;
    Duration thinkingTime{};
};

void paintMessage(QPainter &painter, const MessagePaint &message);
/// Where the caret of a reply being written stands, relative to the message.
[[nodiscard]] QRectF writingCaret(const MessageLayout &layout, const TranscriptMetrics &metrics);

} // namespace sotto
