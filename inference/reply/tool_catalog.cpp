#include "inference/reply/tool_catalog.h"

#include "inference/json/json_reader.h"

namespace sotto {

ToolCatalog::ToolCatalog(std::string_view tools)
{
    const auto read = readJson(tools);
    const JsonValue::Array *list = read ? read->array() : nullptr;
    if (!list) return;
    for (const JsonValue &tool : *list) {
        const JsonValue *wrapped = tool.find("function");
        const JsonValue &function = wrapped ? *wrapped : tool;
        const JsonValue *name = function.find("name");
        if (!name || !name->string()) continue;
        auto &strings = m_strings[*name->string()];
        const JsonValue *parameters = function.find("parameters");
        const JsonValue *properties = parameters ? parameters->find("properties") : nullptr;
        if (!properties || !properties->object()) continue;
        for (const JsonMember &member : *properties->object()) {
            const JsonValue *type = member.value.find("type");
            if (type && type->string() && *type->string() == "string") strings.insert(member.key);
        }
    }
}

bool ToolCatalog::isString(std::string_view name, std::string_view parameter) const
{
    const auto tool = m_strings.find(name);
    return tool != m_strings.end() && tool->second.contains(parameter);
}

} // namespace sotto
