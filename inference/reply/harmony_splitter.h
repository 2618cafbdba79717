#pragma once

#include "inference/reply/paragraph_joiner.h"
#include "inference/reply/split_reply.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sotto {

/// Takes a reply in harmony, the format of gpt-oss, apart: messages of the form
/// `<|start|>assistant<|channel|>CHANNEL to=RECIPIENT <|constrain|>json<|message|> … <|end|>`.
/// The channel "analysis" is thought, every other is text; a message to a function is a call where calls are asked
/// for, and text elsewhere. Source: the harmony guide of OpenAI.
///
/// About one reply in twenty-five is malformed: a mark is missing or comes twice, a header holds stray words. Marks
/// are never handed out, and words that belong to no header are never lost: they belong to the message that follows.
/// What comes out in total does not depend on how the bytes are cut. Thread: one at a time.
class HarmonySplitter final {
public:
    enum class Calls : std::uint8_t { AreText, AreCalls };

    /// `opening`: the end of the prompt from its last `<|start|>` on; the reply goes on from there.
    HarmonySplitter(std::string_view opening, Calls calls);

    void push(std::string_view bytes, SplitReply &out);
    /// The reply has ended: hands out what was held back.
    void finish(SplitReply &out);

    [[nodiscard]] bool inReasoning() const { return m_state == State::Body && m_route == Route::Reasoning; }
    /// A call has been made, which ends the reply; what follows is dropped.
    [[nodiscard]] bool ended() const { return m_ended; }

private:
    enum class State : std::uint8_t { Header, Body };
    enum class Section : std::uint8_t { Role, Channel, Type };
    enum class Route : std::uint8_t { Reasoning, Text, Call };
    enum class HasMessageMark : std::uint8_t { No, Yes };

    [[nodiscard]] bool advance(SplitReply &out);
    void takeHeaderText(std::string_view text);
    void takeMark(std::string_view mark, SplitReply &out);
    void takeMarkInHeader(std::string_view mark, SplitReply &out);
    void beginHeader(Section section);
    void beginBody(HasMessageMark has, SplitReply &out);
    void takeBody(std::string_view text, SplitReply &out);
    bool endBody(SplitReply &out);

    Calls m_calls;
    bool m_ended = false;
    State m_state = State::Header;
    std::string m_pending; ///< Bytes not decided yet.

    // The header that is being read.
    Section m_section = Section::Role;
    std::string m_role;
    std::string m_channel;
    std::string m_type;
    std::string m_stray; ///< Words of a channel that another one replaced.

    // The message that is being read.
    Route m_route = Route::Text;
    std::string m_recipient;
    std::string m_arguments;
    ParagraphJoiner m_thoughts;
    ParagraphJoiner m_texts;
};

/// Where the header or message that `prompt` leaves open begins; npos where it does not end in harmony.
[[nodiscard]] std::size_t harmonyLeftOpen(std::string_view prompt);

} // namespace sotto
