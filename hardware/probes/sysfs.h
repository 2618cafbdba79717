#pragma once

#include "hardware/power/reading.h"
#include "hardware/probes/file_port.h"
#include "hardware/probes/probe.h"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Reads a sysfs tree. Source of the formats: the kernel's Documentation/ABI/testing/sysfs-bus-pci, sysfs-class-hwmon,
/// sysfs-devices-power. Thread: that of its owner.
class Sysfs final {
public:
    Sysfs(std::shared_ptr<FilePort> files, std::filesystem::path root);

    [[nodiscard]] const std::filesystem::path &root() const { return m_root; }
    [[nodiscard]] FilePort &files() const { return *m_files; }

    /// Trimmed, without what a terminal would act on; empty where it cannot be read.
    [[nodiscard]] std::string text(const std::filesystem::path &path) const;
    /// A whole, not negative number; nothing where the file is missing, unreadable or holds another thing.
    [[nodiscard]] std::optional<double> number(const std::filesystem::path &path) const;
    /// The same, with the reason.
    [[nodiscard]] std::expected<double, ProbeProblem> numberOrWhy(const std::filesystem::path &path) const;
    [[nodiscard]] bool exists(const std::filesystem::path &path) const;

    /// Whether the device in this folder is runtime-suspended. Reading it wakes nothing.
    [[nodiscard]] bool isAsleep(const std::filesystem::path &device) const;

private:
    std::shared_ptr<FilePort> m_files;
    std::filesystem::path m_root;
};

/// A display device on the PCI bus (class 0x03….).
struct PciGpu {
    std::string busId;            ///< "0000:01:00.0"
    std::filesystem::path folder; ///< <root>/bus/pci/devices/<busId>
};

/// Those of one vendor (0x10de NVIDIA, 0x1002 AMD, 0x8086 Intel), in the order of their addresses.
[[nodiscard]] std::vector<PciGpu> pciGpus(const Sysfs &sysfs, std::uint32_t vendor);

/// Folders below `device`/hwmon whose `name` is `name`.
[[nodiscard]] std::vector<std::filesystem::path> hwmonFolders(const Sysfs &sysfs, const std::filesystem::path &device,
                                                              std::string_view name);

/// "00000000:01:00.0" and "0000:01:00.0" and upper case, all as "0000:01:00.0". What is no address: empty.
[[nodiscard]] std::string normalisedBusId(std::string_view text);

/// Printable text of at most 96 bytes; control characters become spaces.
[[nodiscard]] std::string harmlessName(std::string_view text);

} // namespace sotto
