#include "inference/llama/format_gate.h"

#include "inference/grammar/gbnf.h"
#include "inference/grammar/json_schema.h"
#include "inference/reply/thought_marks.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace sotto {
namespace {

constexpr int kMostHeaderTokens = 32;
constexpr int kMostBlanks = 4;

std::string pieceOf(const llama_vocab *vocab, llama_token token, bool special)
{
    std::string piece(32, '\0');
    const auto ask = [&] {
        return llama_token_to_piece(vocab, token, piece.data(), static_cast<int>(piece.size()), 0, special);
    };
    int size = ask();
    if (size < 0) {
        piece.resize(static_cast<std::size_t>(-size));
        size = ask();
    }
    piece.resize(static_cast<std::size_t>(std::max(size, 0)));
    return piece;
}

bool isBlank(std::string_view bytes)
{
    return !bytes.empty() && bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<std::string> grammarTextOf(const OutputFormat &format)
{
    if (format.kind == OutputFormat::Kind::Gbnf) return format.text;
    auto made = grammarFromSchema(format.text);
    if (!made) return fail(made.error());
    return std::move(made->gbnf);
}

} // namespace

FormatGate::FormatGate(GrammarMatcher matcher, const llama_vocab *vocab) : m_matcher(std::move(matcher)), m_vocab(vocab)
{
    const llama_token count = llama_vocab_n_tokens(vocab);
    m_begins.reserve(static_cast<std::size_t>(count) + 1);
    for (llama_token token = 0; token < count; ++token) {
        m_begins.push_back(static_cast<std::uint32_t>(m_bytes.size()));
        if (!llama_vocab_is_control(vocab, token) && !llama_vocab_is_eog(vocab, token))
            m_bytes += pieceOf(vocab, token, false);
    }
    m_begins.push_back(static_cast<std::uint32_t>(m_bytes.size()));
}

Result<FormatGate> FormatGate::make(const OutputFormat &format, const llama_vocab *vocab)
{
    const auto text = grammarTextOf(format);
    if (!text) return fail(text.error());
    auto grammar = parseGbnf(*text);
    if (!grammar) return fail(grammar.error());
    return FormatGate(GrammarMatcher(std::make_shared<const Grammar>(*std::move(grammar))), vocab);
}

std::string_view FormatGate::bytesOf(llama_token token) const
{
    const auto index = static_cast<std::size_t>(token);
    return std::string_view(m_bytes).substr(m_begins[index], m_begins[index + 1] - m_begins[index]);
}

/// The token's text without the white space around it, control tokens spelt out.
std::string FormatGate::markOf(llama_token token) const
{
    std::string text = pieceOf(m_vocab, token, true);
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    return end == std::string::npos ? std::string() : text.substr(begin, end + 1 - begin);
}

/// A thought, or a header of harmony's.
bool FormatGate::opensHeader(const std::string &mark) const
{
    constexpr std::array<std::string_view, 3> harmony{"<|start|>", "<|channel|>", "<|constrain|>"};
    return std::ranges::contains(harmony, mark) || std::ranges::contains(thoughtMarks(), mark, &ThoughtMarks::open);
}

void FormatGate::setInReasoning(bool inReasoning)
{
    if (m_inReasoning && !inReasoning) m_blanksLeft = kMostBlanks;
    if (inReasoning) m_headerTokens = 0; // what was opened is a thought, and has begun
    m_inReasoning = inReasoning;
}

bool FormatGate::allows(llama_token token)
{
    if (isFree()) return true;
    if (llama_vocab_is_eog(m_vocab, token)) return m_matcher.isComplete();
    const std::string_view bytes = bytesOf(token);
    if (m_matcher.accepts(bytes)) return true;
    if (m_answerBegun) return false;
    if (isBlank(bytes)) return m_blanksLeft > 0;
    const std::string mark = markOf(token);
    return mark.size() > 2 && (opensHeader(mark) || mark == "<|message|>" ||
                               std::ranges::any_of(answerMarks(), [&](const AnswerMarks &answer) {
                                   return answer.open == mark && !answer.afterThoughtOnly;
                               }));
}

void FormatGate::accept(llama_token token)
{
    if (m_inReasoning) return;
    const std::string_view bytes = bytesOf(token);
    if (m_headerTokens > 0) {
        m_headerTokens = markOf(token) == "<|message|>" ? 0 : m_headerTokens - 1;
        return;
    }
    if (m_matcher.push(bytes)) {
        m_answerBegun = true;
    } else if (isBlank(bytes)) {
        --m_blanksLeft;
    } else if (!m_answerBegun && opensHeader(markOf(token))) {
        m_headerTokens = kMostHeaderTokens;
    }
}

} // namespace sotto
