#include "ui/meters/meter_math.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sotto {

namespace {

std::uint64_t minus(std::uint64_t a, std::uint64_t b)
{
    return a > b ? a - b : 0;
}

bool isGpu(DeviceKind kind)
{
    return kind == DeviceKind::Gpu || kind == DeviceKind::IntegratedGpu;
}

void addParts(MemoryShares &shares, const DeviceMemory &device)
{
    shares.weights += device.weights;
    shares.kvCache += device.kvCache;
    shares.compute += device.compute;
}

struct Amount {
    MemoryPart part;
    double bytes;
};

std::vector<Amount> amounts(const MemoryShares &shares)
{
    const std::uint64_t rest = minus(shares.total, shares.model() + shares.otherApps.value_or(0));
    const std::uint64_t parts[] = {shares.weights,
                                   shares.kvCache,
                                   shares.compute,
                                   shares.otherApps.value_or(0),
                                   shares.over > 0 ? 0 : shares.free.value_or(rest),
                                   shares.over};
    std::vector<Amount> list;
    for (std::size_t i = 0; i < std::size(parts); ++i)
        if (parts[i] > 0) list.push_back({static_cast<MemoryPart>(i), static_cast<double>(parts[i])});
    return list;
}

/// Widths in proportion, none below `minimum`: what is too narrow is set to it and the others share what is left.
std::vector<double> fairWidths(const std::vector<Amount> &list, double room, double minimum)
{
    std::vector<double> widths(list.size(), -1);
    double bytes =
        std::accumulate(list.begin(), list.end(), 0.0, [](double sum, const Amount &a) { return sum + a.bytes; });
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (widths[i] >= 0 || list[i].bytes / bytes * room >= minimum) continue;
            widths[i] = minimum;
            room -= minimum;
            bytes -= list[i].bytes;
            again = true;
            break;
        }
    }
    for (std::size_t i = 0; i < list.size(); ++i)
        if (widths[i] < 0) widths[i] = list[i].bytes / bytes * room;
    return widths;
}

} // namespace

std::optional<std::uint64_t> MemoryShares::used() const
{
    if (total == 0 || !free) return std::nullopt;
    return minus(total, *free);
}

MemoryShares hostShares(const SystemSnapshot &system, const MemoryBreakdown *model)
{
    MemoryShares shares;
    if (model) {
        for (const DeviceMemory &device : model->devices)
            if (!isGpu(device.kind)) addParts(shares, device);
    }
    const MemoryInfo &memory = system.memory;
    shares.total = memory.total;
    if (memory.total == 0) return shares;
    shares.over = minus(shares.model(), shares.total);
    const std::uint64_t own = system.processPrivate.value_or(minus(memory.processRss, shares.weights));
    const std::uint64_t others = minus(minus(memory.total, memory.available), own);
    shares.free = std::min(memory.available, minus(memory.total, others + shares.model()));
    shares.otherApps = minus(memory.total, shares.model() + *shares.free);
    return shares;
}

MemoryShares deviceShares(const DeviceMemory &model, const Device *device)
{
    MemoryShares shares;
    addParts(shares, model);
    if (!device || device->totalBytes == 0) return shares;
    shares.total = device->totalBytes;
    shares.over = minus(shares.model(), shares.total);
    if (shares.model() + device->freeBytes > shares.total) return shares;
    shares.free = device->freeBytes;
    shares.otherApps = shares.total - shares.model() - device->freeBytes;
    return shares;
}

std::vector<MemorySegment> layoutMemory(const MemoryShares &shares, int width, int gap, int minimum)
{
    if (shares.total == 0) return {};
    const std::vector<Amount> list = amounts(shares);
    const int room = width - gap * (static_cast<int>(list.size()) - 1);
    if (list.empty() || room < minimum * static_cast<int>(list.size())) return {};
    const std::vector<double> widths = fairWidths(list, room, minimum);
    std::vector<MemorySegment> segments;
    double end = 0; // exact, so that rounding does not add up
    int from = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        end += widths[i];
        const int to = std::max(static_cast<int>(std::lround(end)), from + minimum);
        segments.push_back(
            {list[i].part, static_cast<qreal>(from + gap * static_cast<int>(i)), static_cast<qreal>(to - from)});
        from = to;
    }
    segments.back().width += room - from;
    return segments;
}

std::vector<std::string> gpuIds(const MemoryBreakdown &memory)
{
    std::vector<std::string> ids;
    for (const DeviceMemory &device : memory.devices)
        if (isGpu(device.kind)) ids.push_back(device.deviceId);
    return ids;
}

std::vector<LayerCell> layerCells(const LoadedModel &model)
{
    const std::vector<std::string> gpus = gpuIds(model.memory);
    std::vector<LayerCell> cells;
    for (std::size_t i = 0; i < model.layerDevices.size(); ++i) {
        LayerCell cell;
        const auto found = std::ranges::find(gpus, model.layerDevices[i]);
        if (found != gpus.end()) {
            cell.place = LayerPlace::Gpu;
            cell.gpu = static_cast<int>(found - gpus.begin());
        }
        if (i < model.spec.layerBytes.size()) cell.bytes = model.spec.layerBytes[i];
        cells.push_back(cell);
    }
    return cells;
}

std::vector<LayerCell> loadingCells(const ModelSpec &spec, float progress)
{
    if (spec.layerCount == 0 || spec.layerCount > 100'000) return {};
    std::vector<LayerCell> cells(spec.layerCount + 1);
    const float fraction = std::clamp(progress, 0.0F, 1.0F);
    const auto done = static_cast<std::size_t>(fraction * static_cast<float>(cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].place = i < done ? LayerPlace::Loading : LayerPlace::Waiting;
        if (i < spec.layerBytes.size()) cells[i].bytes = spec.layerBytes[i];
    }
    return cells;
}

namespace {

std::vector<LayerRun> plainRuns(const std::vector<LayerCell> &cells)
{
    std::vector<LayerRun> runs;
    for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
        const LayerCell &cell = cells[static_cast<std::size_t>(i)];
        const bool same = !runs.empty() && cells[static_cast<std::size_t>(runs.back().first)].place == cell.place &&
                          cells[static_cast<std::size_t>(runs.back().first)].gpu == cell.gpu;
        if (same)
            runs.back().last = i;
        else
            runs.push_back({i, i, {}});
    }
    return runs;
}

} // namespace

std::vector<LayerRun> layoutLayers(const std::vector<LayerCell> &cells, int width, int height, int gap)
{
    const int count = static_cast<int>(cells.size());
    if (count == 0 || width <= 0) return {};
    std::vector<LayerRun> runs;
    if (width - gap * (count - 1) < 2 * count)
        runs = plainRuns(cells);
    else
        for (int i = 0; i < count; ++i)
            runs.push_back({i, i, {}});
    const int room = std::max(width - gap * (static_cast<int>(runs.size()) - 1), static_cast<int>(runs.size()));
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto left = std::lround(static_cast<double>(runs[i].first) / count * room);
        const auto right = std::lround(static_cast<double>(runs[i].last + 1) / count * room);
        runs[i].rect =
            QRectF(static_cast<qreal>(left + gap * static_cast<int>(i)), 0, static_cast<qreal>(right - left), height);
    }
    return runs;
}

int layerAt(const std::vector<LayerRun> &runs, qreal x)
{
    for (const LayerRun &run : runs) {
        if (x < run.rect.left() || x >= run.rect.right()) continue;
        const int count = run.last - run.first + 1;
        const qreal within = (x - run.rect.left()) / run.rect.width();
        return run.first + std::min(static_cast<int>(within * count), count - 1);
    }
    return -1;
}

double gaugeSweep(double value, double limit)
{
    if (!(limit > 0) || !(value > 0)) return 0;
    return std::min(value / (1.2 * limit), 1.0) * 180.0;
}

} // namespace sotto
