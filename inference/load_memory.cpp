#include "inference/load_memory.h"

#include "base/checksum.h"

#include <cstdint>
#include <format>
#include <span>
#include <system_error>
#include <utility>

namespace sotto {
namespace {

std::string factsOf(const std::filesystem::path &file, const std::string &engine, const OffloadPlan &plan)
{
    std::error_code problem;
    const std::uint64_t size = std::filesystem::file_size(file, problem);
    const auto changed = std::filesystem::last_write_time(file, problem).time_since_epoch().count();
    std::string facts = std::format("{}\n{} {}\n{}\n{} {} {}", file.string(), problem ? 0 : size, problem ? 0 : changed,
                                    engine, plan.quantizedCache, plan.cacheOnGpu, std::to_underlying(plan.splitMode));
    for (const DevicePlan &device : plan.devices)
        facts += '\n' + device.deviceId;
    return facts;
}

std::string hashOf(const std::string &facts)
{
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(facts.data()), facts.size());
    return std::format("{:016x}{:016x}", checksum64(bytes, 1), checksum64(bytes, 2));
}

} // namespace

std::string figuresKey(const std::filesystem::path &file, const std::string &engine, const OffloadPlan &plan)
{
    std::string facts = factsOf(file, engine, plan);
    facts += std::format("\nfigures {} {} {} {}", plan.contextLength, plan.gpuLayers, plan.expertLayersOnCpu,
                         plan.partialLayer.value_or(-1));
    for (const DevicePlan &device : plan.devices)
        facts += std::format(" {}", device.layers);
    return hashOf(facts);
}

std::string planKey(const std::filesystem::path &file, const std::string &engine, const OffloadPlan &plan,
                    const LoadPlan &meant)
{
    return hashOf(factsOf(file, engine, plan) +
                  std::format("\nplan {} {} {}", meant.context, meant.gpuLayers, std::to_underlying(meant.experts)));
}

} // namespace sotto
