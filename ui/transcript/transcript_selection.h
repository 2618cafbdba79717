#pragma once

#include "ui/transcript/message_layout.h"

#include <compare>
#include <utility>

namespace sotto {

/// A place between two characters of the transcript.
struct TextPosition {
    int row = -1;
    TextPart part = TextPart::Body;
    int block = 0;
    int position = 0;

    [[nodiscard]] bool isValid() const { return row >= 0; }
    auto operator<=>(const TextPosition &) const = default;
};

/// From where the mouse went down to where it is; either may come first.
struct TranscriptSelection {
    TextPosition anchor;
    TextPosition cursor;

    [[nodiscard]] bool isEmpty() const { return !anchor.isValid() || anchor == cursor; }
    [[nodiscard]] std::pair<TextPosition, TextPosition> ordered() const
    {
        return anchor <= cursor ? std::pair(anchor, cursor) : std::pair(cursor, anchor);
    }
    [[nodiscard]] bool touches(int row) const
    {
        return !isEmpty() && ordered().first.row <= row && row <= ordered().second.row;
    }
    /// What of a block is selected; `length` is the block's.
    [[nodiscard]] TextRange within(int row, TextPart part, int block, int length) const;
};

/// What is copied of the selected part of one message: within a single block the words as they are shown, code exactly
/// as written; over several blocks the Markdown of those that are selected whole, and the words of the others.
[[nodiscard]] QString selectedText(const MessageItem &item, MessageLayout &layout, int row,
                                   const TranscriptSelection &selection, const LayoutContext &column,
                                   TranscriptStats &stats);

/// The word round a position, or the position itself twice.
[[nodiscard]] TextRange wordAt(const QString &text, int position);

} // namespace sotto
