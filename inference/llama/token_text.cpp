#include "inference/llama/token_text.h"

#include "inference/reply/call_formats.h"
#include "inference/reply/thought_marks.h"

#include <algorithm>

namespace sotto {

TokenText::TokenText(const llama_vocab *vocab) : m_vocab(vocab), m_buffer(64, '\0')
{
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocab); ++token) {
        if (!llama_vocab_is_control(vocab, token)) continue;
        const std::string_view text = llama_vocab_get_text(vocab, token);
        if (isReasoningMark(text)) m_thoughtMarks.push_back(token);
        if (isCallMark(text)) m_callMarks.push_back(token);
    }
}

TokenText::Piece TokenText::of(llama_token token, Calls calls)
{
    const bool spelt = std::ranges::binary_search(m_thoughtMarks, token) ||
                       (calls == Calls::Read && std::ranges::binary_search(m_callMarks, token));
    const auto ask = [&] {
        return llama_token_to_piece(m_vocab, token, m_buffer.data(), static_cast<int>(m_buffer.size()), 0, spelt);
    };
    int size = ask();
    if (size < 0) {
        m_buffer.resize(static_cast<std::size_t>(-size));
        size = ask();
    }
    return {std::string_view(m_buffer).substr(0, static_cast<std::size_t>(std::max(size, 0))), spelt};
}

} // namespace sotto
