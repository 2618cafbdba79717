#pragma once

#include <QList>
#include <QStringList>

namespace sotto {

/// Lines with their columns one under the other, two spaces between; the last column is as long as it is. Characters
/// of East Asian width count as two.
[[nodiscard]] QString textTable(const QList<QStringList> &rows);

} // namespace sotto
