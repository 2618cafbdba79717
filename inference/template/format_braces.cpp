#include "inference/template/characters.h"
#include "inference/template/operators.h"
#include "inference/template/text_format.h"

#include <algorithm>
#include <charconv>

namespace sotto::jinja {
namespace {

std::optional<std::int64_t> numberIn(std::string_view text)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size();
    return isWhole && text[0] != '-' ? std::optional(number) : std::nullopt;
}

FormatSpec readSpec(const MarkedText &marked)
{
    const std::string_view text = marked.bytes();
    FormatSpec spec;
    spec.origin = marked.origin();
    bool hasFill = false;
    const auto isAlign = [](char c) { return std::string_view("<>^=").contains(c); };
    std::size_t at = 0;
    if (!text.empty()) {
        const char32_t first = nextCharacter(text, at);
        if (at < text.size() && isAlign(text[at])) {
            spec.fill = first;
            hasFill = true;
            spec.align = text[at++];
        } else {
            at = isAlign(text[0]) ? 1 : 0;
            if (at == 1) spec.align = text[0];
        }
    }
    const auto look = [&] { return at < text.size() ? text[at] : '\0'; };
    const auto readNumber = [&] {
        std::int64_t number = 0;
        for (; look() >= '0' && look() <= '9'; ++at)
            number = added(multiplied(number, 10), look() - '0');
        return number;
    };
    if (look() == '+' || look() == '-' || look() == ' ') spec.sign = text[at++];
    if (look() == '#') {
        spec.alternate = true;
        ++at;
    }
    if (look() == '0' && !hasFill) {
        spec.fill = U'0';
        spec.fillsWithZeros = true;
    }
    spec.width = readNumber();
    if (look() == ',' || look() == '_') spec.grouping = text[at++];
    if (look() == '.') {
        ++at;
        if (look() < '0' || look() > '9') raise("Format specifier missing precision");
        spec.precision = readNumber();
    }
    if (at < text.size()) spec.type = text[at++];
    if (at < text.size()) raise("Invalid format specifier");
    return spec;
}

/// One rendering of text.format(…).
class BracesFormat final {
public:
    BracesFormat(Evaluator &evaluator, const CallArguments &arguments) : m_evaluator(evaluator), m_arguments(arguments)
    {
    }

    MarkedText formatted(const MarkedText &text, int depth)
    {
        if (depth > 2) raise("Max string recursion exceeded");
        const std::string_view bytes = text.bytes();
        TextBuilder out(m_evaluator.run());
        std::size_t from = 0;
        for (std::size_t at = bytes.find_first_of("{}"); at != std::string_view::npos;
             at = bytes.find_first_of("{}", from)) {
            out.add(text, from, at);
            if (at + 1 < bytes.size() && bytes[at + 1] == bytes[at]) {
                out.add(text, at, at + 1);
                from = at + 2;
                continue;
            }
            if (bytes[at] == '}') raise("Single '}' encountered in format string");
            const std::size_t end = fieldEnd(bytes, at + 1);
            addField(out, text.substr(at + 1, end), depth);
            from = end + 1;
        }
        out.add(text, from, bytes.size());
        return std::move(out).take();
    }

private:
    static std::size_t fieldEnd(std::string_view bytes, std::size_t at)
    {
        int open = 1;
        for (; at < bytes.size(); ++at) {
            open += bytes[at] == '{' ? 1 : bytes[at] == '}' ? -1 : 0;
            if (open == 0) return at;
        }
        raise("expected '}' before end of string");
    }

    void addField(TextBuilder &out, const MarkedText &field, int depth)
    {
        const std::string_view bytes = field.bytes();
        const std::size_t colon = std::min(bytes.find(':'), bytes.size());
        std::string_view name = bytes.substr(0, colon);
        char conversion = '\0';
        if (const auto mark = name.find('!'); mark != std::string_view::npos) {
            if (name.size() != mark + 2) raise("end of string while looking for conversion specifier");
            conversion = name[mark + 1];
            name = name.substr(0, mark);
        }
        Value value = lookUp(name);
        const MarkedText spec = formatted(field.substr(std::min(colon + 1, bytes.size()), bytes.size()), depth + 1);
        Run &run = m_evaluator.run();
        if (conversion == 'a') {
            value = asciiRepr(run, value);
        } else if (conversion == 'r') {
            TextBuilder repr(run);
            addRepr(repr, value);
            value = std::move(repr).value();
        } else if (conversion == 's') {
            value = Value(textOf(run, value));
        } else if (conversion != '\0') {
            raise("Unknown conversion specifier");
        }
        if (spec.empty()) return addText(out, value);
        out.add(formatValue(run, value, readSpec(spec)).text()->marked);
    }

    Value lookUp(std::string_view name)
    {
        const std::size_t end = std::min(name.find_first_of(".["), name.size());
        Value value = argument(name.substr(0, end));
        name.remove_prefix(end);
        while (!name.empty()) {
            const bool isItem = name[0] == '[';
            const std::size_t stop = isItem ? name.find(']') : std::min(name.find_first_of(".[", 1), name.size());
            if (stop == std::string_view::npos || stop <= 1) raise("Empty attribute in format string");
            const std::string_view key = name.substr(1, stop - 1);
            const auto index = isItem ? numberIn(key) : std::nullopt;
            value = index    ? m_evaluator.item(value, Value(*index))
                    : isItem ? m_evaluator.item(value, Value(key))
                             : m_evaluator.attribute(value, key);
            name.remove_prefix(isItem ? stop + 1 : stop);
        }
        return value;
    }

    Value argument(std::string_view name)
    {
        if (name.empty() || numberIn(name)) {
            const bool isNumbered = !name.empty();
            if (std::exchange(m_numbering, isNumbered).value_or(isNumbered) != isNumbered)
                raise("cannot switch between manual field specification and automatic field numbering");
            const auto index = isNumbered ? static_cast<std::size_t>(*numberIn(name)) : m_next++;
            if (index >= m_arguments.positional.size())
                raise("Replacement index out of range for positional args tuple");
            return m_arguments.positional[index];
        }
        const auto found = std::ranges::find(m_arguments.named, name, &std::pair<std::string, Value>::first);
        if (found == m_arguments.named.end()) raise("no value for '" + std::string(name.substr(0, 60)) + "' in format");
        return found->second;
    }

    Evaluator &m_evaluator;
    const CallArguments &m_arguments;
    std::size_t m_next = 0;
    std::optional<bool> m_numbering; ///< Whether fields have numbers; nothing: not seen yet.
};

} // namespace

Value formatBraces(Evaluator &evaluator, const Text &text, const CallArguments &arguments)
{
    return Value(BracesFormat(evaluator, arguments).formatted(text.marked, 0), text.isMarkup);
}

} // namespace sotto::jinja
