#pragma once

#include "base/result.h"
#include "inference/grammar/grammar_matcher.h"
#include "inference/request.h"

#include <llama.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Says which tokens the form of an answer allows next.
///
/// The form holds for the answer alone: inside a thought, and in the header of a channel, every token is free, and
/// before the answer has begun a token that opens either is allowed, as is some white space after a thought. The
/// model may end its reply only where the form is whole. Control tokens are no text and never part of an answer.
/// Thread: the engine's.
class FormatGate final {
public:
    /// Errors: InvalidRequest (the schema is no JSON), GrammarInvalid.
    [[nodiscard]] static Result<FormatGate> make(const OutputFormat &format, const llama_vocab *vocab);

    /// Whether the reply is inside a thought, after what has been accepted; to be told before the next token.
    void setInReasoning(bool inReasoning);
    [[nodiscard]] bool isFree() const { return m_inReasoning || m_headerTokens > 0; }
    [[nodiscard]] bool allows(llama_token token);
    void accept(llama_token token);
    [[nodiscard]] bool isComplete() const { return m_matcher.isComplete(); }
    [[nodiscard]] bool hasOverflowed() const { return m_matcher.hasOverflowed(); }

private:
    FormatGate(GrammarMatcher matcher, const llama_vocab *vocab);

    [[nodiscard]] std::string_view bytesOf(llama_token token) const;
    [[nodiscard]] std::string markOf(llama_token token) const;
    [[nodiscard]] bool opensHeader(const std::string &mark) const;

    GrammarMatcher m_matcher;
    const llama_vocab *m_vocab;
    std::string m_bytes; ///< Of all tokens, one after another; none of those that are no text.
    std::vector<std::uint32_t> m_begins;
    bool m_inReasoning = false;
    bool m_answerBegun = false;
    int m_headerTokens = 0; ///< Tokens that may still come before the header must have ended.
    int m_blanksLeft = 0;   ///< White space that may still come before the answer.
};

} // namespace sotto
