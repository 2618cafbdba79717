#include "engine/edit.h"
#include "engine/ours.h"
#include "engine/pairs.h"
#include "engine/peers.h"
#include "engine/shapes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace sotto;
using namespace sotto::bench;

namespace {

constexpr int kDecodeTokens = 128;
constexpr int kPrefillTokens = 512;
constexpr int kReplyTokens = 32;
constexpr int kTurns = 20;
// A person reads a reply before writing the next message. Sotto reads ahead meanwhile; neither may do so while the
// other is measured.
constexpr auto kReading = std::chrono::milliseconds(800);
constexpr std::uint32_t kContext = 4096;
constexpr std::uint32_t kShortContext = 768;

struct Arguments {
    bool json = false;
    bool whole = false;
    int pairs = 3;
    std::vector<std::string> only;   ///< Measurements; empty: all.
    std::vector<std::string> models; ///< "135m", "135m-Q4_0", or a file; empty: by form.
};

bool isWanted(const std::vector<std::string> &list, const std::string &word)
{
    return list.empty() || std::ranges::find(list, word) != list.end();
}

LoadOptions options(bool lookUp, std::uint32_t context = kContext)
{
    LoadOptions made;
    made.contextLength = context;
    made.gpuLayers = 0;
    made.lookUp = lookUp;
    return made;
}

std::string words(int count, int seed)
{
    static constexpr const char *syllables[] = {" ba", " ce", " di", " fo", " gu", " hy", " ja", " ke", " li", " mo"};
    std::string text;
    for (int i = 0; i < count; ++i)
        text += syllables[(i * 7 + seed * 13 + i * i * 3 + seed * i) % 10];
    return text;
}

/// One model, its name in the table, and everything that is measured on it.
class Measuring final {
public:
    Measuring(std::string name, std::filesystem::path path, int threads, const Arguments &arguments,
              std::vector<Pairs> &results)
        : m_name(std::move(name)), m_path(std::move(path)), m_threads(threads), m_arguments(arguments),
          m_results(results)
    {
    }

    void decode()
    {
        Pairs pairs{.model = m_name, .what = "decode", .unit = "tok/s", .other = "llama-bench tg", .aim = 1.0};
        Ours ours(m_path, m_threads, options(false, kShortContext));
        const auto request = greedy({{Role::User, "a"}}, kDecodeTokens);
        OurReply reply = ours.reply(request); // fills the cache, so that all rounds begin alike
        const BenchRun run{m_path, m_threads, 0, kDecodeTokens, reply.usage.promptTokens};
        inTurns(
            pairs,
            [&] {
                reply = ours.reply(request);
                return reply.ok && reply.usage.outputTokens == kDecodeTokens ? reply.usage.tokensPerSecond() : 0;
            },
            [&] { return runLlamaBench(run); });
        pairs.note = std::format("{} tokens at depth {}", kDecodeTokens, run.depth);
        add(pairs);
    }

    void prefill()
    {
        Pairs pairs{.model = m_name, .what = "prefill", .unit = "tok/s", .other = "llama-bench pp512", .aim = 0.98};
        Ours ours(m_path, m_threads, options(false));
        OurReply reply = ours.reply(greedy({{Role::User, "zzz"}}, 1));
        // Behind as many tokens as the template puts before the person's words: each attends to those too.
        const int depth = ours.reply(greedy({{Role::User, "ba"}}, 1)).usage.cachedTokens;
        int seed = 0;
        inTurns(
            pairs, [&] { return prefillSpeed(ours, ++seed); },
            [&] { return runLlamaBench({m_path, m_threads, kPrefillTokens, 0, depth}); });
        pairs.note = std::format("{} tokens at depth {}", kPrefillTokens, depth);
        add(pairs);
    }

    void requests()
    {
        Server server(m_path, m_threads, kContext);
        if (!server.waitUntilReady()) return (void)std::puts("llama-server does not start: left out");
        Ours ours(m_path, m_threads, options(false));
        std::vector<Pairs> turns;
        for (const int turn : {1, 5, kTurns})
            for (const char *what : {"first token", "total"})
                turns.push_back({.model = m_name,
                                 .what = std::format("turn {}, {}", turn, what),
                                 .unit = "ms",
                                 .other = "llama-server",
                                 .lowerIsBetter = true,
                                 .aim = 1.0});
        for (int conversation = 0; conversation < m_arguments.pairs; ++conversation)
            converse(ours, server, conversation, turns);
        for (Pairs &pairs : turns)
            add(pairs);
    }

private:
    template <class A, class B>
    void inTurns(Pairs &pairs, const A &ours, const B &theirs)
    {
        for (int pair = 0; pair < m_arguments.pairs; ++pair) {
            // Who comes second may find the machine warmer, so they change places.
            const bool first = pair % 2 == 0;
            double mine = first ? ours() : 0;
            const double other = theirs();
            if (!first) mine = ours();
            if (mine <= 0 || other <= 0) continue;
            pairs.ours.push_back(mine);
            pairs.theirs.push_back(other);
        }
    }

    /// Tokens a second of a prompt of which exactly kPrefillTokens have to be computed.
    static double prefillSpeed(Ours &ours, int seed)
    {
        const auto messages = [&](int count) {
            return std::vector<ChatMessage>{{Role::User, words(1, seed) + words(count, seed + 100)}};
        };
        int count = kPrefillTokens;
        const OurReply trial = ours.reply(greedy({{Role::User, words(2, seed + 7)}}, 1)); // what the template shares
        int cached = trial.usage.cachedTokens;
        for (int attempt = 0; attempt < 4; ++attempt)
            count += kPrefillTokens + cached - ours.count(messages(count));
        const OurReply reply = ours.reply(greedy(messages(count), 1));
        const int computed = reply.usage.promptTokens - reply.usage.cachedTokens;
        const double seconds = std::chrono::duration<double>(reply.usage.promptTime).count();
        return reply.ok && seconds > 0 && std::abs(computed - kPrefillTokens) < 8 && computed <= kPrefillTokens
                   ? computed / seconds
                   : 0;
    }

    void converse(Ours &ours, Server &server, int conversation, std::vector<Pairs> &turns) const
    {
        std::vector<ChatMessage> mine;
        std::vector<ChatMessage> theirs;
        for (int turn = 1; turn <= kTurns; ++turn) {
            // No conversation begins like another, or what was kept of that one would be found.
            const std::string question = std::format("{}", conversation) + words(30, turn);
            mine.push_back({Role::User, question});
            theirs.push_back({Role::User, question});
            const bool first = (turn + conversation) % 2 == 0;
            OurReply our;
            const auto answer = [&] {
                GenerationRequest request = greedy(mine, kReplyTokens);
                request.stateKey = std::format("{}", conversation);
                our = ours.reply(std::move(request));
                std::this_thread::sleep_for(kReading);
            };
            if (first) answer();
            const ServerReply other = server.chat(theirs, kReplyTokens);
            std::this_thread::sleep_for(kReading);
            if (!first) answer();
            if (!our.ok || !other.ok) return;
            mine.push_back({Role::Assistant, our.text});
            theirs.push_back({Role::Assistant, other.text});
            const int place = turn == 1 ? 0 : turn == 5 ? 2 : turn == kTurns ? 4 : -1;
            if (place < 0) continue;
            const Usage &usage = our.usage;
            turns[static_cast<std::size_t>(place)].note = std::format(
                "the last time, of {} tokens {} read in {:.0f} ms; llama-server {:.0f} in {:.0f} ms",
                usage.promptTokens, usage.promptTokens - usage.cachedTokens,
                std::chrono::duration<double, std::milli>(usage.promptTime).count(), other.readTokens, other.readMs);
            note(turns[static_cast<std::size_t>(place)], our.firstMs, other.firstMs);
            note(turns[static_cast<std::size_t>(place) + 1], our.totalMs, other.totalMs);
        }
    }

    static void note(Pairs &pairs, double ours, double theirs)
    {
        pairs.ours.push_back(ours);
        pairs.theirs.push_back(theirs);
    }

    void add(const Pairs &pairs)
    {
        printPairs(pairs);
        m_results.push_back(pairs);
    }

    std::string m_name;
    std::filesystem::path m_path;
    int m_threads;
    const Arguments &m_arguments;
    std::vector<Pairs> &m_results;
};

/// Guessing ahead by look-up against not guessing, on a model that writes a known text.
void speculation(const std::string &name, const Task &task, const char *what, double aim, int threads,
                 const Arguments &arguments, std::vector<Pairs> &results)
{
    Pairs pairs{.model = name, .what = what, .unit = "tok/s", .other = "without", .aim = aim};
    const auto path = modelFile(name + "-" + what, task.options);
    Ours with(path, threads, options(true));
    Ours without(path, threads, options(false));
    if (!with.isOpen() || !without.isOpen()) return (void)std::puts("a model does not open");
    const auto request = greedy({{Role::User, task.prompt}}, task.replyTokens + 8);
    Usage usage;
    for (int pair = 0; pair < arguments.pairs; ++pair) {
        const OurReply guessing = with.reply(request);
        const OurReply plain = without.reply(request);
        if (guessing.text != task.reply || plain.text != task.reply)
            return (void)std::puts("the model says something else");
        pairs.ours.push_back(guessing.usage.tokensPerSecond());
        pairs.theirs.push_back(plain.usage.tokensPerSecond());
        usage = guessing.usage;
    }
    pairs.note =
        std::format("{} tokens, {} guessed, {} right", usage.outputTokens, usage.draftedTokens, usage.acceptedTokens);
    printPairs(pairs);
    results.push_back(pairs);
}

Arguments parse(int argc, char **argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json")
            arguments.json = true;
        else if (word == "--whole") {
            arguments.whole = true;
            arguments.pairs = 7;
        } else if (word == "--pairs" && i + 1 < argc)
            arguments.pairs = std::max(1, std::atoi(argv[++i]));
        else if (word == "--only" && i + 1 < argc)
            arguments.only.emplace_back(argv[++i]);
        else if (word == "--model" && i + 1 < argc)
            arguments.models.emplace_back(argv[++i]);
        else {
            std::fputs("bench_engine [--whole] [--pairs N] [--json] [--only decode|prefill|request|edit|trap]… "
                       "[--model 135m|0.5b|1b|135m-Q4_0|FILE]…\n"
                       "Without --whole: the 135M shape in Q4_0, three pairs.\n",
                       stderr);
            std::exit(2);
        }
    }
    return arguments;
}

void measure(const std::string &name, const std::filesystem::path &path, int threads, const Arguments &arguments,
             std::vector<Pairs> &results)
{
    if (path.empty()) return (void)std::printf("%s could not be made\n", name.c_str());
    Measuring measuring(name, path, threads, arguments, results);
    if (isWanted(arguments.only, "decode")) measuring.decode();
    if (isWanted(arguments.only, "prefill")) measuring.prefill();
    if (isWanted(arguments.only, "request")) measuring.requests();
}

void measureShape(const Shape &shape, int threads, const Arguments &arguments, std::vector<Pairs> &results)
{
    for (const WeightType type : {WeightType::Q4_0, WeightType::Q4_K, WeightType::Q8_0}) {
        const std::string name = shape.name + "-" + nameOf(type);
        const bool named = std::ranges::find(arguments.models, name) != arguments.models.end();
        const bool byForm = arguments.models.empty() && (arguments.whole || name == "135m-Q4_0");
        if (!named && !byForm && std::ranges::find(arguments.models, shape.name) == arguments.models.end()) continue;
        const std::string other = standIn(shape, type);
        std::printf("\n%s (%s shape)%s%s\n", name.c_str(), shape.like.c_str(), other.empty() ? "" : ", ",
                    other.c_str());
        measure(name, modelFile(shape, type), threads, arguments, results);
        if (type == WeightType::Q4_K) continue;
        RandomModelOptions weights = shape.options;
        weights.weights = type;
        if (isWanted(arguments.only, "edit"))
            speculation(name, editTask(weights), "edit", 1.8, threads, arguments, results);
        if (isWanted(arguments.only, "trap"))
            speculation(name, trapTask(weights), "trap", 0.97, threads, arguments, results);
    }
}

} // namespace

/// Sotto against llama.cpp's own tools and against itself without guessing, by turns in one run: see parse().
int main(int argc, char **argv)
{
    const Arguments arguments = parse(argc, argv);
    const int threads = physicalCores();
    std::vector<Pairs> results;
    std::printf("%d threads, batches of 512, f16 cache, %d pairs each; every pair is Sotto/other\n", threads,
                arguments.pairs);
    for (const Shape &shape : shapes())
        measureShape(shape, threads, arguments, results);
    for (const std::string &model : arguments.models)
        if (std::filesystem::exists(model))
            measure(std::filesystem::path(model).stem().string(), model, threads, arguments, results);
    if (arguments.json) {
        const auto path = std::filesystem::path(SOTTO_BINARY_DIR) / "bench" / "engine.json";
        std::ofstream(path) << toJson(results, threads);
        std::printf("\n%s", toJson(results, threads).c_str());
    }
    return results.empty() ? 1 : 0;
}
