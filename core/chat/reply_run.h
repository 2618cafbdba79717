#pragma once

#include "core/chat/chat_service.h"

#include <deque>
#include <optional>

namespace sotto {

/// Tokens a second over the last second, from counts as they come in. Pure.
class RateMeter final {
public:
    void add(Instant at, int tokens);
    [[nodiscard]] double perSecond() const;

private:
    struct Sample {
        Instant at;
        int tokens;
    };
    std::deque<Sample> m_samples;
};

/// One reply on its way, from the press of Send to its last word. Holds the message as it grows, whether or not its
/// conversation is open. Thread: GUI.
struct ReplyRun {
    enum class Stage : std::uint8_t {
        Committing, ///< The person's message goes to disk.
        Waiting,    ///< For a model that loads.
        Submitted,  ///< The engine has it.
    };

    Stage stage = Stage::Committing;
    Message reply;
    bool hasRow = false;    ///< It is in the tree and on disk; a continued reply is from the start.
    bool continues = false; ///< Goes on with a reply that was cut short.
    bool begun = false;     ///< The first token has come.
    RequestId request;
    std::vector<ChatMessage> prompt;
    SamplingOverrides you, persona; ///< As they were when it was sent.
    Thinking thinking = Thinking::AsTemplate;
    Instant sentAt;
    Instant thoughtAt;
    ReplyProgress progress;
    RateMeter rate;

    /// Takes a piece of text or thought into the message and the figures.
    void take(const QString &text, const QString &reasoning, int outputTokens, Instant now);
    /// Sets the final state; figures of a continued reply are added to those before.
    void finish(const Finished &finished);
    void failWith(const Error &error);
    void markStopped();
};

} // namespace sotto
