#include "app/cli/model_lookup.h"

#include "core/models/load_journal.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

bool isPath(const QString &wanted)
{
    return wanted.contains(u'/') || QFileInfo(wanted).isFile();
}

QString fileNameOf(const ModelFile &model)
{
    return QFileInfo(model.path).completeBaseName();
}

/// Models that are called so; if none is, those whose name holds it.
QList<ModelFile> matches(const QList<ModelFile> &models, const QString &wanted)
{
    QList<ModelFile> exact;
    QList<ModelFile> partial;
    for (const ModelFile &model : models) {
        const QStringList names{model.name, fileNameOf(model), QFileInfo(model.path).fileName()};
        if (names.contains(wanted, Qt::CaseInsensitive))
            exact.append(model);
        else if (names.join(u'\n').contains(wanted, Qt::CaseInsensitive))
            partial.append(model);
    }
    return exact.isEmpty() ? partial : exact;
}

Failure noneCalled(const QString &wanted)
{
    return {ExitCode::NothingFound, Error(ErrorCode::NotFound, wanted.toStdString()),
            QCoreApplication::translate("Cli", "No model is called “%1”; `sotto-cli models list` shows what there is.")
                .arg(wanted)};
}

Failure several(const QString &wanted, const QList<ModelFile> &models)
{
    QStringList names;
    for (const ModelFile &model : models)
        names << fileNameOf(model);
    return {ExitCode::WrongUsage, Error(ErrorCode::InvalidRequest, wanted.toStdString()),
            QCoreApplication::translate("Cli", "“%1” fits several models: %2. Write more of the name, or its path.")
                .arg(wanted, names.join(u", "_s))};
}

/// Nobody named it, so it is not tried again; whoever does name it, wants it.
Failure wentDownLastTime(const ModelCrash &crash)
{
    const QString words =
        crash.work == RiskyWork::Opening
            ? QCoreApplication::translate("Cli",
                                          "Sotto stopped while opening %1 last time, so it was not opened again by "
                                          "itself. `--model PATH` opens it.")
            : QCoreApplication::translate("Cli",
                                          "Sotto stopped while %1 was writing on the GPU last time, so it was not "
                                          "opened again by itself. `--model PATH` opens it; `--gpu-layers 0` "
                                          "keeps it off the GPU.");
    const std::string name = QFileInfo(crash.path).fileName().toStdString();
    return {ExitCode::ModelFailed, Error(ErrorCode::ModelStopsLoader, name), words.arg(crash.path)};
}

} // namespace

ModelLookup::ModelLookup(CliContext &context, QObject *parent)
    : QObject(parent), m_context(context), m_library(context.paths().builtInModel)
{
    connect(&m_library, &ModelLibrary::added, this, &ModelLookup::take);
    connect(&m_library, &ModelLibrary::addFailed, this, &ModelLookup::addFailed);
}

void ModelLookup::find(const QString &wanted)
{
    m_wanted = wanted;
    if (wanted.isEmpty()) {
        const QString last = m_context.settings().lastModel;
        const QString path = QFileInfo::exists(last) ? last : m_context.paths().builtInModel;
        const auto crash = LoadJournal::crashOf(journalFolder(m_context.paths()), path);
        if (crash)
            Q_EMIT failed(wentDownLastTime(*crash));
        else
            m_library.addFile(path);
    } else if (isPath(wanted)) {
        m_library.addFile(wanted);
    } else {
        connect(&m_library, &ModelLibrary::changed, this, &ModelLookup::searchByName);
        m_library.setFolders(m_context.modelFolders());
    }
}

void ModelLookup::searchByName()
{
    if (m_library.isScanning()) return;
    disconnect(&m_library, &ModelLibrary::changed, this, nullptr);
    const QList<ModelFile> fitting = matches(m_library.models(), m_wanted);
    if (fitting.isEmpty())
        Q_EMIT failed(noneCalled(m_wanted));
    else if (fitting.size() > 1)
        Q_EMIT failed(several(m_wanted, fitting));
    else if (fitting.front().problem)
        Q_EMIT failed({ExitCode::ModelFailed, *fitting.front().problem});
    else
        take(fitting.front());
}

void ModelLookup::take(const ModelFile &model)
{
    if (!m_wanted.isEmpty()) LoadJournal::forget(journalFolder(m_context.paths()), model.path);
    Q_EMIT found(model);
}

void ModelLookup::addFailed(const QString &, const Error &error)
{
    const bool nothingAtAll = m_wanted.isEmpty() && error.code == ErrorCode::FileNotFound;
    Q_EMIT failed({ExitCode::ModelFailed, nothingAtAll ? Error(ErrorCode::NoModel) : error});
}

} // namespace sotto
