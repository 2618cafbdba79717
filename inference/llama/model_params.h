#pragma once

#include "inference/model.h"

#include <llama.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sotto {

/// llama's parameters for opening a model by a plan, and all that they point to. They do not outlive it.
/// Thread: the engine's, after loadComputeBackends().
class ModelParams final {
public:
    ModelParams(const OffloadPlan &plan, const OffloadOptions &offload);
    ModelParams(const ModelParams &) = delete;
    ModelParams &operator=(const ModelParams &) = delete;

    [[nodiscard]] llama_model_params &get() { return m_params; }

private:
    void useDevices(const OffloadPlan &plan);
    void moveTensors(const OffloadPlan &plan);

    llama_model_params m_params;
    std::vector<ggml_backend_dev_t> m_devices;
    std::vector<float> m_split;
    std::vector<std::string> m_patterns;
    std::vector<llama_model_tensor_buft_override> m_overrides;
};

/// The context of a plan: without callbacks, for one sequence.
[[nodiscard]] llama_context_params contextParamsFor(const OffloadPlan &plan, CacheType type, const Tuning &tuning);

/// Opens the parts of a model in order; null where llama refuses.
[[nodiscard]] llama_model *openModelFiles(const std::vector<std::filesystem::path> &parts,
                                          const llama_model_params &params);

/// The files of a model that was found at `path`.
[[nodiscard]] std::vector<std::filesystem::path> filesOf(const ModelSpec &spec, const std::filesystem::path &path);

} // namespace sotto
