#include "ui/pages/settings_sections.h"

#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/components/label.h"

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

} // namespace sotto
