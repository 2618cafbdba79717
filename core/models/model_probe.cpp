#include "core/models/model_probe.h"

#include <QFile>

namespace sotto {
namespace {

QStringList filesOf(const ModelFile &model)
{
    QStringList files{model.path};
    for (const auto &part : model.spec.parts)
        if (const QString name = QFile::decodeName(part.c_str()); !files.contains(name)) files << name;
    return files;
}

} // namespace

QList<ProbeTask> probeTasks(const ModelFile &model, const LoadOptions &options)
{
    QList<ProbeTask> tasks;
    const QStringList files = filesOf(model);
    if (!model.builtIn) tasks.append({.model = files});
    for (const LoraAdapter &adapter : options.adapters)
        tasks.append({.model = files, .adapter = QFile::decodeName(adapter.path.c_str()), .isBeside = true});
    if (!options.draftModel.empty())
        tasks.append({.model = {QFile::decodeName(options.draftModel.c_str())}, .isBeside = true});
    return tasks;
}

} // namespace sotto
