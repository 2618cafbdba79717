#include "inference/json/json_value.h"

#include <ranges>

namespace sotto {

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
