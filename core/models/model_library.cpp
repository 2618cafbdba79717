#include "core/models/model_library.h"

#include "core/jobs/io_pool.h"
#include "core/models/model_scan.h"

#include <algorithm>

namespace sotto {

class ModelLibrary::Private {
public:
    QString builtInModel;
    QStringList folders;
    QStringList added;
    KnownHeaders known;
    std::optional<CancelSource> scan; ///< Of the newest one, while it runs.
    quint64 scanNumber = 0;
    IoPool pool{AtEnd::Cancel, 2}; // two, so that a file that was dropped does not wait for a long scan
};

ModelLibrary::ModelLibrary(QString builtInModel, QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->builtInModel = std::move(builtInModel);
}

ModelLibrary::~ModelLibrary() = default;

void ModelLibrary::setFolders(const QStringList &folders)
{
    d->folders = folders;
    rescan();
}

void ModelLibrary::rescan()
{
    if (d->scan) d->scan->cancel();
    const ScanRequest request{d->folders, d->added, d->builtInModel, d->known};
    const quint64 number = ++d->scanNumber;
    const auto work = [request](const CancelToken &cancel) { return scanModels(request, cancel); };
    d->scan = d->pool.run(this, work, [this, number](ScanResult result) {
        if (number != d->scanNumber) return;
        d->scan.reset();
        d->known = std::move(result.known);
        m_models = std::move(result.models);
        Q_EMIT changed();
        for (const FolderProblem &problem : std::as_const(result.problems))
            Q_EMIT folderFailed(problem.folder, problem.error);
    });
    Q_EMIT changed();
}

void ModelLibrary::addFile(const QString &path)
{
    const auto work = [path, builtIn = d->builtInModel](const CancelToken &) { return readModelFile(path, builtIn); };
    d->pool.run(this, work, [this, path](const Result<ModelFile> &model) {
        if (!model) {
            Q_EMIT addFailed(path, model.error());
            return;
        }
        if (!d->added.contains(model->path)) d->added.append(model->path);
        m_models.removeIf([&](const ModelFile &other) { return other.path == model->path; });
        m_models.append(*model);
        sortModels(m_models);
        // A scan that began before does not know of this file yet.
        if (d->scan) rescan();
        Q_EMIT changed();
        Q_EMIT added(*model);
    });
}

std::optional<ModelFile> ModelLibrary::find(const QString &path) const
{
    const auto found = std::ranges::find(m_models, path, &ModelFile::path);
    return found != m_models.end() ? std::optional(*found) : std::nullopt;
}

bool ModelLibrary::isScanning() const
{
    return d->scan.has_value();
}

} // namespace sotto
