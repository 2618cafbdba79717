#pragma once

#include "base/result.h"
#include "inference/grammar/gbnf.h"

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// A grammar as it is written, before it becomes a program.
struct GbnfTree {
    struct Element;
    using Sequence = std::vector<Element>;
    using Alternatives = std::vector<Sequence>;

    struct Element {
        enum class Kind : std::uint8_t { Set, Rule, Group };
        Kind kind = Kind::Set;
        std::uint32_t index = 0; ///< Of the set or the rule.
        Alternatives group;
        std::uint32_t least = 1;
        std::optional<std::uint32_t> most = 1; ///< Nothing: no end.
    };
    struct Rule {
        std::string name;
        Alternatives alternatives;
        bool defined = false;
        std::size_t usedAt = 0; ///< Where in the text its name first stands.
    };

    std::vector<Rule> rules;
    std::vector<CharacterSet> sets;
    std::uint32_t root = 0;
};

/// The first problem with a grammar, with its place.
[[nodiscard]] Error grammarProblem(std::string_view text, std::size_t at, const std::string &problem);

/// Errors: GrammarInvalid; every rule that is used is there.
[[nodiscard]] Result<GbnfTree> readGbnf(std::string_view text, const GrammarLimits &limits);

/// Refuses left recursion and endless repetitions of nothing. Errors: GrammarInvalid.
[[nodiscard]] Status checkEnds(const GbnfTree &tree);

/// Errors: GrammarInvalid (the program would be too long).
[[nodiscard]] Result<Grammar> compileGrammar(const GbnfTree &tree, const GrammarLimits &limits);

} // namespace sotto
