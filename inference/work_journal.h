#pragma once

#include <cstdint>
#include <filesystem>

namespace sotto {

/// Work on a model during which a library or a driver could end the process.
enum class RiskyWork : std::uint8_t {
    Opening,
    Replying, ///< On a device other than the CPU, whose drivers end the process when they run out of memory.
};

/// Keeps on disk what is being done to which model, so that the next start can tell what a crash was about.
/// Thread: the engine's; one begin() and one end() at a time.
class WorkJournal {
public:
    virtual ~WorkJournal() = default;
    /// Returns once it is on the disk. A journal that cannot be written stops nobody.
    virtual void begin(RiskyWork work, const std::filesystem::path &model) = 0;
    /// The work is over, whatever came of it.
    virtual void end() = 0;
};

} // namespace sotto
