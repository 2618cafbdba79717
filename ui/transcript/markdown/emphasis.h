#pragma once

#include "ui/transcript/markdown/block.h"

#include <array>
#include <vector>

/// Pairing of runs of *, _ and ~~: CommonMark's "process emphasis".
namespace sotto::markdown {

inline constexpr int kNone = -1;

/// A stretch of output. A run of delimiters is a piece too, until pairing takes its characters away.
struct Piece {
    QString text;
    std::uint16_t flags = 0;
    QString address;
};

struct Delimiter {
    qsizetype piece = 0;
    QChar mark;
    qsizetype length = 0; ///< Of the run as written.
    qsizetype left = 0;   ///< Not yet paired.
    bool canOpen = false;
    bool canClose = false;
    int previous = kNone;
    int next = kNone;
};

/// A pair found: its flags hold for the pieces strictly between.
struct StyleRange {
    qsizetype from = 0;
    qsizetype to = 0;
    std::uint16_t flags = 0;
    QString address;
};

/// The run of `mark` at [begin, end) with what it may do, by what stands beside it.
[[nodiscard]] Delimiter flankingRun(QStringView source, QChar mark, qsizetype begin, qsizetype end);

/// The delimiters not paired yet, in order. Pairing takes their characters out of the pieces and adds ranges.
class DelimiterList final {
public:
    DelimiterList(std::vector<Piece> &pieces, std::vector<StyleRange> &ranges, qint64 &steps)
        : m_pieces(pieces), m_ranges(ranges), m_steps(steps)
    {
    }

    void push(Delimiter delimiter);
    /// The last one in the list; kNone for an empty list.
    [[nodiscard]] int last() const { return m_last; }
    /// Pairs the delimiters after `bottom`, which then leave the list.
    void pairAfter(int bottom);

private:
    Delimiter &at(int index) { return m_delimiters[static_cast<std::size_t>(index)]; }
    [[nodiscard]] int first();
    void unlink(int index);
    int pairWithOpener(int closer, int &bottom);
    int join(int openerIndex, int closerIndex);

    std::vector<Piece> &m_pieces;
    std::vector<StyleRange> &m_ranges;
    qint64 &m_steps;
    std::vector<Delimiter> m_delimiters;
    int m_last = kNone;
};

} // namespace sotto::markdown
