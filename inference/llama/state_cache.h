#pragma once

#include "inference/kept_states.h"
#include "inference/llama/sequence_state.h"

#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// States of conversations that were left, by what they begin with. The ones used longest ago go first, in memory and
/// on disk, each within its limit; what does not fit into memory at all waits there until it has been written.
///
/// A state is found by its tokens, under whatever name it was kept, and only for the model it was made with. Files that
/// are damaged, or not of this program, are deleted when that shows, and are never loaded. Thread: the engine's.
class StateCache final {
public:
    using Shared = std::shared_ptr<const SequenceState>;

    /// Makes room at once. No disk: files of states in the folder are deleted.
    void setLimits(const StateLimits &limits);
    /// Keeps a state, in place of those of the same name that it goes on from.
    void keep(const StateDigest &model, const std::string &name, Shared state);
    /// The state that saves most of computing `prompt`, if it saves more than `moreThan` tokens; read from disk where
    /// it is only there.
    [[nodiscard]] Shared find(const StateDigest &model, std::span<const std::int32_t> prompt, std::size_t moreThan);
    /// Whether a state of exactly these tokens is kept, in memory or on disk.
    [[nodiscard]] bool holds(const StateDigest &model, std::span<const std::int32_t> tokens) const;
    void forget(std::string_view name);
    void retain(const std::vector<std::string> &names);

    /// Whether something in memory is not on disk and should be.
    [[nodiscard]] bool hasUnwritten() const;
    /// Writes one such state, the last used first. One that cannot be written is not tried again.
    void writeOne(const std::function<bool()> &interrupted);
    [[nodiscard]] KeptStates kept();

private:
    struct Entry {
        StateDigest model{};
        std::string name;
        std::vector<std::int32_t> tokens;
        bool rollsBack = true;
        std::vector<std::size_t> checkpoints;
        Shared state; ///< Null: only on disk.
        std::uint64_t memoryBytes = 0;
        std::filesystem::path file; ///< Empty: only in memory.
        std::uint64_t fileBytes = 0;
        bool unwritable = false;
    };
    using Entries = std::list<Entry>;

    [[nodiscard]] bool usesDisk() const { return m_limits.diskBytes > 0 && !m_limits.folder.empty(); }
    [[nodiscard]] bool isUnwritten(const Entry &entry) const;
    [[nodiscard]] static std::size_t saved(const Entry &entry, std::span<const std::int32_t> prompt);
    [[nodiscard]] bool load(Entry &entry);
    void readFolder();
    void deleteFolder() const;
    void trim();
    void trimDisk(std::uint64_t room);
    Entries::iterator drop(Entries::iterator entry);
    static void removeFile(Entry &entry);
    [[nodiscard]] std::filesystem::path fileFor(const Entry &entry) const;

    StateLimits m_limits;
    Entries m_entries; ///< Last used first.
    bool m_folderRead = false;
};

} // namespace sotto
