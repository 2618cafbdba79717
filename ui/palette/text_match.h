#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// A text made ready for searching: case-folded, without accents, full-width letters made plain.
/// Chinese, Japanese and Korean text is left as it is, apart from compatibility forms.
struct FoldedText {
    QString text;
    QList<qint32> origin; ///< For every unit of `text`, the index in the source it comes from. Empty: one to one.

    [[nodiscard]] qsizetype originOf(qsizetype index) const { return origin.isEmpty() ? index : origin.at(index); }
};

/// Folds by compatibility decomposition (Unicode NFKD), dropping combining marks, then case folding. Pure; thread: any.
[[nodiscard]] FoldedText foldForSearch(const QString &source);
/// The same without the way back; for needles.
[[nodiscard]] QString foldedNeedle(const QString &source);

/// A run of the source that matched, to be set in bold.
struct MatchRun {
    qsizetype start = 0;
    qsizetype length = 0;
    bool operator==(const MatchRun &) const = default;
};

struct TextMatch {
    int score = 0;        ///< Higher is better; comparable between texts for one needle.
    QList<MatchRun> runs; ///< In the source, ascending, not overlapping.
};

/// Matches each word of `needle` (already folded) somewhere in the text, in any order; failing that, the needle as
/// beginnings of words ("nc" finds "New chat"). An empty needle matches everything with score 0 and no runs.
/// `sourceLength` closes the last run. Pure; thread: any.
[[nodiscard]] std::optional<TextMatch> matchText(const FoldedText &text, qsizetype sourceLength, const QString &needle);

} // namespace sotto
