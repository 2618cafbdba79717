#pragma once

#include "core/chat/chat_service.h"
#include "core/energy/energy_ledger.h"
#include "core/engine_bridge.h"
#include "core/models/checksum_service.h"
#include "core/models/model_library.h"
#include "core/models/model_service.h"
#include "core/models/model_settings_service.h"
#include "core/models/process_probe.h"
#include "core/paths.h"
#include "core/settings/settings.h"
#include "core/status/system_sampler.h"
#include "core/storage/sqlite_repository.h"

#include <functional>
#include <memory>
#include <vector>

namespace sotto {

/// Everything the window stands on, made once, in order, and taken down in the reverse order: the window may be
/// made anew (another language) while these live on. Thread: GUI.
class Services final {
public:
    /// `backend` is llama in the program and a script in tests and pictures. Starts the threads; nothing here waits
    /// for them. The database is opened, the folders are scanned and the devices are asked in the background.
    /// `probe` tries unknown model files first; nothing: they are opened at once. `sensors` makes what power is
    /// read from; nothing: none is.
    using MakeSensors = std::function<std::vector<std::unique_ptr<Probe>>(const EnergySettings &)>;
    Services(AppPaths paths, std::unique_ptr<Backend> backend, std::shared_ptr<const Clock> clock,
             std::unique_ptr<ModelProbe> probe = {}, const MakeSensors &sensors = {});
    ~Services();
    Services(const Services &) = delete;
    Services &operator=(const Services &) = delete;

    [[nodiscard]] const AppPaths &paths() const { return m_paths; }
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] SettingsService &settings() { return m_settings; }
    [[nodiscard]] ModelSettingsService &modelSettings() { return m_modelSettings; }
    [[nodiscard]] ChecksumService &checksums() { return m_checksums; }
    [[nodiscard]] SqliteRepository &repository() { return m_repository; }
    [[nodiscard]] EngineBridge &bridge() { return m_bridge; }
    [[nodiscard]] Engine &engine() { return m_engine; }
    [[nodiscard]] ModelLibrary &library() { return m_library; }
    [[nodiscard]] ModelService &models() { return m_models; }
    [[nodiscard]] ChatService &chat() { return m_chat; }
    [[nodiscard]] SystemSampler &sampler() { return m_sampler; }
    [[nodiscard]] EnergyMeter &meter() { return m_meter; }
    [[nodiscard]] EnergyLedger &ledger() { return m_ledger; }

private:
    void meterReplies();
    void tellWhereLayersAre(const std::vector<Device> &devices);

    AppPaths m_paths;
    std::shared_ptr<const Clock> m_clock;
    SettingsService m_settings;
    ModelSettingsService m_modelSettings;
    ChecksumService m_checksums;
    SqliteRepository m_repository;
    EngineBridge m_bridge;
    Engine m_engine;
    ModelLibrary m_library;
    std::unique_ptr<ModelProbe> m_probe;
    ModelService m_models;
    ChatService m_chat;
    SystemSampler m_sampler;
    EnergyMeter m_meter;
    EnergyLedger m_ledger;
    RequestId m_devicesRequest; ///< To learn the PCI addresses of the devices that hold layers.
};

} // namespace sotto
