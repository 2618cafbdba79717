#pragma once

#include <llama.h>

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The bytes each sampled token stands for. Control tokens say nothing, but for the marks around a thought, which
/// OutputFilter reads. Thread: the engine's.
class TokenText final {
public:
    explicit TokenText(const llama_vocab *vocab);

    /// Valid until the next call.
    [[nodiscard]] std::string_view of(llama_token token);

private:
    const llama_vocab *m_vocab;
    std::vector<llama_token> m_spelt; ///< Control tokens that are spelt out, sorted.
    std::string m_buffer;
};

} // namespace sotto
