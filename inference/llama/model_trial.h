#pragma once

#include "base/result.h"

#include <filesystem>

namespace sotto {

/// How much of the header is looked at before llama sees the file.
enum class TrialCheck : std::uint8_t {
    All,
    None, ///< For tests of what happens when llama ends the process.
};

/// Takes a model file as far as llama takes it without its weights: header, vocabulary, tensors by name and size, the
/// graph of a short context, a few tokens to and fro, the chat template. Nothing of the data is read and no large
/// buffer is made. Meant for a process that may be lost: see app/probe_child.h. Errors: as Backend::open().
[[nodiscard]] Status tryModel(const std::filesystem::path &path, TrialCheck check);

/// Takes a LoRA adapter as far as llama takes it, its data included, on `model` without that one's weights.
/// Errors: as tryModel() for the model, as layAdapters() for the adapter.
[[nodiscard]] Status tryAdapter(const std::filesystem::path &model, const std::filesystem::path &adapter,
                                TrialCheck check);

} // namespace sotto
