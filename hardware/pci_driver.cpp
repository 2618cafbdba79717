#include "hardware/pci_driver.h"

#include "hardware/text_file.h"

#include <algorithm>
#include <cctype>
#include <system_error>

namespace sotto {
namespace {

/// Lower case, as the system has it; empty where it could be a path to somewhere else.
std::string soundBusId(std::string_view busId)
{
    std::string id;
    for (const char c : busId) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isxdigit(byte) == 0 && c != ':' && c != '.') return {};
        id += static_cast<char>(std::tolower(byte));
    }
    return id.contains("..") || id.size() > 32 ? std::string() : id;
}

} // namespace

PciDriver readPciDriver(std::string_view busId, const std::filesystem::path &root)
{
    const std::string id = soundBusId(busId);
    if (id.empty()) return {};
    std::error_code problem;
    const auto link = std::filesystem::read_symlink(root / "sys/bus/pci/devices" / id / "driver", problem);
    if (problem) return {};
    PciDriver driver{link.filename().string(), {}};
    driver.version = trimmed(readTextFile(root / "sys/module" / driver.name / "version"));
    return driver;
}

} // namespace sotto
