#pragma once

#include "base/clock.h"
#include "core/chat/types.h"
#include "core/personas/persona.h"

#include <QFlags>
#include <QString>

namespace sotto {

/// What a notice below a reply offers. At most two are shown.
enum class NoticeAction : std::uint8_t { None = 0, StartOver = 1, TryAgain = 2, ChooseModel = 4, Continue = 8 };
Q_DECLARE_FLAGS(NoticeActions, NoticeAction)
Q_DECLARE_OPERATORS_FOR_FLAGS(NoticeActions)

/// A message as the transcript shows it. Words are ready to be shown, in the person's language.
struct MessageItem {
    MessageId id;
    Role role = Role::User;
    QString author; ///< "Clear Explainer"; for a user message what a screen reader says, "You".
    QString avatar; ///< One or two characters.
    Tint tint = Tint::Neutral;
    QString text;      ///< Markdown of a reply; exactly what was typed of a user message.
    QString reasoning; ///< Thought aloud; empty for none.
    Duration reasoningTime{};
    bool thinking = false; ///< The reasoning is being written: its time counts up.
    bool writing = false;  ///< The reply is being written: "writing" and the caret show.
    MessageState state = MessageState::Complete;
    QString footnote; ///< "212 tokens · 48.3 tok/s"
    int version = 1;  ///< Which of `versions` siblings this is, from 1.
    int versions = 1;
    QString time;      ///< "14:02", for the accessible name.
    QString separator; ///< "Today, 14:02", centred above the message; empty for none.
    QString notice;    ///< Why the reply ended here; empty for none.
    NoticeActions actions;
    bool placeholderModel = false; ///< Written by the built-in model, said beside the name.
};

} // namespace sotto
