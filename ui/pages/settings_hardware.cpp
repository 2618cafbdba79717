#include "ui/pages/settings_sections.h"

#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/components/label.h"

#include <QComboBox>
#include <QLocale>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

QString deviceKindText(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::Cpu: return HardwareSettings::tr("CPU");
    case DeviceKind::Gpu: return HardwareSettings::tr("GPU");
    case DeviceKind::IntegratedGpu: return HardwareSettings::tr("Integrated GPU");
    case DeviceKind::Accelerator: return HardwareSettings::tr("Accelerator");
    }
    return {};
}

namespace {

QString deviceDetail(const Device &device)
{
    if (device.totalBytes == 0) return HardwareSettings::tr("Does not report its memory");
    return HardwareSettings::tr("%1 memory, %2 free")
        .arg(formatMemory(device.totalBytes), formatMemory(device.freeBytes));
}

QString cpuName(const SettingsFacts &facts)
{
    const QString cores = HardwareSettings::tr("%Ln cores", nullptr, facts.cpu->physicalCores);
    const QString model = QString::fromStdString(facts.cpu->model);
    return model.isEmpty() ? HardwareSettings::tr("Processor, %1").arg(cores)
                           : HardwareSettings::tr("%1, %2").arg(model, cores);
}

} // namespace

HardwareSettings::HardwareSettings(const SettingsFacts &facts, QWidget *parent) : SettingsSection(parent)
{
    buildDevices(facts);
    buildLoading(facts);
    finish();
}

void HardwareSettings::buildDevices(const SettingsFacts &facts)
{
    SettingGroup *group = addGroup(tr("Devices"));
    bool gpu = false;
    for (const Device &device : facts.devices) {
        if (device.kind == DeviceKind::Cpu) continue;
        gpu = true;
        const QString name = QString::fromStdString(device.description.empty() ? device.id : device.description);
        group->addRow(name, deviceDetail(device), new Badge(deviceKindText(device.kind), BadgeKind::Teal));
    }
    if (facts.cpu) {
        const QString memory = facts.memoryTotal > 0 ? tr("%1 memory").arg(formatMemory(facts.memoryTotal))
                                                     : tr("Does not report its memory");
        group->addRow(cpuName(facts), memory, new Badge(deviceKindText(DeviceKind::Cpu), BadgeKind::Neutral));
    }
    if (!gpu) group->addRow(tr("No GPU found"), tr("Models run on the processor. Speed and memory are measured."));
}

void HardwareSettings::buildLoading(const SettingsFacts &facts)
{
    SettingGroup *group = addGroup(tr("Loading a model"));
    m_context = makeCombo(u"contextLength"_s, tr("Context length"));
    m_context->addItem(tr("Automatic"), 0U);
    for (std::uint32_t tokens = 2048; tokens <= 32768; tokens *= 2)
        m_context->addItem(tr("%1 tokens").arg(formatTokens(static_cast<int>(tokens))), tokens);
    connect(m_context, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.contextLength = m_context->itemData(index).toUInt(); }); });
    group->addRow(tr("Context length"), tr("How much of a chat the model can read. Holds from the next load."),
                  m_context);

    m_layers = makeCombo(u"gpuLayers"_s, tr("Layers on the GPU"));
    m_layers->addItem(tr("Automatic"), -1);
    for (int layers = 0; layers <= std::min(facts.modelLayers, 1000); ++layers)
        m_layers->addItem(layers == 0 ? tr("None, CPU only") : QLocale().toString(layers), layers);
    if (facts.modelLayers == 0) m_layers->addItem(tr("None, CPU only"), 0);
    connect(m_layers, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.gpuLayers = m_layers->itemData(index).toInt(); }); });
    group->addRow(tr("Layers on the GPU"),
                  tr("Automatic fills the GPU first and puts the rest on the CPU. Holds from the next load."),
                  m_layers);

    m_unload = makeCombo(u"unloadAfter"_s, tr("Unload when not used"));
    m_unload->addItem(tr("Never"), 0);
    for (const int minutes : {5, 15, 30, 60})
        m_unload->addItem(tr("After %Ln minutes", nullptr, minutes), minutes);
    connect(m_unload, &QComboBox::activated, this, [this](int index) {
        edit([&](Settings &s) { s.unloadAfterMinutes = m_unload->itemData(index).toInt(); });
    });
    group->addRow(tr("Unload when not used"), tr("Frees the memory. The next message loads the model again."),
                  m_unload);

    m_threads = makeCombo(u"threads"_s, tr("CPU threads"));
    m_threads->addItem(tr("Automatic"), 0);
    const int most = facts.cpu ? std::clamp(facts.cpu->logicalCpus, 1, 256) : 1;
    for (int threads = 1; threads <= most; ++threads)
        m_threads->addItem(QLocale().toString(threads), threads);
    connect(m_threads, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.threads = m_threads->itemData(index).toInt(); }); });
    group->addRow(tr("CPU threads"), tr("One per physical core is usually best. Holds from the next load."), m_threads);
}

void HardwareSettings::setSettings(const Settings &settings)
{
    SettingsSection::setSettings(settings);
    selectData(m_context, settings.contextLength,
               tr("%1 tokens").arg(formatTokens(static_cast<int>(settings.contextLength))));
    selectData(m_layers, settings.gpuLayers, QLocale().toString(settings.gpuLayers));
    selectData(m_unload, settings.unloadAfterMinutes, tr("After %Ln minutes", nullptr, settings.unloadAfterMinutes));
    selectData(m_threads, settings.threads, QLocale().toString(settings.threads));
}

} // namespace sotto
