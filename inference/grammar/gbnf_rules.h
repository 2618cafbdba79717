#pragma once

#include "inference/grammar/grammar.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// `text` as a literal in GBNF.
[[nodiscard]] std::string gbnfLiteral(std::string_view text);
/// `set` in brackets; it must not be empty.
[[nodiscard]] std::string gbnfSet(const CharacterSet &set);

/// Rules of a grammar that is being written.
class GbnfRules final {
public:
    /// The name of a rule with that body: one that is there already, or a new one named after `hint`.
    std::string add(std::string_view hint, const std::string &body);
    /// A name whose body comes later, by define(); for rules that refer to themselves.
    std::string reserve(std::string_view hint);
    void define(const std::string &name, const std::string &body);
    /// The rule of that name, whose body is written at its first use.
    std::string shared(const std::string &name, std::string_view body);

    [[nodiscard]] bool has(const std::string &name) const { return m_taken.contains(name); }
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    std::vector<std::pair<std::string, std::string>> m_rules; ///< Name and body, in the order they came.
    std::map<std::string, std::string, std::less<>> m_names;  ///< Body to name.
    std::map<std::string, int, std::less<>> m_taken;
    std::size_t m_bytes = 0;
};

} // namespace sotto
