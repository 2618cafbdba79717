#pragma once

#include "core/chat/types.h"
#include "core/models/model_library.h"
#include "hardware/host.h"

#include <QJsonObject>

namespace sotto {

// Values as the --json lines carry them. Names of members and words are stable: scripts read them. Bytes and tokens
// are numbers, durations are seconds, ids are text (they do not fit into a double), what is unknown is left out.

[[nodiscard]] QJsonObject toJson(const ModelFile &model);
[[nodiscard]] QJsonObject toJson(const Device &device);
[[nodiscard]] QJsonObject toJson(const Usage &usage);
[[nodiscard]] QJsonObject toJson(const Conversation &conversation);
[[nodiscard]] QJsonObject toJson(const Message &message);
/// Code, message for a person, detail for a log.
[[nodiscard]] QJsonObject toJson(const Error &error);

[[nodiscard]] QString wordOf(ErrorCode code);
[[nodiscard]] QString wordOf(FinishReason reason);
[[nodiscard]] QString wordOf(DeviceKind kind);
[[nodiscard]] QString wordOf(Role role);
[[nodiscard]] QString wordOf(MessageState state);

} // namespace sotto
