#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace sotto::test {

/// A disk that fails on demand: a SQLite VFS over the platform's own, whose writes a test can refuse, and whose power
/// it can cut. Registered under name() while it lives; every connection on it must be closed before it goes.
/// Thread: the switches from any.
class FailingDevice final {
public:
    FailingDevice();
    ~FailingDevice();
    FailingDevice(const FailingDevice &) = delete;
    FailingDevice &operator=(const FailingDevice &) = delete;

    [[nodiscard]] const std::string &name() const { return m_name; }

    enum class Fault : std::uint8_t { None, DiskFull, WriteError, SyncError };
    /// Fails with `fault` once another `bytes` have been written.
    void failAfter(Fault fault, std::int64_t bytes = 0);
    void heal() { failAfter(Fault::None); }
    /// Calls that were failed so far, so that a test can see that the fault was met.
    [[nodiscard]] int failures() const;

    /// What each file held when it was last synced. Written back, it is the disk after a power cut.
    [[nodiscard]] std::map<std::string, std::string> synced() const;

    class Shared;

private:
    std::string m_name;
    std::unique_ptr<Shared> m_shared;
};

} // namespace sotto::test
