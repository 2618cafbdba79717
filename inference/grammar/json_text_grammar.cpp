#include "inference/grammar/json_text_grammar.h"

#include <utility>
#include <vector>

namespace sotto {

std::string jsonSpace(GbnfRules &rules)
{
    return rules.shared("ws", R"(| " " | "\n" [ \t]{0,20})");
}

std::string jsonChar(GbnfRules &rules)
{
    rules.shared("hex", "[0-9a-fA-F]");
    // Half a surrogate pair is no character.
    rules.shared("escaped", R"("\\" (["\\/bfnrt] | "u" ([0-9a-ce-fA-CE-F] hex{3} | [dD] [0-7] hex{2})"
                            R"( | [dD] [89abAB] hex{2} "\\u" [dD] [c-fC-F] hex{2})))");
    return rules.shared("char", R"([^"\\\x00-\x1F] | escaped)");
}

std::string jsonString(GbnfRules &rules)
{
    return rules.shared("string", "\"\\\"\" " + jsonChar(rules) + "* \"\\\"\"");
}

std::string jsonInteger(GbnfRules &rules)
{
    return rules.shared("integer", R"("-"? ("0" | [1-9] [0-9]{0,15}))");
}

std::string jsonNumber(GbnfRules &rules)
{
    return rules.shared("number", jsonInteger(rules) + R"( ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?)");
}

std::string jsonValue(GbnfRules &rules)
{
    if (rules.has("value")) return "value";
    const std::string name = rules.reserve("value");
    rules.define(name, jsonObject(rules) + " | " + jsonArray(rules) + " | " + jsonString(rules) + " | " +
                           jsonNumber(rules) + R"( | "true" | "false" | "null")");
    return name;
}

std::string jsonObject(GbnfRules &rules)
{
    if (rules.has("object")) return "object";
    const std::string name = rules.reserve("object");
    const std::string member = jsonString(rules) + " \":\" " + jsonSpace(rules) + " " + jsonValue(rules);
    rules.define(name, "\"{\" ws (" + member + " (\",\" ws " + member + ")* ws)? \"}\"");
    return name;
}

std::string jsonArray(GbnfRules &rules)
{
    if (rules.has("array")) return "array";
    const std::string name = rules.reserve("array");
    const std::string item = jsonValue(rules);
    rules.define(name, "\"[\" " + jsonSpace(rules) + " (" + item + " (\",\" ws " + item + ")* ws)? \"]\"");
    return name;
}

std::string jsonSet(const CharacterSet &set)
{
    std::vector<CharacterSet::Range> plain;
    std::string escapes;
    const auto escape = [&](char32_t c, const char *text) {
        if (set.contains(c)) escapes += std::string(escapes.empty() ? "" : " | ") + gbnfLiteral(text);
    };
    escape('"', "\\\"");
    escape('\\', "\\\\");
    escape('\n', "\\n");
    escape('\t', "\\t");
    escape('\r', "\\r");
    escape('\b', "\\b");
    escape('\f', "\\f");
    for (const CharacterSet::Range &range : set.ranges()) {
        char32_t low = range.low < 0x20 ? 0x20 : range.low;
        for (const char32_t special : {U'"', U'\\'}) {
            if (special < low || special > range.high) continue;
            if (special > low) plain.push_back({low, special - 1});
            low = special + 1;
        }
        if (low <= range.high) plain.push_back({low, range.high});
    }
    if (plain.empty()) return "(" + escapes + ")";
    const std::string raw = gbnfSet(CharacterSet(std::move(plain)));
    return escapes.empty() ? raw : "(" + raw + " | " + escapes + ")";
}

} // namespace sotto
