#pragma once

#include "base/cancel_token.h"
#include "core/models/model_library.h"

#include <QHash>

#include <filesystem>

namespace sotto {

/// Headers that were read before, by path, so that looking again costs one stat a file.
struct KnownHeader {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed;
    ModelFile model;
};
using KnownHeaders = QHash<QString, KnownHeader>;

struct ScanRequest {
    QStringList folders;
    QStringList files; ///< Listed besides what the folders hold.
    QString builtInModel;
    KnownHeaders known;
};

struct FolderProblem {
    QString folder;
    Error error;
};

struct ScanResult {
    QList<ModelFile> models; ///< Built-in first, then by name.
    QList<FolderProblem> problems;
    KnownHeaders known; ///< For the next scan; holds what was found by this one only.
};

/// Walks folders and reads headers; see ModelLibrary. A cancelled scan returns early with what it has.
/// Thread: any but the GUI's; it blocks on the disk.
[[nodiscard]] ScanResult scanModels(const ScanRequest &request, const CancelToken &cancel);

/// Looks at one file, whatever it is called. Errors: FileNotFound, FileUnreadable, those of readModelSpec().
/// Thread: any but the GUI's.
[[nodiscard]] Result<ModelFile> readModelFile(const QString &path, const QString &builtInModel);

/// Built-in first, then by name as people sort: without case, digits by value.
void sortModels(QList<ModelFile> &models);

} // namespace sotto
