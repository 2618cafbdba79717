#include "inference/events.h"

namespace sotto {

double Usage::tokensPerSecond() const
{
    if (outputTokens < 2 || decodeTime <= Duration::zero()) return 0.0;
    return (outputTokens - 1) / std::chrono::duration<double>(decodeTime).count();
}

} // namespace sotto
