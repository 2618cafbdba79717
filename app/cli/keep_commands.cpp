#include "app/cli/keep_commands.h"

#include "app/cli/text_table.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

QStringList filesOf(const ModelFile &model)
{
    QStringList files;
    for (const std::filesystem::path &part : model.spec.parts)
        files.append(QFile::decodeName(QByteArray::fromStdString(part.native())));
    return files.isEmpty() ? QStringList{model.path} : files;
}

Result<QList<ModelsVerifyCommand::Verdict>> verdictsOn(const QStringList &files, const QStringList &libraries,
                                                       const CancelToken &cancel)
{
    QList<ModelsVerifyCommand::Verdict> verdicts;
    for (const QString &path : files) {
        const auto digest = digestOf(path, [](std::uint64_t) {}, cancel);
        if (!digest) return fail(digest.error());
        const QString library = libraryOf(path, libraries);
        verdicts.append({path, *digest, library.isEmpty() ? std::nullopt : OriginStore(library).of(path)});
    }
    return verdicts;
}

/// Stable: scripts read it.
QString verdictWord(const ModelsVerifyCommand::Verdict &verdict)
{
    if (!verdict.origin) return u"unknown"_s;
    return verdict.origin->sha256 == verdict.digest.hex() ? u"good"_s : u"changed"_s;
}

QString verdictText(const ModelsVerifyCommand::Verdict &verdict)
{
    if (!verdict.origin) return QCoreApplication::translate("Cli", "nothing known to compare it with");
    if (verdict.origin->sha256 != verdict.digest.hex())
        return QCoreApplication::translate("Cli", "NOT as it was downloaded from %1").arg(verdict.origin->source);
    return verdict.origin->verified ? QCoreApplication::translate("Cli", "as %1 says").arg(verdict.origin->source)
                                    : QCoreApplication::translate("Cli", "as it was downloaded; %1 tells no digest")
                                          .arg(verdict.origin->source);
}

} // namespace

ModelsVerifyCommand::ModelsVerifyCommand(CliContext &context, ModelsVerifyOptions options)
    : m_context(context), m_options(std::move(options)), m_lookup(context)
{
    connect(&m_lookup, &ModelLookup::found, this, &ModelsVerifyCommand::verify);
    connect(&m_lookup, &ModelLookup::failed, this, &Command::fail);
}

void ModelsVerifyCommand::start()
{
    m_lookup.find(m_options.model);
}

void ModelsVerifyCommand::verify(const ModelFile &model)
{
    const auto work = [files = filesOf(model), libraries = m_context.modelFolders()](const CancelToken &cancel) {
        return verdictsOn(files, libraries, cancel);
    };
    m_pool.run(this, work, [this](const Result<QList<Verdict>> &verdicts) { print(verdicts); });
}

void ModelsVerifyCommand::print(const Result<QList<Verdict>> &verdicts)
{
    if (!verdicts) return fail({ExitCode::Failed, verdicts.error()});
    QList<QStringList> rows;
    for (const Verdict &verdict : *verdicts) {
        const QString hex = QString::fromStdString(verdict.digest.hex());
        if (m_options.form == OutputForm::Json)
            m_context.terminal().json(
                {{"path"_L1, verdict.path}, {"sha256"_L1, hex}, {"verdict"_L1, verdictWord(verdict)}});
        rows.append({hex, verdict.path, verdictText(verdict)});
    }
    if (m_options.form == OutputForm::Text) m_context.terminal().text(textTable(rows));
    const bool changed =
        std::ranges::any_of(*verdicts, [](const Verdict &verdict) { return verdictWord(verdict) == u"changed"_s; });
    Q_EMIT done(changed ? ExitCode::Failed : ExitCode::Ok);
}

ModelsRemoveCommand::ModelsRemoveCommand(CliContext &context, ModelsRemoveOptions options)
    : m_context(context), m_options(std::move(options)), m_lookup(context)
{
    connect(&m_lookup, &ModelLookup::found, this, &ModelsRemoveCommand::remove);
    connect(&m_lookup, &ModelLookup::failed, this, &Command::fail);
}

void ModelsRemoveCommand::start()
{
    m_lookup.find(m_options.model);
}

void ModelsRemoveCommand::remove(const ModelFile &model)
{
    const QString library = model.builtIn ? QString() : libraryOf(model.path, m_context.modelFolders());
    if (library.isEmpty())
        return fail({ExitCode::WrongUsage, Error(ErrorCode::InvalidRequest, model.path.toStdString()),
                     QCoreApplication::translate("Cli", "%1 lies in none of Sotto’s folders, so it is left alone.")
                         .arg(model.path)});
    m_pool.run(
        this, [files = filesOf(model), library](const CancelToken &) { return trashModel(files, library); },
        [this](const Result<QStringList> &moved) { print(moved); });
}

void ModelsRemoveCommand::print(const Result<QStringList> &moved)
{
    if (!moved) return fail({ExitCode::Failed, moved.error()});
    for (const QString &path : *moved) {
        if (m_options.form == OutputForm::Json)
            m_context.terminal().json({{"event"_L1, u"trashed"_s}, {"path"_L1, path}});
        else
            m_context.terminal().line(QCoreApplication::translate("Cli", "Moved to the trash: %1").arg(path));
    }
    Q_EMIT done(ExitCode::Ok);
}

} // namespace sotto
