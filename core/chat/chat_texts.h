#pragma once

#include "core/chat/types.h"
#include "core/personas/persona.h"

#include <QString>

namespace sotto {

/// Pure text work of a chat: prompts and titles.

enum class EarlierThoughts : std::uint8_t { LeftOut, SentBack };

/// The turns of a prompt: instructions first (left out when blank), then the branch. Replies without words are left
/// out, and questions that then follow one another become one turn, because many templates want the roles to
/// alternate.
[[nodiscard]] std::vector<ChatMessage> promptOf(const QString &instructions, const QList<Message> &path,
                                                EarlierThoughts thoughts = EarlierThoughts::LeftOut);

/// Where a model's memory begins.
struct MemoryBegin {
    MessageId message; ///< The first that is still read; invalid: all are.
    int leftOut = 0;   ///< Messages before it.

    bool operator==(const MemoryBegin &) const = default;
};
/// The place in `path` when the first `droppedTurns` of its promptOf(), instructions not counted, are left out.
[[nodiscard]] MemoryBegin memoryBegin(const QList<Message> &path, int droppedTurns);

/// The beginning of the person's words as a title: one line, at most 40 characters, cut between words where the
/// script has spaces and between characters where it has none.
[[nodiscard]] QString firstWordsTitle(const QString &text);

/// Asks for a title of this exchange. It goes on from the very same prompt, so that the model has it computed already
/// and the next reply finds it still there. A model that can do without thinking does: a title is short.
[[nodiscard]] GenerationRequest titleRequest(std::vector<ChatMessage> exchange);

/// Under which the engine keeps what it computed for a conversation.
[[nodiscard]] std::string stateKeyOf(ConversationId id);

/// What a model answered, made into a title: first line with words, without quotes, marks and "Title:", at most
/// 60 characters. Empty where the answer is none.
[[nodiscard]] QString sanitizedTitle(const QString &answer);

} // namespace sotto
