#include "hardware/power/power_sampler.h"
#include "hardware/probes/amdgpu_probe.h"
#include "hardware/probes/nvml_probe.h"
#include "hardware/probes/rapl_probe.h"
#include "inference/engine.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/tiny_model.h"
#include "tests/support/fake_nvml_handle.h"
#include "tests/support/power_tree.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <future>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace sotto;
using namespace std::chrono_literals;

namespace {

constexpr int kTokens = 96;

/// About 0.3 billion weights in Q8_0, as in bench_decode.
bool writeModel(const std::filesystem::path &path)
{
    RandomModelOptions options;
    options.layers = 20;
    options.embedding = 1024;
    options.feedForward = 3072;
    options.heads = 16;
    options.headsKv = 8;
    options.contextLength = 4096;
    options.vocabularyWords = 31'741;
    options.weights = WeightType::Q8_0;
    return writeRandomModel(path, options).has_value();
}

class Decoder final {
public:
    Decoder(const std::filesystem::path &path, int threads)
        : m_engine(
              std::make_unique<LlamaBackend>(LlamaHost{{}, threads, {}}, std::make_shared<SystemClock>()),
              [this](const EngineEvent &event) { receive(event); }, std::make_shared<SystemClock>())
    {
        LoadOptions options;
        options.contextLength = 512;
        options.gpuLayers = 0;
        options.threads = threads; // left open, the engine would measure in the middle of this
        m_engine.load(path, options);
        m_open = m_done.get_future().get() >= 0;
    }
    [[nodiscard]] bool isOpen() const { return m_open; }
    double tokensPerSecond()
    {
        m_done = {};
        auto result = m_done.get_future();
        GenerationRequest request;
        request.messages = {{Role::User, "a"}};
        request.sampling.temperature = 0;
        request.maxTokens = kTokens;
        m_engine.submit(std::move(request));
        return result.get();
    }

private:
    void receive(const EngineEvent &event)
    {
        if (const auto *end = std::get_if<Finished>(&event.body)) m_done.set_value(end->usage.tokensPerSecond());
        if (std::holds_alternative<Loaded>(event.body)) m_done.set_value(0);
        if (std::holds_alternative<Failed>(event.body)) m_done.set_value(-1);
    }
    std::promise<double> m_done;
    bool m_open = false;
    Engine m_engine;
};

/// One fake NVIDIA GPU, a made AMD one and a made processor package.
std::vector<std::unique_ptr<Probe>> probes(const test::PowerTree &tree)
{
    const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
    tree.write(hwmon + "/power1_average", "57500000");
    tree.write(hwmon + "/temp1_input", "50000");
    tree.rapl("0", "package-0", 1'000'000);
    const Sysfs sysfs(std::make_shared<SystemFiles>(), tree.root());
    std::vector<std::unique_ptr<Probe>> all;
    all.push_back(std::make_unique<NvmlProbe>(sysfs, SOTTO_FAKE_NVML_FULL));
    all.push_back(std::make_unique<AmdgpuProbe>(sysfs));
    all.push_back(std::make_unique<RaplProbe>(sysfs, "users"));
    return all;
}

double processorSeconds()
{
    struct rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void compare(Decoder &decoder, PowerSampler &sampler, int rounds)
{
    std::vector<double> on;
    std::vector<double> off;
    std::vector<double> ratios;
    const auto measured = [&] {
        const auto held = sampler.subscribe(SamplingMode::Generating);
        return decoder.tokensPerSecond();
    };
    const auto settle = [] { std::this_thread::sleep_for(PowerSampler::settleTime() + 100ms); };
    for (int round = 0; round < rounds; ++round) {
        // Off first and on first by turns, so that a drift of the machine cancels.
        if (round % 2 == 0) off.push_back(decoder.tokensPerSecond());
        on.push_back(measured());
        settle();
        if (round % 2 == 1) off.push_back(decoder.tokensPerSecond());
        ratios.push_back(on.back() / off.back());
    }
    std::printf(
        "decode: metering off median %.2f, on %.2f tok/s; ratio by pairs median %.4f (%.4f … %.4f), %d rounds\n",
        median(off), median(on), median(ratios), std::ranges::min(ratios), std::ranges::max(ratios), rounds);
}

void cost(PowerSampler &sampler, const char *what)
{
    const auto held = sampler.subscribe(SamplingMode::Generating);
    std::this_thread::sleep_for(500ms);
    const double before = processorSeconds();
    std::this_thread::sleep_for(5s);
    std::printf("sensors thread, %s: %.3f %% of one core\n", what, (processorSeconds() - before) / 5 * 100);
}

} // namespace

/// What metering costs: decode speed with the sampler on and off by turns, and the processor time of its thread:
/// `bench_metering [ROUNDS] [THREADS]`. The sensors are made up (20 readings a second each): the first line is Sotto's
/// own cost, the second with NVML calls as dear as one board reported them (2.4 ms for the energy counter), which the
/// comparison keeps. Not a test.
int main(int argc, char **argv)
{
    const int rounds = std::max(1, argc > 1 ? std::atoi(argv[1]) : 9);
    const int threads = argc > 2 ? std::max(1, std::atoi(argv[2])) : 2;
    test::FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
    nvml->gpus = {fake::Gpu{}};
    const test::PowerTree tree;
    PowerSampler sampler(probes(tree), std::make_shared<SystemClock>());
    cost(sampler, "calls that cost nothing");
    {
        // The library is read by the sensors thread, so its world is changed only while nobody listens.
        std::this_thread::sleep_for(PowerSampler::settleTime() + 600ms);
        nvml->costs = {{"nvmlDeviceGetTotalEnergyConsumption", 0.0024}, {"nvmlDeviceGetFieldValues", 0.0001}};
    }
    cost(sampler, "calls as dear as reported");

    const auto path = std::filesystem::temp_directory_path() / std::format("sotto-bench-{}.gguf", std::rand());
    if (!writeModel(path)) return std::fputs("the model could not be written\n", stderr), 1;
    {
        Decoder decoder(path, threads);
        std::filesystem::remove(path);
        if (!decoder.isOpen()) return std::fputs("the model does not open\n", stderr), 1;
        (void)decoder.tokensPerSecond(); // warm-up
        compare(decoder, sampler, rounds);
    }
    return 0;
}
