#pragma once

#include "inference/template/characters.h"
#include "inference/template/run.h"

#include <vector>

namespace sotto::jinja {

/// How Python's textwrap is to break lines.
struct WrapForm {
    std::int64_t width = 79; ///< Characters. Not above 0: a Fault.
    bool breaksLongWords = true;
    bool breaksWordsAtHyphens = true; ///< Words that are too long, where they have one.
    bool endsLinesAtHyphens = true;   ///< Any words.
};

/// The lines that textwrap.wrap() makes of `paragraph`, with tabs and spaces as they are. Thread: any.
[[nodiscard]] std::vector<Extent> wrappedLines(Run &run, std::string_view paragraph, const WrapForm &form);

} // namespace sotto::jinja
