#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sotto {

/// How ggml packs one type of tensor: `typeBytes` for every `blockElements` values of a row.
struct TensorType {
    std::uint32_t blockElements = 1;
    std::uint32_t typeBytes = 1;

    bool operator==(const TensorType &) const = default;
};

/// The layout of `enum ggml_type` number `type`; nothing for removed and unknown ones.
/// Source: ggml 0.27, ggml-common.h (checked against the library by a test).
[[nodiscard]] std::optional<TensorType> tensorType(std::uint32_t type);

/// The usual name for `enum llama_ftype` number `fileType`, e.g. "Q4_K_M"; "?" where unknown.
/// Source: llama.h 0.7.
[[nodiscard]] std::string_view quantizationName(std::uint64_t fileType);

} // namespace sotto
