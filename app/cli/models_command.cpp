#include "app/cli/models_command.h"

#include "app/cli/json_values.h"
#include "app/cli/text_table.h"
#include "core/text/format.h"

#include <QCoreApplication>
#include <QDir>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

const QString kUnknown = u"–"_s;

QString orUnknown(const std::string &text)
{
    return text.empty() ? kUnknown : QString::fromStdString(text);
}

QString orUnknown(std::uint32_t value)
{
    return value == 0 ? kUnknown : QLocale().toString(value);
}

QStringList row(const ModelFile &model)
{
    const QString name =
        model.builtIn ? QCoreApplication::translate("Cli", "%1 (built in)").arg(model.name) : model.name;
    if (model.problem) return {name, kUnknown, kUnknown, kUnknown, errorText(*model.problem).what + u' ' + model.path};
    return {name, formatParameters(model.spec.parameterCount), orUnknown(model.spec.quantization),
            formatFileSize(model.spec.fileBytes), model.path};
}

QList<QStringList> facts(const ModelFile &model)
{
    const ModelSpec &spec = model.spec;
    QList<QStringList> rows{
        {QCoreApplication::translate("Cli", "Name"), model.name},
        {QCoreApplication::translate("Cli", "File"), model.path},
        {QCoreApplication::translate("Cli", "Size"), formatFileSize(spec.fileBytes)},
        {QCoreApplication::translate("Cli", "Architecture"), orUnknown(spec.architecture)},
        {QCoreApplication::translate("Cli", "Parameters"), formatParameters(spec.parameterCount)},
        {QCoreApplication::translate("Cli", "Quantization"), orUnknown(spec.quantization)},
        {QCoreApplication::translate("Cli", "Context"), orUnknown(spec.contextLength)},
        {QCoreApplication::translate("Cli", "Layers"), orUnknown(spec.layerCount)},
        {QCoreApplication::translate("Cli", "Vocabulary"), orUnknown(spec.vocabularySize)},
        {QCoreApplication::translate("Cli", "Chat template"), spec.chatTemplate.empty()
                                                                  ? QCoreApplication::translate("Cli", "none")
                                                                  : QCoreApplication::translate("Cli", "in the file")},
        {QCoreApplication::translate("Cli", "License"), orUnknown(spec.license)},
    };
    if (!spec.description.empty())
        rows.append({QCoreApplication::translate("Cli", "Description"), QString::fromStdString(spec.description)});
    return rows;
}

} // namespace

ModelsListCommand::ModelsListCommand(CliContext &context, const ModelsListOptions &options)
    : m_context(context), m_options(options), m_library(context.paths().builtInModel)
{
    connect(&m_library, &ModelLibrary::folderFailed, this, &ModelsListCommand::noteFolder);
    connect(&m_library, &ModelLibrary::changed, this, [this] {
        // folderFailed() comes right after changed(): both belong to the same list.
        if (!m_library.isScanning()) QMetaObject::invokeMethod(this, &ModelsListCommand::print, Qt::QueuedConnection);
    });
}

void ModelsListCommand::start()
{
    m_library.setFolders(m_context.modelFolders());
}

void ModelsListCommand::print()
{
    QList<QStringList> rows;
    for (const ModelFile &model : m_library.models()) {
        if (m_options.form == OutputForm::Json)
            m_context.terminal().json(toJson(model));
        else
            rows.append(row(model));
    }
    if (!rows.isEmpty()) m_context.terminal().text(textTable(rows));
    Q_EMIT done(ExitCode::Ok);
}

void ModelsListCommand::noteFolder(const QString &folder, const Error &error)
{
    // The default folder is made with the first model that is put there.
    if (error.code == ErrorCode::FileNotFound && QDir::cleanPath(folder) == m_context.paths().modelsFolder) return;
    m_context.terminal().note(u"sotto-cli: "_s + folder + u": "_s + errorText(error).whole());
}

ModelsInfoCommand::ModelsInfoCommand(CliContext &context, ModelsInfoOptions options)
    : m_context(context), m_options(std::move(options)), m_lookup(context)
{
    connect(&m_lookup, &ModelLookup::found, this, &ModelsInfoCommand::print);
    connect(&m_lookup, &ModelLookup::failed, this, &Command::fail);
}

void ModelsInfoCommand::start()
{
    m_lookup.find(m_options.model);
}

void ModelsInfoCommand::print(const ModelFile &model)
{
    if (m_options.form == OutputForm::Json)
        m_context.terminal().json(toJson(model));
    else
        m_context.terminal().text(textTable(facts(model)));
    Q_EMIT done(ExitCode::Ok);
}

} // namespace sotto
