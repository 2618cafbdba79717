#include "tests/support/schema_check.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace sotto::tests {
namespace {

std::size_t characters(const std::string &text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool contains(const std::string &text, const std::string &expression)
{
    return QRegularExpression(QString::fromStdString(expression)).match(QString::fromStdString(text)).hasMatch();
}

/// References of the corpus: "#" and two steps like "#/$defs/name".
const JsonValue *referred(const JsonValue &root, const std::string &reference)
{
    const JsonValue *at = &root;
    for (std::size_t begin = reference.find('/'); begin != std::string::npos && at;) {
        const std::size_t end = reference.find('/', begin + 1);
        at = at->find(reference.substr(begin + 1, end - begin - 1));
        begin = end;
    }
    return at;
}

bool isType(const JsonValue &value, const std::string &type)
{
    if (type == "null") return value.isNull();
    if (type == "boolean") return value.boolean();
    if (type == "string") return value.string();
    if (type == "array") return value.array();
    if (type == "object") return value.object();
    return value.number() && (type == "number" || std::trunc(value.number()->value) == value.number()->value);
}

class Check final {
public:
    Check(const JsonValue &value, const JsonValue &schema, const JsonValue &root)
        : m_value(value), m_schema(schema), m_root(root)
    {
    }

    bool run() const
    {
        if (const bool *whole = m_schema.boolean()) return *whole;
        return typeFits() && valuesFit() && combinationsFit() && numberFits() && stringFits() && arrayFits() &&
               objectFits();
    }

private:
    [[nodiscard]] const JsonValue *get(const char *keyword) const { return m_schema.find(keyword); }
    [[nodiscard]] double number(const char *keyword, double otherwise) const
    {
        const JsonValue *value = get(keyword);
        return value && value->number() ? value->number()->value : otherwise;
    }

    bool typeFits() const
    {
        const JsonValue *nullable = get("nullable");
        if (nullable && *nullable->boolean() && m_value.isNull()) return true;
        const JsonValue *type = get("type");
        if (!type) return true;
        if (type->string()) return isType(m_value, *type->string());
        return std::ranges::any_of(*type->array(), [this](const JsonValue &t) { return isType(m_value, *t.string()); });
    }

    bool valuesFit() const
    {
        const JsonValue *nullable = get("nullable");
        if (nullable && *nullable->boolean() && m_value.isNull()) return true;
        if (const JsonValue *only = get("const"); only && !(m_value == *only)) return false;
        const JsonValue *values = get("enum");
        return !values || std::ranges::contains(*values->array(), m_value);
    }

    bool combinationsFit() const
    {
        const auto fits = [this](const JsonValue &schema) { return fitsSchema(m_value, schema, m_root); };
        if (const JsonValue *r = get("$ref"); r && !fits(*referred(m_root, *r->string()))) return false;
        if (const JsonValue *any = get("anyOf"); any && !std::ranges::any_of(*any->array(), fits)) return false;
        if (const JsonValue *one = get("oneOf"); one && !std::ranges::any_of(*one->array(), fits)) return false;
        const JsonValue *all = get("allOf");
        return !all || std::ranges::all_of(*all->array(), fits);
    }

    bool numberFits() const
    {
        if (!m_value.number()) return true;
        const double value = m_value.number()->value;
        return value >= number("minimum", -INFINITY) && value <= number("maximum", INFINITY) &&
               (!get("exclusiveMinimum") || value > number("exclusiveMinimum", -INFINITY)) &&
               (!get("exclusiveMaximum") || value < number("exclusiveMaximum", INFINITY));
    }

    bool stringFits() const
    {
        if (!m_value.string()) return true;
        const std::string &text = *m_value.string();
        const auto length = static_cast<double>(characters(text));
        if (length < number("minLength", 0) || length > number("maxLength", INFINITY)) return false;
        const JsonValue *pattern = get("pattern");
        if (pattern && !contains(text, *pattern->string())) return false;
        const JsonValue *format = get("format");
        return !format || formatFits(text, *format->string());
    }

    static bool formatFits(const std::string &text, const std::string &format)
    {
        static const std::string date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
        static const std::string time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?"
                                        "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
        const auto matches = [&text](const std::string &expression) {
            return contains(text, "\\A(" + expression + ")\\z");
        };
        const bool noSuchDay = contains(text, "\\A[0-9]{4}-(02-3|(04|06|09|11)-31)");
        if (format == "date") return matches(date) && !noSuchDay;
        if (format == "time") return matches(time);
        if (format == "date-time") return matches(date + "T" + time) && !noSuchDay;
        if (format == "uuid") return matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        if (format == "ipv4")
            return matches("((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}"
                           "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");
        return true;
    }

    bool arrayFits() const
    {
        if (!m_value.array()) return true;
        const auto size = static_cast<double>(m_value.array()->size());
        if (size < number("minItems", 0) || size > number("maxItems", INFINITY)) return false;
        const JsonValue *prefix = get("prefixItems");
        const std::size_t listed = prefix ? prefix->array()->size() : 0;
        for (std::size_t i = 0; i < m_value.array()->size(); ++i) {
            const JsonValue *schema = i < listed ? &(*prefix->array())[i] : get("items");
            if (schema && !fitsSchema((*m_value.array())[i], *schema, m_root)) return false;
        }
        return true;
    }

    bool objectFits() const
    {
        if (!m_value.object()) return true;
        if (const JsonValue *required = get("required")) {
            for (const JsonValue &name : *required->array())
                if (!m_value.find(*name.string())) return false;
        }
        const JsonValue *properties = get("properties");
        const JsonValue *additional = get("additionalProperties");
        for (const JsonMember &member : *m_value.object()) {
            const JsonValue *schema = properties ? properties->find(member.key) : nullptr;
            if (!schema) schema = additional;
            if (schema && !fitsSchema(member.value, *schema, m_root)) return false;
        }
        return true;
    }

    const JsonValue &m_value;
    const JsonValue &m_schema;
    const JsonValue &m_root;
};

} // namespace

bool fitsSchema(const JsonValue &value, const JsonValue &schema, const JsonValue &root)
{
    return Check(value, schema, root).run();
}

} // namespace sotto::tests
