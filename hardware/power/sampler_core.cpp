#include "hardware/power/sampler_core_p.h"

#include <algorithm>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kShownPace = 500ms;
constexpr Duration kEverythingPace = 500ms;
constexpr Duration kFastest = 10ms;
constexpr Duration kSlowest = 1s;
constexpr Duration kUnknownPace = 20ms; ///< Until the period has been inferred.
constexpr Duration kSlowCall = 5ms;
constexpr int kSlowShare = 20;    ///< A slow device takes one part in so many of the time.
constexpr Duration kLinger = 30s; ///< From the last listener to letting the hardware go.
constexpr Duration kLongestBackOff = 10min;

/// 1, 2, 4, … times `first`.
Duration backOff(Duration first, int failures)
{
    Duration wait = first;
    for (int i = 1; i < failures && wait < kLongestBackOff; ++i)
        wait *= 2;
    return std::min(wait, kLongestBackOff);
}

Duration firstWait(ProblemKind kind)
{
    const bool needsAPerson = kind == ProblemKind::NoPermission || kind == ProblemKind::NotSupported;
    return needsAPerson ? Duration(30s) : Duration(1s);
}

bool losesDevice(ProblemKind kind)
{
    return kind == ProblemKind::DeviceLost || kind == ProblemKind::ResetRequired;
}

} // namespace

SamplerCore::SamplerCore(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock)
    : m_clock(std::move(clock)), m_latest(std::make_shared<PowerSnapshot>())
{
    for (auto &probe : probes)
        m_probes.emplace_back().probe = std::move(probe);
}

SamplerCore::~SamplerCore() = default;

Instant SamplerCore::step(const SamplingWish &wish)
{
    const Instant now = m_clock->now();
    if (wish.mode == SamplingMode::Idle) return rest(now);
    m_idleSince.reset();
    if (m_released) {
        for (ProbeSlot &slot : m_probes)
            slot.due = now;
        m_released = false;
    }
    if (wish != m_wish) {
        // A faster pace begins now, not when the slower one would have come round.
        for (DeviceSlot &slot : m_devices)
            if (slot.failures == 0) slot.due = now;
        m_wish = wish;
        m_changed = true;
    }
    for (DeviceSlot &slot : m_devices)
        if (slot.due <= now && isWanted(slot)) readDevice(slot);
    lookForDevices(now);
    if (m_changed) publish();
    return nextStep();
}

Instant SamplerCore::rest(Instant now)
{
    m_wish.mode = SamplingMode::Idle;
    if (m_released) return Instant::max();
    if (!m_idleSince) m_idleSince = now;
    if (now - *m_idleSince < kLinger) return *m_idleSince + kLinger;
    m_devices.clear();
    for (ProbeSlot &slot : m_probes)
        slot.probe->release();
    m_released = true;
    return Instant::max();
}

bool SamplerCore::isWanted(const DeviceSlot &slot) const
{
    return m_wish.estimates || m_probes[slot.probe].probe->name() != "model";
}

void SamplerCore::lookForDevices(Instant now)
{
    for (std::size_t i = 0; i < m_probes.size(); ++i) {
        if (!m_probes[i].due || *m_probes[i].due > now) continue;
        discover(i);
        return; // one a step, so that readings come in between
    }
}

void SamplerCore::discover(std::size_t index)
{
    ProbeSlot &slot = m_probes[index];
    const auto before = std::erase_if(m_devices, [index](const DeviceSlot &d) { return d.probe == index; });
    Discovery found = slot.probe->discover();
    for (std::size_t i = 0; i < found.devices.size(); ++i)
        addDevice(index, i, found.devices[i]);
    slot.problems = std::move(found.problems);
    slot.everLooked = true;
    slot.last = m_clock->now();
    slot.due.reset();
    const bool whole = slot.problems.empty() && found.devices.size() >= before;
    slot.failures = whole ? 0 : slot.failures + 1;
    if (!whole) slot.due = slot.last + backOff(30s, slot.failures);
    m_changed = true;
}

void SamplerCore::addDevice(std::size_t probe, std::size_t index, const PowerDevice &device)
{
    DeviceSlot slot;
    slot.device = std::make_shared<const PowerDevice>(device);
    slot.probe = probe;
    slot.index = index;
    slot.due = slot.everythingDue = m_clock->now();
    m_devices.push_back(std::move(slot));
}

void SamplerCore::readDevice(DeviceSlot &slot)
{
    const Instant before = m_clock->now();
    const bool everything = slot.alwaysEverything || slot.everythingDue <= before;
    DeviceReading reading;
    auto problem = m_probes[slot.probe].probe->read(slot.index, everything ? Depth::Everything : Depth::Power, reading);
    const Instant after = m_clock->now();
    reading.at = before + (after - before) / 2;
    if (everything) slot.everythingDue = after + std::max(kEverythingPace, kSlowShare * (after - before));
    if (problem && estimate(reading)) {
        slot.alwaysEverything = true;
        problem.reset();
    }
    if (problem)
        fail(slot, std::move(*problem));
    else
        succeed(slot, reading, after - before);
}

void SamplerCore::succeed(DeviceSlot &slot, DeviceReading &reading, Duration cost)
{
    slot.failures = 0;
    slot.cost = cost;
    if (!reading.asleep) {
        const DeviceReading &last = slot.reading;
        const auto carry = [](auto &now, const auto &then) {
            if (!now) now = then;
        };
        carry(reading.limitWatts, last.limitWatts);
        carry(reading.celsius, last.celsius);
        carry(reading.busy, last.busy);
        carry(reading.memoryBusy, last.memoryBusy);
        carry(reading.coreMHz, last.coreMHz);
        carry(reading.memoryMHz, last.memoryMHz);
        carry(reading.memoryUsed, last.memoryUsed);
        carry(reading.memoryTotal, last.memoryTotal);
        carry(reading.throttle, last.throttle);
        carry(reading.share, last.share);
        if (reading.power) slot.estimator.add(reading.at, reading.power->watts);
        if (!reading.power && reading.energy) derivePower(slot, reading);
    }
    slot.reading.at = reading.at;
    // A sensor is read twice for each of its values; who looks on hears of it once.
    m_changed = m_changed || slot.problem || slot.reading != reading;
    slot.problem.reset();
    slot.reading = reading;
    slot.due = m_clock->now() + pace(slot);
    keep(slot);
}

void SamplerCore::fail(DeviceSlot &slot, ProbeProblem &&problem)
{
    const Instant now = m_clock->now();
    ++slot.failures;
    m_changed = true;
    const Duration wait = backOff(firstWait(problem.kind), slot.failures);
    slot.due = now + wait;
    slot.reading = {};
    ProbeSlot &probe = m_probes[slot.probe];
    if (problem.kind == ProblemKind::Changed) {
        // At once, but not over and over where it falls asleep again.
        probe.due = std::max(now, probe.last + 1s);
        return;
    }
    if (losesDevice(problem.kind) && !probe.due) {
        ++probe.failures;
        probe.due = now + backOff(5s, probe.failures);
    }
    slot.problem = std::make_shared<const ProbeProblem>(std::move(problem));
}

bool SamplerCore::estimate(DeviceReading &reading) const
{
    if (!m_wish.estimates || !reading.limitWatts || !reading.busy) return false;
    reading.power = PowerValue{*reading.limitWatts * *reading.busy, PowerSource::Model, Obtained::Estimated, {}};
    return true;
}

void SamplerCore::derivePower(const DeviceSlot &slot, DeviceReading &reading)
{
    const auto &last = slot.reading.energy;
    const double seconds = std::chrono::duration<double>(reading.at - slot.reading.at).count();
    if (!last || seconds <= 0) return;
    double joules = reading.energy->joules - last->joules;
    if (joules < 0 && slot.device->wrapsAt) joules += *slot.device->wrapsAt;
    if (joules < 0) return; // it was reset: the next reading tells
    const bool model = reading.energy->obtained == Obtained::Estimated;
    reading.power = PowerValue{joules / seconds, reading.energy->source,
                               model ? Obtained::Estimated : Obtained::Derived, reading.at - slot.reading.at};
}

Duration SamplerCore::pace(const DeviceSlot &slot) const
{
    const auto period = slot.period();
    Duration wait = period ? std::clamp<Duration>(*period / 2, kFastest, kSlowest) : kUnknownPace;
    if (m_wish.mode == SamplingMode::Shown || slot.reading.asleep) wait = std::max(wait, kShownPace);
    if (slot.cost > kSlowCall) wait = std::max(wait, kSlowShare * slot.cost);
    return wait;
}

Instant SamplerCore::nextStep() const
{
    Instant next = Instant::max();
    for (const DeviceSlot &slot : m_devices)
        if (isWanted(slot)) next = std::min(next, slot.due);
    for (const ProbeSlot &slot : m_probes)
        if (slot.due) next = std::min(next, *slot.due);
    return next;
}

} // namespace sotto
