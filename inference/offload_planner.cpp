#include "inference/offload_planner.h"

#include "inference/context_choice.h"
#include "inference/offload_cut.h"
#include "inference/saturating.h"
#include "inference/step_down.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sotto {
namespace {

/// One plan: contexts are tried from the longest, and the layers laid for each.
class Planner final {
public:
    Planner(const ModelSpec &spec, const LoadOptions &options, const Machine &machine, const BufferFigures *figures)
        : m_spec(spec), m_options(options), m_machine(machine), m_figures(figures),
          m_sound(soundOptions(options, machine.devices))
    {
        m_sound.options.cacheType = usableCacheType(spec, m_sound.options.cacheType);
    }

    [[nodiscard]] Result<OffloadPlan> run() const
    {
        const std::uint32_t longest = longestContext();
        OffloadPlan plan = planFor(longest);
        if (isFree()) plan = keepingLayers(std::move(plan));
        while (needed(plan) > m_machine.systemFreeBytes) {
            if (!isFree() || plan.contextLength <= kShortestAutomaticContext) return tooLarge(plan);
            plan = planFor(std::max(plan.contextLength / 2, kShortestAutomaticContext));
            plan.notes.push_back({.reason = PlanReason::ContextCut, .count = plan.contextLength, .of = longest});
        }
        return plan;
    }

private:
    [[nodiscard]] std::uint32_t longestContext() const
    {
        if (m_spec.contextLength == 0 && !isFree()) return m_options.contextLength; // the model does not say
        return chooseContext(m_spec, m_options.contextLength, freeInAll());
    }
    [[nodiscard]] bool isFree() const { return m_options.contextLength == 0; }
    [[nodiscard]] bool sharesSystemMemory() const
    {
        return !m_sound.gpus.empty() && m_sound.gpus.front().kind == DeviceKind::IntegratedGpu;
    }
    /// Of memory that is not also the system's, and the system's.
    [[nodiscard]] std::uint64_t freeInAll() const
    {
        std::uint64_t sum = m_machine.systemFreeBytes;
        if (gpuModeOf(m_options.gpuLayers) == GpuMode::CpuOnly) return sum;
        for (const Device &gpu : m_sound.gpus)
            if (gpu.kind == DeviceKind::Gpu) sum = plus(sum, gpu.freeBytes);
        return sum;
    }
    /// Of system memory.
    [[nodiscard]] std::uint64_t needed(const OffloadPlan &plan) const
    {
        return less(plan.totalBytes(), sharesSystemMemory() ? 0 : plan.gpuBytes());
    }

    /// The longest context that costs no layer against the shortest one that is chosen by itself.
    [[nodiscard]] OffloadPlan keepingLayers(OffloadPlan plan) const
    {
        const std::uint32_t longest = plan.contextLength;
        if (m_sound.gpus.empty() || m_options.gpuLayers || longest <= kLeastAutomaticContext) return plan;
        const OffloadPlan best = planFor(kLeastAutomaticContext);
        const auto keeps = [&](const OffloadPlan &one) {
            return one.gpuLayers == best.gpuLayers && one.expertLayersOnCpu == best.expertLayersOnCpu &&
                   one.partialLayer == best.partialLayer;
        };
        while (!keeps(plan) && plan.contextLength > kLeastAutomaticContext)
            plan = planFor(std::max(plan.contextLength / 2, kLeastAutomaticContext));
        if (plan.contextLength < longest)
            plan.notes.push_back({.reason = PlanReason::ContextShorter, .count = plan.contextLength, .of = longest});
        return plan;
    }

    [[nodiscard]] OffloadPlan planFor(std::uint32_t context) const
    {
        const ModelCosts costs = costsOf(m_spec, context, m_sound.options.cacheType, m_figures);
        const OffloadCutter cutter(costs, m_sound, m_machine, m_figures);
        const OffloadCut cut = cutter.best();
        OffloadPlan plan = outline(context, cut);
        addGpus(plan, cutter, cut);
        addCpu(plan, costs, cut);
        addNotes(plan);
        return plan;
    }

    [[nodiscard]] OffloadPlan outline(std::uint32_t context, const OffloadCut &cut) const
    {
        OffloadPlan plan;
        plan.contextLength = context;
        plan.gpuLayers = cut.gpuLayers;
        plan.layerCount = static_cast<int>(m_spec.layerBytes.size()) + 1;
        plan.expertLayersOnCpu = cut.expertLayersOnCpu;
        if (cut.partial) plan.partialLayer = plan.layerCount - cut.gpuLayers;
        plan.splitMode =
            m_sound.options.offload.splitMode == SplitMode::None ? SplitMode::Layer : m_sound.options.offload.splitMode;
        plan.cacheOnGpu = m_sound.options.offload.cacheOnGpu;
        plan.quantizedCache = m_sound.options.cacheType != CacheType::F16;
        plan.estimated = !m_figures;
        return plan;
    }

    void addGpus(OffloadPlan &plan, const OffloadCutter &cutter, const OffloadCut &cut) const
    {
        const std::vector<LayerCost> layers = cutter.layersOf(cut);
        std::size_t at = 0;
        for (std::size_t i = 0; i < m_sound.gpus.size(); ++i) {
            DevicePlan device{.deviceId = m_sound.gpus[i].id,
                              .kind = m_sound.gpus[i].kind,
                              .layers = cut.layers[i],
                              .freeBytes = cutter.freeOf(i),
                              .marginBytes = m_machine.marginBytes};
            for (const std::size_t end = at + static_cast<std::size_t>(device.layers); at < end; ++at) {
                const LayerCost &one = layers[at];
                device.weights = plus(device.weights, plus(plus(one.attention, one.feedForward), one.experts));
                device.kvCache = plus(device.kvCache, one.cache);
            }
            if (device.layers > 0) device.compute = cutter.computeOf(i, cut);
            plan.devices.push_back(device);
        }
        if (plan.splitMode != SplitMode::Layer) spreadMatrices(plan);
    }

    /// Rows and tensors: all GPUs hold a part of each layer, by their shares.
    void spreadMatrices(OffloadPlan &plan) const
    {
        const std::uint64_t weights = plan.weightBytes();
        const std::uint64_t cache = plan.kvCacheBytes();
        for (DevicePlan &device : plan.devices) {
            const double part = plan.gpuLayers == 0 ? 0.0 : static_cast<double>(device.layers) / plan.gpuLayers;
            device.weights = static_cast<std::uint64_t>(static_cast<double>(weights) * part);
            device.kvCache = static_cast<std::uint64_t>(static_cast<double>(cache) * part);
        }
    }

    void addCpu(OffloadPlan &plan, const ModelCosts &costs, const OffloadCut &cut) const
    {
        DevicePlan cpu{.deviceId = "CPU", .kind = DeviceKind::Cpu, .freeBytes = m_machine.systemFreeBytes};
        cpu.layers = plan.layerCount - plan.gpuLayers;
        const std::uint64_t tied = m_spec.tiedOutput && cut.gpuLayers > 0 ? costs.input : 0; // there twice
        cpu.weights = less(plus(costs.tensors, tied), plan.weightBytes());
        std::uint64_t cache = 0;
        for (const LayerCost &block : costs.blocks)
            cache = plus(cache, block.cache);
        cpu.kvCache = less(cache, plan.kvCacheBytes());
        const bool handsOver = plan.gpuLayers == plan.layerCount && plan.expertLayersOnCpu == 0 && plan.cacheOnGpu;
        cpu.compute = handsOver ? costs.hostOnly : costs.compute;
        if (m_figures)
            for (const auto &[device, bytes] : m_figures->compute)
                if (device == "CPU") cpu.compute = bytes;
        plan.devices.push_back(cpu);
    }

    void addNotes(OffloadPlan &plan) const
    {
        plan.notes = m_sound.corrections;
        addLayerNote(plan);
        addGpuNotes(plan);
        if (plan.expertLayersOnCpu > 0)
            plan.notes.push_back({.reason = PlanReason::ExpertsOnCpu, .count = countOf(plan.expertLayersOnCpu)});
        if (plan.partialLayer)
            plan.notes.push_back({.reason = PlanReason::PartOfLayer, .count = countOf(*plan.partialLayer)});
        if (!plan.cacheOnGpu && plan.gpuLayers > 0) plan.notes.push_back({.reason = PlanReason::CacheOnCpu});
        if (plan.estimated) plan.notes.push_back({.reason = PlanReason::Estimated});
    }

    void addGpuNotes(OffloadPlan &plan) const
    {
        const auto isUsed = [](const DevicePlan &d) { return d.kind != DeviceKind::Cpu && d.layers > 0; };
        const bool alone = std::ranges::count_if(plan.devices, isUsed) == 1 && m_sound.gpus.size() > 1;
        for (const DevicePlan &device : plan.devices) {
            if (!isUsed(device)) continue;
            if (alone && plan.gpuLayers == plan.layerCount)
                plan.notes.push_back({.reason = PlanReason::OneGpuIsEnough, .deviceId = device.deviceId});
            if (!device.fits())
                plan.notes.push_back({.reason = PlanReason::OverBudget,
                                      .bytes = less(plus(device.total(), device.marginBytes), device.freeBytes),
                                      .deviceId = device.deviceId});
        }
    }

    static std::uint64_t countOf(int number) { return static_cast<std::uint64_t>(std::max(number, 0)); }

    void addLayerNote(OffloadPlan &plan) const
    {
        PlanNote note{.count = countOf(plan.gpuLayers), .of = countOf(plan.layerCount)};
        note.reason = layerReason(plan);
        for (const DevicePlan &device : plan.devices) {
            if (device.kind == DeviceKind::Cpu) continue;
            if (note.reason == PlanReason::SomeFit)
                note.bytes = plus(note.bytes, less(device.freeBytes, device.total()));
            if (note.reason == PlanReason::NoneFits) note.bytes = plus(note.bytes, device.marginBytes);
        }
        plan.notes.insert(plan.notes.begin(), note);
    }

    [[nodiscard]] PlanReason layerReason(const OffloadPlan &plan) const
    {
        const auto isGpu = [](const Device &d) {
            return d.kind == DeviceKind::Gpu || d.kind == DeviceKind::IntegratedGpu;
        };
        if (std::ranges::none_of(m_machine.devices, isGpu)) return PlanReason::NoGpu;
        const GpuMode mode = gpuModeOf(m_options.gpuLayers);
        if (mode == GpuMode::CpuOnly) return PlanReason::CpuOnlyChosen;
        if (m_sound.gpus.empty()) return PlanReason::GpusOff;
        if (mode != GpuMode::Automatic) return PlanReason::LayersChosen;
        if (plan.gpuLayers == plan.layerCount) return PlanReason::AllFit;
        return plan.gpuLayers > 0 ? PlanReason::SomeFit : PlanReason::NoneFits;
    }

    [[nodiscard]] Result<OffloadPlan> tooLarge(const OffloadPlan &plan) const
    {
        Error error(ErrorCode::NotEnoughMemory);
        error.needed = plan.totalBytes();
        error.available = plus(m_machine.systemFreeBytes, sharesSystemMemory() ? 0 : plan.gpuBytes());
        return fail(std::move(error));
    }

    const ModelSpec &m_spec;
    const LoadOptions &m_options;
    const Machine &m_machine;
    const BufferFigures *m_figures;
    SoundOptions m_sound;
};

} // namespace

Result<OffloadPlan> planOffload(const ModelSpec &spec, const LoadOptions &options, const Machine &machine,
                                const BufferFigures *figures)
{
    return Planner(spec, options, machine, figures).run();
}

} // namespace sotto
