#pragma once

#include <QString>

namespace sotto {

/// Puts model files with true headers and no weights below `folder`, so that the library has something to list. Their
/// sizes are those of real models; the weights are a hole that takes no room on the disk.
void writeSampleModels(const QString &folder);

/// The one that the pictures show as loaded, by its file name below that folder.
[[nodiscard]] QString sampleModelFile();

} // namespace sotto
