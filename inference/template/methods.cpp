#include "inference/template/characters.h"
#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/text_format.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {
namespace {

using Kind = Sequence::Kind;

/// Whether there is a character, and all are of the kind.
template <bool (*isOne)(char32_t)>
Value areAll(Evaluator &, const Value &self, const Bound &)
{
    const std::string_view bytes = self.text()->bytes();
    for (std::size_t at = 0; at < bytes.size();)
        if (!isOne(nextCharacter(bytes, at))) return Value(false);
    return Value(!bytes.empty());
}

bool isLetterOrDigit(char32_t c)
{
    return c != '_' && isWordCharacter(c);
}

template <const std::string_view &test>
Value passes(Evaluator &e, const Value &self, const Bound &)
{
    return Value(e.test(test, self, {}));
}
constexpr std::string_view kUpper = "upper";
constexpr std::string_view kLower = "lower";

Value format(Evaluator &e, const Value &self, const Bound &arguments)
{
    return formatBraces(e, *self.text(), arguments.raw());
}

constexpr auto kTextForms = std::to_array<Native>({
    {"isalpha", areAll<isLetter>, ""},
    {"isdigit", areAll<isDigit>, ""},
    {"isdecimal", areAll<isDecimal>, ""},
    {"isnumeric", areAll<isNumeric>, ""},
    {"isalnum", areAll<isLetterOrDigit>, ""},
    {"isspace", areAll<isSpace>, ""},
    {"isupper", passes<kUpper>, ""},
    {"islower", passes<kLower>, ""},
    {"format", format, "*"},
});

Value dictGet(Evaluator &e, const Value &self, const Bound &arguments)
{
    e.run().work(self.dict()->entries.size() / 8);
    const Value *found = self.dict()->find(*arguments[0]);
    return found ? *found : arguments.value(1);
}

Value dictKeys(Evaluator &e, const Value &self, const Bound &)
{
    return makeSequence(e.run(), iterate(e.run(), self), Kind::Keys);
}

Value dictValues(Evaluator &e, const Value &self, const Bound &)
{
    Values values;
    for (const auto &[key, value] : self.dict()->entries)
        values.push_back(value);
    return makeSequence(e.run(), std::move(values), Kind::Values);
}

Value dictItems(Evaluator &e, const Value &self, const Bound &)
{
    Values pairs;
    for (const auto &[key, value] : self.dict()->entries)
        pairs.push_back(makeSequence(e.run(), {key, value}, Kind::Tuple));
    return makeSequence(e.run(), std::move(pairs), Kind::Items);
}

Value copy(Evaluator &, const Value &self, const Bound &)
{
    return self;
}

// Python takes the arguments of get() by place only; no argument can have a number for a name.
constexpr auto kDictMethods = std::to_array<Native>({
    {"get", dictGet, "0! 1"},
    {"items", dictItems, ""},
    {"keys", dictKeys, ""},
    {"values", dictValues, ""},
    {"copy", copy, ""},
});

Value listIndex(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Values &items = self.sequence()->items;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (equal(e.run(), items[i], *arguments[0])) return Value(i);
    raise("the value is not in the list");
}

Value listCount(Evaluator &e, const Value &self, const Bound &arguments)
{
    const auto isIt = [&](const Value &item) { return equal(e.run(), item, *arguments[0]); };
    return Value(static_cast<std::int64_t>(std::ranges::count_if(self.sequence()->items, isIt)));
}

constexpr auto kListMethods = std::to_array<Native>({
    {"index", listIndex, "value!"},
    {"count", listCount, "value!"},
    {"copy", copy, ""},
});

} // namespace

std::span<const Native> textFormMethods()
{
    return kTextForms;
}

const Native *findMethod(const Value &value, std::string_view name)
{
    if (value.text()) {
        const Native *found = findNative(textMethods(), name);
        return found ? found : findNative(textFormMethods(), name);
    }
    if (value.dict()) return findNative(kDictMethods, name);
    const Sequence *row = value.sequence();
    if (!row || row->kind > Kind::Range || (row->kind != Kind::List && name == "copy")) return nullptr;
    return findNative(kListMethods, name);
}

} // namespace sotto::jinja
