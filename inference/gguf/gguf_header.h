#pragma once

#include "inference/gguf/byte_source.h"
#include "inference/gguf/gguf_reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sotto {

/// What is kept of an array: never its elements.
struct GgufArray {
    std::uint64_t count = 0;
    std::optional<std::uint64_t> largest; ///< Of an array of integers, none below zero; nothing for other kinds.
    // Of the vocabulary's tokens alone:
    bool repeats = false;     ///< Two of them are the same.
    bool coversBytes = false; ///< Each byte has a token, spelt as RWKV's vocabularies do ("\\x00", "\\n", "a").

    bool operator==(const GgufArray &) const = default;
};

using GgufValue = std::variant<std::uint64_t, std::int64_t, double, bool, std::string, GgufArray>;

struct GgufTensor {
    std::string name;
    std::uint32_t type = 0; ///< Number of `enum ggml_type`.
    std::uint64_t elements = 0;
    std::uint64_t bytes = 0;

    bool operator==(const GgufTensor &) const = default;
};

/// A header as it stands in the file.
struct GgufHeader {
    std::map<std::string, GgufValue, std::less<>> values;
    std::vector<GgufTensor> tensors;
    std::uint64_t fileBytes = 0;

    /// An integer that is not negative; of an array of integers, the largest.
    [[nodiscard]] std::optional<std::uint64_t> integer(std::string_view key) const;
    /// Any number.
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    /// Well-formed UTF-8; empty where there is none.
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] const GgufArray *array(std::string_view key) const;
};

/// Reads one file's header and checks it as gguf_reader.h says. Errors carry no subject.
[[nodiscard]] Result<GgufHeader> parseGgufHeader(ByteSource &source, const GgufLimits &limits);

} // namespace sotto
