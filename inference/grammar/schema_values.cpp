#include "inference/grammar/json_text_grammar.h"
#include "inference/grammar/schema_converter.h"

#include <array>
#include <utility>

namespace sotto {
namespace {

// RFC 3339; the day fits the month, and February has 29 days in any year.
constexpr const char *kDate = R"([0-9]{4} "-" (("0" [13578] | "1" [02]) "-" ("0" [1-9] | [12] [0-9] | "3" [01]))"
                              R"( | ("0" [469] | "11") "-" ("0" [1-9] | [12] [0-9] | "30"))"
                              R"( | "02-" ("0" [1-9] | [12] [0-9])))";
constexpr const char *kTime = R"(([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,9})?)"
                              R"( ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9]))";
constexpr const char *kUuid = R"([0-9a-fA-F]{8} ("-" [0-9a-fA-F]{4}){3} "-" [0-9a-fA-F]{12})";
constexpr const char *kByte = R"("25" [0-5] | "2" [0-4] [0-9] | "1" [0-9] [0-9] | [1-9] [0-9] | [0-9])";

std::string inQuotes(const std::string &body)
{
    return "\"\\\"\" " + body + " \"\\\"\"";
}

} // namespace

SchemaConverter::Rule SchemaConverter::visitString(const JsonValue &schema, const std::string &place)
{
    constexpr std::size_t none = ~std::size_t{0};
    const auto least = count(schema, "minLength", 0, place);
    const auto most = count(schema, "maxLength", none, place);
    if (!least || !most) return std::nullopt;
    const bool counted = *least > 0 || *most != none;
    if (const JsonValue *pattern = schema.find("pattern")) {
        if (!pattern->string()) return refuse(place, "“pattern” is no text");
        if (counted) return refuse(place, "“pattern” together with “minLength” or “maxLength” is not known here");
        const auto body = patternGrammar(m_rules, *pattern->string());
        if (!body) return refuse(place, body.error().subject);
        return m_rules.add("pattern", *body);
    }
    if (const JsonValue *format = schema.find("format"); format && format->string()) {
        if (Rule rule = visitFormat(*format->string(), place)) {
            if (counted) return refuse(place, "“format” together with “minLength” or “maxLength” is not known here");
            return rule;
        }
        note("format: " + *format->string());
    }
    if (!counted) return jsonString(m_rules);
    if (*most < *least) return refuse(place, "“maxLength” is less than “minLength”");
    const std::string range = std::to_string(*least) + "," + (*most == none ? std::string() : std::to_string(*most));
    return m_rules.add("text", inQuotes(jsonChar(m_rules) + "{" + range + "}"));
}

SchemaConverter::Rule SchemaConverter::visitFormat(const std::string &format, const std::string &)
{
    if (format == "date") return m_rules.add("date", inQuotes(m_rules.shared("full-date", kDate)));
    if (format == "time") return m_rules.add("time", inQuotes(m_rules.shared("full-time", kTime)));
    if (format == "uuid") return m_rules.add("uuid", inQuotes(kUuid));
    if (format == "date-time") {
        const std::string date = m_rules.shared("full-date", kDate);
        return m_rules.add("date-time", inQuotes(date + " \"T\" " + m_rules.shared("full-time", kTime)));
    }
    if (format == "ipv4") {
        const std::string byte = m_rules.shared("ip-byte", kByte);
        return m_rules.add("ipv4", inQuotes(byte + " (\".\" " + byte + "){3}"));
    }
    return std::nullopt;
}

/// `exclusive` may also be draft 4's true or false beside `inclusive`.
bool SchemaConverter::readBound(const JsonValue &schema, const char *inclusive, const char *exclusive, bool isLow,
                                std::optional<NumberBound> &bound, const std::string &place)
{
    for (const char *keyword : {inclusive, exclusive}) {
        const JsonValue *value = schema.find(keyword);
        if (!value) continue;
        if (keyword == exclusive && value->boolean()) {
            if (bound) bound->exclusive = *value->boolean();
            continue;
        }
        const auto decimal = value->number() ? Decimal::from(value->number()->text) : std::nullopt;
        if (!decimal) {
            refuse(place, std::string("“") + keyword + "” is no number of at most 40 digits");
            return false;
        }
        const JsonValue *other = schema.find(inclusive);
        const bool tighter = !bound || (isLow ? value->number()->value >= other->number()->value
                                              : value->number()->value <= other->number()->value);
        if (tighter) bound = NumberBound{*decimal, keyword == exclusive};
    }
    return true;
}

SchemaConverter::Rule SchemaConverter::visitNumber(const JsonValue &schema, bool integersOnly, const std::string &place)
{
    if (const JsonValue *multiple = schema.find("multipleOf")) {
        const bool isOne = multiple->number() && multiple->number()->value == 1;
        if (!isOne) return refuse(place, "the keyword “multipleOf” is not known here");
        integersOnly = true;
    }
    std::optional<NumberBound> low;
    std::optional<NumberBound> high;
    if (!readBound(schema, "minimum", "exclusiveMinimum", true, low, place)) return std::nullopt;
    if (!readBound(schema, "maximum", "exclusiveMaximum", false, high, place)) return std::nullopt;
    if (!low && !high) return integersOnly ? jsonInteger(m_rules) : jsonNumber(m_rules);
    const auto range = numberGrammar(low, high, integersOnly);
    if (!range) return refuse(place, "no number lies between the bounds");
    return m_rules.add("range", *range);
}

} // namespace sotto
