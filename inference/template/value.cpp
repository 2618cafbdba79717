#include "inference/template/value.h"

#include "inference/template/characters.h"
#include "inference/template/object.h"

#include <algorithm>
#include <limits>

namespace sotto::jinja {

Value::Value(MarkedText text, bool isMarkup)
{
    const std::size_t characters = countCharacters(text.bytes());
    m_data = std::make_shared<const Text>(std::move(text), isMarkup, characters);
}

std::optional<std::int64_t> Value::integer() const
{
    if (const auto *number = std::get_if<std::int64_t>(&m_data)) return *number;
    if (const auto *truth = std::get_if<bool>(&m_data)) return *truth ? 1 : 0;
    return std::nullopt;
}

double Value::number() const
{
    if (const auto *number = std::get_if<double>(&m_data)) return *number;
    return static_cast<double>(integer().value_or(0));
}

std::optional<std::string_view> Value::bytes() const
{
    if (const Text *held = text()) return held->bytes();
    return std::nullopt;
}

std::string_view Value::typeName() const
{
    if (const Sequence *held = sequence()) {
        constexpr std::string_view names[] = {"list",      "tuple",       "tuple",      "range",
                                              "dict_keys", "dict_values", "dict_items", "generator"};
        return names[static_cast<std::size_t>(held->kind)];
    }
    if (const Text *held = text()) return held->isMarkup ? "Markup" : "str";
    if (const Object *held = object()) return held->typeName();
    constexpr std::string_view names[] = {"Undefined", "NoneType", "bool", "int", "float", "str", "list", "dict"};
    return names[m_data.index()];
}

bool Value::isTrue() const
{
    if (isUndefined() || isNone()) return false;
    if (isNumber()) return number() != 0;
    if (const Text *held = text()) return !held->marked.empty();
    if (const Sequence *held = sequence()) return held->kind == Sequence::Kind::Generator || !held->items.empty();
    if (const Dict *held = dict()) return !held->entries.empty();
    return true;
}

int Value::depth() const
{
    if (const Sequence *held = sequence()) return held->depth;
    if (const Dict *held = dict()) return held->depth;
    if (const Object *held = object()) return held->depth();
    return 0;
}

std::size_t Text::byteOf(std::size_t character) const
{
    return isAscii() ? std::min(character, marked.size()) : byteOfCharacter(bytes(), character);
}

MarkedText Text::characterRange(std::size_t begin, std::size_t end) const
{
    return marked.substr(byteOf(begin), byteOf(end));
}

const Value *Dict::find(std::string_view key) const
{
    for (const auto &[name, value] : entries)
        if (name.bytes() == key) return &value;
    return nullptr;
}

const Value *Dict::find(const Value &key) const
{
    if (const auto name = key.bytes()) return find(*name);
    Run run({}, {}, 0);
    for (const auto &[name, value] : entries)
        if (equal(run, name, key)) return &value;
    return nullptr;
}

namespace {

int checkedDepth(const Run &run, int depth)
{
    if (depth > run.limits().valueDepth) raise("lists are nested too deeply");
    return depth;
}

void requireHashable(const Value &key)
{
    const Sequence *row = key.sequence();
    if (key.dict() || (row && row->kind != Sequence::Kind::Tuple && row->kind != Sequence::Kind::Range))
        raise("unhashable type: '" + std::string(key.typeName()) + "'");
    if (row) std::ranges::for_each(row->items, requireHashable);
}

bool equalSequences(Run &run, const Sequence &a, const Sequence &b)
{
    using Kind = Sequence::Kind;
    if (a.kind != b.kind || a.kind == Kind::Generator || a.kind == Kind::Values) return &a == &b;
    if (a.items.size() != b.items.size()) return false;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!equal(run, a.items[i], b.items[i])) return false;
    return true;
}

bool equalDicts(Run &run, const Dict &a, const Dict &b)
{
    if (a.entries.size() != b.entries.size()) return false;
    for (const auto &[key, value] : a.entries) {
        run.work(b.entries.size());
        const Value *other = b.find(key);
        if (!other || !equal(run, value, *other)) return false;
    }
    return true;
}

bool lessSequences(Run &run, const Sequence &a, const Sequence &b)
{
    const std::size_t shared = std::min(a.items.size(), b.items.size());
    for (std::size_t i = 0; i < shared; ++i)
        if (!equal(run, a.items[i], b.items[i])) return less(run, a.items[i], b.items[i]);
    return a.items.size() < b.items.size();
}

Values charactersOf(Run &run, const Text &text)
{
    run.allocate(text.characters * 128);
    Values characters;
    characters.reserve(text.characters);
    for (std::size_t at = 0; at < text.bytes().size();) {
        const std::size_t begin = at;
        (void)nextCharacter(text.bytes(), at);
        characters.emplace_back(text.marked.substr(begin, at));
    }
    return characters;
}

} // namespace

Value makeSequence(Run &run, Values items, Sequence::Kind kind)
{
    run.allocate(128 + items.size() * sizeof(Value));
    int depth = 0;
    for (const Value &item : items)
        depth = std::max(depth, item.depth());
    return Value(std::make_shared<const Sequence>(kind, std::move(items), checkedDepth(run, depth + 1)));
}

Value makeGenerator(Run &run, Values items, std::shared_ptr<const Fault> failure)
{
    Value made = makeSequence(run, std::move(items), Sequence::Kind::Generator);
    if (!failure) return made;
    Sequence row = *made.sequence();
    row.failure = std::move(failure);
    return Value(std::make_shared<const Sequence>(std::move(row)));
}

Value makeDict(Run &run, std::vector<std::pair<Value, Value>> entries)
{
    run.allocate(64 + entries.size() * 2 * sizeof(Value));
    int depth = 0;
    for (const auto &[key, value] : entries)
        depth = std::max({depth, key.depth(), value.depth()});
    return Value(std::make_shared<const Dict>(std::move(entries), checkedDepth(run, depth + 1)));
}

void setEntry(Run &run, std::vector<std::pair<Value, Value>> &entries, const Value &key, Value value)
{
    requireHashable(key);
    run.work(1 + entries.size() / 8);
    for (auto &[name, held] : entries) {
        if (!equal(run, name, key)) continue;
        held = std::move(value);
        return;
    }
    entries.emplace_back(key, std::move(value));
}

bool equal(Run &run, const Value &a, const Value &b)
{
    const Run::Level level(run);
    run.work();
    if (a.isNumber() && b.isNumber()) {
        if (a.isFloat() || b.isFloat()) return a.number() == b.number();
        return a.integer() == b.integer();
    }
    if (a.data().index() != b.data().index()) return false;
    if (const Text *text = a.text()) return text->bytes() == b.text()->bytes();
    if (const Sequence *row = a.sequence()) return equalSequences(run, *row, *b.sequence());
    if (const Dict *dict = a.dict()) return equalDicts(run, *dict, *b.dict());
    if (a.object()) return a.object() == b.object();
    return true; // undefined, none
}

bool less(Run &run, const Value &a, const Value &b)
{
    const Run::Level level(run);
    run.work();
    requireDefined(a);
    requireDefined(b);
    if (a.isNumber() && b.isNumber()) {
        if (a.isFloat() || b.isFloat()) return a.number() < b.number();
        return *a.integer() < *b.integer();
    }
    if (a.text() && b.text()) return a.text()->bytes() < b.text()->bytes(); // UTF-8 sorts as code points do
    const Sequence *x = a.sequence();
    const Sequence *y = b.sequence();
    const bool ordered = x && y && x->kind == y->kind && x->kind <= Sequence::Kind::Tuple;
    if (ordered) return lessSequences(run, *x, *y);
    raise("'<' not supported between instances of '" + std::string(a.typeName()) + "' and '" +
          std::string(b.typeName()) + "'");
}

Values iterate(Run &run, const Value &value)
{
    if (value.isUndefined()) return {};
    if (const Text *text = value.text()) return charactersOf(run, *text);
    if (const Sequence *row = value.sequence()) {
        if (row->kind == Sequence::Kind::Generator && std::exchange(row->consumed, true)) return {};
        if (row->failure) throw Fault(*row->failure);
        run.allocate(row->items.size() * sizeof(Value));
        return row->items;
    }
    if (const Dict *dict = value.dict()) {
        Values keys;
        run.allocate(dict->entries.size() * sizeof(Value));
        for (const auto &[key, held] : dict->entries)
            keys.push_back(key);
        return keys;
    }
    raise("'" + std::string(value.typeName()) + "' object is not iterable");
}

std::int64_t lengthOf(const Value &value)
{
    if (value.isUndefined()) return 0;
    if (const Text *text = value.text()) return static_cast<std::int64_t>(text->characters);
    if (const Dict *dict = value.dict()) return static_cast<std::int64_t>(dict->entries.size());
    if (const Object *object = value.object()) {
        if (const auto length = object->length()) return *length;
    }
    const Sequence *row = value.sequence();
    if (row && row->kind != Sequence::Kind::Generator) return static_cast<std::int64_t>(row->items.size());
    raise("object of type '" + std::string(value.typeName()) + "' has no len()");
}

bool isIn(Run &run, const Value &item, const Value &container)
{
    if (const Text *text = container.text()) {
        if (!item.text()) raise("'in <string>' requires string as left operand, not " + std::string(item.typeName()));
        run.work(text->bytes().size() / 16);
        return text->bytes().contains(item.text()->bytes());
    }
    if (const Dict *dict = container.dict()) {
        requireHashable(item);
        run.work(dict->entries.size());
        return dict->find(item) != nullptr;
    }
    if (container.isUndefined()) return false;
    if (!container.sequence()) raise("argument of type '" + std::string(container.typeName()) + "' is not iterable");
    for (const Value &held : iterate(run, container))
        if (equal(run, held, item)) return true;
    return false;
}

void raiseUndefined(const Value &value)
{
    const auto *undefined = std::get_if<Undefined>(&value.data());
    raise(undefined && undefined->why ? *undefined->why : "a value is undefined");
}

} // namespace sotto::jinja
