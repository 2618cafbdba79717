#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sotto {

/// The kernel's driver of a device.
struct PciDriver {
    std::string name;    ///< "amdgpu", "nvidia", "xe"; empty where none is bound or the system does not say.
    std::string version; ///< Of drivers that come apart from the kernel; empty for others.

    bool operator==(const PciDriver &) const = default;
};

/// Of the device at `busId`, "0000:01:00.0", from /sys below `root` (tests give a made tree): the link
/// bus/pci/devices/<id>/driver and module/<name>/version. What is no bus id is not looked for. Thread: any; it reads
/// files, so not the GUI's.
[[nodiscard]] PciDriver readPciDriver(std::string_view busId, const std::filesystem::path &root = "/");

} // namespace sotto
