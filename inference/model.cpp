#include "inference/model.h"

namespace sotto {
namespace {

std::uint64_t sumOver(const std::vector<DeviceMemory> &devices, std::uint64_t DeviceMemory::*part)
{
    std::uint64_t sum = 0;
    for (const DeviceMemory &device : devices) {
        sum += device.*part;
    }
    return sum;
}

} // namespace

std::uint64_t MemoryBreakdown::weights() const
{
    return sumOver(devices, &DeviceMemory::weights);
}

std::uint64_t MemoryBreakdown::kvCache() const
{
    return sumOver(devices, &DeviceMemory::kvCache);
}

std::uint64_t MemoryBreakdown::compute() const
{
    return sumOver(devices, &DeviceMemory::compute);
}

} // namespace sotto
