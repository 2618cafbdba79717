#pragma once

#include "core/models/model_settings.h"

#include <QObject>

#include <memory>

namespace sotto {

class SettingsFile;

/// Keeps what was set for single models, in one file beside the settings. A model is known by its path; one that was
/// renamed or moved is known by its fingerprint, as long as nothing is listed under the old path.
/// Thread: GUI.
class ModelSettingsService final : public QObject {
    Q_OBJECT
public:
    /// Read here and now. An unreadable file is set aside as `file`.broken and nothing is set; see problem().
    explicit ModelSettingsService(QString file, QObject *parent = nullptr);
    ~ModelSettingsService() override;

    /// What was wrong with the file at the start, if anything.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

    /// Paths of the models there are, so that a copy is not taken for one that was renamed.
    void setListed(const QStringList &paths) { m_listed = paths; }

    [[nodiscard]] ModelSettings of(const ModelFile &model) const;
    /// Takes new values, cut to what is kept; changed() follows if they differ, and the file is written soon.
    void set(const ModelFile &model, ModelSettings settings);

    [[nodiscard]] std::optional<FileChecksum> checksumOf(const ModelFile &model) const;
    void setChecksum(const ModelFile &model, const FileChecksum &checksum);

Q_SIGNALS:
    void changed(const QString &path);
    void writeFailed(const sotto::Error &error);

private:
    [[nodiscard]] const ModelEntry *find(const ModelFile &model) const;
    template <class Change>
    void change(const ModelFile &model, Change &&change);

    QList<ModelEntry> m_entries;
    QStringList m_listed;
    std::optional<Error> m_problem;
    std::unique_ptr<SettingsFile> m_file; ///< Writes what waits when it goes, so it goes first.
};

} // namespace sotto
