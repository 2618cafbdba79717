#include "inference/template/escape.h"
#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/html_entities.h"
#include "inference/template/text_operations.h"
#include "inference/template/web_address.h"

#include <algorithm>
#include <array>
#include <set>

namespace sotto::jinja {
namespace {

/// A text under change, with the origin of each byte beside it.
struct Marked {
    std::string bytes;
    std::vector<TextOrigin> origins;

    void add(const MarkedText &text, std::size_t begin, std::size_t end)
    {
        for (std::size_t at = begin; at < end; ++at)
            origins.push_back(text.originAt(at));
        bytes.append(text.bytes(), begin, end - begin);
    }
    void shrink(std::size_t size)
    {
        bytes.resize(size);
        origins.resize(size);
    }
    [[nodiscard]] MarkedText text(Run &run) const
    {
        TextBuilder out(run);
        for (std::size_t at = 0; at < bytes.size();) {
            const auto end = std::find_if(origins.begin() + static_cast<std::ptrdiff_t>(at), origins.end(),
                                          [&](TextOrigin origin) { return origin != origins[at]; });
            const auto size = static_cast<std::size_t>(end - origins.begin()) - at;
            out.add(std::string_view(bytes).substr(at, size), origins[at]);
            at += size;
        }
        return std::move(out).take();
    }
};

/// Without comments; one may come to be where another was taken out. One without an end stays.
MarkedText withoutComments(Run &run, const MarkedText &text)
{
    const std::string_view bytes = text.bytes();
    run.allocate(2 * bytes.size());
    Marked kept;
    std::size_t at = 0;
    while (at < bytes.size()) {
        kept.add(text, at, at + 1);
        ++at;
        if (!kept.bytes.ends_with("<!--")) continue;
        // Its end may share the dashes of its beginning.
        const std::string_view rest = bytes.substr(at);
        const std::size_t end = rest.starts_with('>') ? 1 : rest.starts_with("->") ? 2 : rest.find("-->");
        if (end == std::string_view::npos) {
            kept.add(text, at, bytes.size());
            break;
        }
        kept.shrink(kept.bytes.size() - 4);
        at += rest.starts_with('>') || rest.starts_with("->") ? end : end + 3;
    }
    return kept.text(run);
}

MarkedText withoutTags(Run &run, const MarkedText &text)
{
    const std::string_view bytes = text.bytes();
    TextBuilder out(run);
    std::size_t from = 0;
    for (std::size_t begin = bytes.find('<'); begin != std::string_view::npos; begin = bytes.find('<', from)) {
        const std::size_t end = bytes.find('>', begin);
        if (end == std::string_view::npos) break;
        out.add(text, from, begin);
        from = end + 1;
    }
    out.add(text, from, bytes.size());
    return std::move(out).take();
}

/// Runs of spaces as one; it is whoever's the run was. None at the ends.
MarkedText withSingleSpaces(Run &run, const MarkedText &text)
{
    const Extent inner = withoutSpaces(text.bytes());
    const std::string_view bytes = std::string_view(text.bytes()).substr(0, inner.end);
    TextBuilder out(run);
    for (std::size_t at = inner.begin; at < bytes.size();) {
        const std::size_t begin = at;
        if (!isSpace(nextCharacter(bytes, at))) {
            out.add(text, begin, at);
            continue;
        }
        for (std::size_t next = at; isSpace(nextCharacter(bytes, next));)
            at = next;
        out.add(" ", text.substr(begin, at).origin());
    }
    return std::move(out).take();
}

MarkedText withoutReferences(Run &run, const MarkedText &text)
{
    const std::string_view bytes = text.bytes();
    TextBuilder out(run);
    std::size_t from = 0;
    for (std::size_t at = bytes.find('&'); at != std::string_view::npos; at = bytes.find('&', at)) {
        run.work(8);
        const CharacterReference reference = readReference(bytes.substr(at));
        if (reference.size == 0) {
            ++at;
            continue;
        }
        out.add(text, from, at);
        out.add(reference.text, text.substr(at, at + reference.size).origin());
        at += reference.size;
        from = at;
    }
    out.add(text, from, bytes.size());
    return std::move(out).take();
}

/// As markupsafe's Markup.striptags() does it: in this order, so that what a reference stands for stays.
Value stripTags(Evaluator &e, const Value &self, const Bound &)
{
    Run &run = e.run();
    const MarkedText text = withoutTags(run, withoutComments(run, textOf(run, self)));
    return Value(withoutReferences(run, withSingleSpaces(run, text)));
}

Value xmlAttributes(Evaluator &e, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    if (!self.dict()) raise("'" + std::string(self.typeName()) + "' has no items");
    TextBuilder out(e.run());
    bool isFirst = true;
    for (const auto &[key, value] : self.dict()->entries) {
        if (value.isNone() || value.isUndefined()) continue;
        if (!key.text()) raise("expected the name of an attribute, got '" + std::string(key.typeName()) + "'");
        if (key.bytes()->find_first_of(" \t\n\v\f\r/>=") != std::string_view::npos)
            raise("Invalid character in attribute name: '" + std::string(key.bytes()->substr(0, 60)) + "'");
        if (!std::exchange(isFirst, false) || arguments.truth(0, true)) out.add(" ");
        out.add(escaped(e.run(), key).text()->marked);
        out.add("=\"");
        out.add(escaped(e.run(), value).text()->marked);
        out.add("\"");
    }
    return std::move(out).value();
}

/// The words of `rel`, sorted, each once: those given, those asked for, and Jinja2's own.
MarkedText relationOf(Evaluator &e, const Bound &arguments)
{
    std::set<std::string> words{"noopener"};
    if (arguments.truth(1)) words.insert("nofollow");
    TextOrigin origin = TextOrigin::Template;
    if (arguments[3] && arguments[3]->isTrue()) {
        const Value given = splitText(e.run(), arguments.text(3), nullptr, -1);
        origin = arguments.text(3).marked.origin();
        for (const Value &word : given.sequence()->items)
            words.insert(std::string(*word.bytes()));
    }
    std::string all;
    for (const std::string &word : words)
        all += (all.empty() ? "" : " ") + word;
    return MarkedText(std::move(all), origin);
}

Value urlize(Evaluator &e, const Value &self, const Bound &arguments)
{
    LinkForm form;
    if (arguments.has(0)) form.shownCharacters = arguments.integer(0);
    TextBuilder attributes(e.run());
    const auto add = [&](std::string_view name, const Value &value) {
        attributes.add(name);
        attributes.add(escaped(e.run(), value).text()->marked);
        attributes.add("\"");
    };
    add(" rel=\"", Value(relationOf(e, arguments)));
    if (arguments[2] && arguments[2]->isTrue()) add(" target=\"", *arguments[2]);
    form.attributes = std::move(attributes).take();
    if (arguments.has(4)) {
        for (const Value &scheme : iterate(e.run(), *arguments[4])) {
            if (!scheme.text()) raise("expected a scheme, got '" + std::string(scheme.typeName()) + "'");
            if (!isScheme(*scheme.bytes())) raise("not a valid URI scheme prefix");
            form.schemes.push_back(scheme.text()->marked);
        }
    }
    return Value(withLinks(e.run(), escaped(e.run(), self).text()->marked, form));
}

constexpr auto kFilters = std::to_array<Native>({
    {"striptags", stripTags, ""},
    {"urlize", urlize, "trim_url_limit nofollow target rel extra_schemes"},
    {"xmlattr", xmlAttributes, "autospace"},
});

} // namespace

std::span<const Native> markupFilters()
{
    return kFilters;
}

} // namespace sotto::jinja
