#pragma once

#include "core/chat/chat_service.h"
#include "ui/transcript/message_item.h"

#include <optional>

namespace sotto {

/// What stands round a message and shows in its row.
struct MessageSurroundings {
    std::optional<std::int64_t> previousMs; ///< When the message above was made; nothing for the first.
    std::int64_t nowMs = 0;
    int version = 1, versions = 1;
    QString builtInModel; ///< Name of the built-in model, to say which replies are its.
};

/// A message in the words of the current language. Pure but for the translation. Thread: GUI.
[[nodiscard]] MessageItem makeMessageItem(const Message &message, const QList<Persona> &personas,
                                          const MessageSurroundings &around);

/// What stands under a reply that is being written: loading, reading, or the figures so far.
[[nodiscard]] QString progressFootnote(const ReplyProgress &progress, const ModelStatus &model);

} // namespace sotto
