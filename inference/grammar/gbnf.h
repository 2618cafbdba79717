#pragma once

#include "base/result.h"
#include "inference/grammar/grammar.h"

#include <cstddef>
#include <string_view>

namespace sotto {

/// How large a grammar may be.
struct GrammarLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t rules = 8192;
    std::size_t depth = 64;    ///< Groups within one another.
    std::size_t ops = 400'000; ///< Of the program; repetitions are written out.
};

/// Reads a grammar in GBNF, llama.cpp's notation: `name ::= …` with "literals", [sets], `.`, groups, `|`, and
/// * + ? {m} {m,} {m,n}; `#` begins a comment; the rule named root is the whole text. A rule goes on over line ends
/// inside a group or after `|` and `::=`. References to tokens (`<[1]>`) are not known here.
///
/// Refused, besides what is malformed: names without a rule, left recursion, hidden or not, and an endless repetition
/// of what may be empty; a matcher would never come to an end with them.
/// Errors: GrammarInvalid; `subject` says where and what, e.g. "line 2, column 5: …". Thread: any.
[[nodiscard]] Result<Grammar> parseGbnf(std::string_view text, const GrammarLimits &limits = {});

} // namespace sotto
