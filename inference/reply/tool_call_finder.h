#pragma once

#include "inference/reply/call_formats.h"
#include "inference/reply/json_end.h"
#include "inference/reply/split_reply.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Takes the calls out of an answer, in all formats that are known. Text that was held back as a call and turns out
/// to be none is handed out as it stood, marks included: nothing is lost.
///
/// A call is handed out when it is complete. Its id is the model's own, or else one made of the call, its place and
/// `idSeed`: nine letters and digits, as Mistral's templates want them. What comes out in total does not depend on how
/// the bytes are cut. A call is at most 1 MiB. Thread: one at a time.
class ToolCallFinder final {
public:
    /// `tools`: as GenerationRequest::tools; where it is empty no call is looked for, and text passes unchanged.
    /// `promptTail`: the end of the prompt, which may have opened a recipient (functionary).
    ToolCallFinder(std::string_view tools, std::string_view promptTail, std::size_t idSeed);

    void push(std::string_view text, SplitReply &out);
    /// The answer has ended: hands out what was held back.
    void finish(SplitReply &out);
    /// A call that was found elsewhere (harmony) gets its id.
    void deliver(std::vector<ToolCall> calls, SplitReply &out);
    /// A mark has come that ends the reply; what follows is dropped.
    [[nodiscard]] bool ended() const { return m_ended; }

private:
    enum class State : std::uint8_t { Start, Text, Body, Json, Tagged, Prefix, Tail };

    [[nodiscard]] bool advance(SplitReply &out);
    [[nodiscard]] bool advanceStart();
    [[nodiscard]] bool advanceText(SplitReply &out);
    [[nodiscard]] bool advanceBody(SplitReply &out);
    [[nodiscard]] bool advanceJson(SplitReply &out);
    [[nodiscard]] bool advanceTagged(SplitReply &out);
    [[nodiscard]] bool advancePrefix(SplitReply &out);
    [[nodiscard]] bool advanceTail();
    [[nodiscard]] CallReading readJsonBody() const;
    [[nodiscard]] bool isInCall() const;
    void open(const CallFormat &format, std::string_view raw);
    void beginJson(std::size_t at);
    [[nodiscard]] bool giveUp(std::size_t length, SplitReply &out);
    [[nodiscard]] bool take(CallReading reading, std::size_t length, SplitReply &out);
    void emitText(std::string_view text, SplitReply &out);

    bool m_wanted;
    ToolCatalog m_catalog;
    std::size_t m_idSeed;
    std::size_t m_delivered = 0;
    bool m_recipients = false; ///< `>>>` is a mark.
    std::vector<std::string_view> m_openers;

    State m_state = State::Start;
    std::string m_pending; ///< Bytes not handed out yet; in a call, those after its opening mark.
    bool m_ended = false;
    bool m_textBegun = false;
    bool m_textParted = false; ///< A call stood between what was said and what comes.

    // The call that is being read.
    const CallFormat *m_format = nullptr;
    std::string m_raw;          ///< Its opening mark as it stood.
    std::size_t m_at = 0;       ///< Bytes of m_pending that are done with.
    std::size_t m_jsonFrom = 0; ///< Where its JSON begins.
    ToolCall m_prefix;          ///< What stood before its arguments.
    JsonEnd m_json;
    int m_closings = 0; ///< Closing marks that were none.
    bool m_closed = false;
    bool m_repeats = false; ///< Another JSON value may follow.
};

} // namespace sotto
