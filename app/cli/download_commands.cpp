#include "app/cli/download_commands.h"

#include "app/cli/download_values.h"
#include "app/cli/json_values.h"
#include "app/cli/text_table.h"
#include "core/text/format.h"

#include <QCoreApplication>
#include <QDir>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr int kLinesEveryMs = 1000; ///< JSON, or a log.
constexpr int kShowEveryMs = 200;   ///< A line that is written again.

Failure failureOf(const Error &error)
{
    if (error.code == ErrorCode::NetworkOff)
        return {ExitCode::Failed, error,
                QCoreApplication::translate("Cli", "Sotto is offline. Add --online to allow the network this time.")};
    return {error.code == ErrorCode::NotOnHub ? ExitCode::NothingFound : ExitCode::Failed, error};
}

QString amount(const std::optional<std::int64_t> &count)
{
    return count ? QLocale().toString(static_cast<qlonglong>(*count)) : u"–"_s;
}

} // namespace

ModelsSearchCommand::ModelsSearchCommand(CliContext &context, ModelsSearchOptions options)
    : m_context(context), m_options(std::move(options)), m_gate(context.net(m_options.online)),
      m_hub(m_gate, context.net(m_options.online))
{
}

void ModelsSearchCommand::start()
{
    m_hub.search(m_options.query, this, [this](const Result<QList<HubModel>> &models) { print(models); });
}

void ModelsSearchCommand::print(const Result<QList<HubModel>> &models)
{
    if (!models) return fail(failureOf(models.error()));
    QList<QStringList> rows;
    for (const HubModel &model : *models) {
        if (m_options.form == OutputForm::Json) m_context.terminal().json(toJson(model));
        rows.append({model.id, formatParameters(model.parameters.value_or(0)), amount(model.downloads),
                     model.license.isEmpty() ? u"–"_s : model.license});
    }
    if (m_options.form == OutputForm::Text && !rows.isEmpty()) m_context.terminal().text(textTable(rows));
    Q_EMIT done(models->isEmpty() ? ExitCode::NothingFound : ExitCode::Ok);
}

ModelsPullCommand::ModelsPullCommand(CliContext &context, ModelsPullOptions options)
    : m_context(context), m_options(std::move(options)), m_gate(context.net(m_options.online)),
      m_hub(m_gate, context.net(m_options.online)), m_downloads(context.net(m_options.online), context.sharedClock())
{
    connect(&m_downloads, &DownloadService::changed, this, &ModelsPullCommand::follow);
}

void ModelsPullCommand::start()
{
    const auto reference = parseReference(m_options.reference);
    if (!reference)
        return fail({ExitCode::WrongUsage, reference.error(),
                     QCoreApplication::translate("Cli", "“%1” is not the name or address of a model.")
                         .arg(m_options.reference)});
    const FetchWish wish{.library = QDir::cleanPath(QDir(m_context.modelFolders().front()).absolutePath()),
                         .projector = m_options.projector};
    m_hub.plan(*reference, wish, this, [this](const Result<DownloadRequest> &request) { begin(request); });
}

void ModelsPullCommand::begin(const Result<DownloadRequest> &request)
{
    if (!request) return fail(failureOf(request.error()));
    m_downloads.setLimit(static_cast<std::uint64_t>(m_options.kibPerSecond) * 1024);
    m_key = request->key();
    m_downloads.add(*request);
}

void ModelsPullCommand::follow(const DownloadState &state)
{
    const bool news = state.phase != m_phase;
    m_phase = state.phase;
    const bool json = m_options.form == OutputForm::Json;
    const int every = !json && Terminal::errorsAreTerminal() ? kShowEveryMs : kLinesEveryMs;
    if (news || !m_shown.isValid() || m_shown.elapsed() >= every) {
        m_shown.start();
        show(state);
    }
    if (!isAtWork(state.phase) && state.phase != DownloadPhase::Queued) finish(state);
}

void ModelsPullCommand::show(const DownloadState &state)
{
    if (m_options.form == OutputForm::Json) {
        m_context.terminal().json(toJson(state));
        return;
    }
    m_lineOpen = Terminal::errorsAreTerminal();
    m_context.terminal().noteText(m_lineOpen ? u"\r\033[K"_s + progressText(state) : progressText(state) + u'\n');
}

void ModelsPullCommand::finish(const DownloadState &state)
{
    if (m_lineOpen) m_context.terminal().note({});
    disconnect(&m_downloads, nullptr, this, nullptr);
    if (m_interrupted || state.phase == DownloadPhase::Paused) {
        Q_EMIT done(ExitCode::Interrupted);
        return;
    }
    if (state.phase == DownloadPhase::Failed) return fail(failureOf(state.error.value_or(Error())));
    const QString path = QDir::cleanPath(state.request.folder + u'/' + state.request.files.front().name);
    if (m_options.form == OutputForm::Text) m_context.terminal().line(path);
    Q_EMIT done(ExitCode::Ok);
}

void ModelsPullCommand::terminate()
{
    m_interrupted = true;
    const auto state = m_downloads.state(m_key);
    if (!state || !isAtWork(state->phase)) {
        Q_EMIT done(ExitCode::Interrupted);
        return;
    }
    m_downloads.pause(m_key); // finish() follows when it is written down, or committed
}

} // namespace sotto
