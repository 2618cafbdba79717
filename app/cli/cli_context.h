#pragma once

#include "app/cli/terminal.h"
#include "core/engine_bridge.h"
#include "core/models/model_probe.h"
#include "core/models/model_settings_service.h"
#include "core/net/net_state.h"
#include "core/paths.h"
#include "core/settings/settings.h"
#include "core/storage/sqlite_repository.h"

#include <memory>

namespace sotto {

/// What commands share, each part made when it is first asked for: `models list` opens no database and loads no
/// compute backend. Thread: main.
class CliContext final {
public:
    explicit CliContext(const QString &home);
    ~CliContext();

    [[nodiscard]] Terminal &terminal() { return m_terminal; }
    [[nodiscard]] const AppPaths &paths() const { return m_paths; }
    [[nodiscard]] const Settings &settings() const { return m_settings.current(); }
    [[nodiscard]] const SettingsService &settingsService() const { return m_settings; }
    [[nodiscard]] const ModelSettingsService &modelSettings() const { return m_modelSettings; }
    /// Folders to look for models in: the settings', else the default.
    [[nodiscard]] QStringList modelFolders() const;
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] const std::shared_ptr<const Clock> &sharedClock() const { return m_clock; }

    [[nodiscard]] EngineBridge &bridge() { return m_bridge; }
    [[nodiscard]] Engine &engine();
    /// Tries a model file before it is opened.
    [[nodiscard]] ModelProbe &probe();
    [[nodiscard]] SqliteRepository &repository();
    /// The gate's rules, from settings and environment, and its ledger. `online` allows the network for this run.
    [[nodiscard]] NetState &net(bool online);
    /// Whether there is a history at all; asking does not make one.
    [[nodiscard]] bool hasHistory() const;

private:
    Terminal m_terminal;
    AppPaths m_paths;
    SettingsService m_settings;
    ModelSettingsService m_modelSettings;
    std::shared_ptr<const Clock> m_clock;
    EngineBridge m_bridge;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<ModelProbe> m_probe;
    std::unique_ptr<SqliteRepository> m_repository;
    std::unique_ptr<NetState> m_net;
};

} // namespace sotto
