#include "hardware/probes/file_port.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace sotto {

std::expected<std::string, int> SystemFiles::read(const std::filesystem::path &path)
{
    constexpr std::size_t most = std::size_t{64} * 1024;
    // O_NONBLOCK: a pipe in a made-up tree must not hang the sampler.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return std::unexpected(errno);
    std::string text;
    std::array<char, 4096> block;
    int problem = 0;
    while (text.size() < most) {
        const ssize_t got = ::read(file, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) problem = errno;
        if (got <= 0) break;
        text.append(block.data(), static_cast<std::size_t>(got));
    }
    ::close(file);
    if (problem != 0) return std::unexpected(problem);
    return text;
}

std::vector<std::string> SystemFiles::list(const std::filesystem::path &folder)
{
    constexpr std::size_t most = 4096;
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::directory_iterator it(folder, error);
    for (; !error && it != std::filesystem::directory_iterator() && names.size() < most; it.increment(error))
        names.push_back(it->path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string SystemFiles::linkName(const std::filesystem::path &path)
{
    std::error_code error;
    const auto target = std::filesystem::read_symlink(path, error);
    return error ? std::string() : target.filename().string();
}

} // namespace sotto
