#pragma once

#include <llama.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The bytes each sampled token stands for. Control tokens say nothing, but for the marks that OutputFilter reads:
/// those of thoughts always, those of calls where tools were offered. Thread: the engine's.
class TokenText final {
public:
    explicit TokenText(const llama_vocab *vocab);

    enum class Calls : std::uint8_t { NotRead, Read };
    struct Piece {
        std::string_view bytes; ///< Valid until the next call.
        bool isMark = false;    ///< A control token, spelt out.
    };
    [[nodiscard]] Piece of(llama_token token, Calls calls);

private:
    const llama_vocab *m_vocab;
    std::vector<llama_token> m_thoughtMarks; ///< Sorted.
    std::vector<llama_token> m_callMarks;    ///< Sorted.
    std::string m_buffer;
};

} // namespace sotto
