#include "app/cli/plan_command.h"

#include "app/cli/json_values.h"
#include "app/cli/plan_values.h"
#include "app/cli/text_table.h"
#include "app/make_backend.h"
#include "core/models/fake_devices.h"
#include "core/text/format.h"
#include "core/text/plan_text.h"
#include "inference/llama/compute_devices.h"
#include "inference/llama/plan_model.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMostFileBytes = 1 << 20;

QStringList headings()
{
    return {QCoreApplication::translate("Cli", "Device"),     QCoreApplication::translate("Cli", "Layers"),
            QCoreApplication::translate("Cli", "Weights"),    QCoreApplication::translate("Cli", "KV cache"),
            QCoreApplication::translate("Cli", "Buffers"),    QCoreApplication::translate("Cli", "Together"),
            QCoreApplication::translate("Cli", "Free before")};
}

QString memoryText(std::uint64_t bytes)
{
    return bytes == 0 ? u"–"_s : formatMemory(bytes);
}

QStringList row(const DevicePlan &device)
{
    const QString free = device.freeBytes >= kEndlessMemory ? u"–"_s : memoryText(device.freeBytes);
    return {QString::fromStdString(device.deviceId),
            QString::number(device.layers),
            memoryText(device.weights),
            memoryText(device.kvCache),
            memoryText(device.compute),
            memoryText(device.total()),
            free};
}

} // namespace

PlanCommand::PlanCommand(CliContext &context, PlanOptions options)
    : m_context(context), m_options(std::move(options)), m_lookup(context)
{
    connect(&m_lookup, &ModelLookup::found, this, &PlanCommand::planFor);
    connect(&m_lookup, &ModelLookup::failed, this, &Command::fail);
}

void PlanCommand::start()
{
    m_lookup.find(m_options.model);
}

void PlanCommand::planFor(const ModelFile &model)
{
    if (!m_options.fakeDevices.isEmpty()) return planForThought(model);
    const QList<ProbeTask> tasks = probeTasks(model, {});
    if (tasks.isEmpty()) return planForThisComputer(model);
    // A dry run has llama read the header; what it would end this process over is found out by another one.
    m_context.probe().start(tasks, ModelProbe::Memory::All, [this, model](const Status &verdict) {
        if (!verdict && verdict.error().code == ErrorCode::ModelStopsLoader)
            return fail({ExitCode::ModelFailed, verdict.error()});
        planForThisComputer(model);
    });
}

/// As the model would be opened, but for what the command line says. Devices that are not named are off.
LoadOptions PlanCommand::optionsWith(const std::vector<Device> &devices, const ModelFile &model) const
{
    LoadOptions options = optionsFor(m_context.settings(), m_context.modelSettings().of(model));
    if (m_options.contextLength) options.contextLength = *m_options.contextLength;
    if (m_options.gpuLayers) options.gpuLayers = m_options.gpuLayers;
    if (m_options.packedCache) options.cacheType = CacheType::Q8_0;
    if (m_options.devices.isEmpty()) return options;
    for (const Device &device : devices)
        if (!m_options.devices.contains(QString::fromStdString(device.id)))
            options.offload.devicesOff.push_back(device.id);
    return options;
}

void PlanCommand::planForThought(const ModelFile &model)
{
    QFile file(m_options.fakeDevices);
    if (!file.open(QIODevice::ReadOnly)) {
        const ErrorCode code = file.exists() ? ErrorCode::FileUnreadable : ErrorCode::FileNotFound;
        return fail({ExitCode::Failed, Error(code, m_options.fakeDevices.toStdString())});
    }
    const auto machine = machineFromJson(file.read(kMostFileBytes));
    if (!machine)
        return fail({ExitCode::WrongUsage, machine.error(),
                     m_options.fakeDevices + u": "_s + QString::fromStdString(machine.error().detail)});
    if (model.problem) return fail({ExitCode::ModelFailed, *model.problem});
    print(planOffload(model.spec, optionsWith(machine->devices, model), *machine));
}

void PlanCommand::planForThisComputer(const ModelFile &model)
{
    if (model.problem) return fail({ExitCode::ModelFailed, *model.problem});
    const LlamaHost host = makeHost(m_context.paths());
    loadComputeBackends(host.backendsFolder);
    print(planModel(nativePath(model.path), optionsWith(listComputeDevices(), model), host));
}

void PlanCommand::print(const Result<OffloadPlan> &plan)
{
    if (!plan) return fail({ExitCode::ModelFailed, plan.error()});
    if (m_options.form == OutputForm::Json)
        m_context.terminal().json(toJson(*plan));
    else
        printText(*plan);
    Q_EMIT done(ExitCode::Ok);
}

void PlanCommand::printText(const OffloadPlan &plan)
{
    QList<QStringList> rows{headings()};
    for (const DevicePlan &device : plan.devices)
        rows.append(row(device));
    m_context.terminal().text(textTable(rows) + u'\n');
    m_context.terminal().line(
        QCoreApplication::translate("Cli", "Context: %1 tokens.").arg(QLocale().toString(plan.contextLength)));
    for (const QString &reason : planTexts(plan))
        m_context.terminal().line(reason);
}

} // namespace sotto
