#include "inference/template/evaluator.h"
#include "inference/template/filters.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {
namespace {

/// Methods that Python has and the sandbox refuses, because they would change a value: reading one gives undefined.
bool isRefusedMethod(const Value &value, std::string_view name)
{
    constexpr std::array<std::string_view, 5> ofDicts{"clear", "pop", "popitem", "setdefault", "update"};
    constexpr std::array<std::string_view, 8> ofLists{"append", "clear",  "extend",  "insert",
                                                      "pop",    "remove", "reverse", "sort"};
    if (value.dict()) return std::ranges::contains(ofDicts, name);
    return value.sequence() && value.sequence()->kind == Sequence::Kind::List && std::ranges::contains(ofLists, name);
}

bool isInternal(std::string_view name)
{
    return name.starts_with("__") && name.ends_with("__");
}

Value missing(const Value &value, std::string_view name)
{
    const std::string type(value.typeName());
    return Value::undefined("'" + type + " object' has no attribute '" + std::string(name) + "'");
}

/// As getattr() sees it, without looking at what the value holds.
std::optional<Value> ownAttribute(Run &run, const Value &value, std::string_view name)
{
    if (Object *object = value.object()) return object->attribute(run, name);
    if (isInternal(name) || isRefusedMethod(value, name)) return missing(value, name);
    const Sequence *row = value.sequence();
    if (row && row->kind == Sequence::Kind::Group) {
        if (name == "grouper") return row->items[0];
        if (name == "list") return row->items[1];
    }
    const Native *method = findMethod(value, name);
    if (!method) return std::nullopt;
    return Value(std::shared_ptr<Object>(std::make_shared<Function>(*method, value)));
}

std::optional<Value> held(Run &run, const Value &value, const Value &key)
{
    if (const Dict *dict = value.dict()) {
        run.work(dict->entries.size() / 8);
        const Value *found = dict->find(key);
        return found ? std::optional(*found) : std::nullopt;
    }
    if (Object *object = value.object()) return object->item(key);
    const Sequence *row = value.sequence();
    if (!value.text() && (!row || row->kind > Sequence::Kind::Range)) return std::nullopt;
    if (!key.integer()) return std::nullopt;
    const std::int64_t size = lengthOf(value);
    const std::int64_t index = *key.integer() < 0 ? *key.integer() + size : *key.integer();
    if (index < 0 || index >= size) return std::nullopt;
    const auto at = static_cast<std::size_t>(index);
    if (row) return row->items[at];
    run.allocate(value.text()->isAscii() ? 1 : value.text()->marked.size() / 16);
    return Value(value.text()->characterRange(at, at + 1));
}

} // namespace

Value Evaluator::attribute(const Value &value, std::string_view name)
{
    requireDefined(value);
    if (auto own = ownAttribute(m_run, value, name)) return *std::move(own);
    if (auto found = value.dict() ? held(m_run, value, Value(name)) : std::nullopt) return *std::move(found);
    return missing(value, name);
}

Value Evaluator::item(const Value &value, const Value &key)
{
    requireDefined(value);
    if (auto found = held(m_run, value, key)) return *std::move(found);
    if (const auto name = key.bytes()) {
        if (auto own = ownAttribute(m_run, value, *name)) return *std::move(own);
        return missing(value, *name);
    }
    return Value::undefined("'" + std::string(value.typeName()) + " object' has no element " +
                            textOf(m_run, key).bytes());
}

} // namespace sotto::jinja
