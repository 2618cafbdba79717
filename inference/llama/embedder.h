#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/llama/model_loader.h"

#include <string>
#include <vector>

namespace sotto {

/// Most tokens of one text that is embedded; llama computes a text for embedding in one piece.
inline constexpr int kEmbeddingTokens = 2048;

/// One vector for each of `texts`, of length 1 (L2), by the open model in a context of its own that lives as long as
/// the call; the chat's cache is left alone. Tokens are pooled as the model file says (`pooling_type`), by their mean
/// where it says nothing. Several texts are computed at once. Adapters are not laid on. `cancel` is asked between
/// batches and by llama's abort callback. Errors: InvalidRequest (a text without tokens; a model that ranks),
/// PromptTooLong (a text of more than kEmbeddingTokens, or than the model was made for), NotEnoughMemory, DecodeFailed,
/// Cancelled. Thread: the engine's.
[[nodiscard]] Result<std::vector<std::vector<float>>>
embedTexts(const OpenModel &open, const std::vector<std::string> &texts, const CancelToken &cancel);

} // namespace sotto
