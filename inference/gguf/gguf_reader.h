#pragma once

#include "base/result.h"
#include "inference/model.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace sotto {

/// Bounds of the header reader: a header outside them is refused, whatever it says.
struct GgufLimits {
    std::uint64_t maxHeaderBytes = 256ULL * 1024 * 1024;
    std::uint64_t maxKeyValues = 65'536;
    std::uint64_t maxTensors = 65'536;
    std::uint64_t maxStringBytes = 16ULL * 1024 * 1024;
    std::uint64_t maxArrayElements = 16ULL * 1024 * 1024;
};

/// Reads what a GGUF file says of itself, without llama and without the weights. Every length is checked
/// against the limits and the bytes there are; offsets and sizes of all tensors must lie inside the file.
/// A split model is recognised by `split.count` and by its name, and all its parts must be there.
/// Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little endian).
/// Errors: FileNotFound, FileUnreadable, FileTruncated, NotGguf, GgufVersionUnsupported, GgufMalformed,
/// NotALanguageModel, SplitPartMissing. Thread: any; it blocks on the disk, so never the GUI's.
[[nodiscard]] Result<ModelSpec> readModelSpec(const std::filesystem::path &path, const GgufLimits &limits = {});

/// The same over bytes in memory (fuzzing, tests). `fileBytes` is the size the whole file would have.
[[nodiscard]] Result<ModelSpec> parseModelSpec(std::span<const std::byte> header, std::uint64_t fileBytes,
                                               const GgufLimits &limits = {});

} // namespace sotto
