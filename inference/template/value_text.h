#pragma once

#include "inference/template/value.h"

namespace sotto::jinja {

/// Puts text together, within the run's limits.
class TextBuilder final {
public:
    explicit TextBuilder(Run &run) : m_run(run) {}

    void add(std::string_view text, TextOrigin origin = TextOrigin::Template)
    {
        m_run.allocate(text.size());
        m_text.append(text, origin);
    }
    void add(const MarkedText &text) { add(text, 0, text.size()); }
    void add(const MarkedText &text, std::size_t begin, std::size_t end)
    {
        m_run.allocate(end > begin ? end - begin : 0);
        m_text.append(text, begin, end);
    }
    void repeat(std::string_view text, std::int64_t times, TextOrigin origin = TextOrigin::Template);

    [[nodiscard]] Run &run() const { return m_run; }
    [[nodiscard]] std::size_t size() const { return m_text.size(); }
    [[nodiscard]] MarkedText take() && { return std::move(m_text); }
    [[nodiscard]] Value value(bool isMarkup = false) && { return {std::move(m_text), isMarkup}; }

private:
    Run &m_run;
    MarkedText m_text;
};

/// Python's str() and repr() of a value.
[[nodiscard]] MarkedText textOf(Run &run, const Value &value);
void addText(TextBuilder &text, const Value &value);
void addRepr(TextBuilder &text, const Value &value);
/// repr() of a float: the shortest digits that give it back.
[[nodiscard]] std::string floatText(double number);

} // namespace sotto::jinja
