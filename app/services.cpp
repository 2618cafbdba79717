#include "app/services.h"

namespace sotto {

Services::Services(AppPaths paths, std::unique_ptr<Backend> backend, std::shared_ptr<const Clock> clock,
                   std::unique_ptr<ModelProbe> probe)
    : m_paths(std::move(paths)), m_clock(std::move(clock)), m_settings(m_paths.settingsFile),
      m_modelSettings(m_paths.modelSettingsFile), m_checksums(m_modelSettings, *m_clock),
      m_repository(m_paths.databaseFile),
      m_engine(std::move(backend), m_bridge.listener(), m_clock, std::make_shared<LoadJournal>(journalFolder(m_paths))),
      m_library(m_paths.builtInModel), m_probe(std::move(probe)), m_models(m_engine, m_bridge, m_clock),
      m_chat(m_engine, m_bridge, m_models, m_repository, m_clock)
{
    m_models.setProbe(m_probe.get());
    m_models.setOptions(
        [this](const ModelFile &model) { return optionsFor(m_settings.current(), m_modelSettings.of(model)); });
    m_chat.setThinkingOf(
        [this](const ModelFile &model) { return m_modelSettings.of(model).thinking.value_or(Thinking::AsTemplate); });
    QObject::connect(&m_library, &ModelLibrary::changed, &m_modelSettings, [this] {
        QStringList listed;
        for (const ModelFile &model : m_library.models())
            listed.append(model.path);
        m_modelSettings.setListed(listed);
    });
}

Services::~Services() = default;

} // namespace sotto
