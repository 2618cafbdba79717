#include "inference/llama/vocab_template.h"

#include <string_view>
#include <unordered_set>

namespace sotto {
namespace {

std::string tokenText(const llama_vocab *vocab, llama_token token)
{
    const char *text = token == LLAMA_TOKEN_NULL ? nullptr : llama_vocab_get_text(vocab, token);
    return text ? text : "";
}

} // namespace

ChatTemplate templateFor(const llama_vocab *vocab, const std::string &architecture, const std::string &ofFile,
                         const std::string &inPlace)
{
    std::unordered_set<std::string> marks;
    constexpr int kMarks = LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_USER_DEFINED;
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocab); ++token)
        if (llama_vocab_get_attr(vocab, token) & kMarks) marks.insert(tokenText(vocab, token));
    return ChatTemplate::choose({.inPlace = inPlace,
                                 .ofFile = ofFile,
                                 .architecture = architecture,
                                 .bosToken = tokenText(vocab, llama_vocab_bos(vocab)),
                                 .eosToken = tokenText(vocab, llama_vocab_eos(vocab)),
                                 .hasMark = [&](std::string_view mark) { return marks.contains(std::string(mark)); }});
}

} // namespace sotto
