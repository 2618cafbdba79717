#include "app/cli/devices_command.h"

#include "app/cli/json_values.h"
#include "app/cli/text_table.h"
#include "core/text/format.h"
#include "hardware/cpu_features.h"
#include "hardware/host.h"
#include "hardware/pci_driver.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

QString kindText(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::Cpu: return QCoreApplication::translate("Cli", "processor");
    case DeviceKind::Gpu: return QCoreApplication::translate("Cli", "GPU");
    case DeviceKind::IntegratedGpu: return QCoreApplication::translate("Cli", "integrated GPU");
    case DeviceKind::Accelerator: break;
    }
    return QCoreApplication::translate("Cli", "accelerator");
}

QStringList row(const Device &device)
{
    const QString memory = device.totalBytes == 0
                               ? u"–"_s
                               : QCoreApplication::translate("Cli", "%1 of %2 free")
                                     .arg(formatMemory(device.freeBytes), formatMemory(device.totalBytes));
    const QString backend = device.backend.empty() ? u"–"_s : QString::fromStdString(device.backend);
    return {QString::fromStdString(device.id), kindText(device.kind), backend, memory,
            QString::fromStdString(device.description)};
}

/// "amdgpu", "nvidia 570.86"; empty where the system does not tell.
QString driverText(const Device &device)
{
    const PciDriver driver = device.busId.empty() ? PciDriver{} : readPciDriver(device.busId);
    return QString::fromStdString(driver.version.empty() ? driver.name : driver.name + ' ' + driver.version);
}

void addCpu(const CpuInfo &cpu, QJsonObject &object, QStringList &cells)
{
    object.insert("physicalCores"_L1, cpu.physicalCores);
    object.insert("performanceCores"_L1, cpu.performanceCores);
    object.insert("logicalCpus"_L1, cpu.logicalCpus);
    QJsonArray features;
    for (const std::string &feature : readCpuFeatures())
        features.append(QString::fromStdString(feature));
    object.insert("features"_L1, features);
    if (!cpu.model.empty()) cells.back() = QString::fromStdString(cpu.model);
    cells.back() += u" · "_s + QCoreApplication::translate("Cli", "%Ln cores", nullptr, cpu.physicalCores);
}

void addDriver(const Device &device, QJsonObject &object, QStringList &cells)
{
    const QString driver = driverText(device);
    if (driver.isEmpty()) return;
    object.insert("driver"_L1, driver);
    cells.back() += u" · "_s + driver;
}

} // namespace

DevicesCommand::DevicesCommand(CliContext &context, const DevicesOptions &options)
    : m_context(context), m_options(options)
{
    connect(&context.bridge(), &EngineBridge::eventArrived, this, &DevicesCommand::handle);
}

void DevicesCommand::start()
{
    m_request = m_context.engine().listDevices();
}

void DevicesCommand::handle(const EngineEvent &event)
{
    if (event.request != m_request) return;
    if (const auto *failure = std::get_if<Failed>(&event.body))
        fail({ExitCode::Failed, failure->error});
    else if (const auto *listed = std::get_if<DevicesListed>(&event.body))
        print(listed->devices);
}

void DevicesCommand::print(const std::vector<Device> &devices)
{
    if (devices.empty()) {
        fail({ExitCode::Failed, Error(ErrorCode::NoBackend)});
        return;
    }
    const CpuInfo cpu = readCpuInfo();
    QList<QStringList> rows;
    for (const Device &device : devices) {
        QJsonObject object = toJson(device);
        QStringList cells = row(device);
        if (device.kind == DeviceKind::Cpu)
            addCpu(cpu, object, cells);
        else
            addDriver(device, object, cells);
        if (m_options.form == OutputForm::Json) m_context.terminal().json(object);
        rows.append(cells);
    }
    if (m_options.form == OutputForm::Text) m_context.terminal().text(textTable(rows));
    Q_EMIT done(ExitCode::Ok);
}

} // namespace sotto
