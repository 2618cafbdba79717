#include "inference/template/evaluator.h"
#include "inference/template/filters.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <locale.h>

namespace sotto::jinja {
namespace {

constexpr std::int64_t kLongestRange = 100'000; // as the sandbox of Jinja2 has it

Value range(Evaluator &e, const Value &, const Bound &arguments)
{
    const bool hasBegin = arguments[1] != nullptr;
    const std::int64_t begin = hasBegin ? arguments.integer(0) : 0;
    const std::int64_t end = arguments.integer(hasBegin ? 1 : 0);
    const std::int64_t step = arguments.integer(2, 1);
    if (step == 0) raise("range() arg 3 must not be zero");
    Values items;
    std::int64_t at = begin;
    while (step > 0 ? at < end : at > end) {
        if (std::ssize(items) == kLongestRange) raise("Range too big. The sandbox blocks ranges larger than 100000.");
        items.emplace_back(at);
        if (__builtin_add_overflow(at, step, &at)) break;
    }
    return makeSequence(e.run(), std::move(items), Sequence::Kind::Range);
}

/// dict(mapping or pairs, **more), and what namespace() takes as well.
std::vector<std::pair<Value, Value>> entriesOf(Evaluator &e, const CallArguments &arguments)
{
    std::vector<std::pair<Value, Value>> entries;
    if (arguments.positional.size() > 1) raise("dict expected at most 1 argument");
    if (!arguments.positional.empty()) {
        const Value &source = arguments.positional[0];
        if (source.dict()) {
            entries = source.dict()->entries;
        } else {
            for (const Value &pair : iterate(e.run(), source)) {
                const Values both = iterate(e.run(), pair);
                if (both.size() != 2) raise("dictionary update sequence needs pairs");
                setEntry(e.run(), entries, both[0], both[1]);
            }
        }
    }
    for (const auto &[name, value] : arguments.named)
        setEntry(e.run(), entries, Value(name), value);
    return entries;
}

Value dict(Evaluator &e, const Value &, const Bound &arguments)
{
    return makeDict(e.run(), entriesOf(e, arguments.raw()));
}

Value makeNamespace(Evaluator &e, const Value &, const Bound &arguments)
{
    return e.makeNamespace(entriesOf(e, arguments.raw()));
}

Value raiseException(Evaluator &e, const Value &, const Bound &arguments)
{
    throw Fault(textOf(e.run(), *arguments[0]).bytes(), Fault::kRaisedByTemplate);
}

Value strftimeNow(Evaluator &e, const Value &, const Bound &arguments)
{
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    const std::time_t now = e.run().now();
    std::tm parts{};
    localtime_r(&now, &parts);
    // A mark behind it tells an empty result from one that does not fit.
    const std::string format = arguments.text(0).bytes() + "\x01";
    std::array<char, 4096> buffer{};
    const std::size_t size = strftime_l(buffer.data(), buffer.size(), format.c_str(), &parts, plain);
    if (size == 0) raise("the form of a date is too long");
    return {MarkedText({buffer.data(), size - 1}, arguments.text(0).marked.origin())};
}

Value refused(Evaluator &, const Value &, const Bound &)
{
    raise("lipsum() is not supported");
}

/// cycler(…): gives its values in turn.
class Cycler final : public Object, public std::enable_shared_from_this<Cycler> {
public:
    explicit Cycler(Value items) : m_items(std::move(items)) {}
    [[nodiscard]] std::string_view typeName() const override { return "Cycler"; }
    [[nodiscard]] std::optional<Value> attribute(Run &run, std::string_view name) override;
    [[nodiscard]] int depth() const override { return m_items.depth() + 1; }
    void reset() { m_next = 0; }
    Value next()
    {
        const Values &items = m_items.sequence()->items;
        return items[std::exchange(m_next, (m_next + 1) % items.size())];
    }

private:
    Value m_items;
    std::size_t m_next = 0;
};

Value cyclerNext(Evaluator &, const Value &self, const Bound &)
{
    return static_cast<Cycler &>(*self.object()).next();
}

Value cyclerReset(Evaluator &, const Value &self, const Bound &)
{
    static_cast<Cycler &>(*self.object()).reset();
    return {};
}

constexpr Native kNext{"next", cyclerNext, ""};
constexpr Native kReset{"reset", cyclerReset, ""};

Value cycler(Evaluator &e, const Value &, const Bound &arguments)
{
    if (!arguments.raw().named.empty()) raise("cycler() got an unexpected keyword argument");
    if (arguments.raw().positional.empty()) raise("at least one item has to be provided");
    return Value(std::shared_ptr<Object>(std::make_shared<Cycler>(makeSequence(e.run(), arguments.raw().positional))));
}

/// joiner(separator): nothing the first time, then the separator.
class Joiner final : public Object {
public:
    explicit Joiner(Value separator) : m_separator(std::move(separator)) {}
    [[nodiscard]] std::string_view typeName() const override { return "Joiner"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    [[nodiscard]] int depth() const override { return m_separator.depth() + 1; }
    Value call(Evaluator &, CallArguments) override { return std::exchange(m_used, true) ? m_separator : Value(""); }

private:
    Value m_separator;
    bool m_used = false;
};

Value joiner(Evaluator &e, const Value &, const Bound &arguments)
{
    e.run().allocate(sizeof(Joiner));
    return Value(std::shared_ptr<Object>(std::make_shared<Joiner>(arguments.value(0, Value(", ")))));
}

constexpr auto kGlobals = std::to_array<Native>({
    {"raise_exception", raiseException, "message!"},
    {"namespace", makeNamespace, "*"},
    {"range", range, "start! stop step"},
    {"dict", dict, "*"},
    {"strftime_now", strftimeNow, "format!"},
    {"cycler", cycler, "*"},
    {"joiner", joiner, "sep"},
    {"lipsum", refused, "*"},
});

std::optional<Value> Cycler::attribute(Run & /*run*/, std::string_view name)
{
    if (name == "current") return m_items.sequence()->items[m_next];
    if (name != "next" && name != "reset") return std::nullopt;
    const Value self{std::shared_ptr<Object>(shared_from_this())};
    return Value(std::shared_ptr<Object>(std::make_shared<Function>(name == "next" ? kNext : kReset, self)));
}

} // namespace

const Native *findGlobal(std::string_view name)
{
    return findNative(kGlobals, name);
}

} // namespace sotto::jinja
