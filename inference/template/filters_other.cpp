#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/number_text.h"
#include "inference/template/pretty_text.h"
#include "inference/template/template_json.h"

#include <array>
#include <cfenv>
#include <cmath>

namespace sotto::jinja {
namespace {

Value otherwise(Evaluator &, const Value &self, const Bound &arguments)
{
    const bool isMissing = self.isUndefined() || (arguments.truth(1) && !self.isTrue());
    return isMissing ? arguments.value(0, Value("")) : self;
}

Value attr(Evaluator &e, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    const std::string &name = arguments.text(0).bytes();
    if (!self.dict()) return e.attribute(self, name);
    // Of a dict: its methods, not what it holds.
    if (!findMethod(self, name)) return Value::undefined("'dict object' has no attribute '" + name + "'");
    return e.attribute(self, name);
}

Value items(Evaluator &e, const Value &self, const Bound &)
{
    return generatorOf(e.run(), [&](Values &pairs, auto &) {
        if (!self.isUndefined() && !self.dict()) raise("Can only get item pairs from a mapping.");
        if (!self.dict()) return;
        for (const auto &[key, value] : self.dict()->entries)
            pairs.push_back(makeSequence(e.run(), {key, value}, Sequence::Kind::Tuple));
    });
}

Value absolute(Evaluator &, const Value &self, const Bound &)
{
    requireDefined(self);
    if (self.isFloat()) return Value(std::fabs(self.number()));
    if (!self.integer()) raise("bad operand type for abs(): '" + std::string(self.typeName()) + "'");
    const std::int64_t number = *self.integer();
    if (number == INT64_MIN) raise("a whole number is too large");
    return Value(number < 0 ? -number : number);
}

Value toInteger(Evaluator &, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    Value fallback = arguments.value(0, Value(0));
    if (self.isFloat() || self.integer()) {
        if (self.isFloat() && !std::isfinite(self.number())) {
            if (std::isnan(self.number())) return fallback;
            raise("cannot convert float infinity to integer");
        }
        return self.isFloat() ? wholeOf(self.number()) : Value(*self.integer());
    }
    if (!self.text()) return fallback;
    if (const auto number = readInteger(self.text()->bytes(), arguments.integer(1, 10))) return Value(*number);
    const auto number = readFloat(self.text()->bytes());
    return number && std::isfinite(*number) ? wholeOf(*number) : fallback;
}

Value toFloat(Evaluator &, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    if (self.isNumber()) return Value(self.number());
    const auto number = self.text() ? readFloat(self.text()->bytes()) : std::nullopt;
    return number ? Value(*number) : arguments.value(0, Value(0.0));
}

Value round(Evaluator &, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    const std::int64_t precision = arguments.integer(0, 0);
    const std::string method = arguments[1] ? arguments.text(1).bytes() : "common";
    if (method != "common" && method != "ceil" && method != "floor") raise("method must be common, ceil or floor");
    if (!self.isNumber()) raise("type " + std::string(self.typeName()) + " doesn't define __round__ method");
    if (method == "common") {
        if (!self.isFloat() && precision >= 0) return self.isBool() ? Value(*self.integer()) : self;
        return self.isFloat() ? Value(rounded(self.number(), precision)) : wholeOf(rounded(self.number(), precision));
    }
    const double scale = std::pow(10.0, static_cast<double>(precision));
    const double scaled = self.number() * scale;
    return Value((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / scale);
}

Value toJson(Evaluator &e, const Value &self, const Bound &arguments)
{
    JsonForm form;
    form.ensureAscii = arguments.truth(0);
    if (arguments.has(1)) {
        TextBuilder indent(e.run());
        if (arguments[1]->text())
            indent.add(arguments[1]->text()->marked);
        else
            indent.repeat(" ", arguments.integer(1));
        form.indent = std::move(indent).take();
    }
    form.itemSeparator = MarkedText(form.indent ? "," : ", ");
    form.keySeparator = MarkedText(": ");
    if (arguments.has(2)) {
        const Values both = iterate(e.run(), *arguments[2]);
        if (both.size() != 2 || !both[0].text() || !both[1].text()) raise("separators must be two texts");
        form.itemSeparator = both[0].text()->marked;
        form.keySeparator = both[1].text()->marked;
    }
    form.sortKeys = arguments.truth(3);
    return dumpJson(e.run(), self, form);
}

Value fileSize(Evaluator &, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    const auto number = self.isNumber() ? std::optional(self.number()) : readFloat(self.bytes().value_or("x"));
    if (!number) raise("could not convert to float");
    return Value(fileSizeText(*number, arguments.truth(0)));
}

Value prettyPrint(Evaluator &e, const Value &self, const Bound &)
{
    return prettyText(e.run(), self);
}

/// The same template and conversation must give the same text.
Value refused(Evaluator &, const Value &, const Bound &)
{
    raise("the filter random is not supported");
}

constexpr auto kFilters = std::to_array<Native>({
    {"abs", absolute, ""},
    {"attr", attr, "name!"},
    {"d", otherwise, "default_value boolean"},
    {"default", otherwise, "default_value boolean"},
    {"filesizeformat", fileSize, "binary"},
    {"float", toFloat, "default"},
    {"int", toInteger, "default base"},
    {"items", items, ""},
    {"pprint", prettyPrint, ""},
    {"random", refused, "*"},
    {"round", round, "precision method"},
    {"tojson", toJson, "ensure_ascii indent separators sort_keys"},
});

} // namespace

std::span<const Native> otherFilters()
{
    return kFilters;
}

const Native *findFilter(std::string_view name)
{
    for (const auto table : {textFilters(), listFilters(), selectFilters(), markupFilters(), otherFilters()})
        if (const Native *found = findNative(table, name)) return found;
    return nullptr;
}

} // namespace sotto::jinja
