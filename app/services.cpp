#include "app/services.h"

#include "core/energy/model_gpus.h"

namespace sotto {

Services::Services(AppPaths paths, std::unique_ptr<Backend> backend, std::shared_ptr<const Clock> clock,
                   std::unique_ptr<ModelProbe> probe, const MakeSensors &sensors)
    : m_paths(std::move(paths)), m_clock(std::move(clock)), m_settings(m_paths.settingsFile),
      m_modelSettings(m_paths.modelSettingsFile), m_checksums(m_modelSettings, *m_clock),
      m_repository(m_paths.databaseFile),
      m_engine(std::move(backend), m_bridge.listener(), m_clock, std::make_shared<LoadJournal>(journalFolder(m_paths))),
      m_library(m_paths.builtInModel), m_probe(std::move(probe)), m_models(m_engine, m_bridge, m_clock),
      m_chat(m_engine, m_bridge, m_models, m_repository, m_clock),
      m_meter(sensors ? sensors(m_settings.current().energy) : std::vector<std::unique_ptr<Probe>>{}, m_clock),
      m_ledger(m_meter, &m_repository, m_clock)
{
    m_ledger.setSettings(m_settings.current().energy);
    meterReplies();
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

/// Each reply is metered from the engine's start to its last token, and told what it took.
void Services::meterReplies()
{
    QObject::connect(&m_chat, &ChatService::replySubmitted, &m_ledger, [this](const Message &reply) {
        m_ledger.begin({reply.id, reply.conversation, reply.modelName, reply.personaId, reply.personaName});
    });
    QObject::connect(&m_chat, &ChatService::replyEnded, &m_ledger,
                     [this](MessageId reply, const std::optional<Usage> &usage) {
                         usage ? m_ledger.end(reply, *usage) : m_ledger.drop(reply);
                     });
    QObject::connect(&m_ledger, &EnergyLedger::recorded, &m_chat,
                     [this](const EnergyRecord &record) { m_chat.addEnergy(record.message, record.reading); });
    const auto follow = [this] { m_ledger.setChat(m_chat.current().id); };
    QObject::connect(&m_chat, &ChatService::opened, &m_ledger, follow);
    QObject::connect(&m_chat, &ChatService::conversationsChanged, &m_ledger, follow);
    QObject::connect(&m_settings, &SettingsService::changed, &m_ledger,
                     [this](const Settings &settings) { m_ledger.setSettings(settings.energy); });
    QObject::connect(&m_models, &ModelService::changed, &m_meter, [this](const ModelStatus &status) {
        m_meter.noteBusy();
        if (status.phase == ModelPhase::Ready && !status.measuring)
            m_devicesRequest = m_engine.listDevices();
        else if (status.phase != ModelPhase::Ready)
            m_meter.setModelGpus(std::nullopt);
    });
    QObject::connect(&m_bridge, &EngineBridge::eventArrived, &m_meter, [this](const EngineEvent &event) {
        const auto *listed = std::get_if<DevicesListed>(&event.body);
        if (listed && event.request == m_devicesRequest) tellWhereLayersAre(listed->devices);
    });
}

void Services::tellWhereLayersAre(const std::vector<Device> &devices)
{
    const std::optional<LoadedModel> &model = m_models.status().loaded;
    if (model) m_meter.setModelGpus(gpusWithLayers(*model, devices));
}

} // namespace sotto
