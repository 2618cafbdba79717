#include "core/downloads/transfer_plan.h"

#include <algorithm>

namespace sotto {

TransferPlan::TransferPlan(std::uint64_t size, ByteRanges done, std::uint64_t pieceBytes, int parallel)
    : m_size(size), m_done(std::move(done)), m_pieceBytes(pieceBytes), m_parallel(parallel)
{
    m_done.cutAt(size);
}

std::optional<ByteRange> TransferPlan::next()
{
    if (m_underWay.size() >= static_cast<std::size_t>(m_parallel)) return std::nullopt;
    ByteRanges taken = m_done;
    for (const ByteRange &piece : m_underWay)
        taken.add(piece);
    const auto piece = taken.gap(0, m_size, m_inOnePiece ? m_size : m_pieceBytes);
    if (piece) m_underWay.push_back(*piece);
    return piece;
}

void TransferPlan::released(const ByteRange &piece)
{
    const auto found = std::ranges::find(m_underWay, piece);
    if (found != m_underWay.end()) m_underWay.erase(found);
}

void TransferPlan::startOver()
{
    m_done.clear();
    m_underWay.clear();
    m_inOnePiece = true;
    m_parallel = 1;
}

} // namespace sotto
