#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::jinja {

struct Token {
    enum class Kind : std::uint8_t {
        Data,
        VariableBegin,
        VariableEnd,
        BlockBegin,
        BlockEnd,
        Name,
        String,
        Integer,
        Float,
        Operator,
        End
    };

    Kind kind = Kind::End;
    std::string text; ///< Data and strings: what they stand for; else as written, numbers without underscores.
    int line = 1;     ///< From 1.
};

/// Cuts a template into tokens as Jinja2 does with trim_blocks and lstrip_blocks; the last one is End.
/// Throws Fault. Source: jinja2/lexer.py, Lexer.tokeniter.
[[nodiscard]] std::vector<Token> tokenize(std::string_view source);

} // namespace sotto::jinja
