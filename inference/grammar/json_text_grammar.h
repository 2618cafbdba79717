#pragma once

#include "base/result.h"
#include "inference/grammar/gbnf_rules.h"

#include <string>
#include <string_view>

namespace sotto {

/// Rules of JSON itself, shared by all schemas. Each answers the name of its rule.
[[nodiscard]] std::string jsonSpace(GbnfRules &rules); ///< Nothing, a space, or a line end and up to 20 blanks.
[[nodiscard]] std::string jsonChar(GbnfRules &rules);  ///< One character inside quotes, escaped or not.
[[nodiscard]] std::string jsonString(GbnfRules &rules);
[[nodiscard]] std::string jsonNumber(GbnfRules &rules); ///< Up to 16 digits, 16 after the point, exponents to ±99.
[[nodiscard]] std::string jsonInteger(GbnfRules &rules);
[[nodiscard]] std::string jsonValue(GbnfRules &rules); ///< Anything.
[[nodiscard]] std::string jsonObject(GbnfRules &rules);
[[nodiscard]] std::string jsonArray(GbnfRules &rules);

/// One of `set`, as it stands inside quotes in JSON.
[[nodiscard]] std::string jsonSet(const CharacterSet &set);

/// A string, quotes included, that `pattern` matches somewhere (JSON Schema does not anchor patterns). Known of
/// ECMA-262's regular expressions: characters, escapes, sets, `.`, \d \w \s and their opposites, groups, `|`,
/// * + ? {m,n} and their lazy forms, ^ at the beginning and $ at the end. Errors: GrammarInvalid, naming what is not
/// known.
[[nodiscard]] Result<std::string> patternGrammar(GbnfRules &rules, std::string_view pattern);

} // namespace sotto
