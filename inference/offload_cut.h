#pragma once

#include "inference/offload_costs.h"
#include "inference/offload_planner.h"
#include "inference/offload_spread.h"
#include "inference/sound_options.h"

#include <optional>
#include <vector>

namespace sotto {

/// How much of a model goes to the GPUs, and how many layers each of them takes.
struct OffloadCut {
    int gpuLayers = 0;
    int expertLayersOnCpu = 0; ///< The first so many blocks on the GPUs leave their experts behind.
    bool partial = false;      ///< The first block on the GPUs leaves its feed-forward weights behind.
    std::vector<int> layers;   ///< For each GPU.
};

/// One choice of context, laid on the GPUs. Refers to what it is made of, which must outlive it.
class OffloadCutter final {
public:
    /// `figures`: of a dry run, or null.
    OffloadCutter(const ModelCosts &costs, const SoundOptions &sound, const Machine &machine,
                  const BufferFigures *figures)
        : m_costs(costs), m_sound(sound), m_machine(machine), m_figures(figures)
    {
    }

    /// As the options say, as much as fits where they leave it open.
    [[nodiscard]] OffloadCut best() const;
    /// Bytes of each layer on the GPUs, from the first of them to the output.
    [[nodiscard]] std::vector<LayerCost> layersOf(const OffloadCut &cut) const;
    /// Compute buffers of GPU number `gpu` if it has layers under that cut.
    [[nodiscard]] std::uint64_t computeOf(std::size_t gpu, const OffloadCut &cut) const;
    /// What GPU number `gpu` has free; one that uses system memory no more than that has.
    [[nodiscard]] std::uint64_t freeOf(std::size_t gpu) const;

private:
    [[nodiscard]] int most() const { return static_cast<int>(m_costs.blocks.size()) + 1; }
    [[nodiscard]] bool movesExperts() const;
    [[nodiscard]] OffloadCut asMuchAsFits() const;
    [[nodiscard]] OffloadCut chosen(int layers) const;
    [[nodiscard]] bool lay(OffloadCut &cut) const;
    [[nodiscard]] bool layOnOne(OffloadCut &cut, const std::vector<std::uint64_t> &sizes) const;
    [[nodiscard]] bool layByShare(OffloadCut &cut, const std::vector<std::uint64_t> &sizes) const;
    [[nodiscard]] bool splitsMatrices() const;
    [[nodiscard]] std::vector<Room> roomsFor(const OffloadCut &cut) const;
    [[nodiscard]] OffloadCut withFewestExpertsMoved(OffloadCut cut) const;

    const ModelCosts &m_costs;
    const SoundOptions &m_sound;
    const Machine &m_machine;
    const BufferFigures *m_figures;
};

} // namespace sotto
