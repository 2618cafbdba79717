#include "inference/grammar/json_text_grammar.h"
#include "inference/grammar/schema_converter.h"
#include "inference/json/json_writer.h"

#include <algorithm>
#include <format>
#include <ranges>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kMostMembers = 1000;
constexpr std::size_t kNoEnd = ~std::size_t{0};

bool isFalse(const JsonValue *value)
{
    return value && value->boolean() && !*value->boolean();
}

/// The first character of `text`, which is UTF-8.
std::string_view firstCharacter(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    return text.substr(0, lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

} // namespace

SchemaConverter::Rule SchemaConverter::visitObject(const JsonValue &schema, const std::string &place)
{
    std::vector<Member> members;
    std::vector<std::string> names;
    if (!listMembers(schema, place, members, names)) return std::nullopt;
    const JsonValue *additional = schema.find("additionalProperties");
    if (!additional && members.empty() && !schema.find("properties") && !isFalse(schema.find("unevaluatedProperties")))
        return jsonObject(m_rules);
    std::string more;
    if (additional && !isFalse(additional)) {
        const Rule rule = additionalMember(*additional, names, place + "/additionalProperties");
        if (!rule) return std::nullopt;
        more = *rule;
    }
    const std::string space = jsonSpace(m_rules);
    if (members.empty() && more.empty()) return m_rules.add("object", "\"{\" " + space + " \"}\"");
    const std::string chain = memberChain(members, more);
    return m_rules.add("object", "\"{\" " + space + " " + chain + " " + space + " \"}\"");
}

std::optional<std::vector<std::string>> SchemaConverter::requiredNames(const JsonValue &schema,
                                                                       const std::string &place)
{
    std::vector<std::string> required;
    const JsonValue *list = schema.find("required");
    if (!list) return required;
    if (!list->array() || list->array()->size() > kMostMembers) return refuse(place, "“required” is no list of names");
    for (const JsonValue &name : *list->array()) {
        if (!name.string()) return refuse(place, "“required” is no list of names");
        if (!std::ranges::contains(required, *name.string())) required.push_back(*name.string());
    }
    return required;
}

bool SchemaConverter::addMember(const std::string &name, const JsonValue &value, bool isRequired,
                                const std::string &place, std::vector<Member> &members)
{
    if (isFalse(&value) && !isRequired) return true; // it must not be there
    const Rule rule = visit(value, place + "/" + name);
    if (!rule) return false;
    const std::string key = gbnfLiteral(jsonQuoted(name) + ":") + " " + jsonSpace(m_rules) + " " + *rule;
    members.push_back({m_rules.add("member-" + name, key), isRequired});
    return true;
}

/// Those of “properties” in their order, then those that are only required.
bool SchemaConverter::listMembers(const JsonValue &schema, const std::string &place, std::vector<Member> &members,
                                  std::vector<std::string> &names)
{
    const auto required = requiredNames(schema, place);
    if (!required) return false;
    const JsonValue *properties = schema.find("properties");
    if (properties && (!properties->object() || properties->object()->size() > kMostMembers))
        return refuse(place, "“properties” is no object of schemas"), false;
    for (const JsonMember &member : properties ? *properties->object() : JsonValue::Object{}) {
        if (std::ranges::contains(names, member.key))
            return refuse(place, "the property “" + member.key + "” is there twice"), false;
        names.push_back(member.key);
        const bool isRequired = std::ranges::contains(*required, member.key);
        if (!addMember(member.key, member.value, isRequired, place, members)) return false;
    }
    const JsonValue *additional = schema.find("additionalProperties");
    for (const std::string &name : *required) {
        if (std::ranges::contains(names, name)) continue;
        names.push_back(name);
        if (isFalse(additional))
            return refuse(place, "“" + name + "” is required, and no property of that name is allowed"), false;
        if (!addMember(name, additional ? *additional : JsonValue(true), true, place, members)) return false;
    }
    return true;
}

/// Names and values that are not listed.
SchemaConverter::Rule SchemaConverter::additionalMember(const JsonValue &schema, const std::vector<std::string> &names,
                                                        const std::string &place)
{
    const Rule value = visit(schema, place);
    if (!value) return std::nullopt;
    std::string key = jsonString(m_rules);
    if (!names.empty()) {
        std::vector<std::string> written;
        written.reserve(names.size());
        for (const std::string &name : names)
            written.push_back(jsonQuoted(name).substr(1)); // its closing quote ends it
        std::ranges::sort(written);
        key = m_rules.add("other-name", "\"\\\"\" " + otherNames(written));
    }
    return m_rules.add("other", key + " \":\" " + jsonSpace(m_rules) + " " + *value);
}

/// What may follow a quote so as to be none of `names`, which are sorted, written as in JSON, closing quote included.
std::string SchemaConverter::otherNames(const std::vector<std::string> &names)
{
    std::string body;
    std::vector<CharacterSet::Range> taken{{'"', '"'}, {'\\', '\\'}, {0, 0x1F}};
    bool endIsTaken = false;
    for (std::size_t at = 0; at < names.size();) {
        const std::string first(firstCharacter(names[at]));
        std::vector<std::string> rest;
        for (; at < names.size() && names[at].starts_with(first); ++at)
            rest.push_back(names[at].substr(first.size()));
        if (first == "\"") {
            endIsTaken = true;
            continue;
        }
        char32_t c = static_cast<unsigned char>(first[0]);
        if (first.size() > 1) {
            c &= 0x7FU >> first.size();
            for (const char next : std::string_view(first).substr(1))
                c = (c << 6U) | (static_cast<unsigned char>(next) & 0x3FU);
        }
        taken.push_back({c, c});
        // An escape is taken as it stands: what follows the backslash is no ordinary character.
        if (first == "\\") continue;
        body += gbnfLiteral(first) + " " + otherNames(rest) + " | ";
    }
    if (!endIsTaken) body += "\"\\\"\" | ";
    const std::string any = jsonChar(m_rules);
    body += gbnfSet(CharacterSet(std::move(taken), true)) + " " + any + "* \"\\\"\"";
    return m_rules.add("not-listed", body);
}

/// The members in order, those that are not required in any choice, with a comma between each two.
std::string SchemaConverter::memberChain(const std::vector<Member> &members, const std::string &more)
{
    const std::string comma = "\",\" " + jsonSpace(m_rules) + " ";
    // `after` is what may follow a member, `alone` what may stand where none has come yet.
    std::string after = more.empty() ? "" : m_rules.add("more", "(" + comma + more + ")*");
    std::string alone = more.empty() ? "\"\"" : m_rules.add("more-alone", "(" + more + " " + after + ")?");
    for (const Member &member : std::views::reverse(members)) {
        const std::string next = std::format("{} {}", member.rule, after);
        alone = m_rules.add("members", member.required ? next : std::format("{} | {}", next, alone));
        after = m_rules.add("after", member.required ? std::format("{}{}", comma, next)
                                                     : std::format("({}{})? {}", comma, member.rule, after));
    }
    return alone;
}

SchemaConverter::Rule SchemaConverter::visitArray(const JsonValue &schema, const std::string &place)
{
    const auto items = readItems(schema, place);
    if (!items) return std::nullopt;
    const std::string space = jsonSpace(m_rules);
    if (items->tuple.empty() && items->rest.empty()) return m_rules.add("array", "\"[\" " + space + " \"]\"");
    return m_rules.add("array", "\"[\" " + space + " " + itemChain(*items) + " " + space + " \"]\"");
}

std::optional<SchemaConverter::Items> SchemaConverter::readItems(const JsonValue &schema, const std::string &place)
{
    const auto least = count(schema, "minItems", 0, place);
    const auto most = count(schema, "maxItems", kNoEnd, place);
    if (!least || !most) return std::nullopt;
    if (*most < *least) return refuse(place, "“maxItems” is less than “minItems”");
    const JsonValue *items = schema.find("items");
    const bool oldTuple = items && items->array(); // before 2020-12
    const JsonValue *prefix = oldTuple ? items : schema.find("prefixItems");
    const JsonValue *rest = oldTuple ? schema.find("additionalItems") : items;
    if (prefix && (!prefix->array() || prefix->array()->size() > kMostMembers))
        return refuse(place, "“prefixItems” is no list of schemas");
    Items out{.tuple = {}, .rest = {}, .least = *least, .most = *most};
    for (const JsonValue &one : prefix ? *prefix->array() : JsonValue::Array{}) {
        const Rule rule = visit(one, place + "/prefixItems");
        if (!rule) return std::nullopt;
        out.tuple.push_back(*rule);
    }
    const bool restAllowed = !isFalse(rest) && *most > out.tuple.size() && !isFalse(schema.find("unevaluatedItems"));
    if (restAllowed) {
        const Rule rule = rest ? visit(*rest, place + "/items") : Rule(jsonValue(m_rules));
        if (!rule) return std::nullopt;
        out.rest = *rule;
    } else if (*least > out.tuple.size()) {
        return refuse(place, "“minItems” asks for more than the items listed");
    }
    out.tuple.resize(std::min(out.tuple.size(), *most));
    return out;
}

/// Items one by one as far as they are listed, then as many of the rest as there may be.
std::string SchemaConverter::itemChain(const Items &items)
{
    const std::string comma = "\",\" " + jsonSpace(m_rules) + " ";
    std::vector<std::string> tuple = items.tuple;
    std::string after; // what may follow the items so far
    if (!items.rest.empty()) {
        if (tuple.empty()) tuple.push_back(items.rest); // the first stands without a comma
        const std::size_t begun = tuple.size();
        const std::string low = std::to_string(items.least > begun ? items.least - begun : 0);
        const std::string high = items.most == kNoEnd ? std::string() : std::to_string(items.most - begun);
        after = "(" + comma + items.rest + "){" + low + "," + high + "}";
    }
    for (std::size_t at = tuple.size(); at-- > 0;) {
        const std::string one = (at == 0 ? std::string() : comma) + tuple[at] + (after.empty() ? "" : " " + after);
        after = m_rules.add("items", at < items.least ? one : "(" + one + ")?");
    }
    return after;
}

} // namespace sotto
