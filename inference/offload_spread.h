#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sotto {

/// What one GPU can take.
struct Room {
    std::uint64_t bytes = 0; ///< Beside what it needs for itself.
    double share = 1;        ///< Of the layers, against the other GPUs.
};

/// How many of the layers, in order, each room takes, so that none overflows: each about as much as its share says,
/// the first ones more where the later ones have no room. Nothing where they do not all fit. With more room anywhere,
/// as many layers fit at least. Pure. Thread: any.
[[nodiscard]] std::optional<std::vector<int>> spreadWithin(std::span<const std::uint64_t> layers,
                                                           std::span<const Room> rooms);

/// By the shares alone, whatever the rooms hold: layer i belongs to the first room whose cumulative share is above
/// i / layers, as llama.cpp hands them out (llama-model.cpp, load_tensors). All to the last where no share is above 0.
[[nodiscard]] std::vector<int> spreadByShare(int layers, std::span<const Room> rooms);

} // namespace sotto
