#pragma once

#include "core/chat/types.h"

#include <QString>

#include <optional>

namespace sotto {

/// How values that are no plain columns lie in the database: compact JSON with names that never change, so that
/// enums and structs may be reordered in the code. Unknown names are ignored, wrong types left out. Pure.

/// What a person chose for a chat: sampler values, and whether the model thinks.
[[nodiscard]] QString samplingToJson(const SamplingOverrides &sampling, Thinking thinking = Thinking::AsTemplate);
[[nodiscard]] SamplingOverrides samplingFromJson(const QString &json);
[[nodiscard]] Thinking thinkingFromJson(const QString &json);

[[nodiscard]] QString usageToJson(const Usage &usage);
[[nodiscard]] std::optional<Usage> usageFromJson(const QString &json);

[[nodiscard]] QString failureToJson(const MessageFailure &failure);
[[nodiscard]] std::optional<MessageFailure> failureFromJson(const QString &json);

/// Numbers in the database. Unknown ones become the most harmless value.
[[nodiscard]] int roleToInt(Role role);
[[nodiscard]] Role roleFromInt(std::int64_t value);
[[nodiscard]] MessageState stateFromInt(std::int64_t value);
[[nodiscard]] int finishReasonToInt(FinishReason reason);
[[nodiscard]] std::optional<FinishReason> finishReasonFromInt(std::int64_t value);

} // namespace sotto
