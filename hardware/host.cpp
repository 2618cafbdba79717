#include "hardware/host.h"

#include "hardware/cgroup.h"
#include "hardware/text_file.h"

#include <algorithm>
#include <optional>
#include <sched.h>
#include <set>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace sotto {
namespace {

// The kernel's own bound is 8192; a list in a broken file must not cost more.
constexpr std::uint64_t kMaxCpus = 65'536;

std::vector<int> allowedByScheduler()
{
    std::vector<int> cpus;
    cpu_set_t *const set = CPU_ALLOC(kMaxCpus);
    if (set == nullptr) return cpus;
    const std::size_t bytes = CPU_ALLOC_SIZE(kMaxCpus);
    CPU_ZERO_S(bytes, set);
    if (::sched_getaffinity(0, bytes, set) == 0) {
        for (int cpu = 0; cpu < static_cast<int>(kMaxCpus); ++cpu) {
            if (CPU_ISSET_S(static_cast<std::size_t>(cpu), bytes, set)) cpus.push_back(cpu);
        }
    }
    CPU_FREE(set);
    return cpus;
}

/// "0-3,8,10-11"
std::vector<int> parseCpuList(std::string_view text)
{
    std::vector<int> cpus;
    text = trimmed(text);
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view range = text.substr(0, comma);
        const std::size_t dash = range.find('-');
        const auto first = numberIn(range.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : numberIn(range.substr(dash + 1));
        if (first && last && *last < kMaxCpus) {
            for (std::uint64_t cpu = *first; cpu <= *last; ++cpu) {
                cpus.push_back(static_cast<int>(cpu));
            }
        }
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return cpus;
}

/// The value of a "key : value" line.
std::optional<std::string_view> cpuInfoValue(std::string_view text, std::string_view key)
{
    for (const std::string_view line : linesOf(text)) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && trimmed(line.substr(0, colon)) == key)
            return trimmed(line.substr(colon + 1));
    }
    return std::nullopt;
}

std::string modelName(const std::filesystem::path &root, std::string_view cpuInfo)
{
    for (const std::string_view key : {"model name", "Model", "Hardware", "cpu model"}) {
        if (const auto value = cpuInfoValue(cpuInfo, key); value && !value->empty()) return std::string(*value);
    }
    // On most ARM boards only the device tree knows; it ends with a zero byte.
    std::string board = readTextFile(root / "sys/firmware/devicetree/base/model");
    std::erase(board, '\0');
    return std::string(trimmed(board));
}

std::vector<int> allowedCpus(const std::filesystem::path &root, std::string_view cpuInfo)
{
    std::vector<int> cpus;
    if (root == "/") cpus = allowedByScheduler();
    if (cpus.empty()) cpus = parseCpuList(readTextFile(root / "sys/devices/system/cpu/online"));
    if (cpus.empty()) {
        for (const std::string_view line : linesOf(cpuInfo)) {
            if (line.starts_with("processor")) cpus.push_back(static_cast<int>(cpus.size()));
        }
    }
    return cpus;
}

int countCores(const std::filesystem::path &root, const std::vector<int> &cpus)
{
    std::set<std::pair<std::uint64_t, std::uint64_t>> cores;
    for (const int cpu : cpus) {
        const auto topology = root / "sys/devices/system/cpu" / ("cpu" + std::to_string(cpu)) / "topology";
        const auto package = numberIn(readTextFile(topology / "physical_package_id"));
        const auto core = numberIn(readTextFile(topology / "core_id"));
        // Without a core id each CPU counts as one; a package of "-1" means that there is but one.
        cores.emplace(package.value_or(0), core.value_or(kMaxCpus + static_cast<std::uint64_t>(cpu)));
    }
    return static_cast<int>(cores.size());
}

/// Those of the fastest kind: Intel's hybrids list theirs, on ARM each CPU has a capacity. All where neither is told.
std::vector<int> fastestOf(const std::filesystem::path &root, const std::vector<int> &cpus)
{
    std::vector<int> fastest = parseCpuList(readTextFile(root / "sys/devices/cpu_core/cpus"));
    std::erase_if(fastest, [&](int cpu) { return !std::ranges::contains(cpus, cpu); });
    if (!fastest.empty()) return fastest;
    std::uint64_t most = 0;
    for (const int cpu : cpus) {
        const auto file = root / "sys/devices/system/cpu" / ("cpu" + std::to_string(cpu)) / "cpu_capacity";
        const std::uint64_t capacity = numberIn(readTextFile(file)).value_or(0);
        if (capacity > most) fastest.clear();
        most = std::max(most, capacity);
        if (capacity == most) fastest.push_back(cpu);
    }
    return fastest;
}

std::uint64_t kibibytes(std::string_view text, std::string_view key)
{
    std::string_view value = valueOf(text, key).value_or("");
    if (value.ends_with("kB")) value.remove_suffix(2);
    return numberIn(value).value_or(0) * 1024;
}

std::uint64_t residentBytes(const std::filesystem::path &root)
{
    // "size resident shared …", in pages
    const std::string text = readTextFile(root / "proc/self/statm");
    const std::size_t begin = text.find(' ');
    if (begin == std::string::npos) return 0;
    const std::size_t end = text.find(' ', begin + 1);
    const auto pages = numberIn(std::string_view(text).substr(begin, end - begin));
    return pages.value_or(0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

CpuInfo readCpuInfo(const std::filesystem::path &root)
{
    const std::string text = readTextFile(root / "proc/cpuinfo");
    const std::vector<int> cpus = allowedCpus(root, text);
    CpuInfo info;
    info.model = modelName(root, text);
    info.logicalCpus = std::max(1, static_cast<int>(cpus.size()));
    info.physicalCores = std::max(1, countCores(root, cpus));
    info.performanceCores = std::max(1, countCores(root, fastestOf(root, cpus)));
    info.cpuQuota = readCgroupLimits(root).cpus.value_or(0);
    return info;
}

MemoryInfo readMemoryInfo(const std::filesystem::path &root)
{
    const std::string text = readTextFile(root / "proc/meminfo");
    const CgroupLimits limits = readCgroupLimits(root);
    MemoryInfo info;
    info.total = kibibytes(text, "MemTotal:");
    info.available = kibibytes(text, "MemAvailable:");
    info.processRss = residentBytes(root);
    if (limits.memoryTotal) info.total = std::min(info.total, *limits.memoryTotal);
    if (limits.memoryAvailable) info.available = std::min(info.available, *limits.memoryAvailable);
    return info;
}

} // namespace sotto
