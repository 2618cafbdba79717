#include "app/cli/cli_context.h"

#include "app/make_backend.h"
#include "app/make_probe.h"
#include "core/models/load_journal.h"
#include "core/net/token_store.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sotto {
CliContext::CliContext(const QString &home)
    : m_paths(resolvePaths(home, QCoreApplication::applicationDirPath())), m_settings(m_paths.settingsFile),
      m_modelSettings(m_paths.modelSettingsFile), m_clock(std::make_shared<SystemClock>())
{
}

CliContext::~CliContext() = default;

QStringList CliContext::modelFolders() const
{
    return settings().modelFolders.isEmpty() ? QStringList{m_paths.modelsFolder} : settings().modelFolders;
}

Engine &CliContext::engine()
{
    if (!m_engine)
        m_engine = std::make_unique<Engine>(makeBackend(m_paths, m_clock, Measuring::No), m_bridge.listener(), m_clock,
                                            std::make_shared<LoadJournal>(journalFolder(m_paths)));
    return *m_engine;
}

ModelProbe &CliContext::probe()
{
    if (!m_probe) m_probe = makeProbe(m_paths);
    return *m_probe;
}

SqliteRepository &CliContext::repository()
{
    if (!m_repository) m_repository = std::make_unique<SqliteRepository>(m_paths.databaseFile);
    return *m_repository;
}

NetState &CliContext::net(bool online)
{
    if (!m_net) {
        m_net = std::make_unique<NetState>(ledgerFile(m_paths), m_clock);
        NetRules rules = withEnvironment(rulesOf(settings()));
        rules.offline = rules.offline && !online;
        m_net->setRules(rules);
        if (const auto token = cleanToken(qgetenv("HF_TOKEN"))) m_net->setToken(NetService::Hub, *token);
    }
    return *m_net;
}

bool CliContext::hasHistory() const
{
    return QFileInfo::exists(m_paths.databaseFile);
}

} // namespace sotto
