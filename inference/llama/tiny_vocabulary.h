#pragma once

#include "inference/llama/gguf_builder.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

inline constexpr std::string_view kPieceSpace = "\xE2\x96\x81"; ///< U+2581, SentencePiece's space.

/// A SentencePiece vocabulary being put together: 3 specials, 256 bytes, then what is added.
class TinyVocabulary final {
public:
    TinyVocabulary();

    /// Returns the new token's id. `text` uses U+2581 for a space.
    std::int32_t add(const std::string &text);
    std::int32_t addControl(const std::string &text);
    void writeTo(GgufBuilder &gguf, std::int32_t endOfReply) const;
    [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(m_tokens.size()); }

    static constexpr std::int32_t kUnknown = 0;
    static constexpr std::int32_t kBegin = 1;
    static constexpr std::int32_t kEnd = 2;
    static constexpr std::int32_t kFirstByte = 3;
    static constexpr std::int32_t kFirstWord = kFirstByte + 256;

private:
    std::int32_t push(const std::string &text, std::int32_t type, float score);

    std::vector<std::string> m_tokens;
    std::vector<float> m_scores;
    std::vector<std::int32_t> m_types;
};

/// Letters, syllables and made-up words, `words` of them at most, with the specials and bytes before them. From piece
/// kFirstRandomWord on each is a word with a space before it, and a text of such words has a token for each.
void addRandomVocabulary(GgufBuilder &gguf, int words);
[[nodiscard]] std::int64_t randomVocabularySize(int words);
inline constexpr int kFirstRandomWord = 1 + 26 + 2 * 120;
/// The words of that vocabulary from piece kFirstRandomWord on, a plain space before each; the first is token
/// kFirstWord + kFirstRandomWord.
[[nodiscard]] std::vector<std::string> randomWords(int words);

} // namespace sotto
