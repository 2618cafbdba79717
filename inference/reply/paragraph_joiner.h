#pragma once

#include <string>
#include <string_view>

namespace sotto {

/// Joins parts of one kind, several thoughts or several messages, into one text: white space around each part is
/// dropped, an empty line stands between two. Works on what has come so far.
class ParagraphJoiner final {
public:
    /// A new part begins.
    void beginPart();
    /// Appends what can be handed out of `bytes` to `out`; white space waits until something follows it.
    void add(std::string_view bytes, std::string &out);
    /// White space that waits is dropped: it has been said already.
    void forgetSpace() { m_space.clear(); }

private:
    std::string m_space;      ///< Waits for something to follow it.
    bool m_begun = false;     ///< Something of any part has been handed out.
    bool m_partBegun = false; ///< Something of this part.
};

} // namespace sotto
