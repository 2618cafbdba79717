#pragma once

#include "core/paths.h"
#include "hardware/host.h"
#include "inference/model.h"
#include "ui/meters/power_view.h"
#include "ui/pages/settings_parts.h"

#include <QList>

#include <functional>
#include <optional>
#include <vector>

class QAction;
class QDoubleSpinBox;
class QLineEdit;

namespace sotto {

class Notice;
class SegmentControl;
class SliderField;
class Switch;

/// Facts the settings show and nobody sets.
struct SettingsFacts {
    AppPaths paths;
    std::optional<CpuInfo> cpu;
    std::uint64_t memoryTotal = 0; ///< 0: not known.
    PowerView power;               ///< Sensors, and what they are; its figures are not shown here.
    std::vector<Device> devices;   ///< As ggml lists them; the CPU may be among them.
    int modelLayers = 0;           ///< Of the model in use, the output counted; 0: none.
    std::uint64_t cacheSaving = 0; ///< Bytes that an 8-bit KV cache saves with the model in use; 0: none is.
    QString version;               ///< Of Sotto.
    QString engine;                ///< e.g. "llama.cpp 0.7.0 · ggml 0.27.0".
    QString builtInModel;          ///< What the built-in model is, in a sentence.

    bool operator==(const SettingsFacts &) const = default;
};

/// Look and language, start, writing.
class GeneralSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit GeneralSettings(QWidget *parent = nullptr);
    void setSettings(const Settings &settings) override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitText();
    void buildLook();
    void buildStart();
    void buildWriting();

    QComboBox *m_language = nullptr, *m_opening = nullptr, *m_full = nullptr;
    SegmentControl *m_theme = nullptr, *m_send = nullptr;
    SliderField *m_text = nullptr;
    Switch *m_motion = nullptr, *m_names = nullptr, *m_thoughts = nullptr;
};

/// Devices, and how the next model is loaded.
class HardwareSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit HardwareSettings(const SettingsFacts &facts, QWidget *parent = nullptr);
    void setSettings(const Settings &settings) override;
    /// The model in use was loaded otherwise than it would be now.
    void setReloadNeeded(bool needed);

Q_SIGNALS:
    void reloadRequested();

private:
    void buildDevices(const SettingsFacts &facts);
    void buildLoading(const SettingsFacts &facts);
    void buildReload();
    void addEngineRows(SettingGroup *group, const SettingsFacts &facts);
    void addUnloadRow(SettingGroup *group);

    QComboBox *m_context = nullptr, *m_layers = nullptr, *m_threads = nullptr, *m_unload = nullptr;
    SegmentControl *m_cache = nullptr;
    Switch *m_quiet = nullptr, *m_lookUp = nullptr;
    Notice *m_reload = nullptr;
};

/// Folders with models, and where Sotto keeps its own things.
class StorageSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit StorageSettings(const SettingsFacts &facts, QWidget *parent = nullptr);
    void setSettings(const Settings &settings) override;

Q_SIGNALS:
    void addFolderRequested();
    void showRequested(const QString &path);

private:
    void buildKept(const SettingsFacts &facts);
    void rebuildFolders();
    void addFolder(const QString &path, int index);

    QString m_defaultFolder;
    QWidget *m_folders;
    QVBoxLayout *m_folderRows;
    Switch *m_keepOnDisk = nullptr;
    QComboBox *m_keptDisk = nullptr, *m_keptMemory = nullptr;
};

/// Tariff, carbon, sensors, price list.
class PowerSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit PowerSettings(const SettingsFacts &facts, QWidget *parent = nullptr);
    void setSettings(const Settings &settings) override;

private:
    void buildPrice();
    void buildCarbon();
    void buildSensors(const SettingsFacts &facts);
    void buildCloud();
    void addPrice(const CloudPrice &price, int index);
    void rebuildPrices();
    void editTariff(const std::function<void(Tariff &)> &change);
    void editPrices(const std::function<void(QList<CloudPrice> &)> &change);
    void setByTime(bool byTime);
    void takeHours();
    void showTariff();
    void showCarbon();

    bool m_shown = false; ///< Values were put in.
    SegmentControl *m_form = nullptr;
    QDoubleSpinBox *m_price = nullptr, *m_low = nullptr, *m_grams = nullptr, *m_hardware = nullptr;
    QComboBox *m_currency = nullptr, *m_lowFrom = nullptr, *m_lowTo = nullptr, *m_country = nullptr;
    SettingRow *m_tariffRow = nullptr, *m_timeRow = nullptr, *m_carbonRow = nullptr;
    Switch *m_estimates = nullptr;
    QLineEdit *m_library = nullptr;
    QVBoxLayout *m_prices = nullptr;
};

/// What is stored where, and that nothing goes out.
class PrivacySettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit PrivacySettings(const SettingsFacts &facts, QWidget *parent = nullptr);

Q_SIGNALS:
    void showRequested(const QString &path);
};

/// Every command that has keys.
class KeyboardSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit KeyboardSettings(const QList<QAction *> &actions, QWidget *parent = nullptr);
};

class AboutSettings final : public SettingsSection {
    Q_OBJECT
public:
    explicit AboutSettings(const SettingsFacts &facts, QWidget *parent = nullptr);
};

/// "GPU", "Integrated GPU", "CPU", "Accelerator".
[[nodiscard]] QString deviceKindText(DeviceKind kind);

} // namespace sotto
