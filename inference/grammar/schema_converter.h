#pragma once

#include "inference/grammar/gbnf_rules.h"
#include "inference/grammar/json_schema.h"
#include "inference/grammar/number_grammar.h"
#include "inference/json/json_value.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sotto {

/// Walks a schema and writes its grammar. Each visit answers the name of a rule, or nothing after a problem, which is
/// kept. Used once. Thread: any, one at a time.
class SchemaConverter final {
public:
    explicit SchemaConverter(const JsonValue &schema) : m_root(schema) {}

    [[nodiscard]] Result<SchemaGrammar> run();

private:
    using Rule = std::optional<std::string>;

    // schema_converter.cpp: which way a schema goes
    [[nodiscard]] Rule visit(const JsonValue &schema, const std::string &place);
    [[nodiscard]] Rule visitObjectSchema(const JsonValue &schema, const std::string &place);
    [[nodiscard]] Rule visitReference(const std::string &reference, const std::string &place);
    [[nodiscard]] Rule visitAlternatives(const JsonValue &schema, const char *keyword, const std::string &place);
    [[nodiscard]] Rule visitAllOf(const JsonValue &schema, const std::string &place);
    [[nodiscard]] Rule visitType(const JsonValue &schema, const std::string &type, const std::string &place);
    [[nodiscard]] Rule visitTypes(const JsonValue &schema, const std::string &place);
    [[nodiscard]] Rule visitValues(const JsonValue &schema, const JsonValue::Array &values, const std::string &place);
    [[nodiscard]] std::optional<JsonValue> resolved(const JsonValue &schema, const std::string &place, int depth = 0);
    [[nodiscard]] const JsonValue *target(const std::string &reference) const;
    [[nodiscard]] bool knowsKeywords(const JsonValue &schema, const std::string &place);

    // schema_values.cpp: strings and numbers
    [[nodiscard]] Rule visitString(const JsonValue &schema, const std::string &place);
    [[nodiscard]] Rule visitFormat(const std::string &format, const std::string &place);
    [[nodiscard]] Rule visitNumber(const JsonValue &schema, bool integersOnly, const std::string &place);
    [[nodiscard]] bool readBound(const JsonValue &schema, const char *inclusive, const char *exclusive, bool isLow,
                                 std::optional<NumberBound> &bound, const std::string &place);

    // schema_containers.cpp: objects and arrays
    struct Member {
        std::string rule; ///< Name, colon and value.
        bool required = false;
    };
    [[nodiscard]] Rule visitObject(const JsonValue &schema, const std::string &place);
    [[nodiscard]] bool listMembers(const JsonValue &schema, const std::string &place, std::vector<Member> &members,
                                   std::vector<std::string> &names);
    [[nodiscard]] bool addMember(const std::string &name, const JsonValue &value, bool isRequired,
                                 const std::string &place, std::vector<Member> &members);
    [[nodiscard]] std::optional<std::vector<std::string>> requiredNames(const JsonValue &schema,
                                                                        const std::string &place);
    [[nodiscard]] Rule additionalMember(const JsonValue &schema, const std::vector<std::string> &names,
                                        const std::string &place);
    [[nodiscard]] std::string memberChain(const std::vector<Member> &members, const std::string &more);
    [[nodiscard]] std::string otherNames(const std::vector<std::string> &names);
    struct Items {
        std::vector<std::string> tuple; ///< Rules of those that are listed one by one.
        std::string rest;               ///< Rule of all after them; empty: there may be none.
        std::size_t least = 0;
        std::size_t most = 0;
    };
    [[nodiscard]] Rule visitArray(const JsonValue &schema, const std::string &place);
    [[nodiscard]] std::optional<Items> readItems(const JsonValue &schema, const std::string &place);
    [[nodiscard]] std::string itemChain(const Items &items);

    [[nodiscard]] std::optional<std::size_t> count(const JsonValue &schema, const char *keyword, std::size_t otherwise,
                                                   const std::string &place);
    std::nullopt_t refuse(const std::string &place, const std::string &problem);
    void note(const std::string &text);

    const JsonValue &m_root;
    GbnfRules m_rules;
    std::map<std::string, std::string> m_references; ///< What $ref names to its rule.
    std::vector<std::string> m_notes;
    std::string m_problem;
    int m_depth = 0;
    int m_visits = 0;
};

} // namespace sotto
