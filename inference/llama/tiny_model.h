#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace sotto {

/// What makeBuiltInModel() writes: a first-order word model. Each word of `corpus` is a token; the output
/// weights are the logarithms of how often one word follows another in it, attention and feed-forward add
/// nothing. It recites, it does not think, and the window says so.
struct WordModelOptions {
    std::string name = "Sotto placeholder";
    std::string description;
    std::string corpus; ///< Replies, one a paragraph; a blank line ends a reply.
};

/// Writes a complete llama GGUF file (ChatML template, byte fallback, so any UTF-8 input can be read).
/// Errors: InvalidRequest, WriteFailed. Thread: any.
[[nodiscard]] Status writeWordModel(const std::filesystem::path &path, const WordModelOptions &options);

/// Shapes of a model with random weights, for tests and benches.
struct RandomModelOptions {
    std::string architecture = "llama";
    int layers = 2;
    int embedding = 64;
    int feedForward = 128;
    int heads = 2;
    int headsKv = 2;
    int contextLength = 512;
    int vocabularyWords = 64; ///< Besides 3 specials and 256 bytes.
    std::uint32_t seed = 1;
    std::string chatTemplate; ///< Empty: none is written.
    bool quantizeQ8 = false;  ///< Q8_0 weights instead of F32; embedding and feedForward in multiples of 32.
};

/// Writes such a file. Errors: InvalidRequest, WriteFailed. Thread: any.
[[nodiscard]] Status writeRandomModel(const std::filesystem::path &path, const RandomModelOptions &options);

} // namespace sotto
