#include "inference/template/operators.h"

#include "inference/template/escape.h"
#include "inference/template/value_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sotto::jinja {
namespace {

using Kind = Sequence::Kind;

[[noreturn]] void raiseTooLarge()
{
    raise("a whole number is too large");
}

[[noreturn]] void raiseOperands(std::string_view name, const Value &a, const Value &b)
{
    raise("unsupported operand type(s) for " + std::string(name) + ": '" + std::string(a.typeName()) + "' and '" +
          std::string(b.typeName()) + "'");
}

std::int64_t floorDivided(std::int64_t a, std::int64_t b)
{
    if (a == std::numeric_limits<std::int64_t>::min() && b == -1) raiseTooLarge();
    const std::int64_t quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

double floorModulo(double a, double b)
{
    const double rest = std::fmod(a, b);
    if (rest != 0) return (rest < 0) != (b < 0) ? rest + b : rest;
    return std::copysign(0.0, b);
}

Value power(const Value &a, const Value &b)
{
    if (a.isFloat() || b.isFloat() || *b.integer() < 0) {
        if (a.number() == 0 && b.number() < 0) raise("0.0 cannot be raised to a negative power");
        const double result = std::pow(a.number(), b.number());
        if (std::isinf(result) && !std::isinf(a.number()) && !std::isinf(b.number())) raise("a number is too large");
        if (std::isnan(result) && !std::isnan(a.number())) raise("complex numbers are not supported");
        return Value(result);
    }
    std::int64_t result = 1;
    std::int64_t base = *a.integer();
    for (std::int64_t left = *b.integer(); left > 0; left /= 2) {
        if (left % 2 == 1) result = multiplied(result, base);
        if (left > 1) base = multiplied(base, base);
    }
    return Value(result);
}

Value floatOperation(char name, double a, double b)
{
    switch (name) {
    case '+': return Value(a + b);
    case '-': return Value(a - b);
    case '*': return Value(a * b);
    default: break;
    }
    if (b == 0) raise("division by zero");
    return Value(name == '%' ? floorModulo(a, b) : name == '/' ? a / b : std::floor(a / b));
}

/// `name`: one letter, '#' for //.
Value numberOperation(char name, const Value &a, const Value &b)
{
    if (name == '^') return power(a, b);
    if (a.isFloat() || b.isFloat()) return floatOperation(name, a.number(), b.number());
    const std::int64_t x = *a.integer();
    const std::int64_t y = *b.integer();
    switch (name) {
    case '+': return Value(added(x, y));
    case '-':
        if (y == std::numeric_limits<std::int64_t>::min()) raiseTooLarge();
        return Value(added(x, -y));
    case '*': return Value(multiplied(x, y));
    default: break;
    }
    if (y == 0) raise("division by zero");
    if (name == '/') return Value(static_cast<double>(x) / static_cast<double>(y));
    const std::int64_t quotient = floorDivided(x, y);
    return Value(name == '#' ? quotient : x - quotient * y);
}

Value repeated(Run &run, const Value &row, std::int64_t times)
{
    times = std::max<std::int64_t>(times, 0);
    if (const Text *text = row.text()) {
        const auto most =
            static_cast<std::int64_t>(run.limits().memoryBytes / std::max<std::size_t>(text->marked.size(), 1));
        if (times > most) raise("the template makes too much text");
        TextBuilder out(run);
        for (std::int64_t i = 0; i < times; ++i)
            out.add(text->marked);
        return std::move(out).value(text->isMarkup);
    }
    const Values &items = row.sequence()->items;
    const auto size = static_cast<std::int64_t>(std::max<std::size_t>(items.size(), 1) * sizeof(Value));
    if (times > static_cast<std::int64_t>(run.limits().memoryBytes) / size) raise("the template makes too long a list");
    run.allocate(static_cast<std::size_t>(times * size));
    Values all;
    for (std::int64_t i = 0; i < times && !items.empty(); ++i)
        all.insert(all.end(), items.begin(), items.end());
    return makeSequence(run, std::move(all), row.sequence()->kind);
}

bool isRow(const Value &value)
{
    return value.text() || (value.sequence() && value.sequence()->kind <= Kind::Tuple);
}

Value joined(Run &run, const Value &a, const Value &b)
{
    if (a.text() && b.text()) {
        const bool isMarkup = a.text()->isMarkup || b.text()->isMarkup;
        TextBuilder out(run);
        out.add(isMarkup ? escaped(run, a).text()->marked : a.text()->marked);
        out.add(isMarkup ? escaped(run, b).text()->marked : b.text()->marked);
        return std::move(out).value(isMarkup);
    }
    const Sequence *x = a.sequence();
    const Sequence *y = b.sequence();
    if (!x || !y || x->kind != y->kind || x->kind > Kind::Tuple) raiseOperands("+", a, b);
    run.allocate((x->items.size() + y->items.size()) * sizeof(Value));
    Values all = x->items;
    all.insert(all.end(), y->items.begin(), y->items.end());
    return makeSequence(run, std::move(all), x->kind);
}

} // namespace

std::int64_t added(std::int64_t a, std::int64_t b)
{
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) raiseTooLarge();
    return sum;
}

std::int64_t multiplied(std::int64_t a, std::int64_t b)
{
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) raiseTooLarge();
    return product;
}

Value binaryOperation(Run &run, std::string_view name, const Value &a, const Value &b)
{
    if (name == "%" && a.text()) return formatPercent(run, *a.text(), b);
    requireDefined(a);
    requireDefined(b);
    if (a.isNumber() && b.isNumber()) return numberOperation(name == "//" ? '#' : name == "**" ? '^' : name[0], a, b);
    if (name == "+") return joined(run, a, b);
    if (name == "*" && isRow(a) && b.integer()) return repeated(run, a, *b.integer());
    if (name == "*" && isRow(b) && a.integer()) return repeated(run, b, *a.integer());
    raiseOperands(name, a, b);
}

Value unaryOperation(std::string_view name, const Value &value)
{
    if (name == "not") return Value(!value.isTrue());
    requireDefined(value);
    if (value.isFloat()) return Value(name == "-" ? -value.number() : value.number());
    const auto number = value.integer();
    if (!number) raise("bad operand type for unary " + std::string(name) + ": '" + std::string(value.typeName()) + "'");
    return Value(name == "-" ? multiplied(*number, -1) : *number);
}

bool compareOperation(Run &run, std::string_view name, const Value &a, const Value &b)
{
    if (name == "==") return equal(run, a, b);
    if (name == "!=") return !equal(run, a, b);
    if (name == "in") return isIn(run, a, b);
    if (name == "not in") return !isIn(run, a, b);
    if (name == "<") return less(run, a, b);
    if (name == ">") return less(run, b, a);
    if (name == "<=") return less(run, a, b) || equal(run, a, b);
    return less(run, b, a) || equal(run, a, b);
}

Value sliceOf(Run &run, const Value &value, const Value &begin, const Value &end, const Value &step)
{
    const Text *text = value.text();
    const std::int64_t size = lengthOf(value);
    const std::int64_t stride = step.isNone() ? 1 : *step.integer();
    if (stride == 0) raise("slice step cannot be zero");
    const std::int64_t low = stride > 0 ? 0 : -1;
    const std::int64_t high = stride > 0 ? size : size - 1;
    const auto bound = [&](const Value &given, std::int64_t otherwise) {
        if (given.isNone()) return otherwise;
        const std::int64_t index = *given.integer();
        return std::clamp(index < 0 ? index + size : index, low, high);
    };
    const std::int64_t from = bound(begin, stride > 0 ? low : high);
    const std::int64_t to = bound(end, stride > 0 ? high : low);
    if (text && stride == 1) {
        TextBuilder out(run);
        run.work(text->marked.size() / 64);
        if (from < to) out.add(text->characterRange(static_cast<std::size_t>(from), static_cast<std::size_t>(to)));
        return std::move(out).value(text->isMarkup);
    }
    Values items;
    const Values all = iterate(run, value);
    for (std::int64_t i = from; stride > 0 ? i < to : i > to; i = added(i, stride)) {
        run.work();
        items.push_back(all[static_cast<std::size_t>(i)]);
    }
    if (!text) return makeSequence(run, std::move(items), value.sequence()->kind);
    TextBuilder out(run);
    for (const Value &item : items)
        out.add(item.text()->marked);
    return std::move(out).value(text->isMarkup);
}

} // namespace sotto::jinja
