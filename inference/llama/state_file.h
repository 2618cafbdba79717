#pragma once

#include "base/result.h"
#include "inference/llama/sequence_state.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sotto {

/// What a state file says before its bulk: enough to choose one without reading it.
struct StateFileHeader {
    StateDigest model{};
    std::string name; ///< GenerationRequest::stateKey.
    std::vector<std::int32_t> tokens;
    bool rollsBack = true;
    std::uint64_t wholeBytes = 0;
    std::vector<std::size_t> checkpoints; ///< Token counts, shortest first.
    std::vector<std::uint64_t> checkpointBytes;
    std::uint64_t fileBytes = 0;

    bool operator==(const StateFileHeader &) const = default;
};

/// The state of a conversation in a file: a header with a checksum, then the states with another. Numbers are in the
/// byte order of the machine; a file of the other order is refused by its first word. Nothing in it is trusted: every
/// count is bounded, and the sizes have to add up to the size of the file.
///
/// Errors of reading: FileNotFound, FileUnreadable, FileTruncated (shorter or longer than it says), InvalidRequest
/// (no state file of this version, or damaged). Thread: any, one file at a time.
[[nodiscard]] Result<StateFileHeader> readStateHeader(const std::filesystem::path &path);
/// Also InvalidRequest where it is not of `model`: such a state is never handed out.
[[nodiscard]] Result<SequenceState> readStateFile(const std::filesystem::path &path, const StateDigest &model);

/// Writes beside `path` and renames, so that it is there whole or not at all; readable by its owner alone. Asks
/// `interrupted` every few megabytes and then ends with Cancelled. Errors: InvalidRequest (a name over 256 bytes),
/// WriteFailed, DiskFull, Cancelled; after each of them there is nothing at `path` that was not there before.
[[nodiscard]] Status writeStateFile(const std::filesystem::path &path, const StateDigest &model,
                                    const std::string &name, const SequenceState &state,
                                    const std::function<bool()> &interrupted);

inline constexpr const char *kStateFileEnding = ".kv";
inline constexpr const char *kStatePartEnding = ".part"; ///< After kStateFileEnding, while it is written.

} // namespace sotto
