#include "inference/llama/load_failure.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sotto {

bool tellsOfMemory(const std::vector<LogLine> &lines)
{
    static constexpr std::array<std::string_view, 7> words{
        "insufficient memory", "failed to allocate", "unable to allocate", "allocation of size",
        "out of memory",       "OutOfDeviceMemory",  "bad_alloc",
    };
    return std::ranges::any_of(lines, [](const LogLine &line) {
        const bool bad = line.level == LogLine::Level::Error || line.level == LogLine::Level::Warning;
        return bad && std::ranges::any_of(words, [&](std::string_view word) { return line.text.contains(word); });
    });
}

} // namespace sotto
