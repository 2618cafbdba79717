#pragma once

#include "hardware/probes/file_port.h"
#include "hardware/probes/sysfs.h"

#include <QTemporaryDir>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace sotto::test {

/// Reads a made tree, refuses what a test wants refused (root would be let in everywhere), and counts.
class WatchedFiles final : public FilePort {
public:
    std::expected<std::string, int> read(const std::filesystem::path &path) override
    {
        ++reads[path.string()];
        for (const auto &[part, error] : refused)
            if (path.string().contains(part)) return std::unexpected(error);
        return m_files.read(path);
    }
    std::vector<std::string> list(const std::filesystem::path &folder) override { return m_files.list(folder); }
    std::string linkName(const std::filesystem::path &path) override { return m_files.linkName(path); }

    [[nodiscard]] int readsOf(std::string_view part) const
    {
        int count = 0;
        for (const auto &[path, times] : reads)
            if (path.contains(part)) count += times;
        return count;
    }

    std::map<std::string, int> refused; ///< Part of a path, errno.
    std::map<std::string, int> reads;

private:
    SystemFiles m_files;
};

/// A made /sys.
class PowerTree final {
public:
    std::shared_ptr<WatchedFiles> files = std::make_shared<WatchedFiles>();

    [[nodiscard]] std::filesystem::path root() const { return m_folder.path().toStdString(); }
    [[nodiscard]] Sysfs sysfs() const { return {files, root()}; }

    void write(const std::string &path, std::string_view text) const
    {
        const auto file = root() / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text << '\n';
    }
    void remove(const std::string &path) const { std::filesystem::remove_all(root() / path); }

    /// Adds a GPU and returns its folder, below the root.
    std::string gpu(const std::string &busId, const char *vendor, const char *status = "active") const
    {
        const std::string folder = "bus/pci/devices/" + busId;
        write(folder + "/vendor", vendor);
        write(folder + "/class", "0x030000");
        write(folder + "/power/runtime_status", status);
        return folder;
    }
    /// Adds a hwmon folder to a device and returns it.
    std::string hwmon(const std::string &device, int number, const char *name) const
    {
        const std::string folder = device + "/hwmon/hwmon" + std::to_string(number);
        write(folder + "/name", name);
        return folder;
    }
    /// Adds a RAPL zone ("0", "0:1") and returns it.
    std::string rapl(const std::string &zone, const char *name, std::uint64_t microjoules,
                     std::uint64_t range = 262'143'328'850) const
    {
        std::string folder = "class/powercap/intel-rapl:" + zone.substr(0, zone.find(':'));
        if (zone.contains(':')) folder += "/intel-rapl:" + zone;
        write(folder + "/name", name);
        write(folder + "/energy_uj", std::to_string(microjoules));
        write(folder + "/max_energy_range_uj", std::to_string(range));
        return folder;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace sotto::test
