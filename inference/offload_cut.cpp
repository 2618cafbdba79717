#include "inference/offload_cut.h"

#include "inference/saturating.h"

#include <algorithm>
#include <numeric>

namespace sotto {
namespace {

std::uint64_t bytesOf(const LayerCost &cost)
{
    return plus(plus(cost.attention, cost.feedForward), plus(cost.experts, cost.cache));
}

double shareOf(const OffloadOptions &offload, const Device &gpu, std::uint64_t free)
{
    if (offload.shares.empty()) return static_cast<double>(free);
    const auto found = std::ranges::find(offload.shares, gpu.id, &DeviceShare::deviceId);
    return found == offload.shares.end() ? 0.0 : found->share;
}

} // namespace

std::uint64_t OffloadCutter::freeOf(std::size_t gpu) const
{
    const Device &device = m_sound.gpus[gpu];
    return device.kind == DeviceKind::IntegratedGpu ? std::min(device.freeBytes, m_machine.systemFreeBytes)
                                                    : device.freeBytes;
}

std::uint64_t OffloadCutter::computeOf(std::size_t gpu, const OffloadCut &cut) const
{
    if (m_figures)
        for (const auto &[device, bytes] : m_figures->compute)
            if (device == m_sound.gpus[gpu].id) return bytes;
    const bool whole = cut.gpuLayers == most() && cut.expertLayersOnCpu == 0;
    return plus(m_costs.compute, whole ? 0 : m_costs.streamed);
}

std::vector<LayerCost> OffloadCutter::layersOf(const OffloadCut &cut) const
{
    std::vector<LayerCost> layers;
    const auto first = static_cast<std::size_t>(most() - cut.gpuLayers);
    for (std::size_t i = first; i < m_costs.blocks.size(); ++i) {
        LayerCost cost = m_costs.blocks[i];
        const auto place = static_cast<int>(i - first);
        if (place < cut.expertLayersOnCpu) cost.experts = 0;
        if (place == 0 && cut.partial) cost.feedForward = 0;
        if (!m_sound.options.offload.cacheOnGpu) cost.cache = 0;
        layers.push_back(cost);
    }
    if (cut.gpuLayers > 0) layers.push_back({.attention = m_costs.output});
    return layers;
}

std::vector<Room> OffloadCutter::roomsFor(const OffloadCut &cut) const
{
    std::vector<Room> rooms;
    for (std::size_t i = 0; i < m_sound.gpus.size(); ++i) {
        const std::uint64_t free = freeOf(i);
        const std::uint64_t room = less(free, plus(m_machine.marginBytes, computeOf(i, cut)));
        rooms.push_back({room, shareOf(m_sound.options.offload, m_sound.gpus[i], room)});
    }
    return rooms;
}

bool OffloadCutter::splitsMatrices() const
{
    const SplitMode mode = m_sound.options.offload.splitMode;
    return mode == SplitMode::Row || mode == SplitMode::Tensor;
}

/// On one GPU alone: there is less to hand over, and the others can sleep.
bool OffloadCutter::layOnOne(OffloadCut &cut, const std::vector<std::uint64_t> &sizes) const
{
    const std::vector<Room> rooms = roomsFor(cut);
    const auto widest = std::ranges::max_element(rooms, {}, &Room::bytes);
    const Room one[] = {*widest};
    if (!spreadWithin(sizes, one)) return false;
    cut.layers.assign(rooms.size(), 0);
    cut.layers[static_cast<std::size_t>(widest - rooms.begin())] = cut.gpuLayers;
    return true;
}

bool OffloadCutter::layByShare(OffloadCut &cut, const std::vector<std::uint64_t> &sizes) const
{
    const std::vector<Room> rooms = roomsFor(cut);
    cut.layers = spreadByShare(cut.gpuLayers, rooms);
    const double shares =
        std::accumulate(rooms.begin(), rooms.end(), 0.0, [](double sum, const Room &r) { return sum + r.share; });
    const double all = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    std::size_t at = 0;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        const std::size_t end = at + static_cast<std::size_t>(cut.layers[i]);
        std::uint64_t taken = 0;
        for (; at < end; ++at)
            taken = plus(taken, sizes[at]);
        if (splitsMatrices()) taken = static_cast<std::uint64_t>(shares > 0 ? all * rooms[i].share / shares : all);
        if (taken > rooms[i].bytes) return false;
    }
    return true;
}

/// Gives each GPU its layers; false where they do not fit.
bool OffloadCutter::lay(OffloadCut &cut) const
{
    std::vector<std::uint64_t> sizes;
    for (const LayerCost &cost : layersOf(cut))
        sizes.push_back(bytesOf(cost));
    if (splitsMatrices() || !m_sound.options.offload.shares.empty()) return layByShare(cut, sizes);
    if (layOnOne(cut, sizes)) return true;
    const auto spread = spreadWithin(sizes, roomsFor(cut));
    cut.layers = spread.value_or(spreadByShare(cut.gpuLayers, roomsFor(cut)));
    return spread.has_value();
}

bool OffloadCutter::movesExperts() const
{
    return m_costs.hasExperts && m_sound.options.offload.expertsOnCpu.value_or(true);
}

/// Of a cut that fits with all experts in system memory: as many back on the GPUs as fit there.
OffloadCut OffloadCutter::withFewestExpertsMoved(OffloadCut cut) const
{
    if (m_sound.options.offload.expertsOnCpu) return cut;
    int low = 0;
    int high = cut.expertLayersOnCpu;
    while (low < high) {
        OffloadCut fewer = cut;
        fewer.expertLayersOnCpu = low + (high - low) / 2;
        if (lay(fewer)) {
            high = fewer.expertLayersOnCpu;
            cut = fewer;
        } else {
            low = fewer.expertLayersOnCpu + 1;
        }
    }
    return cut;
}

OffloadCut OffloadCutter::chosen(int layers) const
{
    OffloadCut cut{std::min(layers, most()), 0, false, {}};
    const bool always = m_costs.hasExperts && m_sound.options.offload.expertsOnCpu.value_or(false);
    if (always) cut.expertLayersOnCpu = cut.gpuLayers - 1;
    if (lay(cut) || always || !movesExperts()) return cut;
    OffloadCut moved{cut.gpuLayers, cut.gpuLayers - 1, false, {}};
    return lay(moved) ? withFewestExpertsMoved(std::move(moved)) : moved;
}

OffloadCut OffloadCutter::asMuchAsFits() const
{
    const bool always = m_sound.options.offload.expertsOnCpu.value_or(false);
    const int top = std::clamp(m_machine.mostLayers, 0, most());
    if (OffloadCut whole{top, 0, false, {}}; !(always && m_costs.hasExperts) && lay(whole)) return whole;
    for (int layers = top; layers > 0; --layers) {
        OffloadCut cut{layers, movesExperts() ? layers - 1 : 0, false, {}};
        if (lay(cut)) return withFewestExpertsMoved(std::move(cut));
        OffloadCut partial{layers, 0, true, {}};
        const bool worthIt = !m_costs.hasExperts && layers > 2 && !splitsMatrices();
        if (worthIt && m_costs.blocks[static_cast<std::size_t>(most() - layers)].feedForward > 0 && lay(partial))
            return partial;
    }
    return {0, 0, false, std::vector<int>(m_sound.gpus.size(), 0)};
}

OffloadCut OffloadCutter::best() const
{
    const auto &wanted = m_sound.options.gpuLayers;
    if (m_sound.gpus.empty() || m_costs.blocks.empty() || (wanted && *wanted <= 0))
        return {0, 0, false, std::vector<int>(m_sound.gpus.size(), 0)};
    return wanted ? chosen(*wanted) : asMuchAsFits();
}

} // namespace sotto
