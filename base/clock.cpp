#include "base/clock.h"

namespace sotto {

Instant SystemClock::now() const
{
    return std::chrono::steady_clock::now();
}

std::int64_t SystemClock::unixMs() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace sotto
