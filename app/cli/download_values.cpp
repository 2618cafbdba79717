#include "app/cli/download_values.h"

#include "app/cli/json_values.h"
#include "core/text/error_text.h"
#include "core/text/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kPhases{"queued"_L1,     "checking"_L1, "transferring"_L1, "waiting"_L1, "verifying"_L1,
                             "committing"_L1, "done"_L1,     "paused"_L1,       "failed"_L1};
static_assert(kPhases.size() == static_cast<std::size_t>(DownloadPhase::Failed) + 1, "every phase has a word");

QString fetched(const DownloadState &state)
{
    QStringList parts{QCoreApplication::translate("Cli", "%1 of %2")
                          .arg(formatFileSize(state.bytesHere), formatFileSize(state.bytesTotal))};
    if (state.bytesPerSecond)
        parts << QCoreApplication::translate("Cli", "%1 a second")
                     .arg(formatFileSize(static_cast<std::uint64_t>(*state.bytesPerSecond)));
    if (state.secondsLeft && *state.secondsLeft < 1e6)
        parts << QCoreApplication::translate("Cli", "%1 left")
                     .arg(formatSeconds(
                         std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*state.secondsLeft))));
    return parts.join(u" · "_s);
}

QString phaseText(const DownloadState &state)
{
    switch (state.phase) {
    case DownloadPhase::Queued:
    case DownloadPhase::Checking: return QCoreApplication::translate("Cli", "looking for room");
    case DownloadPhase::Waiting:
        return QCoreApplication::translate("Cli", "trying again soon: %1")
            .arg(errorText(state.error.value_or(Error(ErrorCode::HostUnreachable))).what);
    case DownloadPhase::Verifying: return QCoreApplication::translate("Cli", "comparing the SHA-256");
    case DownloadPhase::Committing:
    case DownloadPhase::Done: return QCoreApplication::translate("Cli", "done");
    case DownloadPhase::Paused: return QCoreApplication::translate("Cli", "paused; what is here is kept");
    case DownloadPhase::Failed: return QCoreApplication::translate("Cli", "failed; what is here is kept");
    case DownloadPhase::Transferring: break;
    }
    return fetched(state);
}

} // namespace

QString wordOf(DownloadPhase phase)
{
    return kPhases.at(static_cast<std::size_t>(phase));
}

QJsonObject toJson(const DownloadState &state)
{
    QJsonArray files;
    for (const RemoteFile &file : state.request.files)
        files.append(QDir::cleanPath(state.request.folder + u'/' + file.name));
    QJsonObject object{{"event"_L1, u"download"_s},
                       {"source"_L1, state.request.source},
                       {"phase"_L1, wordOf(state.phase)},
                       {"bytesHere"_L1, static_cast<qint64>(state.bytesHere)},
                       {"bytesTotal"_L1, static_cast<qint64>(state.bytesTotal)},
                       {"files"_L1, files}};
    if (state.bytesPerSecond) object.insert("bytesPerSecond"_L1, *state.bytesPerSecond);
    if (state.secondsLeft) object.insert("secondsLeft"_L1, *state.secondsLeft);
    if (state.error) object.insert("error"_L1, toJson(*state.error));
    return object;
}

QJsonObject toJson(const HubModel &model)
{
    QJsonObject object{{"id"_L1, model.id}, {"gated"_L1, model.gated}};
    const auto add = [&](QLatin1StringView name, const QString &text) {
        if (!text.isEmpty()) object.insert(name, text);
    };
    add("license"_L1, model.license);
    add("updated"_L1, model.updated);
    add("commit"_L1, model.commit);
    add("architecture"_L1, model.architecture);
    if (model.downloads) object.insert("downloads"_L1, static_cast<qint64>(*model.downloads));
    if (model.likes) object.insert("likes"_L1, static_cast<qint64>(*model.likes));
    if (model.parameters) object.insert("parameters"_L1, static_cast<qint64>(*model.parameters));
    if (model.contextLength) object.insert("contextLength"_L1, static_cast<qint64>(*model.contextLength));
    return object;
}

QString progressText(const DownloadState &state)
{
    return state.request.title + u": "_s + phaseText(state);
}

} // namespace sotto
