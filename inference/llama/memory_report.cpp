#include "inference/llama/memory_report.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace sotto {
namespace {

std::string_view lastWord(std::string_view text)
{
    const auto end = text.find_last_not_of(' ');
    if (end == std::string_view::npos) return {};
    const auto begin = text.find_last_of(" :", end);
    return text.substr(begin + 1, end - begin); // npos + 1 is 0
}

double numberAfter(std::string_view text, std::string_view mark)
{
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return 0;
    text.remove_prefix(at + mark.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

DeviceMemory &entryFor(MemoryBreakdown &memory, const std::string &id, const std::vector<Device> &devices)
{
    for (DeviceMemory &entry : memory.devices)
        if (entry.deviceId == id) return entry;
    const auto known = std::ranges::find(devices, id, &Device::id);
    DeviceMemory entry;
    entry.deviceId = id;
    entry.kind = known == devices.end() ? DeviceKind::Cpu : known->kind;
    return memory.devices.emplace_back(entry);
}

using Field = std::uint64_t DeviceMemory::*;

void addLine(MemoryBreakdown &memory, std::string_view line, const std::vector<Device> &devices)
{
    static constexpr struct {
        std::string_view words;
        Field field;
    } kinds[] = {{" model buffer size", &DeviceMemory::weights},
                 {" KV buffer size", &DeviceMemory::kvCache},
                 {" RS buffer size", &DeviceMemory::kvCache},
                 {" compute buffer size", &DeviceMemory::compute},
                 {" output buffer size", &DeviceMemory::compute}};
    for (const auto &kind : kinds) {
        const auto at = line.find(kind.words);
        if (at == std::string_view::npos) continue;
        const std::string device = deviceOfBuffer(std::string(lastWord(line.substr(0, at))), devices);
        const double bytes = numberAfter(line.substr(at), "=") * 1024 * 1024;
        entryFor(memory, device, devices).*kind.field += static_cast<std::uint64_t>(std::llround(std::max(bytes, 0.0)));
        return;
    }
}

} // namespace

std::string deviceOfBuffer(const std::string &buffer, const std::vector<Device> &devices)
{
    for (const Device &device : devices)
        if (device.id == buffer) return buffer;
    if (buffer.ends_with("_Host")) return "CPU";
    const Device *best = nullptr; // "CUDA0_Split" is CUDA0's
    for (const Device &device : devices)
        if (buffer.starts_with(device.id + "_") && (!best || device.id.size() > best->id.size())) best = &device;
    return best ? best->id : "CPU";
}

MemoryBreakdown memoryFromLog(const std::vector<LogLine> &lines, const std::vector<Device> &devices)
{
    MemoryBreakdown memory;
    for (const LogLine &line : lines)
        addLine(memory, line.text, devices);
    return memory;
}

std::vector<std::string> layerDevicesFromLog(const std::vector<LogLine> &lines)
{
    constexpr std::string_view mark = " assigned to device ";
    std::vector<std::string> devices;
    for (const LogLine &line : lines) {
        const auto at = line.text.find(mark);
        const auto layerAt = line.text.find("layer");
        if (at == std::string::npos || layerAt == std::string::npos) continue;
        const auto layer = static_cast<std::size_t>(numberAfter(line.text, "layer"));
        const std::string rest = line.text.substr(at + mark.size());
        if (layer >= 4096) continue;
        devices.resize(std::max(devices.size(), layer + 1));
        devices[layer] = rest.substr(0, rest.find_first_of(", "));
    }
    return devices;
}

std::vector<OverriddenTensor> movedTensorsFromLog(const std::vector<LogLine> &lines, const std::vector<Device> &devices)
{
    constexpr std::string_view mark = " buffer type overridden to ";
    constexpr std::string_view tensor = "tensor ";
    std::vector<OverriddenTensor> moved;
    for (const LogLine &line : lines) {
        const auto at = line.text.find(mark);
        const auto name = line.text.find(tensor);
        if (at == std::string::npos || name > at) continue;
        const std::string rest = line.text.substr(name + tensor.size());
        const std::string buffer(lastWord(line.text));
        moved.push_back({rest.substr(0, rest.find(' ')), deviceOfBuffer(buffer, devices)});
    }
    return moved;
}

std::vector<std::uint64_t> layerCacheFromLog(const std::vector<LogLine> &lines, std::size_t layers)
{
    std::vector<std::uint64_t> bytes(layers, 0);
    std::vector<std::size_t> named;
    bool told = false;
    for (const LogLine &line : lines) {
        const std::string_view text = line.text;
        if (text.contains(": dev = ") && text.contains("layer")) {
            const auto layer = static_cast<std::size_t>(numberAfter(text, "layer"));
            if (layer < layers) named.push_back(layer);
        }
        const auto at = text.find(": size = ");
        if (at == std::string_view::npos || !text.contains(" MiB (") || named.empty()) continue;
        const double share = numberAfter(text.substr(at), "=") * 1024 * 1024 / static_cast<double>(named.size());
        for (const std::size_t layer : named)
            bytes[layer] += static_cast<std::uint64_t>(std::llround(std::max(share, 0.0)));
        named.clear();
        told = true;
    }
    return told ? bytes : std::vector<std::uint64_t>();
}

std::string unknownArchitectureFromLog(const std::vector<LogLine> &lines)
{
    constexpr std::string_view mark = "unknown model architecture: '";
    for (const LogLine &line : lines) {
        const auto at = line.text.find(mark);
        if (at == std::string::npos) continue;
        const std::string rest = line.text.substr(at + mark.size());
        return rest.substr(0, rest.find('\''));
    }
    return {};
}

} // namespace sotto
