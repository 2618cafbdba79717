#include "inference/llama/token_text.h"

#include <algorithm>
#include <array>

namespace sotto {
namespace {

bool marksThought(std::string_view text)
{
    static constexpr std::array<std::string_view, 15> marks{
        "<think>",     "</think>",           "<seed:think>",     "</seed:think>", "[THINK]",
        "[/THINK]",    "<|START_THINKING|>", "<|END_THINKING|>", "<|channel>",    "<channel|>",
        "<|channel|>", "<|message|>",        "<|start|>",        "<|end|>",       "<|constrain|>"};
    return std::ranges::find(marks, text) != marks.end();
}

} // namespace

TokenText::TokenText(const llama_vocab *vocab) : m_vocab(vocab), m_buffer(64, '\0')
{
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocab); ++token)
        if (llama_vocab_is_control(vocab, token) && marksThought(llama_vocab_get_text(vocab, token)))
            m_spelt.push_back(token);
}

std::string_view TokenText::of(llama_token token)
{
    const bool spelt = std::ranges::binary_search(m_spelt, token);
    const auto ask = [&] {
        return llama_token_to_piece(m_vocab, token, m_buffer.data(), static_cast<int>(m_buffer.size()), 0, spelt);
    };
    int size = ask();
    if (size < 0) {
        m_buffer.resize(static_cast<std::size_t>(-size));
        size = ask();
    }
    return std::string_view(m_buffer).substr(0, static_cast<std::size_t>(std::max(size, 0)));
}

} // namespace sotto
