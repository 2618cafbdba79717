#pragma once

#include "base/result.h"
#include "inference/offload_planner.h"

#include <QByteArray>

namespace sotto {

/// A computer that is only thought of, from a JSON array of
/// {"name":"CUDA0","backend":"CUDA","total_mib":24564,"free_mib":24100}. Backend "CPU" is its system memory; without
/// such an entry there is enough of it for anything. "kind":"integrated-gpu" tells a GPU that uses system memory;
/// without it, it is a GPU of its own. Errors: InvalidRequest, with the reason as detail. Pure. Thread: any.
[[nodiscard]] Result<Machine> machineFromJson(const QByteArray &json);

/// System memory that is enough for anything.
inline constexpr std::uint64_t kEndlessMemory = 1ULL << 60;

} // namespace sotto
