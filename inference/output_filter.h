#pragma once

#include "base/utf8.h"
#include "inference/reply/thought_splitter.h"
#include "inference/reply/tool_call_finder.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// What can be shown now; whole UTF-8 characters. Where several are there, the reasoning came first, then the text,
/// then the calls.
struct FilteredOutput {
    std::string reasoning{};
    std::string text{};
    std::vector<ToolCall> calls{};
    bool stopped = false; ///< A stop string was completed, now or earlier: nothing more will come.

    bool operator==(const FilteredOutput &) const = default;
};

/// From token bytes to what a person reads: takes the thought apart from the answer, takes calls out of it where tools
/// were offered, ends it before a stop string, and joins bytes into characters.
///
/// What comes out in total does not depend on how the bytes are cut into pieces. A beginning of a mark or of a stop
/// string is held back until it is decided. Stop strings are looked for in the answer only; of several, the one
/// completed first ends it, the longest if at the same byte. Thread: one at a time.
class OutputFilter final {
public:
    struct Options {
        std::vector<std::string> stop; ///< Empty ones are ignored.
        std::string promptTail{};      ///< End of the prompt: the reply goes on from there.
        std::string tools{};           ///< As GenerationRequest::tools; empty: no call is looked for.
        std::size_t idSeed = 0;        ///< Makes the ids of calls differ from those of other replies.
    };
    explicit OutputFilter(Options options);

    /// Takes the bytes of one token.
    [[nodiscard]] FilteredOutput push(std::string_view bytes);
    /// Takes one control token, whole and spelt out: it is a mark wherever it stands.
    [[nodiscard]] FilteredOutput pushMark(std::string_view mark);
    /// The reply has ended: hands out what was held back. Nothing may be pushed after it.
    [[nodiscard]] FilteredOutput finish();

    /// Inside a thought after what has been pushed so far.
    [[nodiscard]] bool inReasoning() const { return m_splitter.inReasoning(); }
    [[nodiscard]] bool stopped() const { return m_stopped; }
    /// The mark has come that ends a reply after its calls; what follows is dropped.
    [[nodiscard]] bool ended() const { return m_splitter.ended() || m_finder.ended(); }

private:
    enum class End : std::uint8_t { No, Yes };
    [[nodiscard]] FilteredOutput handOut(SplitReply split, End end);
    void takeText(std::string_view bytes, End end, std::string &out);

    std::vector<std::string> m_stops;
    ThoughtSplitter m_splitter;
    ToolCallFinder m_finder;
    std::string m_held; ///< Text that may yet become a stop string.
    bool m_stopped = false;
    Utf8Assembler m_reasoning;
    Utf8Assembler m_text;
};

} // namespace sotto
