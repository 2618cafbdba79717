#pragma once

#include "core/paths.h"
#include "inference/llama/llama_backend.h"

#include <memory>

namespace sotto {

/// Whether models are measured while the program has nothing to do. What is known of them is used in any case.
enum class Measuring : std::uint8_t { No, WhenIdle };

/// What the backend is told of this computer, but for measured numbers of threads. Reads a few small files. Thread:
/// any.
[[nodiscard]] LlamaHost makeHost(const AppPaths &paths);

/// llama on this computer, as both programs use it. Reads a few small files. Thread: any.
[[nodiscard]] std::unique_ptr<LlamaBackend> makeBackend(const AppPaths &paths, std::shared_ptr<const Clock> clock,
                                                        Measuring measuring);

} // namespace sotto
