#include "app/screenshots/sample_power.h"

#include <QDateTime>

#include <array>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr std::size_t kGpu = 0;
constexpr std::size_t kCpu = 1;

PowerDevice gpuDevice()
{
    PowerDevice gpu;
    gpu.id = gpu.pciBusId = kSampleGpuAddress;
    gpu.name = "GeForce RTX 4070";
    gpu.updatePeriod = std::chrono::milliseconds(100);
    return gpu;
}

PowerDevice cpuDevice()
{
    PowerDevice cpu;
    cpu.id = "rapl:package-0";
    cpu.name = "Ryzen 7 7700";
    cpu.kind = PowerDeviceKind::CpuPackage;
    cpu.updatePeriod = std::chrono::milliseconds(100);
    return cpu;
}

class SampleProbe final : public Probe {
public:
    explicit SampleProbe(SampleState state) : m_state(std::move(state)) {}

    [[nodiscard]] std::string_view name() const override { return "sample"; }
    [[nodiscard]] Discovery discover() override
    {
        Discovery found;
        const SampleSensors state = *m_state;
        const bool gpu = state == SampleSensors::Measured || state == SampleSensors::Partial;
        if (gpu) found.devices.push_back(gpuDevice());
        found.devices.push_back(cpuDevice());
        m_first = gpu ? kGpu : kCpu;
        m_found = state;
        if (state == SampleSensors::Partial) found.problems.push_back(rootOnly());
        return found;
    }
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth, DeviceReading &reading) override
    {
        const SampleSensors state = *m_state;
        if (state != m_found) return problem(ProblemKind::Changed); // asks to be looked for again
        if (state == SampleSensors::None) return problem(ProblemKind::NotSupported);
        if (index + m_first == kGpu) {
            reading.power = PowerValue{174, PowerSource::NvmlInstant, Obtained::Measured, {}};
            reading.limitWatts = 200;
            reading.celsius = 61;
            reading.busy = 0.97;
            return std::nullopt;
        }
        const bool measured = state == SampleSensors::Measured;
        reading.power = PowerValue{measured ? 38.0 : 44.0,
                                   measured ? PowerSource::Rapl : PowerSource::Model,
                                   measured ? Obtained::Measured : Obtained::Estimated,
                                   {}};
        return std::nullopt;
    }

private:
    static ProbeProblem problem(ProblemKind kind)
    {
        ProbeProblem what;
        what.kind = kind;
        what.probe = "sample";
        return what;
    }
    static ProbeProblem rootOnly()
    {
        ProbeProblem what = problem(ProblemKind::NoPermission);
        what.path = "/sys/class/powercap/intel-rapl:0/energy_uj";
        what.remedy = "sudo chgrp -R users /sys/class/powercap/intel-rapl:0/\n"
                      "sudo chmod g+r /sys/class/powercap/intel-rapl:0/energy_uj";
        return what;
    }

    SampleState m_state;
    std::size_t m_first = kGpu;
    SampleSensors m_found = SampleSensors::Measured;
};

struct SampleModel {
    const char *name;
    double joulesPerToken;
};
constexpr std::array kModels{SampleModel{"R1 Distill Llama 8B", 7.1}, SampleModel{"Qwen2.5 14B", 11.8},
                             SampleModel{"Qwen2.5 7B", 4.6}};

EnergyRecord record(std::int64_t id, std::int64_t endedMs, const SampleModel &model, int tokens)
{
    EnergyRecord r;
    r.id = id;
    r.message = MessageId(id);
    r.endedMs = endedMs;
    r.startedMs = endedMs - tokens * 21;
    r.model = QString::fromLatin1(model.name);
    r.promptTokens = 61;
    r.outputTokens = tokens;
    const double joules = model.joulesPerToken * tokens;
    r.reading.prefill = joules * 0.06;
    r.reading.decode = joules * 0.94;
    r.reading.uncertainty = joules * 0.03;
    r.reading.measured = joules;
    r.reading.provenance = Provenance::Measured;
    r.reading.coverage = Coverage::CpuAndGpu;
    r.reading.price = PriceThen{u"USD"_s, 0.14, joules / 3.6e6 * 0.14};
    return r;
}

} // namespace

std::vector<std::unique_ptr<Probe>> sampleProbes(const SampleState &state)
{
    std::vector<std::unique_ptr<Probe>> probes;
    probes.push_back(std::make_unique<SampleProbe>(state));
    return probes;
}

QList<EnergyRecord> sampleEnergy(SampleLanguage language)
{
    const bool english = language == SampleLanguage::English;
    QList<EnergyRecord> all;
    for (int version = 0; version < 2; ++version) { // the replies of the shown chat
        const std::int64_t message = sampleChat(0).value * 100 + 2 + version;
        EnergyRecord shown = record(message, kSampleNowMs - 8 * 60'000 + version * 30'000, kModels[0], 212);
        shown.conversation = sampleChat(0);
        shown.personaId = u"builtin.assistant"_s;
        shown.personaName = english ? u"Assistant"_s : u"助手"_s;
        all << shown;
    }
    for (int i = 0; i < 60; ++i) {
        const int hoursAgo = 3 + i * 5 + (i % 3) * 2;
        EnergyRecord one = record(500'000 + i, kSampleNowMs - hoursAgo * 3'600'000LL,
                                  kModels[static_cast<std::size_t>(i * 7 % 11 % 3)], 400 + i * 37 % 900 * 4);
        const bool coder = i % 4 == 0;
        one.personaId = coder ? u"builtin.coder"_s : u"builtin.assistant"_s;
        one.personaName = coder ? (english ? u"Coder"_s : u"程序员"_s) : (english ? u"Assistant"_s : u"助手"_s);
        all << one;
    }
    return all;
}

} // namespace sotto
