#pragma once

#include "core/energy/energy_reading.h"
#include "core/ids.h"
#include "inference/events.h"
#include "inference/request.h"

#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// A chat, as the list knows it.
struct Conversation {
    ConversationId id;
    QString title;            ///< Empty: not named yet; the window shows "New chat".
    bool titleByHand = false; ///< Named by the person: never renamed by itself.
    bool pinned = false;
    QString personaId;
    SamplingOverrides sampling; ///< "You, in this chat".
    Thinking thinking = Thinking::AsTemplate;
    MessageId activeLeaf;       ///< End of the branch that is shown.
    std::int64_t createdMs = 0; ///< UTC.
    std::int64_t updatedMs = 0; ///< UTC; the last message's time; the list is ordered by it.

    bool operator==(const Conversation &) const = default;
};

enum class MessageState : std::uint8_t {
    Complete = 0,
    Streaming = 1,   ///< Being written now.
    Interrupted = 2, ///< The program ended while it was being written; the text so far was kept.
    Stopped = 3,     ///< Somebody pressed Stop.
    Failed = 4,      ///< `failure` says why; text so far was kept.
};

/// Why a reply ended in failure, kept with it so that it can be said again in another language.
struct MessageFailure {
    Error error;
    bool operator==(const MessageFailure &) const = default;
};

/// A node of the tree: its siblings (same parent) are versions of it.
struct Message {
    MessageId id;
    ConversationId conversation;
    MessageId parent; ///< Invalid for a root.
    Role role = Role::User;
    QString text;
    QString reasoning; ///< What the model thought aloud; empty for none.
    MessageState state = MessageState::Complete;
    std::int64_t createdMs = 0; ///< UTC.
    QString personaId;          ///< Of an Assistant message: who spoke, by id
    QString personaName;        ///< … and by the name it had then.
    QString modelName;
    std::optional<Usage> usage; ///< Measured; nothing where it is not known.
    std::optional<FinishReason> finishReason;
    std::optional<EnergyReading> energy; ///< What it took; nothing where it is not told yet, or never was.
    std::optional<MessageFailure> failure;

    bool operator==(const Message &) const = default;
};

/// A conversation with all its branches.
struct ConversationContent {
    Conversation conversation;
    QList<Message> messages; ///< Every node, parents before children, siblings by age.

    bool operator==(const ConversationContent &) const = default;
};

} // namespace sotto
