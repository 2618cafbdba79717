#pragma once

#include "base/strong_id.h"

namespace sotto {

using ConversationId = StrongId<struct ConversationTag>;
using MessageId = StrongId<struct MessageTag>;

/// A new id, larger than every one this process made before and, while the clock does not run back, than every
/// one made earlier: milliseconds since 2024 in the high bits, a random number below. Ids are made by whoever
/// makes the thing, so that the window can show a row before the disk has answered. Thread: any.
[[nodiscard]] std::int64_t makeId();

} // namespace sotto
