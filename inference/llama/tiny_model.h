#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
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

/// What the matrices of a model are stored as. Where a row does not divide into Q4_K's blocks of 256, Q5_0 stands in,
/// as in llama.cpp's own files, and F32 where it does not divide into 32.
enum class WeightType : std::uint8_t { F32, Q8_0, Q4_0, Q4_K };

/// Shapes of a model with random weights, for tests and benches.
struct RandomModelOptions {
    /// "llama", "gemma3" (every sixth block attends to everything, the others to a window), "mamba" (a state instead
    /// of a cache) or "jamba" (every other block has a state, the rest a cache); anything else is written with llama's
    /// tensors under that name.
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
    std::string chatTemplate;             ///< Empty: none is written.
    WeightType weights = WeightType::F32; ///< Others repeat a pool of noise, so that a large file is made quickly.
    bool tiedOutput = false;              ///< The output's weights are the embedding's.
    int experts =
        0; ///< llama only: of a mixture, of which two are asked for each token; 0: none. Their weights are F32.
    /// llama only. Pairs of tokens: after the first, the second is the most likely by far. The blocks then add
    /// nothing, at the same cost in time, so that a bench knows what a model of that shape will say.
    std::vector<std::pair<std::int32_t, std::int32_t>> follows;
};

/// Writes such a file. Errors: InvalidRequest, WriteFailed. Thread: any.
[[nodiscard]] Status writeRandomModel(const std::filesystem::path &path, const RandomModelOptions &options);

} // namespace sotto
