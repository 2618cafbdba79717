#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace sotto {

/// What the cgroups of this process leave it; nothing where there is no limit.
struct CgroupLimits {
    std::optional<std::uint64_t> memoryTotal;     ///< Bytes; the lowest limit from its own group up.
    std::optional<std::uint64_t> memoryAvailable; ///< Bytes below that limit, cache that could be dropped included.
    std::optional<int> cpus;                      ///< CPUs' worth of time, rounded up.

    bool operator==(const CgroupLimits &) const = default;
};

/// Reads /proc/self/cgroup and /sys/fs/cgroup below `root`. Sources: kernel documentation, cgroup-v2.rst
/// (memory.max, memory.current, cpu.max) and cgroup-v1/memory.rst. Thread: any; it reads files.
[[nodiscard]] CgroupLimits readCgroupLimits(const std::filesystem::path &root);

} // namespace sotto
