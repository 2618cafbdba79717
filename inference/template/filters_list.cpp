#include "inference/template/attribute_path.h"
#include "inference/template/filters.h"
#include "inference/template/operators.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {
namespace {

using Kind = Sequence::Kind;

Value toList(Evaluator &e, const Value &self, const Bound &)
{
    return makeSequence(e.run(), iterate(e.run(), self));
}

Value first(Evaluator &e, const Value &self, const Bound &)
{
    const Sequence *row = self.sequence();
    if (row && row->failure && !row->consumed && !row->items.empty()) {
        row->consumed = true;
        return row->items.front();
    }
    const Values items = iterate(e.run(), self);
    return items.empty() ? Value::undefined("No first item, sequence was empty.") : items.front();
}

Value last(Evaluator &e, const Value &self, const Bound &)
{
    if (self.sequence() && self.sequence()->kind == Kind::Generator) raise("'generator' object is not reversible");
    const Values items = iterate(e.run(), self);
    return items.empty() ? Value::undefined("No last item, sequence was empty.") : items.back();
}

Value length(Evaluator &, const Value &self, const Bound &)
{
    return Value(lengthOf(self));
}

Value reverse(Evaluator &e, const Value &self, const Bound &)
{
    Values items = iterate(e.run(), self);
    std::ranges::reverse(items);
    if (!self.text()) return makeSequence(e.run(), std::move(items), Kind::Generator);
    TextBuilder out(e.run());
    for (const Value &item : items)
        out.add(item.text()->marked);
    return std::move(out).value(self.text()->isMarkup);
}

Value join(Evaluator &e, const Value &self, const Bound &arguments)
{
    const AttributePath path(arguments[1], false);
    const Value separator = arguments.value(0, Value(""));
    const MarkedText between = textOf(e.run(), separator);
    TextBuilder out(e.run());
    bool isFirst = true;
    for (const Value &item : iterate(e.run(), self)) {
        if (!std::exchange(isFirst, false)) out.add(between);
        addText(out, path.of(e, item));
    }
    return std::move(out).value();
}

struct Keyed {
    Values keys;
    Value item;
};

/// Stable, as Python's is. Compares by less() alone and never asks for the order of a thing with itself.
void sortKeyed(Evaluator &e, std::vector<Keyed> &rows, bool descending)
{
    const auto before = [&](const Keyed &a, const Keyed &b) {
        for (std::size_t i = 0; i < a.keys.size(); ++i) {
            if (a.keys.size() > 1 && equal(e.run(), a.keys[i], b.keys[i])) continue;
            return less(e.run(), a.keys[i], b.keys[i]);
        }
        return false;
    };
    // Python sorts descending by turning the row round, sorting, and turning it back: equal ones keep their order.
    if (descending) std::ranges::reverse(rows);
    std::ranges::stable_sort(rows, before);
    if (descending) std::ranges::reverse(rows);
}

Values itemsOf(std::vector<Keyed> rows)
{
    Values items;
    items.reserve(rows.size());
    for (Keyed &row : rows)
        items.push_back(std::move(row.item));
    return items;
}

Value sort(Evaluator &e, const Value &self, const Bound &arguments)
{
    const auto paths = attributePaths(arguments[2], !arguments.truth(1));
    std::vector<Keyed> rows;
    for (const Value &item : iterate(e.run(), self)) {
        Values keys;
        for (const AttributePath &path : paths)
            keys.push_back(path.of(e, item));
        rows.push_back({std::move(keys), item});
    }
    sortKeyed(e, rows, arguments.truth(0));
    return makeSequence(e.run(), itemsOf(std::move(rows)));
}

Value dictSort(Evaluator &e, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    if (!self.dict()) raise("dictsort needs a mapping");
    const std::string_view by = arguments.has(1) ? std::string_view(arguments.text(1).bytes()) : "key";
    if (by != "key" && by != "value") raise("You can only sort by either \"key\" or \"value\"");
    const AttributePath asKey(nullptr, !arguments.truth(0));
    std::vector<Keyed> rows;
    for (const auto &[key, value] : self.dict()->entries)
        rows.push_back({{asKey.of(e, by == "key" ? key : value)}, makeSequence(e.run(), {key, value}, Kind::Tuple)});
    sortKeyed(e, rows, arguments.truth(2));
    return makeSequence(e.run(), itemsOf(std::move(rows)));
}

Value unique(Evaluator &e, const Value &self, const Bound &arguments)
{
    const AttributePath path(arguments[1], !arguments.truth(0));
    return generatorOf(e.run(), [&](Values &kept, auto &) {
        std::vector<std::pair<Value, Value>> seen;
        for (const Value &item : iterate(e.run(), self)) {
            const std::size_t before = seen.size();
            setEntry(e.run(), seen, path.of(e, item), Value());
            e.run().work(seen.size() / 4);
            if (seen.size() > before) kept.push_back(item);
        }
    });
}

Value extreme(Evaluator &e, const Value &self, const Bound &arguments, bool greatest)
{
    const AttributePath path(arguments[1], !arguments.truth(0));
    const Values items = iterate(e.run(), self);
    if (items.empty()) return Value::undefined("No aggregated item, sequence was empty.");
    Value best = items[0];
    Value bestKey = path.of(e, best);
    for (std::size_t i = 1; i < items.size(); ++i) {
        const Value key = path.of(e, items[i]);
        if (greatest ? !less(e.run(), bestKey, key) : !less(e.run(), key, bestKey)) continue;
        best = items[i];
        bestKey = key;
    }
    return best;
}

Value smallest(Evaluator &e, const Value &self, const Bound &arguments)
{
    return extreme(e, self, arguments, false);
}

Value greatest(Evaluator &e, const Value &self, const Bound &arguments)
{
    return extreme(e, self, arguments, true);
}

Value sum(Evaluator &e, const Value &self, const Bound &arguments)
{
    const AttributePath path(arguments[0], false);
    Value total = arguments.value(1, Value(0));
    if (total.text()) raise("sum() can't sum strings [use ''.join(seq) instead]");
    for (const Value &item : iterate(e.run(), self))
        total = binaryOperation(e.run(), "+", total, path.of(e, item));
    return total;
}

Value groupBy(Evaluator &e, const Value &self, const Bound &arguments)
{
    const bool ignoresCase = !arguments.truth(2);
    const AttributePath path(arguments[0], ignoresCase, arguments[1]);
    const AttributePath asIs(arguments[0], false, arguments[1]);
    std::vector<Keyed> rows;
    for (const Value &item : iterate(e.run(), self))
        rows.push_back({{path.of(e, item)}, item});
    sortKeyed(e, rows, false);
    Values groups;
    for (std::size_t i = 0; i < rows.size();) {
        Values members;
        const std::size_t begin = i;
        for (; i < rows.size() && equal(e.run(), rows[i].keys[0], rows[begin].keys[0]); ++i)
            members.push_back(rows[i].item);
        const Value name = asIs.of(e, members[0]);
        groups.push_back(makeSequence(e.run(), {name, makeSequence(e.run(), std::move(members))}, Kind::Group));
    }
    return makeSequence(e.run(), std::move(groups));
}

Value batch(Evaluator &e, const Value &self, const Bound &arguments)
{
    return generatorOf(e.run(), [&](Values &rows, auto &) {
        const std::int64_t size = arguments.integer(0);
        Values row;
        for (const Value &item : iterate(e.run(), self)) {
            if (static_cast<std::int64_t>(row.size()) == size)
                rows.push_back(makeSequence(e.run(), std::exchange(row, {})));
            row.push_back(item);
        }
        if (row.empty()) return;
        if (arguments.has(1) && static_cast<std::int64_t>(row.size()) < size) {
            e.run().allocate(std::min<std::size_t>(static_cast<std::size_t>(size), SIZE_MAX / 64) * sizeof(Value));
            row.resize(static_cast<std::size_t>(size), *arguments[1]);
        }
        rows.push_back(makeSequence(e.run(), std::move(row)));
    });
}

Value slices(Evaluator &e, const Value &self, const Bound &arguments)
{
    return generatorOf(e.run(), [&](Values &rows, auto &) {
        const Values items = iterate(e.run(), self);
        const std::int64_t count = arguments.integer(0);
        if (count == 0) raise("integer division or modulo by zero");
        e.run().allocate(static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, 1LL << 40U)) * 128);
        const auto size = static_cast<std::int64_t>(items.size());
        std::int64_t from = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const bool isLonger = i < size % count;
            const std::int64_t to = from + size / count + (isLonger ? 1 : 0);
            Values row(items.begin() + from, items.begin() + to);
            if (arguments.has(1) && i >= size % count) row.push_back(*arguments[1]);
            rows.push_back(makeSequence(e.run(), std::move(row)));
            from = to;
        }
    });
}

constexpr auto kFilters = std::to_array<Native>({
    {"batch", batch, "linecount! fill_with"},
    {"count", length, ""},
    {"dictsort", dictSort, "case_sensitive by reverse"},
    {"first", first, ""},
    {"groupby", groupBy, "attribute! default case_sensitive"},
    {"join", join, "d attribute"},
    {"last", last, ""},
    {"length", length, ""},
    {"list", toList, ""},
    {"max", greatest, "case_sensitive attribute"},
    {"min", smallest, "case_sensitive attribute"},
    {"reverse", reverse, ""},
    {"slice", slices, "slices! fill_with"},
    {"sort", sort, "reverse case_sensitive attribute"},
    {"sum", sum, "attribute start"},
    {"unique", unique, "case_sensitive attribute"},
});

} // namespace

std::span<const Native> listFilters()
{
    return kFilters;
}

} // namespace sotto::jinja
