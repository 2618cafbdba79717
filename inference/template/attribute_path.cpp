#include "inference/template/attribute_path.h"

#include "inference/template/text_operations.h"

#include <algorithm>
#include <charconv>

namespace sotto::jinja {
namespace {

Value keyOf(std::string_view part)
{
    const bool isNumber = !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    std::int64_t index = 0;
    if (isNumber && std::from_chars(part.data(), part.data() + part.size(), index).ec == std::errc())
        return Value(index);
    return Value(part);
}

std::vector<std::string_view> cutAt(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

} // namespace

AttributePath::AttributePath(const Value *path, bool ignoreCase, const Value *otherwise)
    : m_ignoreCase(ignoreCase), m_otherwise(otherwise && !otherwise->isNone() ? otherwise : nullptr)
{
    if (!path || path->isNone()) return;
    if (const auto name = path->bytes()) {
        for (const std::string_view part : cutAt(*name, '.'))
            m_keys.push_back(keyOf(part));
    } else {
        m_keys.push_back(*path);
    }
}

Value AttributePath::of(Evaluator &evaluator, const Value &value) const
{
    Value held = value;
    for (const Value &key : m_keys) {
        held = evaluator.item(held, key);
        if (m_otherwise && held.isUndefined()) held = *m_otherwise;
    }
    if (m_ignoreCase && held.text()) return lowered(evaluator.run(), *held.text());
    return held;
}

std::vector<AttributePath> attributePaths(const Value *paths, bool ignoreCase)
{
    std::vector<AttributePath> all;
    const auto names = paths ? paths->bytes() : std::nullopt;
    if (!names) {
        all.emplace_back(paths, ignoreCase);
        return all;
    }
    for (const std::string_view name : cutAt(*names, ',')) {
        const Value path(name);
        all.emplace_back(&path, ignoreCase);
    }
    return all;
}

} // namespace sotto::jinja
