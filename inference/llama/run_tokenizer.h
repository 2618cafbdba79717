#pragma once

#include "base/cancel_token.h"
#include "inference/template/text_span.h"

#include <llama.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto {

/// Tokenises a text of which only some spans may hold special tokens.
///
/// The spans are cut at the special tokens of the template's spans; what lies between two of them, whoever wrote it,
/// is one run of plain text. So text without special tokens in a person's words gives exactly the tokens that
/// llama_tokenize() gives for the whole, up to 32 KiB without a special token; longer runs go to llama in pieces cut
/// between words, since its time grows with the square of what it gets. Runs are remembered, since a conversation
/// repeats its past at every turn. What
/// comes back after `cancel` was cancelled is not whole. Thread: one at a time.
class RunTokenizer final {
public:
    explicit RunTokenizer(const llama_vocab *vocab);

    [[nodiscard]] std::vector<llama_token> tokenize(const std::vector<TextSpan> &spans, const CancelToken &cancel = {});

private:
    struct Special {
        llama_token token;
        std::string text;
        bool stripsLeft;
        bool stripsRight;
    };
    struct Piece;

    [[nodiscard]] std::vector<Piece> cut(const std::vector<TextSpan> &spans) const;
    void cutTemplateText(std::string_view text, std::vector<Piece> &pieces) const;
    void cutPersonText(const std::string &text, std::vector<Piece> &pieces) const;
    [[nodiscard]] const Special *specialAt(std::string_view text) const;
    void appendRun(const std::string &run, std::vector<llama_token> &tokens, const CancelToken &cancel);
    [[nodiscard]] std::vector<llama_token> plainTokens(std::string_view run, const CancelToken &cancel) const;
    [[nodiscard]] std::vector<llama_token> pieceTokens(std::string_view piece) const;

    const llama_vocab *m_vocab;
    std::vector<Special> m_specials;         ///< Longest first.
    std::array<bool, 256> m_beginsSpecial{}; ///< By first byte.
    std::vector<std::string> m_guarded; ///< llama parses these in any text; in a person's words they are cut apart.
    std::array<bool, 256> m_goesOnAsGuarded{}; ///< By second byte.
    bool m_addsSpace = false;                  ///< llama puts a space before whatever it is given.
    std::unordered_map<std::string, std::vector<llama_token>> m_known;
    std::size_t m_knownBytes = 0;
};

} // namespace sotto
