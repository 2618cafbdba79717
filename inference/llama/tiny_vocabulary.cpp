#include "inference/llama/tiny_vocabulary.h"

#include <llama.h>

#include <algorithm>
#include <format>
#include <string_view>

namespace sotto {
namespace {

/// Pieces a merge can reach: every longer one is made of two that come before it.
std::vector<std::string> randomPieces(std::size_t count)
{
    std::vector<std::string> pieces{std::string(kPieceSpace)};
    for (char letter = 'a'; letter <= 'z'; ++letter)
        pieces.emplace_back(1, letter);
    std::vector<std::string> syllables;
    for (const char consonant : std::string_view("bcdfghjklmnpqrstvwxz"))
        for (const char vowel : std::string_view("aeiouy"))
            syllables.push_back({consonant, vowel});
    pieces.insert(pieces.end(), syllables.begin(), syllables.end());
    for (const std::string &syllable : syllables)
        pieces.push_back(std::string(kPieceSpace) + syllable);
    for (std::size_t i = 0; pieces.size() < count; ++i) {
        const std::size_t n = syllables.size();
        std::string word = std::string(kPieceSpace) + syllables[i % n] + syllables[(i / n) % n];
        pieces.push_back(i < n * n ? word : word + syllables[(i / (n * n)) % n]);
    }
    pieces.resize(count);
    return pieces;
}

} // namespace

TinyVocabulary::TinyVocabulary()
{
    push("<unk>", LLAMA_TOKEN_TYPE_UNKNOWN, 0);
    push("<s>", LLAMA_TOKEN_TYPE_CONTROL, 0);
    push("</s>", LLAMA_TOKEN_TYPE_CONTROL, 0);
    for (int byte = 0; byte < 256; ++byte)
        push(std::format("<0x{:02X}>", byte), LLAMA_TOKEN_TYPE_BYTE, 0);
}

std::int32_t TinyVocabulary::add(const std::string &text)
{
    return push(text, LLAMA_TOKEN_TYPE_NORMAL, -static_cast<float>(m_tokens.size()));
}

std::int32_t TinyVocabulary::addControl(const std::string &text)
{
    return push(text, LLAMA_TOKEN_TYPE_CONTROL, 0);
}

std::int32_t TinyVocabulary::push(const std::string &text, std::int32_t type, float score)
{
    m_tokens.push_back(text);
    m_types.push_back(type);
    m_scores.push_back(score);
    return size() - 1;
}

void TinyVocabulary::writeTo(GgufBuilder &gguf, std::int32_t endOfReply) const
{
    gguf.set("tokenizer.ggml.model", "llama");
    gguf.set("tokenizer.ggml.tokens", m_tokens);
    gguf.set("tokenizer.ggml.scores", m_scores);
    gguf.set("tokenizer.ggml.token_type", m_types);
    gguf.set("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(kBegin));
    gguf.set("tokenizer.ggml.eos_token_id", static_cast<std::uint32_t>(endOfReply));
    gguf.set("tokenizer.ggml.unknown_token_id", static_cast<std::uint32_t>(kUnknown));
}

void addRandomVocabulary(GgufBuilder &gguf, int words)
{
    TinyVocabulary vocabulary;
    for (const std::string &piece : randomPieces(static_cast<std::size_t>(words)))
        vocabulary.add(piece);
    vocabulary.writeTo(gguf, TinyVocabulary::kEnd);
}

std::vector<std::string> randomWords(int words)
{
    std::vector<std::string> all = randomPieces(static_cast<std::size_t>(words));
    all.erase(all.begin(), all.begin() + std::min<std::ptrdiff_t>(kFirstRandomWord, std::ssize(all)));
    for (std::string &word : all)
        word.replace(0, kPieceSpace.size(), " ");
    return all;
}

std::int64_t randomVocabularySize(int words)
{
    return TinyVocabulary::kFirstWord + words;
}

} // namespace sotto
