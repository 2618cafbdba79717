#include "app/cli/power_command.h"

#include "app/cli/power_values.h"
#include "app/cli/text_table.h"
#include "core/energy/sensors.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kFirstLook = 100ms;
constexpr auto kWatchPace = 1000ms;
constexpr int kPatience = 50; ///< Looks: five seconds, as slow as a driver may be to start.

/// Power of a counter takes two readings.
bool isSettled(const DeviceStatus &status)
{
    return status.reading.power || status.reading.asleep || status.problem;
}

} // namespace

PowerCommand::PowerCommand(CliContext &context, const PowerOptions &options) : m_context(context), m_options(options)
{
    connect(&m_timer, &QTimer::timeout, this, &PowerCommand::look);
}

void PowerCommand::start()
{
    m_sampler = std::make_unique<PowerSampler>(makeSensors(m_context.settings().energy), m_context.sharedClock());
    m_sampler->setEstimates(m_context.settings().energy.estimates);
    m_subscription = m_sampler->subscribe(SamplingMode::Shown);
    m_timer.start(kFirstLook);
}

void PowerCommand::interrupt()
{
    // Ctrl+C is how watching is meant to end.
    Q_EMIT done(m_options.watch ? ExitCode::Ok : ExitCode::Interrupted);
}

void PowerCommand::look()
{
    const auto snapshot = m_sampler->latest();
    const bool ready = snapshot->complete && std::ranges::all_of(snapshot->devices, isSettled);
    if (!ready && ++m_looks < kPatience) return;
    m_looks = kPatience; // settled once: later looks print what there is
    print(*snapshot);
    if (!m_options.watch || m_context.terminal().outputFailed())
        Q_EMIT done(ExitCode::Ok);
    else
        m_timer.setInterval(kWatchPace);
}

void PowerCommand::print(const PowerSnapshot &snapshot)
{
    if (m_options.form == OutputForm::Json) {
        m_context.terminal().json(toJson(snapshot, m_context.clock().unixMs()));
        return;
    }
    QList<QStringList> rows;
    for (const DeviceStatus &status : snapshot.devices)
        rows.append(powerRow(status));
    m_context.terminal().text(textTable(rows));
    if (snapshot.devices.empty())
        m_context.terminal().line(QCoreApplication::translate("Cli", "No power sensor was found."));
    // While watching, reasons are said once.
    if (m_timer.intervalAsDuration() == kFirstLook) printProblems(snapshot);
}

void PowerCommand::printProblems(const PowerSnapshot &snapshot)
{
    QStringList said;
    const auto say = [&](const ProbeProblem &problem) {
        const QString sentence = sentenceOf(problem);
        if (said.contains(sentence)) return;
        said << sentence;
        const QString about = QString::fromStdString(problem.device.empty() ? problem.probe : problem.device);
        m_context.terminal().note(u"%1: %2"_s.arg(about, sentence));
        if (problem.remedy.empty()) return;
        const QStringList commands = QString::fromStdString(problem.remedy).split(u'\n');
        for (const QString &command : commands)
            m_context.terminal().note(u"  "_s + command);
    };
    for (const DeviceStatus &status : snapshot.devices)
        if (status.problem) say(*status.problem);
    for (const ProbeProblem &problem : snapshot.problems)
        say(problem);
}

} // namespace sotto
