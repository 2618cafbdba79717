#pragma once

#include "inference/template/native.h"

#include <span>
#include <string_view>

namespace sotto::jinja {

/// Null where there is none of that name. Thread: any.
[[nodiscard]] const Native *findFilter(std::string_view name);
[[nodiscard]] const Native *findTest(std::string_view name);
[[nodiscard]] const Native *findGlobal(std::string_view name);
/// A method of a text, list or dict; what would change it is none.
[[nodiscard]] const Native *findMethod(const Value &value, std::string_view name);

/// Parts of the table of filters, by what they work on.
[[nodiscard]] std::span<const Native> textFilters();
[[nodiscard]] std::span<const Native> listFilters();
[[nodiscard]] std::span<const Native> selectFilters();
[[nodiscard]] std::span<const Native> markupFilters();
[[nodiscard]] std::span<const Native> otherFilters();
[[nodiscard]] std::span<const Native> textMethods();
[[nodiscard]] std::span<const Native> textFormMethods();

/// A generator of what `fill(items)` puts there, as a lazy filter of Jinja2 is: if that fails, only whoever takes more
/// than there is by then hears of it.
template <class Fill>
[[nodiscard]] Value generatorOf(Run &run, Fill fill)
{
    Values items;
    std::shared_ptr<const Fault> failure;
    try {
        fill(items, failure);
    } catch (const Fault &fault) {
        failure = std::make_shared<const Fault>(fault);
    }
    return makeGenerator(run, std::move(items), std::move(failure));
}

} // namespace sotto::jinja
