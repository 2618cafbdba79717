#include "inference/grammar/schema_converter.h"

#include "inference/grammar/json_text_grammar.h"
#include "inference/grammar/schema_merge.h"
#include "inference/json/json_reader.h"
#include "inference/json/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace sotto {
namespace {

constexpr int kMostDepth = 64;
constexpr int kMostVisits = 20'000;
constexpr std::size_t kMostBytes = 900'000; ///< Of the grammar; GrammarLimits allows a little more.

/// Keywords that are read somewhere in this class.
constexpr std::array<std::string_view, 32> kKnown{"type",
                                                  "enum",
                                                  "const",
                                                  "properties",
                                                  "required",
                                                  "additionalProperties",
                                                  "items",
                                                  "minItems",
                                                  "maxItems",
                                                  "prefixItems",
                                                  "minLength",
                                                  "maxLength",
                                                  "pattern",
                                                  "format",
                                                  "minimum",
                                                  "exclusiveMinimum",
                                                  "maximum",
                                                  "exclusiveMaximum",
                                                  "oneOf",
                                                  "anyOf",
                                                  "allOf",
                                                  "$ref",
                                                  "$defs",
                                                  "definitions",
                                                  "nullable",
                                                  "additionalItems",
                                                  "unevaluatedProperties",
                                                  "unevaluatedItems",
                                                  "multipleOf",
                                                  "uniqueItems",
                                                  "minProperties",
                                                  "minContains"};

/// Keywords that never narrow what fits.
constexpr std::array<std::string_view, 20> kAnnotations{
    "title",         "description", "default",    "examples",     "example",   "$comment",         "$schema",
    "$id",           "id",          "deprecated", "readOnly",     "writeOnly", "contentMediaType", "contentEncoding",
    "contentSchema", "$vocabulary", "$anchor",    "externalDocs", "xml",       "discriminator"};

/// Keywords that would narrow what fits and are not known here.
constexpr std::array<std::string_view, 13> kUnknown{"not",
                                                    "if",
                                                    "then",
                                                    "else",
                                                    "patternProperties",
                                                    "propertyNames",
                                                    "dependentRequired",
                                                    "dependentSchemas",
                                                    "dependencies",
                                                    "contains",
                                                    "maxProperties",
                                                    "$dynamicRef",
                                                    "$recursiveRef"};

bool isOfType(const JsonValue &value, const std::string &type)
{
    if (type == "null") return value.isNull();
    if (type == "boolean") return value.boolean() != nullptr;
    if (type == "string") return value.string() != nullptr;
    if (type == "object") return value.object() != nullptr;
    if (type == "array") return value.array() != nullptr;
    if (!value.number()) return false;
    const auto decimal = Decimal::from(value.number()->text);
    return type == "number" || (type == "integer" && decimal && decimal->fraction.empty());
}

/// `schema` without one keyword.
JsonValue without(const JsonValue &schema, std::string_view keyword)
{
    JsonValue::Object out;
    for (const JsonMember &member : *schema.object())
        if (member.key != keyword) out.push_back(member);
    return JsonValue(std::move(out));
}

bool narrows(const JsonValue &schema)
{
    return std::ranges::any_of(*schema.object(), [](const JsonMember &member) {
        return !std::ranges::contains(kAnnotations, member.key) && member.key != "$defs" && member.key != "definitions";
    });
}

} // namespace

Result<SchemaGrammar> SchemaConverter::run()
{
    const std::string root = m_rules.reserve("root");
    m_references.emplace("#", root);
    const Rule rule = visit(m_root, "");
    if (!rule) return fail(ErrorCode::GrammarInvalid, m_problem);
    m_rules.define(root, *rule);
    return SchemaGrammar{.gbnf = m_rules.text(), .notes = std::move(m_notes)};
}

SchemaConverter::Rule SchemaConverter::visit(const JsonValue &schema, const std::string &place)
{
    if (++m_visits > kMostVisits || m_rules.bytes() > kMostBytes) return refuse(place, "the schema is too large");
    if (m_depth >= kMostDepth) return refuse(place, "schemas lie too deep within one another");
    if (const bool *whole = schema.boolean())
        return *whole ? Rule(jsonValue(m_rules)) : refuse(place, "nothing fits “false”");
    if (!schema.object()) return refuse(place, "a schema is an object, true or false");
    ++m_depth;
    Rule rule = visitObjectSchema(schema, place);
    --m_depth;
    return rule;
}

SchemaConverter::Rule SchemaConverter::visitObjectSchema(const JsonValue &schema, const std::string &place)
{
    if (!knowsKeywords(schema, place)) return std::nullopt;
    if (const JsonValue *reference = schema.find("$ref")) {
        if (!reference->string()) return refuse(place, "“$ref” is no text");
        if (!narrows(without(schema, "$ref"))) return visitReference(*reference->string(), place);
        const auto whole = resolved(schema, place);
        return whole ? visit(*whole, place) : Rule();
    }
    if (schema.find("allOf")) return visitAllOf(schema, place);
    if (schema.find("anyOf")) return visitAlternatives(schema, "anyOf", place);
    if (schema.find("oneOf")) return visitAlternatives(schema, "oneOf", place);
    if (const JsonValue *value = schema.find("const")) return visitValues(schema, {*value}, place);
    if (const JsonValue *values = schema.find("enum")) {
        if (!values->array() || values->array()->empty()) return refuse(place, "“enum” is no list of values");
        return visitValues(schema, *values->array(), place);
    }
    return visitTypes(schema, place);
}

bool SchemaConverter::knowsKeywords(const JsonValue &schema, const std::string &place)
{
    for (const JsonMember &member : *schema.object()) {
        if (std::ranges::contains(kUnknown, member.key)) {
            refuse(place, "the keyword “" + member.key + "” is not known here");
            return false;
        }
        const bool isTrue = member.value.boolean() && *member.value.boolean();
        const bool isZero = member.value.number() && member.value.number()->value == 0;
        if ((member.key == "uniqueItems" && isTrue) || (member.key == "minProperties" && !isZero)) {
            refuse(place, "the keyword “" + member.key + "” is not known here");
            return false;
        }
        if (!std::ranges::contains(kKnown, member.key) && !std::ranges::contains(kAnnotations, member.key))
            note(member.key);
    }
    return true;
}

const JsonValue *SchemaConverter::target(const std::string &reference) const
{
    if (!reference.starts_with('#')) return nullptr;
    const JsonValue *at = &m_root;
    std::string_view rest = std::string_view(reference).substr(1);
    while (at && rest.starts_with('/')) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('/'), rest.size());
        std::string name;
        for (std::size_t i = 0; i < end; ++i) {
            const bool escape = rest[i] == '~' && i + 1 < end && (rest[i + 1] == '0' || rest[i + 1] == '1');
            name += escape ? (rest[i + 1] == '1' ? '/' : '~') : rest[i];
            i += escape ? 1 : 0;
        }
        rest.remove_prefix(end);
        if (const JsonValue::Array *items = at->array()) {
            std::size_t index = 0;
            const auto read = std::from_chars(name.data(), name.data() + name.size(), index);
            at = read.ec == std::errc() && index < items->size() ? &(*items)[index] : nullptr;
        } else {
            at = at->find(name);
        }
    }
    return rest.empty() ? at : nullptr;
}

SchemaConverter::Rule SchemaConverter::visitReference(const std::string &reference, const std::string &place)
{
    if (const auto known = m_references.find(reference); known != m_references.end()) return known->second;
    const JsonValue *schema = target(reference);
    if (!schema) return refuse(place, "“$ref”: " + reference + " is not in this schema");
    std::string name = m_rules.reserve(reference.substr(reference.rfind('/') + 1));
    m_references.emplace(reference, name);
    const Rule rule = visit(*schema, reference);
    if (!rule) return std::nullopt;
    m_rules.define(name, *rule);
    return name;
}

/// `schema` with its own reference and its parts of allOf put into one.
std::optional<JsonValue> SchemaConverter::resolved(const JsonValue &schema, const std::string &place, int depth)
{
    if (depth > kMostDepth || ++m_visits > kMostVisits) return refuse(place, "references go in a circle");
    if (!schema.object()) return schema;
    JsonValue whole = schema;
    const auto add = [&](const JsonValue &part) {
        const auto other = resolved(part, place, depth + 1);
        if (!other) return false;
        auto both = mergeSchemas(whole, *other);
        if (!both) {
            refuse(place, both.error().subject);
            return false;
        }
        whole = *std::move(both);
        return true;
    };
    if (const JsonValue *reference = schema.find("$ref"); reference && reference->string()) {
        const JsonValue *schemaMeant = target(*reference->string());
        if (!schemaMeant) return refuse(place, "“$ref”: " + *reference->string() + " is not in this schema");
        whole = without(whole, "$ref");
        if (!add(*schemaMeant)) return std::nullopt;
    }
    if (const JsonValue *parts = schema.find("allOf")) {
        if (!parts->array()) return refuse(place, "“allOf” is no list of schemas");
        whole = without(whole, "allOf");
        for (const JsonValue &part : *parts->array())
            if (!add(part)) return std::nullopt;
    }
    return whole;
}

SchemaConverter::Rule SchemaConverter::visitAllOf(const JsonValue &schema, const std::string &place)
{
    const JsonValue *parts = schema.find("allOf");
    const JsonValue rest = without(schema, "allOf");
    // One part and nothing else: the part itself, which may then refer to itself.
    if (parts->array() && parts->array()->size() == 1 && !narrows(rest)) return visit(parts->array()->front(), place);
    const auto whole = resolved(schema, place);
    return whole ? visit(*whole, place) : Rule();
}

SchemaConverter::Rule SchemaConverter::visitAlternatives(const JsonValue &schema, const char *keyword,
                                                         const std::string &place)
{
    const JsonValue *options = schema.find(keyword);
    if (!options->array() || options->array()->empty())
        return refuse(place, std::string("“") + keyword + "” is no list of schemas");
    const JsonValue base = without(schema, keyword);
    std::string body;
    for (const JsonValue &option : *options->array()) {
        Rule rule;
        if (!narrows(base)) {
            rule = visit(option, place + "/" + keyword);
        } else if (const auto whole = resolved(option, place)) {
            const auto both = mergeSchemas(base, *whole);
            if (!both) return refuse(place, both.error().subject);
            rule = visit(*both, place + "/" + keyword);
        }
        if (!rule) return std::nullopt;
        body += (body.empty() ? "" : " | ") + *rule;
    }
    return m_rules.add("one-of", body);
}

SchemaConverter::Rule SchemaConverter::visitValues(const JsonValue &schema, const JsonValue::Array &values,
                                                   const std::string &place)
{
    const JsonValue *type = schema.find("type");
    std::string body;
    for (const JsonValue &value : values) {
        const bool fits = !type || (type->string() && isOfType(value, *type->string())) ||
                          (type->array() && std::ranges::any_of(*type->array(), [&](const JsonValue &one) {
                               return one.string() && isOfType(value, *one.string());
                           }));
        if (fits) body += (body.empty() ? "" : " | ") + gbnfLiteral(writeJson(value));
    }
    const JsonValue *nullable = schema.find("nullable");
    if (nullable && nullable->boolean() && *nullable->boolean())
        body += std::string(body.empty() ? "" : " | ") + "\"null\"";
    if (body.empty()) return refuse(place, "no value of “enum” is of the type asked for");
    return m_rules.add("values", body);
}

/// The types a schema names or, where it names none, those its keywords are about.
SchemaConverter::Rule SchemaConverter::visitTypes(const JsonValue &schema, const std::string &place)
{
    std::vector<std::string> types;
    const JsonValue *type = schema.find("type");
    const JsonValue::Array named = !type           ? JsonValue::Array{}
                                   : type->array() ? *type->array()
                                                   : JsonValue::Array{*type};
    for (const JsonValue &one : named) {
        if (!one.string()) return refuse(place, "“type” is no text");
        types.push_back(*one.string());
    }
    const auto mentions = [&schema](std::initializer_list<const char *> keywords) {
        return std::ranges::any_of(keywords, [&](const char *keyword) { return schema.find(keyword) != nullptr; });
    };
    if (!type) {
        if (mentions({"properties", "required", "additionalProperties"})) types.emplace_back("object");
        if (mentions({"items", "prefixItems", "minItems", "maxItems"})) types.emplace_back("array");
        if (mentions({"pattern", "format", "minLength", "maxLength"})) types.emplace_back("string");
        if (mentions({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})) types.emplace_back("number");
        if (types.empty()) return jsonValue(m_rules);
    }
    const JsonValue *nullable = schema.find("nullable");
    if (nullable && nullable->boolean() && *nullable->boolean() && !std::ranges::contains(types, "null"))
        types.emplace_back("null");
    if (types.empty()) return refuse(place, "“type” names no type");
    std::string body;
    for (const std::string &one : types) {
        const Rule rule = visitType(schema, one, place);
        if (!rule) return std::nullopt;
        body += (body.empty() ? "" : " | ") + *rule;
    }
    return types.size() == 1 ? body : m_rules.add("one-of", body);
}

SchemaConverter::Rule SchemaConverter::visitType(const JsonValue &schema, const std::string &type,
                                                 const std::string &place)
{
    if (type == "null") return m_rules.shared("null", "\"null\"");
    if (type == "boolean") return m_rules.shared("boolean", "\"true\" | \"false\"");
    if (type == "string") return visitString(schema, place);
    if (type == "number") return visitNumber(schema, false, place);
    if (type == "integer") return visitNumber(schema, true, place);
    if (type == "object") return visitObject(schema, place);
    if (type == "array") return visitArray(schema, place);
    return refuse(place, "the type “" + type + "” is not known");
}

std::optional<std::size_t> SchemaConverter::count(const JsonValue &schema, const char *keyword, std::size_t otherwise,
                                                  const std::string &place)
{
    const JsonValue *value = schema.find(keyword);
    if (!value) return otherwise;
    const auto *number = value->number();
    const bool isCount = number && number->value >= 0 && number->value <= 1e9 &&
                         static_cast<double>(static_cast<std::size_t>(number->value)) == number->value;
    if (!isCount) return refuse(place, std::string("“") + keyword + "” is no whole number from 0");
    return static_cast<std::size_t>(number->value);
}

std::nullopt_t SchemaConverter::refuse(const std::string &place, const std::string &problem)
{
    if (m_problem.empty()) m_problem = "schema" + (place.empty() ? "" : " at " + place) + ": " + problem;
    return std::nullopt;
}

void SchemaConverter::note(const std::string &text)
{
    if (m_notes.size() < 100 && !std::ranges::contains(m_notes, text)) m_notes.push_back(text);
}

Result<SchemaGrammar> grammarFromSchema(std::string_view schema)
{
    const auto value = readJson(schema);
    if (!value) return fail(value.error());
    return SchemaConverter(*value).run();
}

} // namespace sotto
