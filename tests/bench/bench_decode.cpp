#include "inference/engine.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/tiny_model.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <future>
#include <set>
#include <string>
#include <vector>

using namespace sotto;

namespace {

constexpr int kTokens = 128;

/// Distinct cores of an x86 or Arm Linux; the benches may not reach into hardware/.
int physicalCores()
{
    std::ifstream info("/proc/cpuinfo");
    std::set<std::pair<std::string, std::string>> cores;
    std::string package;
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("physical id")) package = line.substr(line.find(':'));
        if (line.starts_with("core id")) cores.emplace(package, line.substr(line.find(':')));
    }
    return std::max<int>(1, static_cast<int>(cores.size()));
}

/// About 0.4 billion weights in Q8_0, the shape of a small chat model.
bool writeModel(const std::filesystem::path &path)
{
    RandomModelOptions options;
    options.layers = 20;
    options.embedding = 1024;
    options.feedForward = 3072;
    options.heads = 16;
    options.headsKv = 8;
    options.contextLength = 4096;
    options.vocabularyWords = 31'741; // 32,000 with the bytes
    options.weights = WeightType::Q8_0;
    return writeRandomModel(path, options).has_value();
}

/// Our own decoding through Engine and LlamaBackend, kept open between the runs.
class Ours final {
public:
    Ours(const std::filesystem::path &path, int threads)
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
    /// Tokens that stood in the cache before the first of the reply.
    [[nodiscard]] int depth() const { return m_depth; }

    double run()
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
        if (const auto *end = std::get_if<Finished>(&event.body)) {
            m_depth = end->usage.promptTokens;
            m_done.set_value(end->usage.tokensPerSecond());
        }
        if (std::holds_alternative<Loaded>(event.body)) m_done.set_value(0);
        if (std::holds_alternative<Failed>(event.body)) m_done.set_value(-1);
    }

    std::promise<double> m_done;
    int m_depth = 0; ///< Written before the promise is kept, read after.
    bool m_open = false;
    Engine m_engine;
};

/// Tokens a second as llama-bench measures them, one repetition; 0 where it cannot be run.
/// It starts at the same depth, since every token attends to all before it.
double runLlamaBench(const std::filesystem::path &path, int threads, int depth)
{
    const std::string command =
        std::format("llama-bench -m '{}' -t {} -ub 512 -fa auto -ngl 0 -p 0 -n {} -d {} -r 1 -o csv 2>/dev/null",
                    path.string(), threads, kTokens, depth);
    std::FILE *pipe = popen(command.c_str(), "r");
    if (!pipe) return 0;
    std::string text;
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe))
        text.append(buffer, n);
    pclose(pipe);
    // The last line is the result; avg_ts is the column before the last.
    const auto lineEnd = text.find_last_not_of('\n');
    const auto fields = text.substr(0, lineEnd + 1);
    const auto last = fields.rfind(',');
    const auto before = last == std::string::npos ? last : fields.rfind(',', last - 1);
    if (before == std::string::npos) return 0;
    std::string value = fields.substr(before + 1, last - before - 1);
    std::erase(value, '"');
    return std::atof(value.c_str());
}

void print(const char *name, std::vector<double> values)
{
    std::ranges::sort(values);
    std::printf("%-12s median %8.2f  best %8.2f  worst %8.2f tok/s\n", name, values[values.size() / 2], values.back(),
                values.front());
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

/// Decode speed against llama-bench on the same file, by turns: `bench_decode [ROUNDS] [THREADS]`. Not a test.
int main(int argc, char **argv)
{
    const int rounds = std::max(1, argc > 1 ? std::atoi(argv[1]) : 5);
    const int threads = argc > 2 ? std::max(1, std::atoi(argv[2])) : physicalCores();
    const auto path = std::filesystem::temp_directory_path() / std::format("sotto-bench-{}.gguf", std::rand());
    if (!writeModel(path)) return std::fputs("the model could not be written\n", stderr), 1;
    std::vector<double> ours;
    std::vector<double> theirs;
    int depth = 0;
    {
        Ours sotto(path, threads);
        for (int round = 0; sotto.isOpen() && round < rounds; ++round) {
            ours.push_back(sotto.run());
            theirs.push_back(runLlamaBench(path, threads, sotto.depth()));
            std::printf("round %d: Sotto %.2f, llama-bench %.2f tok/s, ratio %.3f\n", round + 1, ours.back(),
                        theirs.back(), theirs.back() > 0 ? ours.back() / theirs.back() : 0.0);
            std::fflush(stdout);
            depth = sotto.depth();
        }
    }
    std::filesystem::remove(path);
    if (ours.empty()) return std::fputs("the model does not open\n", stderr), 1;
    std::printf("%d threads, %d tokens at depth %d, greedy, %d rounds by turns\n", threads, kTokens, depth, rounds);
    print("Sotto", ours);
    if (median(theirs) <= 0) return std::puts("llama-bench is not installed: nothing to compare with"), 0;
    print("llama-bench", theirs);
    std::printf("ratio of medians %.3f, of bests %.3f\n", median(ours) / median(theirs),
                std::ranges::max(ours) / std::ranges::max(theirs));
    return 0;
}
