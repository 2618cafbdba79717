#include "hardware/power/power_sampler.h"

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestWait = 1h; ///< The end of time does not fit into a condition variable's clock.

} // namespace

PowerSampler::PowerSampler(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock,
                           Listener listener)
    : m_clock(std::move(clock)), m_core(std::move(probes), m_clock), m_listener(std::move(listener)),
      m_thread([this] { run(); })
{
}

PowerSampler::~PowerSampler()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

PowerSampler::Subscription PowerSampler::subscribe(SamplingMode mode)
{
    {
        const std::lock_guard lock(m_mutex);
        if (mode == SamplingMode::Shown) ++m_shown;
        if (mode == SamplingMode::Generating) ++m_generating;
        m_poked = true;
    }
    m_wake.notify_all();
    return {*this, mode};
}

void PowerSampler::unsubscribe(SamplingMode mode)
{
    const std::lock_guard lock(m_mutex);
    if (mode == SamplingMode::Shown) --m_shown;
    if (mode != SamplingMode::Generating) return; // a slower pace begins at the next reading
    if (--m_generating == 0) m_generatingUntil = m_clock->now() + settleTime();
}

void PowerSampler::setEstimates(bool on)
{
    {
        const std::lock_guard lock(m_mutex);
        m_poked = std::exchange(m_estimates, on) != on || m_poked;
    }
    m_wake.notify_all();
}

SamplingWish PowerSampler::wish() const
{
    SamplingWish wish;
    wish.estimates = m_estimates;
    if (m_generating > 0 || m_clock->now() < m_generatingUntil)
        wish.mode = SamplingMode::Generating;
    else if (m_shown > 0)
        wish.mode = SamplingMode::Shown;
    return wish;
}

void PowerSampler::run()
{
    std::unique_lock lock(m_mutex);
    std::uint64_t told = 0;
    while (!m_stopping) {
        m_poked = false;
        const SamplingWish now = wish();
        lock.unlock();
        const Instant next = m_core.step(now);
        if (auto snapshot = m_core.latest(); m_listener && snapshot->number != std::exchange(told, snapshot->number))
            m_listener(snapshot);
        const Duration wait = next == Instant::max() ? kLongestWait : next - m_clock->now();
        lock.lock();
        if (wait > Duration::zero())
            m_wake.wait_for(lock, std::min(wait, kLongestWait), [this] { return m_poked || m_stopping; });
    }
}

} // namespace sotto
