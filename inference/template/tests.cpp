#include "inference/template/characters.h"
#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/operators.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {
namespace {

using Kind = Sequence::Kind;

template <bool (*holds)(const Value &)>
Value ask(Evaluator &, const Value &self, const Bound &)
{
    return Value(holds(self));
}

bool isDefined(const Value &value)
{
    return !value.isUndefined();
}
bool isUndefined(const Value &value)
{
    return value.isUndefined();
}
bool isNone(const Value &value)
{
    return value.isNone();
}
bool isBoolean(const Value &value)
{
    return value.isBool();
}
bool isTrue(const Value &value)
{
    return value.isBool() && value.isTrue();
}
bool isFalse(const Value &value)
{
    return value.isBool() && !value.isTrue();
}
bool isInteger(const Value &value)
{
    return value.integer() && !value.isBool();
}
bool isFloat(const Value &value)
{
    return value.isFloat();
}
bool isNumber(const Value &value)
{
    return value.isNumber();
}
bool isString(const Value &value)
{
    return value.text();
}
bool isMapping(const Value &value)
{
    return value.dict();
}
bool isCallable(const Value &value)
{
    return value.object() && value.object()->isCallable();
}
bool isEscaped(const Value &value)
{
    return value.text() && value.text()->isMarkup;
}

bool isIterable(const Value &value)
{
    return value.isUndefined() || value.text() || value.sequence() || value.dict() ||
           (value.object() && value.object()->length());
}

bool isSequence(const Value &value)
{
    return value.text() || value.dict() || (value.sequence() && value.sequence()->kind <= Kind::Range);
}

Value isOdd(Evaluator &e, const Value &self, const Bound &)
{
    return Value(equal(e.run(), binaryOperation(e.run(), "%", self, Value(2)), Value(1)));
}

Value isEven(Evaluator &e, const Value &self, const Bound &)
{
    return Value(equal(e.run(), binaryOperation(e.run(), "%", self, Value(2)), Value(0)));
}

Value isDivisible(Evaluator &e, const Value &self, const Bound &arguments)
{
    return Value(equal(e.run(), binaryOperation(e.run(), "%", self, *arguments[0]), Value(0)));
}

/// Whether there is a cased character, and all that are cased are `upper` or not.
template <bool upper>
Value isOfCase(Evaluator &e, const Value &self, const Bound &)
{
    const MarkedText text = textOf(e.run(), self);
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = nextCharacter(text.bytes(), at);
        if (upper ? isLower(c) : isUpper(c)) return Value(false);
        any = any || (upper ? isUpper(c) : isLower(c));
    }
    return Value(any);
}

constexpr std::string_view kEqual = "==";
constexpr std::string_view kUnequal = "!=";
constexpr std::string_view kLess = "<";
constexpr std::string_view kLessOrEqual = "<=";
constexpr std::string_view kMore = ">";
constexpr std::string_view kMoreOrEqual = ">=";
constexpr std::string_view kIn = "in";

template <const std::string_view &name>
Value compare(Evaluator &e, const Value &self, const Bound &arguments)
{
    return Value(compareOperation(e.run(), name, self, *arguments[0]));
}

Value isSame(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Value &other = *arguments[0];
    if (self.data().index() != other.data().index()) return Value(false);
    if (self.sequence()) return Value(self.sequence() == other.sequence());
    if (self.dict()) return Value(self.dict() == other.dict());
    return Value(equal(e.run(), self, other));
}

Value isFilter(Evaluator &, const Value &self, const Bound &)
{
    return Value(self.bytes() && findFilter(*self.bytes()));
}

Value isTest(Evaluator &, const Value &self, const Bound &)
{
    return Value(self.bytes() && findTest(*self.bytes()));
}

constexpr auto kTests = std::to_array<Native>({
    {"defined", ask<isDefined>, ""},
    {"undefined", ask<isUndefined>, ""},
    {"none", ask<isNone>, ""},
    {"string", ask<isString>, ""},
    {"mapping", ask<isMapping>, ""},
    {"iterable", ask<isIterable>, ""},
    {"sequence", ask<isSequence>, ""},
    {"number", ask<isNumber>, ""},
    {"integer", ask<isInteger>, ""},
    {"float", ask<isFloat>, ""},
    {"boolean", ask<isBoolean>, ""},
    {"true", ask<isTrue>, ""},
    {"false", ask<isFalse>, ""},
    {"callable", ask<isCallable>, ""},
    {"escaped", ask<isEscaped>, ""},
    {"odd", isOdd, ""},
    {"even", isEven, ""},
    {"divisibleby", isDivisible, "num!"},
    {"lower", isOfCase<false>, ""},
    {"upper", isOfCase<true>, ""},
    {"sameas", isSame, "other!"},
    {"filter", isFilter, ""},
    {"test", isTest, ""},
    {"in", compare<kIn>, "seq!"},
    {"==", compare<kEqual>, "other!"},
    {"eq", compare<kEqual>, "other!"},
    {"equalto", compare<kEqual>, "other!"},
    {"!=", compare<kUnequal>, "other!"},
    {"ne", compare<kUnequal>, "other!"},
    {">", compare<kMore>, "other!"},
    {"gt", compare<kMore>, "other!"},
    {"greaterthan", compare<kMore>, "other!"},
    {">=", compare<kMoreOrEqual>, "other!"},
    {"ge", compare<kMoreOrEqual>, "other!"},
    {"<", compare<kLess>, "other!"},
    {"lt", compare<kLess>, "other!"},
    {"lessthan", compare<kLess>, "other!"},
    {"<=", compare<kLessOrEqual>, "other!"},
    {"le", compare<kLessOrEqual>, "other!"},
});

} // namespace

const Native *findTest(std::string_view name)
{
    return findNative(kTests, name);
}

} // namespace sotto::jinja
