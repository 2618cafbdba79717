#pragma once

#include "inference/llama/tiny_model.h"

#include <filesystem>
#include <string>

namespace sotto::bench {

/// A text, what the model is asked to make of it, and a model of some shape that says just that.
///
/// Every word of text and reply is another token, and the model knows which one comes next, so the time is that of a
/// real model of the shape, and what is guessed right is what a real edit leaves alone.
struct Task {
    std::string prompt;
    std::string reply;
    RandomModelOptions options; ///< Of the model that writes `reply` after `prompt`, then ends.
    int replyTokens = 0;
};

/// A text is corrected: what is kept, dropped and put in is that of a real edit, see edit.cpp.
[[nodiscard]] Task editTask(const RandomModelOptions &shape);
/// Something new is written after a prompt full of traps: for three of ten words of the reply the prompt holds that
/// word and the one before, and for one of ten that word and the four before, each followed by something else. So every
/// guess by look-up is wrong.
[[nodiscard]] Task trapTask(const RandomModelOptions &shape);

} // namespace sotto::bench
