#pragma once

#include "core/status/system_sampler.h"
#include "inference/model.h"

#include <QRectF>

#include <optional>
#include <utility>
#include <vector>

namespace sotto {

/// The arithmetic of the meters, without a pixel painted. Pure. Thread: any.

enum class MemoryPart : std::uint8_t { Weights, KvCache, Compute, OtherApps, Free, Over };

/// How one memory is shared out, in bytes. What is not known is nothing, never 0.
struct MemoryShares {
    std::uint64_t total = 0; ///< 0: not reported.
    std::uint64_t weights = 0, kvCache = 0, compute = 0;
    std::optional<std::uint64_t> otherApps, free;
    std::uint64_t over = 0; ///< What the model's parts take beyond `total`.

    [[nodiscard]] std::uint64_t model() const { return weights + kvCache + compute; }
    /// Used by anybody: total − free; nothing while either is unknown.
    [[nodiscard]] std::optional<std::uint64_t> used() const;
    bool operator==(const MemoryShares &) const = default;
};

/// System memory. The model's parts are what llama reported for its CPU devices (`model` null: no model).
///
/// The system calls memory-mapped weights available, although using it for something else would throw them out.
/// So what other apps hold is (total − available) − the private memory of this process, and
///     free = min(available, total − others − weights − KV cache − compute)
///     other apps = total − the model's parts − free
/// which adds up exactly; the little that Sotto's own window takes counts among the other apps. Without
/// `processPrivate` its place is taken by resident memory less the weights.
[[nodiscard]] MemoryShares hostShares(const SystemSnapshot &system, const MemoryBreakdown *model);

/// Memory of a GPU. `device` is as the driver described it while the model was loaded, null where it was not asked.
/// Other apps and free stay unknown where free and the model together exceed the total: the figure is then older
/// than the model.
[[nodiscard]] MemoryShares deviceShares(const DeviceMemory &model, const Device *device);

/// One coloured piece of a memory bar.
struct MemorySegment {
    MemoryPart part = MemoryPart::Free;
    qreal x = 0, width = 0;
    bool operator==(const MemorySegment &) const = default;
};

/// Pieces of a bar `width` wide with `gap` between, in whole pixels, at least `minimum` wide each, filling the width.
/// Parts of 0 bytes have no piece; of a bar whose rest is unknown that rest is Free. Empty where total is 0.
[[nodiscard]] std::vector<MemorySegment> layoutMemory(const MemoryShares &shares, int width, int gap = 2,
                                                      int minimum = 2);

enum class LayerPlace : std::uint8_t { Cpu, Gpu, Loading, Waiting };

/// One layer in the model's order; the last one is the output.
struct LayerCell {
    LayerPlace place = LayerPlace::Cpu;
    int gpu = -1;            ///< 0 … for Gpu.
    std::uint64_t bytes = 0; ///< 0: unknown.
    bool operator==(const LayerCell &) const = default;
};

/// Cells of a loaded model; a device that is no known GPU counts as CPU.
[[nodiscard]] std::vector<LayerCell> layerCells(const LoadedModel &model);
/// Cells of a model that loads: the first progress × count are Loading, the others Waiting. Where they will lie is
/// not known yet, so no cell claims it. Empty while the count is unknown.
[[nodiscard]] std::vector<LayerCell> loadingCells(const ModelSpec &spec, float progress);
/// Device ids of the GPUs of a loaded model, in the order of its memory report; GPU n is entry n.
[[nodiscard]] std::vector<std::string> gpuIds(const MemoryBreakdown &memory);

/// A run of layers painted as one rectangle: layers first … last.
struct LayerRun {
    int first = 0, last = 0;
    QRectF rect;
    bool operator==(const LayerRun &) const = default;
};

/// One rectangle a cell, whole pixels, `gap` between; where a cell would be narrower than 2 px, one plain rectangle
/// for each run of like neighbours. Fills `width` exactly.
[[nodiscard]] std::vector<LayerRun> layoutLayers(const std::vector<LayerCell> &cells, int width, int height,
                                                 int gap = 2);
/// Index of the layer under x, or −1.
[[nodiscard]] int layerAt(const std::vector<LayerRun> &runs, qreal x);

/// Sweep of the gauge in degrees, 0 … 180: its scale is 1.2 × limit (DESIGN.md, 4).
[[nodiscard]] double gaugeSweep(double value, double limit);

} // namespace sotto
