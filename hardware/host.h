#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sotto {

/// The computer's processor.
struct CpuInfo {
    std::string model;        ///< e.g. "AMD Ryzen 7 7700"; empty where the system does not say.
    int physicalCores = 1;    ///< Distinct (package, core) pairs among the CPUs this process may run on.
    int performanceCores = 1; ///< Of these, of the fastest kind, where the system tells kinds apart; else all of them.
    int logicalCpus = 1;      ///< CPUs this process may run on.
    int cpuQuota = 0;         ///< CPUs' worth of time its cgroup allows, rounded up; 0: no limit.

    /// Threads that compute without getting in each other's way.
    [[nodiscard]] int usableCores() const
    {
        return cpuQuota > 0 && cpuQuota < physicalCores ? cpuQuota : physicalCores;
    }

    bool operator==(const CpuInfo &) const = default;
};

/// System memory now, in bytes.
struct MemoryInfo {
    std::uint64_t total = 0;      ///< `MemTotal`, or the cgroup's limit where that is lower.
    std::uint64_t available = 0;  ///< What could be used without swapping (`MemAvailable`), capped by what the
                                  ///< cgroup's limit leaves (file cache it could drop not counted as used).
    std::uint64_t processRss = 0; ///< Resident memory of this process.

    bool operator==(const MemoryInfo &) const = default;
};

/// Reads from /proc and /sys below `root` (tests give a made tree). A missing file leaves its field at 0, or at
/// 1 for counts. The CPUs this process may run on come from sched_getaffinity() for "/" and from the list of those
/// online elsewhere; limits from cgroup v2 or v1, from the process's own group up.
/// Thread: any; quick, but it reads files, so not the GUI's.
[[nodiscard]] CpuInfo readCpuInfo(const std::filesystem::path &root = "/");
[[nodiscard]] MemoryInfo readMemoryInfo(const std::filesystem::path &root = "/");

} // namespace sotto
