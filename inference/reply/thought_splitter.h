#pragma once

#include "inference/reply/harmony_splitter.h"
#include "inference/reply/thought_marks.h"

#include <optional>
#include <vector>

namespace sotto {

/// Takes the thought apart from the answer, for all ways of marking thoughts that are known.
///
/// A mark opens a thought only at the very start of the reply (white space and an earlier thought aside), where the
/// prompt has left it open, or where it came as one token of its own; elsewhere it is text, for a person may ask for
/// it. White space around a thought is dropped, marks around the answer too. What comes out in total does not depend
/// on how the bytes are cut. Thread: one at a time.
class ThoughtSplitter final {
public:
    /// `promptTail`: the end of the prompt, which may have opened a thought or a header of harmony.
    ThoughtSplitter(std::string_view promptTail, HarmonySplitter::Calls calls);

    void push(std::string_view bytes, SplitReply &out);
    /// Takes a control token, whole and spelt out: it is a mark wherever it stands, never a person's text.
    void pushMark(std::string_view mark, SplitReply &out);
    /// The reply has ended: hands out what was held back.
    void finish(SplitReply &out);

    [[nodiscard]] bool inReasoning() const;
    [[nodiscard]] bool ended() const { return m_harmony && m_harmony->ended(); }

private:
    enum class State : std::uint8_t { Start, Thought, Answer };
    enum class Decide : std::uint8_t { WhenSure, Now };

    [[nodiscard]] bool advance(SplitReply &out);
    void pushCallMark(std::string_view mark, SplitReply &out);
    [[nodiscard]] bool advanceStart(SplitReply &out, Decide when);
    [[nodiscard]] bool advanceThought(SplitReply &out);
    [[nodiscard]] bool advanceAnswer(SplitReply &out);
    void enterThought(std::string_view close);
    void enterHarmony(SplitReply &out);
    void emitAnswer(std::string_view bytes, SplitReply &out);

    State m_state = State::Start;
    std::string m_pending; ///< Bytes not handed out yet.
    std::string_view m_thoughtClose;
    std::string_view m_answerClose; ///< Dropped where nothing follows it.
    ParagraphJoiner m_thoughts;
    bool m_afterThought = false; ///< White space before the answer is dropped.
    bool m_answerBegun = false;
    bool m_answerParted = false; ///< A thought stood between what was said and what comes.
    HarmonySplitter::Calls m_calls;
    std::optional<HarmonySplitter> m_harmony;
};

} // namespace sotto
