#include "hardware/probes/sysfs.h"

#include "hardware/text_file.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <format>

namespace sotto {
namespace {

constexpr std::size_t kLongestName = 96;
constexpr std::uint32_t kDisplayClass = 0x03;

std::optional<std::uint32_t> hexIn(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("0x")) text.remove_prefix(2);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

ProbeProblem whyUnreadable(int error, const std::filesystem::path &path)
{
    ProbeProblem problem;
    problem.kind = error == EACCES || error == EPERM ? ProblemKind::NoPermission : ProblemKind::Unreadable;
    problem.path = path.string();
    problem.detail = std::strerror(error);
    return problem;
}

} // namespace

Sysfs::Sysfs(std::shared_ptr<FilePort> files, std::filesystem::path root)
    : m_files(std::move(files)), m_root(std::move(root))
{
}

std::string Sysfs::text(const std::filesystem::path &path) const
{
    const auto read = m_files->read(path);
    return read ? harmlessName(*read) : std::string();
}

std::optional<double> Sysfs::number(const std::filesystem::path &path) const
{
    const auto value = numberOrWhy(path);
    return value ? std::optional(*value) : std::nullopt;
}

std::expected<double, ProbeProblem> Sysfs::numberOrWhy(const std::filesystem::path &path) const
{
    const auto read = m_files->read(path);
    if (!read) return std::unexpected(whyUnreadable(read.error(), path));
    // Whole numbers only: numberIn() knows no locale, so a decimal comma elsewhere cannot matter.
    if (const auto value = numberIn(*read)) return static_cast<double>(*value);
    ProbeProblem problem;
    problem.kind = ProblemKind::Malformed;
    problem.path = path.string();
    problem.detail = harmlessName(*read);
    return std::unexpected(problem);
}

bool Sysfs::exists(const std::filesystem::path &path) const
{
    const auto read = m_files->read(path);
    return read.has_value() || read.error() != ENOENT;
}

bool Sysfs::isAsleep(const std::filesystem::path &device) const
{
    const std::string status = text(device / "power/runtime_status");
    return status == "suspended" || status == "suspending";
}

std::vector<PciGpu> pciGpus(const Sysfs &sysfs, std::uint32_t vendor)
{
    std::vector<PciGpu> found;
    const auto bus = sysfs.root() / "bus/pci/devices";
    for (const std::string &name : sysfs.files().list(bus)) {
        const auto folder = bus / name;
        if (hexIn(sysfs.text(folder / "vendor")) != vendor) continue;
        const auto deviceClass = hexIn(sysfs.text(folder / "class"));
        if (!deviceClass || *deviceClass >> 16 != kDisplayClass) continue;
        if (const std::string busId = normalisedBusId(name); !busId.empty()) found.push_back({busId, folder});
    }
    return found;
}

std::vector<std::filesystem::path> hwmonFolders(const Sysfs &sysfs, const std::filesystem::path &device,
                                                std::string_view name)
{
    std::vector<std::filesystem::path> found;
    for (const std::string &entry : sysfs.files().list(device / "hwmon")) {
        const auto folder = device / "hwmon" / entry;
        if (sysfs.text(folder / "name") == name) found.push_back(folder);
    }
    return found;
}

std::string normalisedBusId(std::string_view text)
{
    const std::string copy(trimmed(text).substr(0, 32));
    unsigned domain = 0;
    unsigned bus = 0;
    unsigned device = 0;
    unsigned function = 0;
    int used = 0;
    // NOLINTNEXTLINE(cert-err34-c): every field is bounded by its width.
    if (std::sscanf(copy.c_str(), "%8x:%2x:%2x.%1x%n", &domain, &bus, &device, &function, &used) != 4) return {};
    if (static_cast<std::size_t>(used) != copy.size()) return {};
    return std::format("{:04x}:{:02x}:{:02x}.{:x}", domain, bus, device, function);
}

std::string harmlessName(std::string_view text)
{
    std::string name(trimmed(text).substr(0, kLongestName));
    for (char &c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return name;
}

} // namespace sotto
