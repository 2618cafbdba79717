#pragma once

#include "inference/request.h"

#include <string>
#include <vector>

namespace sotto {

/// A reply taken apart. Where several are there, the reasoning came first, then the text, then the calls.
struct SplitReply {
    std::string reasoning;
    std::string text;
    std::vector<ToolCall> calls;
};

} // namespace sotto
