#pragma once

#include "base/result.h"
#include "inference/model.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace sotto {

/// A model on this computer.
struct ModelFile {
    /// Canonical; of a split model the first part, as it is called in its folder (its siblings are found by name).
    QString path;
    QString name; ///< To show: general.name, else the file's name without extension.
    ModelSpec spec;
    std::optional<Error> problem; ///< Why it cannot be used; it is listed all the same.
    bool builtIn = false;

    bool operator==(const ModelFile &) const = default;
};

/// Looks through folders for `*.gguf`, to any depth, and reads the headers, on the I/O pool.
/// Links that lead out of a folder are followed once; each file is listed once, by its canonical path; only
/// regular files are opened. Side files (mmproj, mtp-, later parts of a split model) are no models of their own;
/// hidden files and folders and unfinished downloads (.part, incomplete-) are passed over. A header is read again
/// only when the file's size or time has changed.
/// Thread: GUI.
class ModelLibrary final : public QObject {
    Q_OBJECT
public:
    explicit ModelLibrary(QString builtInModel, QObject *parent = nullptr);
    ~ModelLibrary() override;

    /// Folders to scan; starts a scan.
    void setFolders(const QStringList &folders);
    /// Adds one file from anywhere (dialog, drop, command line), whatever it is called; it stays listed for this
    /// session. A later part of a split model adds the whole model. added() or addFailed() follows; a file that is
    /// listed already is added() again.
    void addFile(const QString &path);
    /// Looks again; a scan that runs is given up in favour of the new one.
    void rescan();

    /// The built-in model first, then by name.
    [[nodiscard]] const QList<ModelFile> &models() const { return m_models; }
    /// The one with exactly that path. No disk is touched.
    [[nodiscard]] std::optional<ModelFile> find(const QString &path) const;
    [[nodiscard]] bool isScanning() const;

Q_SIGNALS:
    void changed(); ///< The list, or isScanning().
    void added(const sotto::ModelFile &model);
    void addFailed(const QString &path, const sotto::Error &error);
    /// A folder that is not there, is no folder or cannot be read (at any depth); the others are listed.
    void folderFailed(const QString &folder, const sotto::Error &error);

private:
    class Private;
    QList<ModelFile> m_models;
    std::unique_ptr<Private> d;
};

} // namespace sotto
