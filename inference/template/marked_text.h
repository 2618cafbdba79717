#pragma once

#include "inference/template/text_span.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Text that knows of each of its bytes who wrote it. All offsets are in bytes. A value; thread: any.
class MarkedText final {
public:
    MarkedText() = default;
    explicit MarkedText(std::string text, TextOrigin origin = TextOrigin::Template);

    [[nodiscard]] const std::string &bytes() const { return m_bytes; }
    [[nodiscard]] bool empty() const { return m_bytes.empty(); }
    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }

    /// Who wrote the byte at `at`; past the end: whoever wrote the last one.
    [[nodiscard]] TextOrigin originAt(std::size_t at) const;
    /// Person where any byte is a person's: the safe answer for what is made out of the whole text.
    [[nodiscard]] TextOrigin origin() const;
    [[nodiscard]] MarkedText substr(std::size_t begin, std::size_t end) const;
    /// In order, neighbours differ in origin, none is empty.
    [[nodiscard]] std::vector<TextSpan> spans() const;

    void append(std::string_view text, TextOrigin origin);
    void append(const MarkedText &text) { append(text, 0, text.size()); }
    void append(const MarkedText &text, std::size_t begin, std::size_t end);

private:
    struct Run {
        std::size_t begin;
        TextOrigin origin;
    };
    [[nodiscard]] std::size_t runAt(std::size_t at) const;

    std::string m_bytes;
    std::vector<Run> m_runs; ///< Ascending; the first begins at 0; empty where the text is.
};

} // namespace sotto
