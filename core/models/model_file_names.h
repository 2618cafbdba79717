#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// Place of a file in a split model, from `<prefix>-00002-of-00003.gguf` (llama.cpp, `llama_split_path`).
struct SplitName {
    std::string prefix;
    int part = 1; ///< From 1.
    int count = 1;

    /// What the first part is called.
    [[nodiscard]] std::string firstPart() const;
};

[[nodiscard]] std::optional<SplitName> parseSplitName(std::string_view fileName);

/// Whether a scan looks at a file of that name: a visible `*.gguf` that is neither a side file nor unfinished.
[[nodiscard]] bool isModelFileName(std::string_view fileName);

} // namespace sotto
