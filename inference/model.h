#pragma once

#include "inference/device.h"
#include "inference/offload_options.h"
#include "inference/offload_plan.h"
#include "inference/sampling.h"
#include "inference/tuning.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// What one block of a model is made of, for those who place it.
struct LayerFacts {
    std::uint64_t feedForward = 0; ///< Bytes of dense feed-forward weights (`ffn_up`, `ffn_down`, `ffn_gate`).
    std::uint64_t experts = 0;     ///< Bytes of the experts of a mixture (`ffn_…_exps`).
    std::optional<std::uint32_t> cacheValues{}; ///< Keys and values a token, where the block's tensors tell.
    std::uint64_t stateBytes = 0;               ///< Of a recurrent block's state (f32), whatever the context.

    bool operator==(const LayerFacts &) const = default;
};

/// What a model file says of itself, read from its header alone; no weights are touched.
struct ModelSpec {
    std::string architecture;         ///< `general.architecture`, e.g. "llama".
    std::string name;                 ///< `general.name`; may be empty.
    std::string quantization;         ///< e.g. "Q4_K_M", from `general.file_type`; "?" where unknown.
    std::string sizeLabel;            ///< `general.size_label`, e.g. "8B"; may be empty.
    std::string license;              ///< `general.license`; may be empty.
    std::string description;          ///< `general.description`; may be empty.
    std::string chatTemplate;         ///< `tokenizer.chat_template`; empty where there is none.
    std::uint64_t fileBytes = 0;      ///< All parts of a split model together.
    std::uint64_t tensorBytes = 0;    ///< Weights.
    std::uint64_t parameterCount = 0; ///< Sum of tensor elements.
    std::uint32_t contextLength = 0;  ///< Tokens the model was trained for.
    std::uint32_t layerCount = 0;     ///< Repeating blocks; llama.cpp counts the output as one more.
    std::uint32_t embeddingLength = 0;
    std::uint32_t headCount = 0;
    std::uint32_t headCountKv = 0; ///< Largest over the layers where it differs.
    std::uint32_t keyLength = 0;   ///< Dimensions of one head's key.
    std::uint32_t valueLength = 0;
    std::uint32_t vocabularySize = 0;
    std::vector<std::uint64_t> layerBytes;    ///< Weights of each block, index 0 … layerCount − 1.
    std::vector<LayerFacts> layers;           ///< The same blocks closer; empty where that is not known.
    std::uint64_t inputBytes = 0;             ///< Token embeddings, which stay in system memory.
    bool tiedOutput = false;                  ///< The output's weights are the token embedding's.
    SamplingOverrides sampling;               ///< `general.sampling.*`.
    std::vector<std::filesystem::path> parts; ///< All files of a split model in order; one entry otherwise.

    bool operator==(const ModelSpec &) const = default;
};

/// Precision of the KV cache.
enum class CacheType : std::uint8_t { F16, Q8_0 };

/// Why a model's cache is f16 although q8_0 was asked for.
enum class CacheFallback : std::uint8_t {
    None,     ///< It is as asked for.
    HeadSize, ///< A head's keys or values do not divide into q8_0's blocks of 32.
    Refused,  ///< llama made no such context, e.g. because the device has no flash attention.
};

/// A LoRA adapter laid over a model.
struct LoraAdapter {
    std::filesystem::path path;
    float scale = 1.0F;

    bool operator==(const LoraAdapter &) const = default;
};

/// How a model is to be opened.
struct LoadOptions {
    std::uint32_t contextLength = 0; ///< Tokens; 0: by the model and the free memory (context_choice.h).
    std::optional<int> gpuLayers{};  ///< Blocks on the GPU, the output counted as one more; nothing: planned.
    int threads = 0;                 ///< 0: as measured on this computer, until then one for each core.
    bool quiet = false;              ///< Leaves processor cores free for other programs.
    CacheType cacheType = CacheType::F16;
    std::string chatTemplate{};          ///< Jinja text in place of the file's own; empty: the file's.
    std::vector<LoraAdapter> adapters{}; ///< Applied together.
    std::filesystem::path draftModel{};  ///< A small model of the same vocabulary that guesses ahead; empty: none.
    bool lookUp = true;                  ///< Guess ahead from the text so far (prompt look-up decoding).
    OffloadOptions offload{};            ///< Where its parts go.

    bool operator==(const LoadOptions &) const = default;
};

inline constexpr std::uint32_t kDefaultContext = 8192;

/// Whose chat template turns messages into a prompt.
enum class TemplateOrigin : std::uint8_t {
    Model,        ///< The file's own.
    Override,     ///< The person's, from LoadOptions::chatTemplate.
    Architecture, ///< None in the file, or one that fails: Sotto's own for this family of models.
    Fallback,     ///< The same, and the family is not known: ChatML is used and the person is told.
};

/// What became of the draft model that was asked for.
enum class DraftUse : std::uint8_t {
    None,    ///< None was asked for.
    Guesses, ///< It is open and guesses ahead.
    Refused, ///< It does not open, has another vocabulary, or cannot take a guess back; replies come without it.
};

/// What was given up because loading as planned failed.
struct StepDown {
    std::uint32_t contextFrom = 0; ///< Tokens.
    std::uint32_t contextTo = 0;
    int layersFrom = 0; ///< Blocks on the GPU, the output counted as one more.
    int layersTo = 0;
    bool expertsMoved = false; ///< The experts of a mixture went to system memory.

    bool operator==(const StepDown &) const = default;
};

/// A model that is open, and what it really took.
struct LoadedModel {
    std::filesystem::path path;
    ModelSpec spec;
    std::uint32_t contextLength = 0;
    Tuning tuning; ///< With which it runs now.
    TuningOrigin tuningOrigin = TuningOrigin::PerCore;
    std::vector<std::string> layerDevices; ///< Device id for each block, then for the output layer.
    MemoryBreakdown memory;
    TemplateOrigin templateOrigin = TemplateOrigin::Model;
    std::string templateProblem{};  ///< Why the file's or the person's template is not used, in English; else empty.
    bool canSwitchThinking = false; ///< The template renders otherwise with thinking on than with it off.
    std::vector<LoraAdapter> adapters{};  ///< Laid over it.
    CacheType cacheType = CacheType::F16; ///< Of the KV cache, as it is.
    CacheFallback cacheFallback = CacheFallback::None;
    DraftUse draftUse = DraftUse::None;
    std::optional<StepDown> steppedDown;
    std::optional<OffloadPlan> plan{};        ///< By which it was loaded: what was expected, beside what is.
    std::vector<OverriddenTensor> moved{};    ///< Weights that lie elsewhere than their block, as llama said.
    std::vector<DeviceChange> deviceChange{}; ///< What loading took of each device's memory, as its driver says.

    bool operator==(const LoadedModel &) const = default;
};

} // namespace sotto
