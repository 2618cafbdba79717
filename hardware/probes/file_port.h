#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace sotto {

/// How probes read /sys and /proc; tests put in one that denies, fails and counts.
/// Thread: any, if the implementation says so; SystemFiles does.
class FilePort {
public:
    virtual ~FilePort() = default;
    /// The first 64 KiB of a file, or errno.
    [[nodiscard]] virtual std::expected<std::string, int> read(const std::filesystem::path &path) = 0;
    /// Names in a folder, sorted; empty where it cannot be read. At most 4096.
    [[nodiscard]] virtual std::vector<std::string> list(const std::filesystem::path &folder) = 0;
    /// Where a link leads, as the last part of its name ("0000:01:00.0"); empty for no link.
    [[nodiscard]] virtual std::string linkName(const std::filesystem::path &path) = 0;
};

class SystemFiles final : public FilePort {
public:
    [[nodiscard]] std::expected<std::string, int> read(const std::filesystem::path &path) override;
    [[nodiscard]] std::vector<std::string> list(const std::filesystem::path &folder) override;
    [[nodiscard]] std::string linkName(const std::filesystem::path &path) override;
};

} // namespace sotto
