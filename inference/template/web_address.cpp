#include "inference/template/web_address.h"

#include "inference/template/characters.h"

#include <algorithm>
#include <ranges>

namespace sotto::jinja {
namespace {

/// A character in the lower case that Python's regular expressions compare without regard to case.
char32_t folded(char32_t c)
{
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c == 0x130 || c == 0x131) return 'i';
    if (c == 0x17F) return 's';
    return c == 0x212A ? 'k' : c;
}

bool isSmallLetter(char32_t c)
{
    return folded(c) >= 'a' && folded(c) <= 'z';
}

bool isInLabel(char32_t c)
{
    return c == '%' || c == '-' || isWordCharacter(c);
}

std::u32string charactersOf(std::string_view text)
{
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();)
        characters.push_back(nextCharacter(text, at));
    return characters;
}

bool beginsWith(std::u32string_view text, std::u32string_view lower)
{
    return text.size() >= lower.size() && std::ranges::equal(text.substr(0, lower.size()), lower, {}, folded);
}

/// Behind a host: a port, a path, a query or a fragment, or nothing.
bool isTail(std::u32string_view text)
{
    if (text.starts_with(':')) {
        std::size_t end = 1;
        while (end < text.size() && end <= 5 && isDecimal(text[end]))
            ++end;
        if (end == 1) return false;
        text.remove_prefix(end);
    }
    return text.empty() || std::u32string_view(U"/?#").contains(text[0]);
}

std::vector<std::u32string_view> labelsOf(std::u32string_view host)
{
    std::vector<std::u32string_view> labels;
    while (true) {
        const std::size_t end = std::min(host.find('.'), host.size());
        labels.push_back(host.substr(0, end));
        if (end == host.size()) return labels;
        host.remove_prefix(end + 1);
    }
}

bool isTopLabel(std::u32string_view label)
{
    if (label.size() >= 2 && label.size() <= 63 && std::ranges::all_of(label, isSmallLetter)) return true;
    if (!beginsWith(label, U"xn--")) return false;
    const std::u32string_view rest = label.substr(4);
    const auto fits = [](char32_t c) { return c == '%' || isWordCharacter(c); };
    return rest.size() >= 2 && rest.size() <= 59 && std::ranges::all_of(rest, fits);
}

bool isKnownTop(std::u32string_view label)
{
    constexpr std::u32string_view known[] = {U"com", U"net", U"int", U"edu", U"gov", U"org", U"info", U"mil"};
    return std::ranges::any_of(
        known, [&](std::u32string_view name) { return name.size() == label.size() && beginsWith(label, name); });
}

bool isFourNumbers(const std::vector<std::u32string_view> &labels)
{
    const auto isNumber = [](std::u32string_view label) {
        return !label.empty() && label.size() <= 3 && std::ranges::all_of(label, isDecimal);
    };
    return labels.size() == 4 && std::ranges::all_of(labels, isNumber);
}

/// "[…]" with groups of up to four hexadecimal digits: two that end in ":", then one to six that may.
bool isBracketed(std::u32string_view text)
{
    const std::size_t end = text.find(']');
    if (!text.starts_with('[') || end == std::u32string_view::npos || !isTail(text.substr(end + 1))) return false;
    std::u32string_view inside = text.substr(1, end - 1);
    int groups = 0;
    for (; groups < 8 && (groups < 2 || !inside.empty()); ++groups) {
        std::size_t digits = 0;
        const auto isHex = [](char32_t c) { return isDecimal(c) || (folded(c) >= 'a' && folded(c) <= 'f'); };
        while (digits < inside.size() && digits < 4 && isHex(inside[digits]))
            ++digits;
        const bool hasColon = digits < inside.size() && inside[digits] == ':';
        if (!hasColon && (groups < 2 || digits == 0)) return false;
        inside.remove_prefix(digits + (hasColon ? 1 : 0));
    }
    return inside.empty();
}

/// How many characters of a scheme that stands before a host; 0: there is none.
std::size_t schemeSize(std::u32string_view text)
{
    return beginsWith(text, U"http://") ? 7 : beginsWith(text, U"https://") ? 8 : 0;
}

/// The host that begins `text` with an end that may follow it; as labels. None where another character follows.
std::vector<std::u32string_view> hostOf(std::u32string_view text)
{
    const auto end = std::ranges::find_if_not(text, [](char32_t c) { return c == '.' || isInLabel(c); });
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (!isTail(text.substr(size))) return {};
    auto labels = labelsOf(text.substr(0, size));
    if (std::ranges::any_of(labels, [](std::u32string_view label) { return label.empty(); })) return {};
    return labels;
}

bool isWebAddress(std::u32string_view text)
{
    const std::size_t scheme = schemeSize(text);
    const std::size_t prefix = scheme > 0 ? scheme : beginsWith(text, U"www.") ? 4 : 0;
    if (prefix > 0) {
        const auto labels = hostOf(text.substr(prefix));
        if (!labels.empty() && isTopLabel(labels.back())) return true;
        if (scheme > 0) return isFourNumbers(labels) || isBracketed(text.substr(scheme));
    }
    const auto labels = hostOf(text);
    if (labels.size() < 2 || !isKnownTop(labels.back())) return false;
    return std::ranges::all_of(labels | std::views::take(labels.size() - 1),
                               [](std::u32string_view label) { return label.size() >= 2 && label.size() <= 63; });
}

bool isMailAddress(std::u32string_view text)
{
    const std::size_t at = text.rfind('@');
    if (at == std::u32string_view::npos || at == 0) return false;
    const std::u32string_view host = text.substr(at + 1);
    const std::size_t dot = host.rfind('.');
    if (dot == std::u32string_view::npos || dot == 0 || dot + 1 == host.size()) return false;
    const auto fits = [](char32_t c) { return c == '.' || c == '-' || isWordCharacter(c); };
    return isWordCharacter(host[0]) && std::ranges::all_of(host.substr(0, dot), fits) &&
           std::ranges::all_of(host.substr(dot + 1), isWordCharacter);
}

std::ptrdiff_t occurrences(std::string_view text, std::string_view sought)
{
    std::ptrdiff_t count = 0;
    for (auto at = text.find(sought); at != std::string_view::npos; at = text.find(sought, at + sought.size()))
        ++count;
    return count;
}

/// The part of a word that may be an address: without brackets before it and punctuation behind it.
Extent middleOf(std::string_view word)
{
    const auto opening = [](std::string_view text) -> std::size_t {
        return text.starts_with('(') || text.starts_with('<') ? 1 : text.starts_with("&lt;") ? 4 : 0;
    };
    const auto closing = [](std::string_view text) -> std::size_t {
        return !text.empty() && std::string_view(")>.,").contains(text.back()) ? 1 : text.ends_with("&gt;") ? 4 : 0;
    };
    Extent middle{0, word.size()};
    while (const std::size_t size = opening(word.substr(middle.begin)))
        middle.begin += size;
    while (const std::size_t size = closing(word.substr(middle.begin, middle.end - middle.begin)))
        middle.end -= size;
    // What was opened within the address is closed within it.
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
    for (const auto &[open, close] : pairs) {
        const std::string_view inside = word.substr(middle.begin, middle.end - middle.begin);
        const std::ptrdiff_t opened = occurrences(inside, open);
        if (opened <= occurrences(inside, close)) continue;
        const std::ptrdiff_t most = std::min(opened, occurrences(word.substr(middle.end), close));
        for (std::ptrdiff_t i = 0; i < most; ++i)
            middle.end = word.find(close, middle.end) + close.size();
    }
    return middle;
}

class Linker final {
public:
    Linker(Run &run, const MarkedText &text, const LinkForm &form) : m_out(run), m_text(text), m_form(form) {}

    MarkedText linked()
    {
        const std::string_view bytes = m_text.bytes();
        std::size_t begin = 0; // of a word
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t here = at;
            if (!isSpace(nextCharacter(bytes, at))) continue;
            addWord(begin, here);
            m_out.add(m_text, here, at);
            begin = at;
        }
        addWord(begin, bytes.size());
        return std::move(m_out).take();
    }

private:
    void addWord(std::size_t begin, std::size_t end)
    {
        if (begin == end) return;
        m_out.run().allocate(8 * (end - begin));
        const Extent found = middleOf(std::string_view(m_text.bytes()).substr(begin, end - begin));
        const MarkedText middle = m_text.substr(begin + found.begin, begin + found.end);
        m_out.add(m_text, begin, begin + found.begin);
        addMiddle(middle);
        m_out.add(m_text, begin + found.end, end);
    }

    void addMiddle(const MarkedText &middle)
    {
        const std::string_view bytes = middle.bytes();
        const std::u32string characters = charactersOf(bytes);
        const std::u32string_view text = characters;
        if (isWebAddress(text)) {
            const bool hasScheme = bytes.starts_with("https://") || bytes.starts_with("http://");
            return addLink(hasScheme ? "" : "https://", middle, true, shown(middle, characters.size()));
        }
        if (bytes.starts_with("mailto:") && isMailAddress(text.substr(7)))
            return addLink("", middle, false, middle.substr(7, middle.size()));
        const bool mayBeMail = !bytes.starts_with("www.") && !bytes.starts_with('@') && !bytes.contains(':');
        if (mayBeMail && isMailAddress(text)) return addLink("mailto:", middle, false, middle);
        const auto begins = [&](const MarkedText &scheme) {
            return bytes != scheme.bytes() && bytes.starts_with(scheme.bytes());
        };
        // Once it is a link, it begins with none of the schemes any more.
        if (std::ranges::any_of(m_form.schemes, begins)) return addLink("", middle, true, middle);
        m_out.add(middle);
    }

    void addLink(std::string_view scheme, const MarkedText &address, bool hasAttributes, const MarkedText &text)
    {
        m_out.add("<a href=\"");
        m_out.add(scheme);
        m_out.add(address);
        m_out.add("\"");
        if (hasAttributes) m_out.add(m_form.attributes);
        m_out.add(">");
        m_out.add(text);
        m_out.add("</a>");
    }

    [[nodiscard]] MarkedText shown(const MarkedText &address, std::size_t characters)
    {
        const auto size = static_cast<std::int64_t>(characters);
        const std::int64_t most = m_form.shownCharacters.value_or(size);
        if (size <= most) return address;
        const std::int64_t kept = most < 0 ? std::max<std::int64_t>(size + most, 0) : most;
        TextBuilder text(m_out.run());
        text.add(address, 0, byteOfCharacter(address.bytes(), static_cast<std::size_t>(kept)));
        text.add("...");
        return std::move(text).take();
    }

    TextBuilder m_out;
    const MarkedText &m_text;
    const LinkForm &m_form;
};

} // namespace

MarkedText withLinks(Run &run, const MarkedText &text, const LinkForm &form)
{
    return Linker(run, text, form).linked();
}

bool isScheme(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view rest = text.substr(colon + 1);
    if (!rest.empty() && rest != "/" && rest != "//") return false;
    const std::u32string name = charactersOf(text.substr(0, colon));
    const auto fits = [](char32_t c) { return std::u32string_view(U".+-").contains(c) || isWordCharacter(c); };
    return name.size() >= 2 && std::ranges::all_of(name, fits);
}

} // namespace sotto::jinja
