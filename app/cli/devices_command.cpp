#include "app/cli/devices_command.h"

#include "app/cli/json_values.h"
#include "app/cli/text_table.h"
#include "core/text/format.h"
#include "hardware/host.h"

#include <QCoreApplication>

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
    return {QString::fromStdString(device.id), kindText(device.kind), memory,
            QString::fromStdString(device.description)};
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
        if (device.kind == DeviceKind::Cpu) {
            object.insert("physicalCores"_L1, cpu.physicalCores);
            object.insert("logicalCpus"_L1, cpu.logicalCpus);
            if (!cpu.model.empty()) cells.back() = QString::fromStdString(cpu.model);
            cells.back() += u" · "_s + QCoreApplication::translate("Cli", "%Ln cores", nullptr, cpu.physicalCores);
        }
        if (m_options.form == OutputForm::Json) m_context.terminal().json(object);
        rows.append(cells);
    }
    if (m_options.form == OutputForm::Text) m_context.terminal().text(textTable(rows));
    Q_EMIT done(ExitCode::Ok);
}

} // namespace sotto
