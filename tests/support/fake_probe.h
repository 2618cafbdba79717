#pragma once

#include "hardware/probes/probe.h"
#include "tests/support/fake_clock.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto::test {

/// A probe that says what a test tells it to and keeps count; its calls may take (virtual) time.
class FakeProbe final : public Probe {
public:
    struct Script {
        std::string name = "fake";
        Discovery found;
        std::function<std::optional<ProbeProblem>(std::size_t, DeviceReading &)> read = [](std::size_t,
                                                                                           DeviceReading &reading) {
            reading.power = PowerValue{50, PowerSource::Amdgpu, Obtained::Measured, {}};
            return std::nullopt;
        };
        Duration cost{};
        std::shared_ptr<FakeClock> clock; ///< For the cost.
        int discoveries = 0;
        int releases = 0;
        std::vector<Instant> reads; ///< Of device 0.
        int everything = 0;
    };

    explicit FakeProbe(std::shared_ptr<Script> script) : m_script(std::move(script)) {}

    [[nodiscard]] std::string_view name() const override { return m_script->name; }
    [[nodiscard]] Discovery discover() override
    {
        ++m_script->discoveries;
        return m_script->found;
    }
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override
    {
        if (index == 0 && m_script->clock) m_script->reads.push_back(m_script->clock->now());
        m_script->everything += depth == Depth::Everything ? 1 : 0;
        if (m_script->clock) m_script->clock->advance(m_script->cost);
        return m_script->read(index, reading);
    }
    void release() override { ++m_script->releases; }

private:
    std::shared_ptr<Script> m_script;
};

} // namespace sotto::test
