#include "inference/llama/model_trial.h"

#include "inference/gguf/gguf_reader.h"
#include "inference/llama/log_capture.h"
#include "inference/llama/lora_adapters.h"
#include "inference/llama/memory_report.h"
#include "inference/llama/model_params.h"

#include <llama.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {
namespace {

using Model = std::unique_ptr<llama_model, decltype(&llama_model_free)>;
using Context = std::unique_ptr<llama_context, decltype(&llama_free)>;

Model openWithoutWeights(const std::vector<std::filesystem::path> &parts)
{
    llama_model_params params = llama_model_default_params();
    std::array<ggml_backend_dev_t, 1> noDevice{};
    params.devices = noDevice.data();
    params.n_gpu_layers = 0;
    params.load_mode = LLAMA_LOAD_MODE_NONE;
    params.no_alloc = true;
    return {openModelFiles(parts, params), &llama_model_free};
}

Context contextOf(llama_model *model)
{
    llama_context_params params = llama_context_default_params();
    params.n_ctx = 512;
    params.n_batch = 512;
    params.n_ubatch = 512;
    params.n_threads = 1;
    params.n_threads_batch = 1;
    params.offload_kqv = false;
    params.op_offload = false;
    return {llama_init_from_model(model, params), &llama_free};
}

/// Text to tokens and back, over letters of several scripts, and a look at the template.
void useVocabulary(const llama_model *model)
{
    const llama_vocab *vocab = llama_model_get_vocab(model);
    if (llama_vocab_type(vocab) == LLAMA_VOCAB_TYPE_NONE) return;
    constexpr std::string_view text = "Hello, 世界! <|im_start|> naïve 12345\n\t\xF0\x9F\x99\x82";
    std::array<llama_token, 512> tokens{};
    const int count = llama_tokenize(vocab, text.data(), static_cast<int>(text.size()), tokens.data(),
                                     static_cast<int>(tokens.size()), true, true);
    std::array<char, 512> piece{};
    for (int i = 0; i < count; ++i)
        llama_token_to_piece(vocab, tokens[static_cast<std::size_t>(i)], piece.data(), static_cast<int>(piece.size()),
                             0, true);
}

Status refusal(const std::filesystem::path &path, const LogCapture &log)
{
    const std::string unknown = unknownArchitectureFromLog(log.lines());
    if (!unknown.empty()) return fail(ErrorCode::UnknownArchitecture, unknown, log.lastErrors());
    return fail(ErrorCode::ModelRejected, path.filename().string(), log.lastErrors());
}

/// A model that llama has taken, and what was read of its header.
struct Tried {
    std::string architecture; ///< Empty where nothing was to be checked.
    Model model{nullptr, &llama_model_free};
};

Result<Tried> openUnderTrial(const std::filesystem::path &path, TrialCheck check, const LogCapture &log)
{
    Tried tried;
    std::vector<std::filesystem::path> parts{path};
    if (check == TrialCheck::All) {
        const auto spec = readModelSpec(path);
        if (!spec) return std::unexpected(spec.error());
        if (!spec->parts.empty()) parts = spec->parts;
        tried.architecture = spec->architecture;
    }
    tried.model = openWithoutWeights(parts);
    if (!tried.model) return std::unexpected(refusal(path, log).error());
    return tried;
}

} // namespace

Status tryModel(const std::filesystem::path &path, TrialCheck check)
{
    const LogCapture log;
    const auto tried = openUnderTrial(path, check, log);
    if (!tried) return std::unexpected(tried.error());
    llama_model *model = tried->model.get();
    useVocabulary(model);
    if (!llama_model_has_decoder(model) || llama_model_has_encoder(model)) return {};
    const Context context = contextOf(model);
    return context ? Status() : refusal(path, log);
}

Status tryAdapter(const std::filesystem::path &model, const std::filesystem::path &adapter, TrialCheck check)
{
    const LogCapture log;
    const auto tried = openUnderTrial(model, check, log);
    if (!tried) return std::unexpected(tried.error());
    if (check == TrialCheck::None) {
        const std::unique_ptr<llama_adapter_lora, LoraAdapterDeleter> laid(
            llama_adapter_lora_init(tried->model.get(), adapter.c_str()));
        return laid ? Status() : fail(ErrorCode::AdapterUnsuitable, adapter.filename().string(), log.lastErrors());
    }
    const Context context = contextOf(tried->model.get());
    if (!context) return refusal(model, log);
    const LoraAdapter one{adapter};
    const auto laid = layAdapters(tried->model.get(), context.get(), {&one, 1}, tried->architecture, log);
    return laid ? Status() : std::unexpected(laid.error());
}

} // namespace sotto
