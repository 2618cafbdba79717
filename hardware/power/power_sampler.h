#pragma once

#include "hardware/power/sampler_core.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace sotto {

/// The sensors thread: one, asleep while nobody listens. Whoever wants readings holds a subscription; the most
/// demanding one sets the pace. Thread: every function may be called from any thread; none waits for a sensor.
class PowerSampler final {
public:
    /// Called on the sensors thread after each new snapshot; must be quick.
    using Listener = std::function<void(const std::shared_ptr<const PowerSnapshot> &)>;

    /// Ends when it is destroyed. One of Generating keeps its pace for settleTime() longer, since averaging sensors
    /// tell what was drawn only afterwards.
    class Subscription final {
    public:
        Subscription() = default;
        Subscription(Subscription &&other) noexcept : m_sampler(other.m_sampler), m_mode(other.m_mode)
        {
            other.m_sampler = nullptr;
        }
        Subscription &operator=(Subscription &&other) noexcept
        {
            std::swap(m_sampler, other.m_sampler);
            std::swap(m_mode, other.m_mode);
            return *this;
        }
        ~Subscription()
        {
            if (m_sampler != nullptr) m_sampler->unsubscribe(m_mode);
        }

    private:
        friend class PowerSampler;
        Subscription(PowerSampler &sampler, SamplingMode mode) : m_sampler(&sampler), m_mode(mode) {}
        PowerSampler *m_sampler = nullptr;
        SamplingMode m_mode = SamplingMode::Idle;
    };

    PowerSampler(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock,
                 Listener listener = {});
    /// Waits for a reading that is under way. No subscription may be left.
    ~PowerSampler();

    /// How long after the end of a reply its samples are whole: integrate then.
    [[nodiscard]] static Duration settleTime() { return std::chrono::milliseconds(1500); }

    [[nodiscard]] Subscription subscribe(SamplingMode mode);
    /// Whether power models stand in where no sensor can be read. At first they do.
    void setEstimates(bool on);

    /// Never null; at first empty and not complete.
    [[nodiscard]] std::shared_ptr<const PowerSnapshot> latest() const { return m_core.latest(); }
    /// See SamplerCore::traces().
    [[nodiscard]] std::vector<DeviceTrace> traces(Instant from, Instant to) const { return m_core.traces(from, to); }

private:
    void unsubscribe(SamplingMode mode);
    void run();
    [[nodiscard]] SamplingWish wish() const;

    std::shared_ptr<const Clock> m_clock;
    SamplerCore m_core;
    Listener m_listener;

    std::mutex m_mutex; ///< Guards what follows.
    std::condition_variable m_wake;
    int m_shown = 0;
    int m_generating = 0;
    Instant m_generatingUntil{};
    bool m_estimates = true;
    bool m_poked = false;
    bool m_stopping = false;
    std::thread m_thread; ///< Last: it uses all of the above.
};

} // namespace sotto
