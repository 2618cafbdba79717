#include "core/energy/energy_meter.h"

#include <algorithm>
#include <cmath>

namespace sotto {
namespace {

using namespace std::chrono_literals;

/// Long enough for a sensor of 100 ms to tell one value more; averaging ones are waited for as PowerSampler says.
constexpr auto kFirstLook = 250ms;
/// Idling is looked at over this long, once nothing was computed for a while before: fans and clocks take some seconds.
constexpr Duration kIdleSpan = 15s;
constexpr Duration kCooling = 5s;
constexpr auto kIdlePace = 10s;

} // namespace

/// What integrating needs, held while a reply's last samples come in.
struct EnergyMeter::Ended {
    MessageId reply;
    EnergyRequest request;
};

EnergyMeter::EnergyMeter(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock,
                         QObject *parent)
    : QObject(parent), m_clock(clock), m_sampler(std::move(probes), std::move(clock)), m_busyUntil(m_clock->now())
{
    m_idleTimer.setInterval(kIdlePace);
    connect(&m_idleTimer, &QTimer::timeout, this, &EnergyMeter::lookAtIdle);
}

EnergyMeter::~EnergyMeter()
{
    // No subscription may be left when the sampler goes.
    m_running.clear();
    m_shown.reset();
}

void EnergyMeter::setShown(bool shown)
{
    if (shown == m_shown.has_value()) return;
    if (shown)
        m_shown = m_sampler.subscribe(SamplingMode::Shown);
    else
        m_shown.reset();
    watchIdle();
}

void EnergyMeter::setEstimates(bool on)
{
    m_sampler.setEstimates(on);
}

void EnergyMeter::setModelGpus(const std::optional<std::vector<std::string>> &gpus)
{
    noteBusy(); // it was loaded or unloaded a moment ago
    m_gpus = gpus;
    if (m_idle.empty()) return;
    m_idle.clear();
    Q_EMIT idleChanged();
}

void EnergyMeter::begin(MessageId reply)
{
    if (m_running.contains(reply)) return;
    m_running.insert(reply,
                     std::make_shared<PowerSampler::Subscription>(m_sampler.subscribe(SamplingMode::Generating)));
    watchIdle();
}

void EnergyMeter::end(MessageId reply, const ReplySpan &span)
{
    const Instant now = m_clock->now();
    auto ended = std::make_shared<Ended>();
    ended->reply = reply;
    m_running.remove(reply); // the sampler keeps its pace for settleTime() longer by itself
    ended->request.span = {now - span.decode - span.prompt, std::nullopt, now};
    if (span.hasTokens) ended->request.span.firstToken = now - span.decode;
    ended->request.gpusWithLayers = m_gpus;
    ended->request.idle = m_idle;
    m_busyUntil = now;
    watchIdle();
    QTimer::singleShot(kFirstLook, this, [this, ended] { integrate(ended, false); });
}

void EnergyMeter::integrate(const std::shared_ptr<Ended> &ended, bool last)
{
    const auto work = [sampler = &m_sampler, request = ended->request](const CancelToken &) {
        const auto traces = sampler->traces(request.span.start, request.span.end);
        return integrateEnergy(request, traces);
    };
    m_pool.run(this, work, [this, ended, last](const EnergyReport &report) {
        if (report.settled || last) {
            Q_EMIT measured(ended->reply, readingOf(report));
            return;
        }
        const auto more =
            std::chrono::duration_cast<std::chrono::milliseconds>(PowerSampler::settleTime()) - kFirstLook;
        QTimer::singleShot(more, this, [this, ended] { integrate(ended, true); });
    });
}

void EnergyMeter::noteBusy()
{
    m_busyUntil = m_clock->now();
}

/// Only while gauges are shown are there samples; while a reply is written it is not idle.
void EnergyMeter::watchIdle()
{
    if (m_shown && m_running.isEmpty())
        m_idleTimer.start();
    else
        m_idleTimer.stop();
}

void EnergyMeter::lookAtIdle()
{
    const Instant now = m_clock->now();
    if (now - m_busyUntil < kCooling + kIdleSpan) return;
    const auto work = [sampler = &m_sampler, from = now - kIdleSpan, now](const CancelToken &) {
        std::vector<IdleBaseline> found;
        for (const DeviceTrace &trace : sampler->traces(from, now))
            if (auto baseline = idleBaseline(trace, from, now)) found.push_back(std::move(*baseline));
        return found;
    };
    m_pool.run(this, work, [this, began = m_busyUntil](std::vector<IdleBaseline> found) {
        if (m_busyUntil != began || found.empty()) return; // something was computed meanwhile
        m_idle = std::move(found);
        Q_EMIT idleChanged();
    });
}

std::optional<IdleBaseline> EnergyMeter::idleOfModel() const
{
    if (!m_gpus || m_gpus->empty()) return std::nullopt;
    IdleBaseline all;
    double squares = 0;
    std::size_t found = 0;
    for (const DeviceStatus &status : latest()->devices) {
        if (!std::ranges::contains(*m_gpus, status.device->pciBusId)) continue;
        const auto idle = std::ranges::find(m_idle, status.device->id, &IdleBaseline::deviceId);
        if (idle == m_idle.end()) continue;
        ++found;
        all.watts += idle->watts;
        squares += idle->uncertainty * idle->uncertainty;
    }
    if (found < m_gpus->size()) return std::nullopt; // a sum without one of them would say too little
    all.uncertainty = std::sqrt(squares);
    return all;
}

} // namespace sotto
