#include "inference/template/attribute_path.h"
#include "inference/template/filters.h"

#include <algorithm>
#include <array>
#include <functional>

namespace sotto::jinja {
namespace {

/// The first positional argument, a name, taken out.
std::string takeName(CallArguments &arguments)
{
    const Value name = arguments.positional.front();
    if (!name.bytes()) raise("expected the name of a filter or test");
    arguments.positional.erase(arguments.positional.begin());
    return std::string(*name.bytes());
}

const Value *named(const CallArguments &arguments, std::string_view name)
{
    const auto at = std::ranges::find(arguments.named, name, &std::pair<std::string, Value>::first);
    return at == arguments.named.end() ? nullptr : &at->second;
}

/// What a sequence gives, and how that ends where it ends in a failure.
struct Given {
    Values items;
    std::shared_ptr<const Fault> failure;
};

Given givenBy(Evaluator &e, const Value &self)
{
    const Sequence *row = self.sequence();
    if (!row || !row->failure || row->consumed) return {iterate(e.run(), self), nullptr};
    row->consumed = true;
    e.run().allocate(row->items.size() * sizeof(Value));
    return {row->items, row->failure};
}

/// The items that what `prepare()` gives makes of those of a sequence, one after another. What is false is not looked
/// at, and what fails, preparing included, does so only for whoever gets that far.
template <class Prepare>
Value lazily(Evaluator &e, const Value &self, Prepare prepare)
{
    return generatorOf(e.run(), [&](Values &made, std::shared_ptr<const Fault> &failure) {
        if (!self.isTrue()) return;
        auto add = prepare();
        const Given given = givenBy(e, self);
        failure = given.failure;
        for (const Value &item : given.items)
            add(made, item);
    });
}

using Add = std::function<void(Values &made, const Value &item)>;

Value map(Evaluator &e, const Value &self, const Bound &bound)
{
    return lazily(e, self, [&]() -> Add {
        CallArguments arguments = bound.raw();
        const Value *attribute = arguments.positional.empty() ? named(arguments, "attribute") : nullptr;
        if (attribute) {
            const Value *otherwise = named(arguments, "default");
            if (arguments.named.size() > (otherwise ? 2U : 1U)) raise("map got an unexpected keyword argument");
            const AttributePath path(attribute, false, named(bound.raw(), "default"));
            return [&e, path](Values &made, const Value &item) { made.push_back(path.of(e, item)); };
        }
        if (arguments.positional.empty()) raise("map requires a filter argument");
        const std::string name = takeName(arguments);
        return
            [&e, name, arguments](Values &made, const Value &item) { made.push_back(e.filter(name, item, arguments)); };
    });
}

/// Keeps what passes a test (without one: what is true), or what does not; by the item or an attribute of it.
template <bool byAttribute, bool keep>
Value choose(Evaluator &e, const Value &self, const Bound &bound)
{
    return lazily(e, self, [&]() -> Add {
        CallArguments arguments = bound.raw();
        std::optional<AttributePath> path;
        if (byAttribute) {
            if (arguments.positional.empty()) raise("Missing parameter for attribute name");
            const Value attribute = arguments.positional.front();
            arguments.positional.erase(arguments.positional.begin());
            path.emplace(&attribute, false);
        }
        const std::string name = arguments.positional.empty() ? "" : takeName(arguments);
        return [&e, path, name, arguments](Values &kept, const Value &item) {
            const Value value = path ? path->of(e, item) : item;
            const bool passes = name.empty() ? value.isTrue() : e.test(name, value, arguments);
            if (passes == keep) kept.push_back(item);
        };
    });
}

constexpr auto kFilters = std::to_array<Native>({
    {"map", map, "*"},
    {"reject", choose<false, false>, "*"},
    {"rejectattr", choose<true, false>, "*"},
    {"select", choose<false, true>, "*"},
    {"selectattr", choose<true, true>, "*"},
});

} // namespace

std::span<const Native> selectFilters()
{
    return kFilters;
}

} // namespace sotto::jinja
