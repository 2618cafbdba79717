#include "inference/template/escape.h"

#include "inference/template/value_text.h"

namespace sotto::jinja {

Value escaped(Run &run, const Value &value)
{
    if (value.text() && value.text()->isMarkup) return value;
    const MarkedText text = textOf(run, value);
    TextBuilder out(run);
    std::size_t from = 0;
    const std::string &bytes = text.bytes();
    for (std::size_t at = bytes.find_first_of("&<>'\""); at != std::string::npos;
         at = bytes.find_first_of("&<>'\"", at + 1)) {
        out.add(text, from, at);
        const char c = bytes[at];
        out.add(c == '&'   ? "&amp;"
                : c == '<' ? "&lt;"
                : c == '>' ? "&gt;"
                : c == '"' ? "&#34;"
                           : "&#39;",
                text.originAt(at));
        from = at + 1;
    }
    out.add(text, from, bytes.size());
    return std::move(out).value(true);
}

} // namespace sotto::jinja
