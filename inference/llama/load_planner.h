#pragma once

#include "inference/llama/llama_backend.h"
#include "inference/model.h"
#include "inference/offload_planner.h"
#include "inference/step_down.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace sotto {

/// Draws up the plans of one load: the first, with dry runs and what is remembered, and safer ones after failures.
/// Thread: the engine's. What it is given must outlive it.
class LoadPlanner final {
public:
    LoadPlanner(const std::filesystem::path &path, const ModelSpec &spec, const LoadOptions &options,
                const LlamaHost &host, std::vector<Device> devices);

    /// The plan to try first. Errors: NotEnoughMemory.
    [[nodiscard]] Status begin();
    /// Draws up another one after a failure; false where trying again cannot help.
    [[nodiscard]] bool stepDown(LoadStage stage, LoadFailure failure);
    /// The plan that was last drawn up has loaded; where others had failed before, that is remembered.
    void loaded() const;

    [[nodiscard]] const OffloadPlan &plan() const { return m_plan; }
    /// What is being tried, and what was meant at first.
    [[nodiscard]] LoadPlan trying() const { return shortOf(m_plan); }
    [[nodiscard]] std::optional<StepDown> steppedDown() const { return stepBetween(m_meant, trying()); }
    [[nodiscard]] const std::vector<Device> &devices() const { return m_machine.devices; }

private:
    [[nodiscard]] LoadPlan shortOf(const OffloadPlan &plan) const;
    [[nodiscard]] Result<BufferFigures> figuresOf(const OffloadPlan &plan) const;
    [[nodiscard]] bool drawUp(const LoadPlan &next);
    [[nodiscard]] bool isAutomatic() const { return gpuModeOf(m_options.gpuLayers) == GpuMode::Automatic; }
    [[nodiscard]] std::string keyOfMeant() const;

    const std::filesystem::path &m_path;
    const ModelSpec &m_spec;
    const LoadOptions &m_options;
    const LlamaHost &m_host;
    Machine m_machine;
    OffloadPlan m_first;
    OffloadPlan m_plan;
    LoadPlan m_meant;
    bool m_failed = false; ///< A plan of this load did not load.
};

} // namespace sotto
