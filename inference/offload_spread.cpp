#include "inference/offload_spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sotto {
namespace {

/// Whether layers from `at` on fit into rooms from `room` on. Filling each as far as it goes is the best one can do.
bool fillsUp(std::span<const std::uint64_t> layers, std::span<const Room> rooms)
{
    std::size_t at = 0;
    for (const Room &room : rooms) {
        for (std::uint64_t left = room.bytes; at < layers.size() && layers[at] <= left; ++at)
            left -= layers[at];
    }
    return at == layers.size();
}

double sumOfShares(std::span<const Room> rooms)
{
    return std::accumulate(rooms.begin(), rooms.end(), 0.0, [](double sum, const Room &r) { return sum + r.share; });
}

} // namespace

std::optional<std::vector<int>> spreadWithin(std::span<const std::uint64_t> layers, std::span<const Room> rooms)
{
    if (!fillsUp(layers, rooms)) return std::nullopt;
    const double shares = std::max(sumOfShares(rooms), 1e-9);
    const double all = std::accumulate(layers.begin(), layers.end(), 0.0);
    std::vector<int> counts;
    double wanted = 0; // of the bytes, up to the end of this room
    double given = 0;
    for (std::size_t room = 0; room < rooms.size(); ++room) {
        wanted += rooms[room].share / shares * all;
        std::uint64_t left = rooms[room].bytes;
        std::size_t at = 0;
        const auto mustTake = [&] { return !fillsUp(layers.subspan(at), rooms.subspan(room + 1)); };
        // Half of a layer more than the share is as near to it as half of one less.
        const auto mayTake = [&] { return given + static_cast<double>(layers[at]) / 2 <= wanted; };
        for (; at < layers.size() && layers[at] <= left && (mayTake() || mustTake()); ++at) {
            left -= layers[at];
            given += static_cast<double>(layers[at]);
        }
        counts.push_back(static_cast<int>(at));
        layers = layers.subspan(at);
    }
    return counts;
}

std::vector<int> spreadByShare(int layers, std::span<const Room> rooms)
{
    std::vector<int> counts(rooms.size(), 0);
    if (rooms.empty()) return counts;
    const double all = sumOfShares(rooms);
    double sum = 0;
    int before = 0;
    for (std::size_t i = 0; i < rooms.size() && all > 0; ++i) {
        sum += rooms[i].share;
        const int end = std::min(layers, static_cast<int>(std::ceil(sum / all * layers - 1e-9)));
        counts[i] = end - before;
        before = end;
    }
    counts.back() += layers - before;
    return counts;
}

} // namespace sotto
