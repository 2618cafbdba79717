#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto {

/// Finds where a JSON array or object ends, while it arrives piece by piece. It only counts brackets and quotes, and
/// refuses bytes that stand nowhere in JSON outside a string; whether the whole is JSON, readJson() says. Bounded:
/// deeper than 64 is refused. Thread: one at a time.
class JsonEnd final {
public:
    enum class State : std::uint8_t { More, Complete, Malformed };

    /// Reads on, at most to the end of the value or the first byte that cannot be; returns the bytes read.
    [[nodiscard]] std::size_t read(std::string_view bytes);
    [[nodiscard]] State state() const { return m_state; }

private:
    void take(char c);

    std::string m_open; ///< The brackets that are open, as they will be closed.
    bool m_inString = false;
    bool m_escaped = false;
    State m_state = State::More;
};

} // namespace sotto
