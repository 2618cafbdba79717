#pragma once

#include "hardware/power/period_estimator.h"
#include "hardware/power/sample_ring.h"
#include "hardware/power/snapshot.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// What the readings are wanted for.
enum class SamplingMode : std::uint8_t {
    Idle,       ///< Nobody looks: nothing is read, hardware may sleep.
    Shown,      ///< A gauge is on the screen: twice a second.
    Generating, ///< Energy is being counted: at half the period of each sensor.
};

struct SamplingWish {
    SamplingMode mode = SamplingMode::Idle;
    bool estimates = true; ///< Use power models where no sensor can be read.
    bool operator==(const SamplingWish &) const = default;
};

/// Decides which sensor is read when, and keeps what was read. No thread and no waiting of its own: PowerSampler gives
/// it the thread, tests turn its clock by hand.
///
/// Pace. Each device has its own: half its sensor's period, documented or inferred, between 10 ms and 1 s. What is not
/// needed for energy is read twice a second. A device whose reading takes more than 5 ms is read so rarely that it
/// takes 5 % of the time at most, so a slow one does not hold up the others. After a failure a device is tried again
/// after 1 s (30 s where nothing but a person can change it), then twice that, up to 10 minutes.
///
/// Thread: step() on one thread only; latest() and traces() on any.
class SamplerCore final {
public:
    SamplerCore(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock);
    ~SamplerCore();

    /// Reads what is due now, looks for devices with at most one probe, publishes. Returns when to be called again, at
    /// the latest; Instant::max() when there is nothing to do until the wish changes.
    Instant step(const SamplingWish &wish);

    /// The last snapshot; never null.
    [[nodiscard]] std::shared_ptr<const PowerSnapshot> latest() const;
    /// Samples of every device from `from` to `to`, and up to three seconds on either side, which the integrator needs
    /// for sensors that average. Copies: not for the GUI thread.
    [[nodiscard]] std::vector<DeviceTrace> traces(Instant from, Instant to) const;

private:
    struct ProbeSlot;
    struct DeviceSlot;
    struct Kept;

    [[nodiscard]] Instant rest(Instant now);
    void lookForDevices(Instant now);
    void discover(std::size_t probe);
    void addDevice(std::size_t probe, std::size_t index, const PowerDevice &device);
    [[nodiscard]] bool isWanted(const DeviceSlot &slot) const;
    void readDevice(DeviceSlot &slot);
    void succeed(DeviceSlot &slot, DeviceReading &reading, Duration cost);
    void fail(DeviceSlot &slot, ProbeProblem &&problem);
    [[nodiscard]] bool estimate(DeviceReading &reading) const;
    static void derivePower(const DeviceSlot &slot, DeviceReading &reading);
    void keep(DeviceSlot &slot);
    [[nodiscard]] Duration pace(const DeviceSlot &slot) const;
    void publish();
    [[nodiscard]] Instant nextStep() const;

    std::shared_ptr<const Clock> m_clock;
    std::vector<ProbeSlot> m_probes;
    std::vector<DeviceSlot> m_devices;
    SamplingWish m_wish;
    std::optional<Instant> m_idleSince;
    bool m_released = true;
    bool m_changed = false;

    // Neither is ever held while a sensor is read. Two, so that copying many samples holds up nobody who only looks.
    mutable std::mutex m_latestMutex;
    std::shared_ptr<const PowerSnapshot> m_latest;
    mutable std::mutex m_keptMutex;
    std::map<std::string, Kept> m_kept; ///< By device id; outlives a discovery.
};

} // namespace sotto
