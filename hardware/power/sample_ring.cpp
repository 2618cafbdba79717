#include "hardware/power/sample_ring.h"

#include <algorithm>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestRun = 500ms;

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool sameValues(const PowerSample &a, const PowerSample &b)
{
    return same(a.watts, b.watts) && same(a.joules, b.joules);
}

} // namespace

SampleRing::SampleRing(std::size_t capacity) : m_capacity(std::max<std::size_t>(capacity, 4)) {}

PowerSample &SampleRing::fromEnd(std::size_t back)
{
    return m_samples[(m_first + m_samples.size() - 1 - back) % m_samples.size()];
}

void SampleRing::add(const PowerSample &sample)
{
    if (!m_samples.empty() && sample.at < fromEnd(0).at) return;
    if (m_samples.size() >= 2 && sameValues(fromEnd(0), sample) && sameValues(fromEnd(1), sample) &&
        sample.at - fromEnd(1).at <= kLongestRun) {
        fromEnd(0).at = sample.at;
        return;
    }
    if (m_samples.size() < m_capacity) {
        m_samples.push_back(sample);
        return;
    }
    m_samples[m_first] = sample;
    m_first = (m_first + 1) % m_capacity;
}

void SampleRing::clear()
{
    m_samples.clear();
    m_first = 0;
}

std::vector<PowerSample> SampleRing::between(Instant from, Instant to) const
{
    std::size_t low = 0;
    std::size_t high = m_samples.size();
    while (low < high) { // the first that is not before `from`
        const std::size_t middle = low + (high - low) / 2;
        if (at(middle).at < from)
            low = middle + 1;
        else
            high = middle;
    }
    std::vector<PowerSample> found;
    for (std::size_t i = low > 0 ? low - 1 : 0; i < m_samples.size(); ++i) {
        found.push_back(at(i));
        if (at(i).at > to) break;
    }
    return found;
}

} // namespace sotto
