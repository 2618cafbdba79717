// From cancel() to a request's last event, while a model loads, in the middle of a prompt, and between tokens, with the
// model of bench_decode. `bench_cancel [ROUNDS]`. Not a test.

#include "hardware/host.h"
#include "inference/engine.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/tiny_model.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <future>
#include <random>
#include <thread>
#include <vector>

using namespace sotto;

namespace {

using std::chrono::milliseconds;

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

/// An engine that tells when a request has had its last event.
class Subject final {
public:
    Subject()
        : m_engine(
              std::make_unique<LlamaBackend>(LlamaHost{{}, readCpuInfo().usableCores(), {}}, m_clock),
              [this](const EngineEvent &event) { receive(event); }, m_clock)
    {
    }

    void loadWhole(const std::filesystem::path &path)
    {
        m_ended = {};
        m_engine.load(path);
        m_ended.get_future().wait();
    }

    double cancelLoad(const std::filesystem::path &path, milliseconds after)
    {
        return cancelAfter(after, [&] { return m_engine.load(path); });
    }

    double cancelReply(std::size_t promptBytes, milliseconds after)
    {
        GenerationRequest request;
        request.messages = {{Role::User, std::string(promptBytes, 'a')}};
        request.sampling.temperature = 0;
        return cancelAfter(after, [&] { return m_engine.submit(std::move(request)); });
    }

private:
    template <class Ask>
    double cancelAfter(milliseconds after, Ask ask)
    {
        m_ended = {};
        auto ended = m_ended.get_future();
        const RequestId id = ask();
        std::this_thread::sleep_for(after);
        const Instant begin = m_clock->now();
        m_engine.cancel(id);
        ended.wait();
        return std::chrono::duration<double, std::milli>(m_clock->now() - begin).count();
    }

    void receive(const EngineEvent &event)
    {
        const bool last = std::holds_alternative<Loaded>(event.body) || std::holds_alternative<Finished>(event.body) ||
                          std::holds_alternative<Failed>(event.body);
        if (last) m_ended.set_value();
    }

    std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
    std::promise<void> m_ended;
    Engine m_engine;
};

void report(const char *what, std::vector<double> ms)
{
    std::ranges::sort(ms);
    std::printf("%-22s median %6.1f ms, highest %6.1f of %zu (aim < 100)\n", what, ms[ms.size() / 2], ms.back(),
                ms.size());
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = std::max(3, argc > 1 ? std::atoi(argv[1]) : 15);
    const auto path =
        std::filesystem::temp_directory_path() / std::format("sotto-cancel-{}.gguf", std::random_device{}());
    if (!writeModel(path)) return std::fputs("the model could not be written\n", stderr), 1;
    std::mt19937 random(1); // the same moments in every run
    const auto between = [&random](int low, int high) {
        return milliseconds(std::uniform_int_distribution(low, high)(random));
    };
    std::vector<double> load, prompt, decode;
    {
        Subject subject;
        subject.loadWhole(path); // the file is in the disk's cache from here on
        for (int i = 0; i < rounds; ++i)
            load.push_back(subject.cancelLoad(path, between(5, 250)));
        subject.loadWhole(path);
        for (int i = 0; i < rounds; ++i)
            prompt.push_back(subject.cancelReply(3000, between(100, 900)));
        for (int i = 0; i < rounds; ++i)
            decode.push_back(subject.cancelReply(8, between(500, 1200)));
    }
    std::filesystem::remove(path);
    report("while a model loads", load);
    report("in the prompt", prompt);
    report("while writing", decode);
    return 0;
}
