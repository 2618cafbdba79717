#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sotto {

struct JsonMember;

/// A JSON value as it was written: objects keep their order, numbers their digits. Thread: a plain value.
class JsonValue final {
public:
    struct Number {
        std::string text; ///< As written, e.g. "1e400".
        double value = 0; ///< The nearest double; ±infinity where it is too large for one.

        bool operator==(const Number &) const = default;
    };
    using Array = std::vector<JsonValue>;
    using Object = std::vector<JsonMember>; ///< A key may come twice; find() takes the last, as JavaScript does.

    // All of these are made where JsonMember is whole.
    JsonValue(); ///< null
    explicit JsonValue(bool value);
    explicit JsonValue(Number value);
    explicit JsonValue(std::string value);
    explicit JsonValue(const char *value);
    explicit JsonValue(Array value);
    explicit JsonValue(Object value);
    JsonValue(const JsonValue &);
    JsonValue(JsonValue &&) noexcept;
    JsonValue &operator=(const JsonValue &);
    JsonValue &operator=(JsonValue &&) noexcept;
    ~JsonValue();

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    /// The value where it is of that type, else null.
    [[nodiscard]] const bool *boolean() const { return std::get_if<bool>(&m_value); }
    [[nodiscard]] const Number *number() const { return std::get_if<Number>(&m_value); }
    [[nodiscard]] const std::string *string() const { return std::get_if<std::string>(&m_value); }
    [[nodiscard]] const Array *array() const { return std::get_if<Array>(&m_value); }
    [[nodiscard]] const Object *object() const { return std::get_if<Object>(&m_value); }
    /// The member of that name; null where there is none, or this is no object.
    [[nodiscard]] const JsonValue *find(std::string_view key) const;

    bool operator==(const JsonValue &other) const;

private:
    std::variant<std::monostate, bool, Number, std::string, Array, Object> m_value;
};

struct JsonMember {
    std::string key;
    JsonValue value;

    bool operator==(const JsonMember &) const = default;
};

} // namespace sotto
