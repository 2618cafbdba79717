#pragma once

#include "inference/model.h"

#include <QString>

class QComboBox;

namespace sotto {

// What can be chosen for loading a model, in the same words for all models and for one.

/// "8k tokens".
[[nodiscard]] QString contextText(std::uint32_t tokens);
/// "16-bit", "8-bit".
[[nodiscard]] QString cacheTypeText(CacheType type);
/// "None, CPU only", "12".
[[nodiscard]] QString layersText(int layers);

/// Adds 4k, 8k, 16k … up to `most` tokens, and `most` itself; the data is the number.
void addContextChoices(QComboBox *combo, std::uint32_t most);
/// Adds none, 1, 2 … `most` (at most 1,000); the data is the number.
void addLayerChoices(QComboBox *combo, int most);
/// Adds 1 … `most` (at most 256); the data is the number.
void addThreadChoices(QComboBox *combo, int most);

} // namespace sotto
