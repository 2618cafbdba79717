#pragma once

#include "base/result.h"
#include "core/energy/energy_settings.h"
#include "core/net/proxy_choice.h"
#include "core/settings/placement_settings.h"
#include "inference/model.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace sotto {

class SettingsFile;

enum class ThemeChoice : std::uint8_t { System, Light, Dark };
enum class SendKey : std::uint8_t { Enter, CtrlEnter };
enum class OnOpening : std::uint8_t { LastChat, NewChat };

/// Everything a person can set, as one value. Travels by copy; nobody looks settings up.
struct Settings {
    QString language; ///< "" follows the system, else "en" or "zh_CN".
    ThemeChoice theme = ThemeChoice::System;
    int textPercent = 100; ///< 80 … 200.
    bool lessMotion = false;
    OnOpening onOpening = OnOpening::LastChat;
    SendKey sendKey = SendKey::Enter;
    bool nameChats = true;           ///< Title new chats after the first exchange.
    bool sendThoughts = false;       ///< Earlier thoughts go back to the model.
    QStringList modelFolders;        ///< The first is where new models go. Empty: the default folder.
    QString lastModel;               ///< Path of the model that was in use; empty for the built-in one.
    QString personaId;               ///< For new chats.
    std::uint32_t contextLength = 0; ///< 0: chosen by Sotto.
    int threads = 0;                 ///< 0: as measured.
    int gpuLayers = -1;              ///< −1: planned.
    bool stopWhenFull = false;   ///< A chat longer than the context: say so instead of leaving out its oldest turns.
    bool keepOnDisk = true;      ///< What was read of chats is kept in the cache folder.
    int keptMemoryMiB = 1024;    ///< Most memory for what was read of chats; 0: none.
    int keptDiskMiB = 4096;      ///< The same on disk.
    int unloadAfterMinutes = 30; ///< Without a request; 0: never.
    CacheType cacheType = CacheType::F16;
    PlacementSettings placement; ///< Where the parts of models go.
    bool quiet = false;          ///< Leave processor cores to other programs.
    bool lookUp = true;          ///< Guess ahead from the text so far.
    EnergySettings energy;
    // The network.
    bool offline = true; ///< Until the person first allows a download.
    QString hubMirror;   ///< In place of Hugging Face; empty: the original.
    QString ollamaMirror;
    ProxyMode proxyMode = ProxyMode::System;
    QString proxyHost;
    int proxyPort = 0;
    int downloadKiB = 0; ///< At most so many KiB a second; 0: as fast as it goes.
    QByteArray windowGeometry;
    int sidebarWidth = 248;
    // A panel opened or closed by hand stays so for that width class: wide, medium, narrow.
    QList<int> sidebarShown = {-1, -1, -1}; ///< −1 automatic, 0 closed, 1 open.
    QList<int> metersShown = {-1, -1, -1};

    bool operator==(const Settings &) const = default;
};

/// To and from JSON. Unknown keys are ignored, values out of range are brought in, wrong types fall back to the
/// default. Errors of fromJson: SettingsUnreadable where it is no JSON object at all. Pure. Thread: any.
[[nodiscard]] QByteArray toJson(const Settings &settings);
[[nodiscard]] Result<Settings> settingsFromJson(const QByteArray &json);

/// Holds the current settings and writes changes to disk, off the GUI thread, whole or not at all.
/// Thread: GUI.
class SettingsService final : public QObject {
    Q_OBJECT
public:
    /// `file` is read here and now (it is small, and the first frame depends on it). An unreadable file is set
    /// aside as `file`.broken and the defaults are used; see problem().
    explicit SettingsService(QString file, QObject *parent = nullptr);
    ~SettingsService() override;

    [[nodiscard]] const Settings &current() const { return m_settings; }
    /// What was wrong with the file at the start, if anything.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// Takes new values; changed() follows if they differ; the file is written within 300 ms, or when this is
    /// destroyed.
    void set(const Settings &settings);

Q_SIGNALS:
    void changed(const sotto::Settings &settings);
    void writeFailed(const sotto::Error &error);

private:
    Settings m_settings;
    std::optional<Error> m_problem;
    std::unique_ptr<SettingsFile> m_file; ///< Writes what waits when it goes, so it goes first.
};

} // namespace sotto
