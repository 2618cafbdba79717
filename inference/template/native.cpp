#include "inference/template/native.h"

#include <algorithm>
#include <format>

namespace sotto::jinja {
namespace {

struct Parameter {
    std::string_view name;
    bool isRequired;
};

std::vector<Parameter> readParameters(std::string_view text)
{
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string_view name = text.substr(0, end);
        const bool isRequired = name.ends_with('!');
        if (isRequired) name.remove_suffix(1);
        parameters.push_back({name, isRequired});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parameters;
}

} // namespace

Bound::Bound(std::string_view function, std::string_view parameters, CallArguments arguments)
{
    if (parameters == "*") {
        m_raw = std::move(arguments);
        return;
    }
    const std::vector<Parameter> known = readParameters(parameters);
    const std::string name = "'" + std::string(function) + "'";
    if (arguments.positional.size() > known.size()) raise(name + " got too many arguments");
    m_values.resize(known.size());
    for (std::size_t i = 0; i < arguments.positional.size(); ++i)
        m_values[i] = std::move(arguments.positional[i]);
    for (auto &[word, value] : arguments.named) {
        const auto at = std::ranges::find(known, word, &Parameter::name);
        if (at == known.end()) raise(std::format("{} got an unexpected argument '{}'", name, word));
        std::optional<Value> &place = m_values[static_cast<std::size_t>(at - known.begin())];
        if (place) raise(std::format("{} got two values for the argument '{}'", name, word));
        place = std::move(value);
    }
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i].isRequired && !m_values[i]) raise(std::format("{} needs the argument '{}'", name, known[i].name));
}

std::int64_t Bound::integer(std::size_t parameter, std::int64_t otherwise) const
{
    const Value *given = (*this)[parameter];
    if (!given) return otherwise;
    requireDefined(*given);
    if (const auto number = given->integer()) return *number;
    raise("'" + std::string(given->typeName()) + "' object cannot be interpreted as an integer");
}

const Text &Bound::text(std::size_t parameter) const
{
    const Value *given = (*this)[parameter];
    if (!given) raise("a text is missing");
    requireDefined(*given);
    if (const Text *text = given->text()) return *text;
    raise("expected a str, got '" + std::string(given->typeName()) + "'");
}

const Native *findNative(std::span<const Native> table, std::string_view name)
{
    const auto found = std::ranges::find(table, name, &Native::name);
    return found == table.end() ? nullptr : &*found;
}

} // namespace sotto::jinja
