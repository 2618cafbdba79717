#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sotto {

/// What writeWordModel() writes: a first-order Markov model of a page of text, as a llama model. A token is a
/// word or a few, told apart by the three words before it and by the place of its paragraph in the reply. The hidden
/// state is one-hot in the current token, attention and feed-forward add nothing, and the output weights are the
/// logarithms of how often one token follows another in `corpus`. It recites, it does not think, and the window says
/// so.
struct WordModelOptions {
    std::string name = "Sotto placeholder";
    std::string description;
    std::string license;
    /// Replies, parted by blank lines. Each line of a reply is one paragraph of it; lines that start with "- " are
    /// the items of a list and belong to the paragraph before them.
    std::string corpus;
    std::vector<std::string> controls{}; ///< Words of the corpus that are control tokens, e.g. `[THINK]`.
    int layers = 4;
    int contextLength = 4096;
};

/// Writes a complete llama GGUF file (ChatML template, byte fallback, so any UTF-8 input can be read).
/// Errors: InvalidRequest (no reply in the corpus), WriteFailed. Thread: any.
[[nodiscard]] Status writeWordModel(const std::filesystem::path &path, const WordModelOptions &options);

/// Shapes of a model with random weights, for tests and benches.
struct RandomModelOptions {
    /// "llama", "gemma3" (every sixth block attends to everything, the others to a window) or "mamba" (a
    /// state instead of a cache); anything else is written with llama's tensors under that name.
    std::string architecture = "llama";
    int layers = 2;
    int embedding = 64;
    int feedForward = 128;
    int heads = 2;
    int headsKv = 2;
    int contextLength = 512;
    int slidingWindow = 32;   ///< gemma3 only.
    int vocabularyWords = 64; ///< Besides 3 specials and 256 bytes.
    std::uint32_t seed = 1;
    std::string chatTemplate; ///< Empty: none is written.
    bool quantizeQ8 = false;  ///< Q8_0 weights instead of F32; embedding and feedForward in multiples of 32.
};

/// Writes such a file. Errors: InvalidRequest, WriteFailed. Thread: any.
[[nodiscard]] Status writeRandomModel(const std::filesystem::path &path, const RandomModelOptions &options);

} // namespace sotto
