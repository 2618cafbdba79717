// Going back to a conversation of 4,096 tokens: reading it again, against its state from memory and from disk.

#include "inference/llama/llama_backend.h"
#include "inference/llama/tiny_model.h"

#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

using namespace sotto;
using namespace std::chrono_literals;

namespace {

constexpr int kHistory = 4096;
constexpr int kBackAndForth = 5;

/// About 0.3 billion weights in Q8_0, the shape of a small chat model.
bool writeModel(const std::filesystem::path &path)
{
    RandomModelOptions options;
    options.layers = 20;
    options.embedding = 1024;
    options.feedForward = 3072;
    options.heads = 16;
    options.headsKv = 8;
    options.contextLength = 8192;
    options.vocabularyWords = 31'741;
    options.weights = WeightType::Q8_0;
    return writeRandomModel(path, options).has_value();
}

std::unique_ptr<LlamaBackend> openBackend(const std::filesystem::path &path, const StateLimits &limits)
{
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    auto backend = std::make_unique<LlamaBackend>(LlamaHost{{}, threads, {}}, std::make_shared<SystemClock>());
    backend->states()->setLimits(limits);
    LoadOptions options;
    options.contextLength = 8192;
    options.gpuLayers = 0;
    options.threads = threads;
    return backend->open(path, options, {}, {}) ? std::move(backend) : nullptr;
}

struct Measured {
    double firstTokenMs = -1;
    int cached = 0;
};

Measured ask(LlamaBackend &backend, const std::string &key, const std::string &text)
{
    GenerationRequest request;
    request.messages = {{Role::User, text}};
    request.sampling.temperature = 0;
    request.maxTokens = 1;
    request.stateKey = key;
    Measured measured;
    backend.generate(request, SystemClock().now(),
                     [&](const GenerationEvent &event) {
                         const auto *end = std::get_if<Finished>(&event);
                         if (!end) return;
                         const std::chrono::duration<double, std::milli> first = end->usage.timeToFirstToken;
                         measured = {first.count(), end->usage.cachedTokens};
                     },
                     {});
    return measured;
}

/// A text of about that many tokens.
std::string textOf(LlamaBackend &backend, const std::string &begin, int tokens)
{
    std::string text = begin;
    for (int count = 0; count < tokens; count = backend.countTokens({{Role::User, text}}).value_or(tokens))
        for (int i = 0; i < 16; ++i)
            text += " dabo feri";
    return text;
}

void say(const char *what, const Measured &measured, const Measured &again)
{
    std::printf("states: %-28s first token after %8.1f ms, %d tokens not computed, %.1f times sooner\n", what,
                measured.firstTokenMs, measured.cached, again.firstTokenMs / measured.firstTokenMs);
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    if (!writeModel(place / "model.gguf")) return 1;
    const StateLimits limits{.memoryBytes = 4ULL << 30, .diskBytes = 4ULL << 30, .folder = place / "states"};
    auto backend = openBackend(place / "model.gguf", limits);
    if (!backend) return 1;
    const std::string history = textOf(*backend, "once", kHistory);
    const Measured read = ask(*backend, "a", history);
    say("read for the first time", read, read);
    Measured memory;
    for (int i = 0; i < kBackAndForth; ++i) {
        ask(*backend, "b", "something else");
        const Measured back = ask(*backend, "a", history + " and");
        if (i == 0 || back.firstTokenMs < memory.firstTokenMs) memory = back;
        if (i == 0) say("back, first time", back, read);
    }
    say("back, best of five", memory, read);
    while (backend->states()->idle(10s, {})) {}
    const KeptStates kept = backend->states()->kept();
    std::printf("states: %.0f MiB in memory, %.0f MiB on disk\n", static_cast<double>(kept.memoryBytes) / 1048576,
                static_cast<double>(kept.diskBytes) / 1048576);
    backend = openBackend(place / "model.gguf", limits);
    if (!backend) return 1;
    say("next start, from disk", ask(*backend, "a", history + " and"), read);
    return 0;
}
