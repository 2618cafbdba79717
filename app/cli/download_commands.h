#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "core/downloads/download_service.h"
#include "core/hub/hub_client.h"

#include <QElapsedTimer>

namespace sotto {

/// `models search TEXT`.
class ModelsSearchCommand final : public Command {
    Q_OBJECT
public:
    ModelsSearchCommand(CliContext &context, ModelsSearchOptions options);
    void start() override;

private:
    void print(const Result<QList<HubModel>> &models);

    CliContext &m_context;
    ModelsSearchOptions m_options;
    NetGate m_gate;
    HubClient m_hub;
};

/// `models pull MODEL`: finds what to fetch and fetches it, into the first of the model folders. Ctrl+C keeps what is
/// there, and the same command goes on with it.
class ModelsPullCommand final : public Command {
    Q_OBJECT
public:
    ModelsPullCommand(CliContext &context, ModelsPullOptions options);
    void start() override;
    void terminate() override;

private:
    void begin(const Result<DownloadRequest> &request);
    void follow(const DownloadState &state);
    void show(const DownloadState &state);
    void finish(const DownloadState &state);

    CliContext &m_context;
    ModelsPullOptions m_options;
    NetGate m_gate;
    HubClient m_hub;
    DownloadService m_downloads;
    QString m_key;
    QElapsedTimer m_shown;
    DownloadPhase m_phase = DownloadPhase::Queued;
    bool m_lineOpen = false; ///< Standard error stands in the line of progress.
    bool m_interrupted = false;
};

} // namespace sotto
