#include "app/services.h"

namespace sotto {

Services::Services(AppPaths paths, std::unique_ptr<Backend> backend, std::shared_ptr<const Clock> clock,
                   std::unique_ptr<ModelProbe> probe)
    : m_paths(std::move(paths)), m_clock(std::move(clock)), m_settings(m_paths.settingsFile),
      m_repository(m_paths.databaseFile),
      m_engine(std::move(backend), m_bridge.listener(), m_clock, std::make_shared<LoadJournal>(journalFolder(m_paths))),
      m_library(m_paths.builtInModel), m_probe(std::move(probe)), m_models(m_engine, m_bridge, m_clock),
      m_chat(m_engine, m_bridge, m_models, m_repository, m_clock)
{
    m_models.setProbe(m_probe.get());
}

Services::~Services() = default;

} // namespace sotto
