#include "hardware/cgroup.h"

#include "hardware/text_file.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace sotto {
namespace {

/// File names of one cgroup version's memory controller.
struct MemoryFiles {
    const char *limit;
    const char *usage;
    std::string_view reclaimable; ///< Line of memory.stat.
};

constexpr MemoryFiles kV2{"memory.max", "memory.current", "inactive_file "};
constexpr MemoryFiles kV1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "};

template <class T>
void lower(std::optional<T> &value, T to)
{
    value = value ? std::min(*value, to) : to;
}

/// Calls `visit` with the folder of `group` below `mount` and with each above it, up to `mount`.
template <class Visit>
void forEachLevel(const std::filesystem::path &mount, std::string_view group, Visit visit)
{
    std::filesystem::path below = std::filesystem::path(group).relative_path();
    for (;;) {
        visit(mount / below);
        if (below.empty()) return;
        below = below.parent_path();
    }
}

void addMemory(CgroupLimits &limits, const std::filesystem::path &folder, const MemoryFiles &files)
{
    const auto limit = numberIn(readTextFile(folder / files.limit));
    if (!limit) return;
    lower(limits.memoryTotal, *limit);
    const std::uint64_t usage = numberIn(readTextFile(folder / files.usage)).value_or(0);
    const std::string stat = readTextFile(folder / "memory.stat");
    const std::uint64_t cache = numberIn(valueOf(stat, files.reclaimable).value_or("")).value_or(0);
    const std::uint64_t used = usage - std::min(usage, cache);
    lower(limits.memoryAvailable, *limit - std::min(*limit, used));
}

void addCpus(CgroupLimits &limits, std::optional<std::uint64_t> quota, std::optional<std::uint64_t> period)
{
    if (!quota || !period || *quota == 0 || *period == 0) return;
    const std::uint64_t cpus = std::min<std::uint64_t>((*quota + *period - 1) / *period, 65'536);
    lower(limits.cpus, static_cast<int>(cpus));
}

void addV2Cpus(CgroupLimits &limits, const std::filesystem::path &folder)
{
    // "200000 100000", or "max 100000"
    const std::string text = readTextFile(folder / "cpu.max");
    const std::size_t space = text.find(' ');
    if (space == std::string::npos) return;
    addCpus(limits, numberIn(std::string_view(text).substr(0, space)), numberIn(std::string_view(text).substr(space)));
}

void addV1Cpus(CgroupLimits &limits, const std::filesystem::path &folder)
{
    addCpus(limits, numberIn(readTextFile(folder / "cpu.cfs_quota_us")),
            numberIn(readTextFile(folder / "cpu.cfs_period_us")));
}

bool hasController(std::string_view controllers, std::string_view wanted)
{
    for (;;) {
        const std::size_t comma = controllers.find(',');
        if (controllers.substr(0, comma) == wanted) return true;
        if (comma == std::string_view::npos) return false;
        controllers.remove_prefix(comma + 1);
    }
}

} // namespace

CgroupLimits readCgroupLimits(const std::filesystem::path &root)
{
    CgroupLimits limits;
    const std::filesystem::path mount = root / "sys/fs/cgroup";
    const std::string groups = readTextFile(root / "proc/self/cgroup");
    // Lines are "number:controllers:group"; version 2 has number 0 and no controllers.
    for (const std::string_view line : linesOf(groups)) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos) continue;
        const std::string_view controllers = line.substr(first + 1, second - first - 1);
        const std::string_view group = line.substr(second + 1);
        if (controllers.empty()) {
            forEachLevel(mount, group, [&](const auto &folder) {
                addMemory(limits, folder, kV2);
                addV2Cpus(limits, folder);
            });
        }
        if (hasController(controllers, "memory")) {
            forEachLevel(mount / "memory", group, [&](const auto &folder) { addMemory(limits, folder, kV1); });
        }
        if (hasController(controllers, "cpu")) {
            forEachLevel(mount / "cpu", group, [&](const auto &folder) { addV1Cpus(limits, folder); });
        }
    }
    return limits;
}

} // namespace sotto
