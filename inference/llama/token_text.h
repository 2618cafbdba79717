#pragma once

#include <llama.h>

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The bytes each sampled token stands for. Control tokens say nothing, but for the marks that OutputFilter reads.
/// Thread: the engine's.
class TokenText final {
public:
    explicit TokenText(const llama_vocab *vocab);

    /// Valid until the next call.
    [[nodiscard]] std::string_view of(llama_token token);
    /// A control token that is a mark in a reply: of() spells it out.
    [[nodiscard]] bool isMark(llama_token token) const;

private:
    const llama_vocab *m_vocab;
    std::vector<llama_token> m_marks; ///< Sorted.
    std::string m_buffer;
};

} // namespace sotto
