#include "inference/json/json_value.h"

#include <ranges>
#include <utility>

namespace sotto {

JsonValue::JsonValue() = default;
JsonValue::JsonValue(bool value) : m_value(value) {}
JsonValue::JsonValue(Number value) : m_value(std::move(value)) {}
JsonValue::JsonValue(std::string value) : m_value(std::move(value)) {}
JsonValue::JsonValue(const char *value) : m_value(std::string(value)) {}
JsonValue::JsonValue(Array value) : m_value(std::move(value)) {}
JsonValue::JsonValue(Object value) : m_value(std::move(value)) {}
JsonValue::JsonValue(const JsonValue &) = default;
JsonValue::JsonValue(JsonValue &&) noexcept = default;
JsonValue &JsonValue::operator=(const JsonValue &) = default;
JsonValue &JsonValue::operator=(JsonValue &&) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue *JsonValue::find(std::string_view key) const
{
    const Object *members = object();
    if (!members) return nullptr;
    for (const JsonMember &member : std::views::reverse(*members)) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

bool JsonValue::operator==(const JsonValue &other) const = default;

} // namespace sotto
