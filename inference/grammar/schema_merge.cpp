#include "inference/grammar/schema_merge.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

constexpr std::array<std::string_view, 4> kLargest{"minimum", "exclusiveMinimum", "minLength", "minItems"};
constexpr std::array<std::string_view, 4> kSmallest{"maximum", "exclusiveMaximum", "maxLength", "maxItems"};
constexpr std::array<std::string_view, 9> kSaysNothing{"title",   "description", "default",    "examples", "$comment",
                                                       "$schema", "$id",         "deprecated", "example"};

JsonValue allOf(const JsonValue &a, const JsonValue &b)
{
    return JsonValue(JsonValue::Object{{"allOf", JsonValue(JsonValue::Array{a, b})}});
}

JsonValue::Array listOf(const JsonValue &value)
{
    return value.array() ? *value.array() : JsonValue::Array{value};
}

bool typesMeet(const JsonValue &a, const JsonValue &b, JsonValue::Array &out)
{
    const JsonValue integer("integer");
    const JsonValue number("number");
    const JsonValue::Array second = listOf(b);
    for (const JsonValue &type : listOf(a)) {
        if (std::ranges::contains(second, type))
            out.push_back(type);
        else if ((type == integer && std::ranges::contains(second, number)) ||
                 (type == number && std::ranges::contains(second, integer)))
            out.push_back(integer);
    }
    return !out.empty();
}

/// Properties of either; where both have one it must fit both.
JsonValue mergedProperties(const JsonValue &a, const JsonValue &b)
{
    JsonValue::Object out = *a.object();
    for (const JsonMember &member : *b.object()) {
        const auto known = std::ranges::find(out, member.key, &JsonMember::key);
        if (known == out.end())
            out.push_back(member);
        else if (known->value != member.value)
            known->value = allOf(known->value, member.value);
    }
    return JsonValue(std::move(out));
}

class Merger final {
public:
    Result<JsonValue> run(const JsonValue &a, const JsonValue &b)
    {
        if (const bool *whole = a.boolean()) return *whole ? b : a;
        if (const bool *whole = b.boolean()) return *whole ? a : b;
        if (!a.object() || !b.object()) return fail(ErrorCode::GrammarInvalid, "allOf: a schema must be an object");
        JsonValue::Object out = *a.object();
        for (const JsonMember &member : *b.object()) {
            const auto known = std::ranges::find(out, member.key, &JsonMember::key);
            if (known == out.end()) {
                out.push_back(member);
                continue;
            }
            auto both = merge(member.key, known->value, member.value);
            if (!both) return fail(both.error());
            known->value = *std::move(both);
        }
        return JsonValue(std::move(out));
    }

private:
    static Result<JsonValue> merge(const std::string &key, const JsonValue &a, const JsonValue &b)
    {
        if (a == b || std::ranges::contains(kSaysNothing, key)) return a;
        if (std::ranges::contains(kLargest, key) && a.number() && b.number())
            return a.number()->value > b.number()->value ? a : b;
        if (std::ranges::contains(kSmallest, key) && a.number() && b.number())
            return a.number()->value < b.number()->value ? a : b;
        if (key == "type") return mergeTypes(a, b);
        if (key == "properties" && a.object() && b.object()) return mergedProperties(a, b);
        if (key == "required" && a.array() && b.array()) return united(*a.array(), *b.array());
        if (key == "enum" && a.array() && b.array()) return common(*a.array(), *b.array());
        if (key == "additionalProperties" || key == "items") return allOf(a, b);
        if (key == "$defs" || key == "definitions") return a; // references are resolved by their place
        return fail(ErrorCode::GrammarInvalid, "allOf: “" + key + "” stands in two parts that cannot be put together");
    }

    static Result<JsonValue> mergeTypes(const JsonValue &a, const JsonValue &b)
    {
        JsonValue::Array both;
        if (!typesMeet(a, b, both)) return fail(ErrorCode::GrammarInvalid, "allOf: no type fits all parts");
        return both.size() == 1 ? both.front() : JsonValue(std::move(both));
    }

    static JsonValue united(JsonValue::Array a, const JsonValue::Array &b)
    {
        for (const JsonValue &name : b)
            if (!std::ranges::contains(a, name)) a.push_back(name);
        return JsonValue(std::move(a));
    }

    static Result<JsonValue> common(const JsonValue::Array &a, const JsonValue::Array &b)
    {
        JsonValue::Array both;
        for (const JsonValue &value : a)
            if (std::ranges::contains(b, value)) both.push_back(value);
        if (both.empty()) return fail(ErrorCode::GrammarInvalid, "allOf: no value of “enum” fits all parts");
        return JsonValue(std::move(both));
    }
};

} // namespace

Result<JsonValue> mergeSchemas(const JsonValue &a, const JsonValue &b)
{
    return Merger().run(a, b);
}

} // namespace sotto
