#pragma once

#include "core/chat/chat_service.h"

#include <QString>

#include <optional>

namespace sotto {

/// How the speed reads: a figure with its unit or a word, and a line below.
struct SpeedText {
    QString strong; ///< "48.3"; empty where there is no figure.
    QString rest;   ///< "tok/s", or a word such as "idle".
    QString below;  ///< "Thinking, 4 s", "Last reply"; may be empty.

    bool operator==(const SpeedText &) const = default;
};

/// While a reply is written: its speed, or what it waits for. Else the last reply's figure, else "idle".
/// A speed of 0 is unknown, not slow. Thread: GUI (it translates).
[[nodiscard]] SpeedText speedText(const std::optional<ReplyProgress> &reply, double lastSpeed);

} // namespace sotto
