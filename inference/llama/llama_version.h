#pragma once

#include <string>

namespace sotto {

/// "llama.cpp 0.7.0 · ggml 0.27.0": the libraries this process runs with. Thread: any.
[[nodiscard]] std::string llamaVersion();

} // namespace sotto
