#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace sotto {

/// Sizes, times and numbers of the files as one string; equal for the same unchanged files. Reads the disk. Thread:
/// any.
[[nodiscard]] QString fileIdentity(const QStringList &files);

/// What was kept for `path` in `file`, where it was of this identity and build. Reads the disk. Thread: any.
[[nodiscard]] std::optional<Status> rememberedVerdict(const QString &file, const QString &path, const QString &identity,
                                                      const QString &build);

/// Keeps a verdict, whole or not at all; the oldest go when there are more than 500. A failure is nobody's loss: the
/// file is tried again next time. Thread: any, one at a time.
void rememberVerdict(const QString &file, const QString &path, const QString &identity, const QString &build,
                     const Status &verdict);

} // namespace sotto
