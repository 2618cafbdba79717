#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sotto {

/// The computer's processor.
struct CpuInfo {
    std::string model;     ///< e.g. "AMD Ryzen 7 7700"; empty where the system does not say.
    int physicalCores = 1; ///< Distinct (package, core) pairs among the CPUs this process may run on.
    int logicalCpus = 1;   ///< CPUs this process may run on.

    bool operator==(const CpuInfo &) const = default;
};

/// System memory now, in bytes.
struct MemoryInfo {
    std::uint64_t total = 0;
    std::uint64_t available = 0;  ///< What could be used without swapping (`MemAvailable`), capped by the cgroup's limit.
    std::uint64_t processRss = 0; ///< Resident memory of this process.

    bool operator==(const MemoryInfo &) const = default;
};

/// Reads from /proc and /sys below `root` (tests give a made tree). A missing file leaves its field at 0, or at
/// 1 for counts. Thread: any; quick, but it reads files, so not the GUI's.
[[nodiscard]] CpuInfo readCpuInfo(const std::filesystem::path &root = "/");
[[nodiscard]] MemoryInfo readMemoryInfo(const std::filesystem::path &root = "/");

} // namespace sotto
