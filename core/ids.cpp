#include "core/ids.h"

#include <atomic>
#include <chrono>
#include <random>

namespace sotto {

namespace {

constexpr std::int64_t kEpochMs = 1'704'067'200'000; // 2024-01-01T00:00:00Z
constexpr int kRandomBits = 20;                      // leaves 43 bits of milliseconds: until the year 2302

std::int64_t randomBits()
{
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return static_cast<std::int64_t>(engine() >> (64 - kRandomBits));
}

} // namespace

std::int64_t makeId()
{
    using namespace std::chrono;
    static std::atomic<std::int64_t> last{0};
    const std::int64_t ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() - kEpochMs;
    const std::int64_t fresh = (std::max<std::int64_t>(ms, 1) << kRandomBits) | randomBits();
    std::int64_t previous = last.load();
    std::int64_t id = 0;
    do {
        id = std::max(fresh, previous + 1);
    } while (!last.compare_exchange_weak(previous, id));
    return id;
}

} // namespace sotto
