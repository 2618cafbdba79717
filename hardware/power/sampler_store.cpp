// What SamplerCore hands out: snapshots, and samples for integration.

#include "hardware/power/sampler_core_p.h"

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMargin = 3s;

} // namespace

void SamplerCore::keep(DeviceSlot &slot)
{
    const DeviceReading &reading = slot.reading;
    // Power that is only the difference of two counter values adds nothing to the counter.
    const bool ownPower = reading.power && (!reading.energy || reading.power->source != reading.energy->source);
    if (!ownPower && !reading.energy) return;
    PowerSample sample;
    sample.at = reading.at;
    if (ownPower) sample.watts = reading.power->watts;
    if (reading.energy) sample.joules = reading.energy->joules;

    DeviceTrace facts;
    facts.obtained = ownPower ? reading.power->obtained : reading.energy->obtained;
    facts.source = ownPower ? reading.power->source : reading.energy->source;
    facts.window = ownPower ? reading.power->window : std::nullopt;
    facts.period = slot.period().value_or(Duration::zero());

    const std::lock_guard lock(m_keptMutex);
    Kept &kept = m_kept[slot.device->id];
    // Values of another sensor or window must not be integrated together with the old ones.
    if (kept.device && (kept.facts.source != facts.source || kept.facts.window != facts.window)) kept.ring.clear();
    facts.counterStep = reading.energy ? reading.energy->step : kept.facts.counterStep;
    kept.device = slot.device;
    kept.facts = std::move(facts);
    kept.ring.add(sample);
}

void SamplerCore::publish()
{
    auto snapshot = std::make_shared<PowerSnapshot>();
    snapshot->at = m_clock->now();
    snapshot->complete = true;
    snapshot->devices.reserve(m_devices.size());
    for (const DeviceSlot &slot : m_devices)
        if (isWanted(slot)) snapshot->devices.push_back({slot.device, slot.reading, slot.period(), slot.problem});
    for (const ProbeSlot &slot : m_probes) {
        snapshot->complete = snapshot->complete && slot.everLooked;
        snapshot->problems.insert(snapshot->problems.end(), slot.problems.begin(), slot.problems.end());
    }
    m_changed = false;
    const std::lock_guard lock(m_latestMutex);
    snapshot->number = m_latest->number + 1;
    m_latest = std::move(snapshot);
}

std::shared_ptr<const PowerSnapshot> SamplerCore::latest() const
{
    const std::lock_guard lock(m_latestMutex);
    return m_latest;
}

std::vector<DeviceTrace> SamplerCore::traces(Instant from, Instant to) const
{
    std::vector<DeviceTrace> traces;
    const std::lock_guard lock(m_keptMutex);
    for (const auto &[id, kept] : m_kept) {
        DeviceTrace &trace = traces.emplace_back(kept.facts);
        trace.device = kept.device;
        trace.samples = kept.ring.between(from - kMargin, to + kMargin);
    }
    return traces;
}

} // namespace sotto
