#include "inference/gguf/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sotto {
namespace {

std::unexpected<Error> failWithErrno(const std::filesystem::path &path)
{
    const int number = errno;
    const bool missing = number == ENOENT || number == ENOTDIR;
    return fail(missing ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable, path.filename().string(),
                std::generic_category().message(number));
}

std::unexpected<Error> failNotRegular(const std::filesystem::path &path)
{
    return fail(ErrorCode::FileUnreadable, path.filename().string(), "not a regular file");
}

} // namespace

Result<std::size_t> MemorySource::readAt(std::uint64_t offset, std::span<std::byte> into)
{
    if (offset >= m_bytes.size()) return 0;
    const auto there = m_bytes.subspan(static_cast<std::size_t>(offset));
    const std::size_t count = std::min(there.size(), into.size());
    std::copy_n(there.begin(), count, into.begin());
    return count;
}

Result<FileSource> FileSource::open(const std::filesystem::path &path)
{
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return failWithErrno(path);
    if (!S_ISREG(info.st_mode)) return failNotRegular(path);

    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return failWithErrno(path);
    FileSource source(descriptor, 0);
    // It may have been replaced between the two calls.
    if (::fstat(descriptor, &info) != 0) return failWithErrno(path);
    if (!S_ISREG(info.st_mode)) return failNotRegular(path);
    source.m_size = static_cast<std::uint64_t>(info.st_size);
    return source;
}

FileSource::FileSource(FileSource &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_size(other.m_size)
{
}

FileSource::~FileSource()
{
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<std::size_t> FileSource::readAt(std::uint64_t offset, std::span<std::byte> into)
{
    std::size_t done = 0;
    while (done < into.size() && offset + done < m_size) {
        const auto rest = into.subspan(done);
        const ssize_t got = ::pread(m_descriptor, rest.data(), rest.size(), static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(ErrorCode::FileUnreadable, {}, std::generic_category().message(errno));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

} // namespace sotto
