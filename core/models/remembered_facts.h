#pragma once

#include <QJsonObject>
#include <QString>

namespace sotto {

/// What was found out about something and can be found out again: a JSON file in the cache folder with one object a
/// key, the 500 newest. A damaged or huge file holds nothing; one that cannot be written stops nobody. Of two programs
/// that write in the same moment one loses. Both read or write the disk. Thread: any, one at a time for a file.
[[nodiscard]] QJsonObject recallFacts(const QString &file, const QString &key);
void rememberFacts(const QString &file, const QString &key, QJsonObject facts);

} // namespace sotto
