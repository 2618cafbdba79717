#pragma once

#include "core/models/model_library.h"
#include "core/settings/placement_settings.h"
#include "core/settings/settings.h"
#include "inference/request.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// A LoRA adapter that a person laid over a model.
struct AdapterChoice {
    QString path;
    double scale = 1; ///< −10 … 10.

    bool operator==(const AdapterChoice &) const = default;
};

/// What a person set for one model. A value that is not set is left to the settings for all models.
struct ModelSettings {
    std::optional<std::uint32_t> contextLength; ///< Tokens; 0: chosen by Sotto, whatever the settings say.
    std::optional<int> gpuLayers;               ///< −1: planned by Sotto.
    std::optional<int> threads;                 ///< 0: chosen by Sotto.
    std::optional<bool> quiet;
    std::optional<CacheType> cacheType;
    std::optional<bool> lookUp;
    std::optional<Thinking> thinking; ///< On or Off for new replies; not set: as the template has it.
    QString chatTemplate;             ///< Jinja text in place of the file's own; empty: the file's.
    QList<AdapterChoice> adapters;
    PlacementSettings placement; ///< Where its parts go.
    QString draftModel;          ///< Path of the model that guesses ahead; empty: none.
    QString notes;
    bool favourite = false;

    bool operator==(const ModelSettings &) const = default;
};

/// Most that is kept of each; longer texts are cut where they are set.
inline constexpr qsizetype kMostTemplateChars = 512 * 1024;
inline constexpr qsizetype kMostNotesChars = 32 * 1024;
inline constexpr qsizetype kMostAdapters = 16;

/// How a model is opened: what was set for it, else what was set for all, else automatic. Pure. Thread: any.
[[nodiscard]] LoadOptions optionsFor(const Settings &settings, const ModelSettings &model);

/// The SHA-256 of each file of a model, and what they looked like when it was computed.
struct FileChecksum {
    QStringList sha256;    ///< One for each part, in hex.
    qint64 bytes = 0;      ///< All parts together.
    qint64 changedMs = 0;  ///< Latest change of a part, Unix time.
    qint64 computedMs = 0; ///< Unix time.

    bool operator==(const FileChecksum &) const = default;
};

/// Tells a model again under another path: a hash over its size and all that its header says. Two files with the same
/// header and size are taken for one. Empty where no header was read. Pure. Thread: any.
[[nodiscard]] QString fingerprintOf(const ModelSpec &spec);

/// What is remembered of one model file.
struct ModelEntry {
    QString path;
    QString fingerprint;
    ModelSettings settings;
    std::optional<FileChecksum> checksum;

    bool operator==(const ModelEntry &) const = default;
};

/// To and from JSON. Unknown keys are ignored, values out of range are brought in, wrong types count as not set, an
/// entry without a path is passed over. Errors of fromJson: ModelSettingsUnreadable where it is no JSON object at all.
/// Pure. Thread: any.
[[nodiscard]] QByteArray toJson(const QList<ModelEntry> &entries);
[[nodiscard]] Result<QList<ModelEntry>> modelEntriesFromJson(const QByteArray &json);

} // namespace sotto
