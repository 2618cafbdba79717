#include "inference/llama/load_planner.h"

#include "inference/llama/dry_run.h"
#include "inference/llama/llama_version.h"
#include "inference/offload_search.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace sotto {

LoadPlanner::LoadPlanner(const std::filesystem::path &path, const ModelSpec &spec, const LoadOptions &options,
                         const LlamaHost &host, std::vector<Device> devices)
    : m_path(path), m_spec(spec), m_options(options), m_host(host)
{
    m_machine.devices = std::move(devices);
    m_machine.systemFreeBytes =
        host.availableMemory ? host.availableMemory() : std::numeric_limits<std::uint64_t>::max() / 4;
}

LoadPlan LoadPlanner::shortOf(const OffloadPlan &plan) const
{
    LoadPlan brief{plan.contextLength, plan.gpuLayers, ExpertPlace::None};
    const bool hasExperts = std::ranges::any_of(m_spec.layers, [](const LayerFacts &l) { return l.experts > 0; });
    if (hasExperts && !m_options.offload.expertsOnCpu && plan.gpuLayers > 1)
        brief.experts = plan.expertLayersOnCpu < plan.gpuLayers - 1 ? ExpertPlace::OnGpu : ExpertPlace::OnCpu;
    return brief;
}

Result<BufferFigures> LoadPlanner::figuresOf(const OffloadPlan &plan) const
{
    const std::string key = figuresKey(m_path, llamaVersion(), plan);
    if (m_host.loads.recallFigures)
        if (auto known = m_host.loads.recallFigures(key)) return *std::move(known);
    auto figures = dryRun(m_path, m_spec, plan, m_machine.devices);
    if (figures && m_host.loads.rememberFigures) m_host.loads.rememberFigures(key, *figures);
    return figures;
}

Status LoadPlanner::begin()
{
    auto plan = searchPlan(m_spec, m_options, m_machine, [this](const OffloadPlan &one) { return figuresOf(one); });
    if (!plan) return std::unexpected(plan.error());
    m_first = m_plan = *std::move(plan);
    m_meant = shortOf(m_plan);
    // A context that was cut because memory is short is not what was meant.
    if (const PlanNote *cut = m_plan.note(PlanReason::ContextCut))
        m_meant.context = static_cast<std::uint32_t>(cut->of);
    if (!isAutomatic() || !m_host.loads.recallPlan) return {};
    if (const auto known = m_host.loads.recallPlan(keyOfMeant())) (void)drawUp(*known);
    return {};
}

std::string LoadPlanner::keyOfMeant() const
{
    return planKey(m_path, llamaVersion(), m_first, m_meant);
}

bool LoadPlanner::stepDown(LoadStage stage, LoadFailure failure)
{
    m_failed = true;
    const auto next = saferPlan(trying(), stage, failure, m_options.contextLength == 0);
    return next && drawUp(*next);
}

/// Just these layers and that context, wherever they fit best.
bool LoadPlanner::drawUp(const LoadPlan &next)
{
    LoadOptions options = m_options;
    options.contextLength = next.context;
    options.gpuLayers = next.gpuLayers;
    if (next.experts == ExpertPlace::OnCpu) options.offload.expertsOnCpu = true;
    auto plan = planOffload(m_spec, options, m_machine);
    if (!plan || (plan->contextLength == m_plan.contextLength && plan->gpuLayers >= m_plan.gpuLayers &&
                  plan->expertLayersOnCpu <= m_plan.expertLayersOnCpu))
        return false; // nothing would be less than before
    for (PlanNote &note : plan->notes) {
        const bool layers = note.reason == PlanReason::LayersChosen || note.reason == PlanReason::CpuOnlyChosen;
        if (layers && !m_options.gpuLayers) note.reason = PlanReason::FewerAfterFailure;
    }
    m_plan = *std::move(plan);
    return true;
}

void LoadPlanner::loaded() const
{
    if (m_failed && isAutomatic() && m_host.loads.rememberPlan) m_host.loads.rememberPlan(keyOfMeant(), trying());
}

} // namespace sotto
