#include "app/services.h"

namespace sotto {

Services::Services(AppPaths paths, std::unique_ptr<Backend> backend, std::shared_ptr<const Clock> clock)
    : m_paths(std::move(paths)), m_clock(std::move(clock)), m_settings(m_paths.settingsFile),
      m_repository(m_paths.databaseFile), m_engine(std::move(backend), m_bridge.listener(), m_clock),
      m_library(m_paths.builtInModel), m_models(m_engine, m_bridge),
      m_chat(m_engine, m_bridge, m_models, m_repository, m_clock)
{
}

Services::~Services() = default;

} // namespace sotto
