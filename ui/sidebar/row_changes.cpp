#include "ui/sidebar/row_changes.h"

#include <algorithm>

namespace sotto {

QList<qsizetype> longestAscending(const QList<qsizetype> &values)
{
    QList<qsizetype> tails; // tails[k]: where the lowest end of a run of k + 1 numbers stands.
    QList<qsizetype> before(values.size(), -1);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const auto place =
            std::ranges::lower_bound(tails, values.at(i), {}, [&](qsizetype at) { return values.at(at); });
        if (place != tails.begin()) before[i] = *std::prev(place);
        if (place == tails.end()) {
            tails.append(i);
        } else {
            *place = i;
        }
    }
    QList<qsizetype> run;
    for (qsizetype at = tails.isEmpty() ? -1 : tails.last(); at >= 0; at = before.at(at))
        run.prepend(at);
    return run;
}

} // namespace sotto
