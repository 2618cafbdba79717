#pragma once

#include <QList>

namespace sotto {

/// The longest run of numbers that already stand in ascending order, as positions in `values` (patience sorting,
/// O(n log n)). What is not in it has to move. Pure.
[[nodiscard]] QList<qsizetype> longestAscending(const QList<qsizetype> &values);

} // namespace sotto
