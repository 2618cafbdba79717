#pragma once

#include "core/downloads/byte_ranges.h"

namespace sotto {

/// Which bytes of a file to ask for next. Pieces are handed out from the beginning on, so that what is there grows from
/// the front and its digest can be computed on the way. Pure. Thread: any, one at a time.
class TransferPlan final {
public:
    TransferPlan(std::uint64_t size, ByteRanges done, std::uint64_t pieceBytes, int parallel);

    /// What one more connection should fetch; nothing where enough are at work or nothing is left to ask for. The
    /// piece counts as under way until released().
    [[nodiscard]] std::optional<ByteRange> next();
    void received(const ByteRange &range) { m_done.add(range); }
    /// A connection is through with its piece, or gave it up: what did not come is asked for again.
    void released(const ByteRange &piece);
    /// The server sends everything or nothing: begin again, with one connection.
    void startOver();

    [[nodiscard]] bool complete() const { return m_done.frontier() == m_size; }
    [[nodiscard]] bool inOnePiece() const { return m_inOnePiece; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const ByteRanges &done() const { return m_done; }

private:
    std::uint64_t m_size;
    ByteRanges m_done;
    std::uint64_t m_pieceBytes;
    int m_parallel;
    bool m_inOnePiece = false;
    std::vector<ByteRange> m_underWay;
};

} // namespace sotto
