#include "inference/llama/run_tokenizer.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace sotto {
namespace {

constexpr std::string_view kSpaces = " \t\n\r\v\f";
constexpr std::string_view kBlank = "\xE2\x96\x81"; // how vocabularies spell a space
constexpr std::size_t kLongestRun = 32ULL * 1024;
constexpr std::size_t kPieceBytes = 4ULL * 1024;
constexpr std::size_t kMostRememberedBytes = 8ULL * 1024 * 1024;

void stripRight(std::string &text)
{
    const auto end = text.find_last_not_of(kSpaces);
    text.resize(end == std::string::npos ? 0 : end + 1);
}

void stripLeft(std::string &text)
{
    text.erase(0, std::min(text.find_first_not_of(kSpaces), text.size()));
}

/// "<think>", "[INST]": marks, and not the runs of spaces and emoji that vocabularies define as well.
bool looksLikeMark(std::string_view text)
{
    return text.size() > 2 &&
           ((text.front() == '<' && text.back() == '>') || (text.front() == '[' && text.back() == ']'));
}

bool isSpace(char c)
{
    return kSpaces.contains(c);
}

/// How much of a run goes to llama at once: cut before the space between two words, else between two characters.
std::size_t pieceLength(std::string_view run)
{
    if (run.size() <= kLongestRun) return run.size();
    for (std::size_t at = kPieceBytes; at > kPieceBytes / 2; --at)
        if (run[at] == ' ' && !isSpace(run[at - 1]) && !isSpace(run[at + 1])) return at;
    std::size_t at = kPieceBytes;
    while (at > kPieceBytes / 2 && (static_cast<unsigned char>(run[at]) & 0xC0U) == 0x80U)
        --at;
    return at;
}

} // namespace

/// Either one special token or a run of plain text.
struct RunTokenizer::Piece {
    const Special *special = nullptr;
    std::string text;
};

RunTokenizer::RunTokenizer(const llama_vocab *vocab) : m_vocab(vocab)
{
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocab); ++token) {
        const int attributes = llama_vocab_get_attr(vocab, token);
        constexpr int kMarks = LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_UNKNOWN | LLAMA_TOKEN_ATTR_USER_DEFINED;
        if (!(attributes & kMarks)) continue;
        std::string text = llama_vocab_get_text(vocab, token);
        if (text.empty()) continue;
        if (attributes & LLAMA_TOKEN_ATTR_USER_DEFINED) {
            if (!looksLikeMark(text)) continue;
            m_goesOnAsGuarded[static_cast<unsigned char>(text[1])] = true;
            m_guarded.push_back(std::move(text));
            continue;
        }
        m_beginsSpecial[static_cast<unsigned char>(text.front())] = true;
        m_specials.push_back({token, std::move(text), (attributes & LLAMA_TOKEN_ATTR_LSTRIP) != 0,
                              (attributes & LLAMA_TOKEN_ATTR_RSTRIP) != 0});
    }
    std::ranges::stable_sort(m_specials, std::ranges::greater(), [](const Special &s) { return s.text.size(); });
    const std::vector<llama_token> letter = pieceTokens("a");
    m_addsSpace = !letter.empty() && std::string_view(llama_vocab_get_text(vocab, letter.front())).starts_with(kBlank);
}

std::vector<llama_token> RunTokenizer::tokenize(const std::vector<TextSpan> &spans, const CancelToken &cancel)
{
    const std::vector<Piece> pieces = cut(spans);
    std::vector<llama_token> tokens;
    const llama_token bos = llama_vocab_bos(m_vocab);
    const bool begun = !pieces.empty() && pieces.front().special && pieces.front().special->token == bos;
    if (llama_vocab_get_add_bos(m_vocab) && bos != LLAMA_TOKEN_NULL && !begun) tokens.push_back(bos);
    for (const Piece &piece : pieces) {
        if (piece.special)
            tokens.push_back(piece.special->token);
        else
            appendRun(piece.text, tokens, cancel);
    }
    return tokens;
}

std::vector<RunTokenizer::Piece> RunTokenizer::cut(const std::vector<TextSpan> &spans) const
{
    std::vector<Piece> pieces;
    for (const TextSpan &span : spans) {
        if (span.origin == TextOrigin::Template) {
            cutTemplateText(span.text, pieces);
        } else {
            cutPersonText(span.text, pieces);
        }
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].special) continue;
        if (pieces[i].special->stripsLeft && i > 0) stripRight(pieces[i - 1].text);
        if (pieces[i].special->stripsRight && i + 1 < pieces.size()) stripLeft(pieces[i + 1].text);
    }
    return pieces;
}

void RunTokenizer::cutPersonText(const std::string &text, std::vector<Piece> &pieces) const
{
    if (pieces.empty() || pieces.back().special) pieces.emplace_back();
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '<' && text[at] != '[') continue;
        const std::string_view rest = std::string_view(text).substr(at);
        if (rest.size() < 2 || !m_goesOnAsGuarded[static_cast<unsigned char>(rest[1])]) continue;
        if (std::ranges::none_of(m_guarded, [&](const std::string &mark) { return rest.starts_with(mark); })) continue;
        pieces.back().text.append(text, from, at + 1 - from);
        pieces.emplace_back();
        from = at + 1;
    }
    pieces.back().text.append(text, from);
}

void RunTokenizer::cutTemplateText(std::string_view text, std::vector<Piece> &pieces) const
{
    while (!text.empty()) {
        const Special *special = specialAt(text);
        if (special) {
            pieces.push_back({special, {}});
            text.remove_prefix(special->text.size());
            continue;
        }
        if (pieces.empty() || pieces.back().special) pieces.emplace_back();
        pieces.back().text.push_back(text.front());
        text.remove_prefix(1);
    }
}

const RunTokenizer::Special *RunTokenizer::specialAt(std::string_view text) const
{
    if (!m_beginsSpecial[static_cast<unsigned char>(text.front())]) return nullptr;
    const auto found = std::ranges::find_if(m_specials, [&](const Special &s) { return text.starts_with(s.text); });
    return found == m_specials.end() ? nullptr : &*found;
}

void RunTokenizer::appendRun(const std::string &run, std::vector<llama_token> &tokens, const CancelToken &cancel)
{
    if (run.empty()) return;
    auto known = m_known.find(run);
    if (known == m_known.end()) {
        std::vector<llama_token> made = plainTokens(run, cancel);
        if (cancel.isCancelled()) return; // not whole, so not to be remembered
        m_knownBytes += run.size() + made.size() * sizeof(llama_token);
        if (m_knownBytes > kMostRememberedBytes) {
            m_known.clear();
            m_knownBytes = run.size() + made.size() * sizeof(llama_token);
        }
        known = m_known.emplace(run, std::move(made)).first;
    }
    tokens.insert(tokens.end(), known->second.begin(), known->second.end());
}

std::vector<llama_token> RunTokenizer::plainTokens(std::string_view run, const CancelToken &cancel) const
{
    std::vector<llama_token> tokens;
    for (bool first = true; !run.empty() && !cancel.isCancelled(); first = false) {
        const std::size_t length = pieceLength(run);
        std::string_view piece = run.substr(0, length);
        run.remove_prefix(length);
        // The space llama adds stands for the one that is there, or is taken out again.
        const bool begins = piece.starts_with(' ');
        if (!first && m_addsSpace && begins) piece.remove_prefix(1);
        const std::vector<llama_token> made = pieceTokens(piece);
        const bool extra =
            !first && m_addsSpace && !begins && !made.empty() && llama_vocab_get_text(m_vocab, made.front()) == kBlank;
        tokens.insert(tokens.end(), made.begin() + (extra ? 1 : 0), made.end());
    }
    return tokens;
}

std::vector<llama_token> RunTokenizer::pieceTokens(std::string_view run) const
{
    const auto length = static_cast<std::int32_t>(std::min<std::size_t>(run.size(), std::numeric_limits<int>::max()));
    std::vector<llama_token> tokens(run.size() + 2); // every token but a leading space holds a byte or more
    const auto ask = [&] {
        return llama_tokenize(m_vocab, std::to_address(run.begin()), length, tokens.data(),
                              static_cast<std::int32_t>(tokens.size()),
                              /*add_special=*/false, /*parse_special=*/false);
    };
    std::int32_t count = ask();
    if (count < 0 && count != std::numeric_limits<std::int32_t>::min()) {
        tokens.resize(static_cast<std::size_t>(-count));
        count = ask();
    }
    tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
    return tokens;
}

} // namespace sotto
