#include "inference/template/object.h"

#include "inference/template/value_text.h"

namespace sotto::jinja {

std::optional<Value> Object::attribute(Run & /*run*/, std::string_view /*name*/)
{
    return std::nullopt;
}

std::optional<Value> Object::item(const Value & /*key*/)
{
    return std::nullopt;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): those that can be called take the arguments over
Value Object::call(Evaluator & /*evaluator*/, CallArguments /*arguments*/)
{
    raise("'" + std::string(typeName()) + "' object is not callable");
}

MarkedText Object::printed(Run & /*run*/) const
{
    return MarkedText("<" + std::string(typeName()) + ">");
}

std::optional<Value> Namespace::attribute(Run & /*run*/, std::string_view name)
{
    return item(Value(name));
}

std::optional<Value> Namespace::item(const Value &key)
{
    for (const auto &[name, value] : m_values)
        if (name.bytes() && name.bytes() == key.bytes()) return value;
    return std::nullopt;
}

MarkedText Namespace::printed(Run &run) const
{
    TextBuilder text(run);
    text.add("<Namespace ");
    addRepr(text, makeDict(run, m_values));
    text.add(">");
    return std::move(text).take();
}

} // namespace sotto::jinja
