#include "ours.h"

#include "inference/llama/llama_backend.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

namespace sotto::bench {
namespace {

double milliseconds(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace

Ours::Ours(const std::filesystem::path &path, int threads, const LoadOptions &options)
    : m_engine(
          std::make_unique<LlamaBackend>(LlamaHost{{}, threads, {}}, std::make_shared<SystemClock>()),
          [this](const EngineEvent &event) { receive(event); }, std::make_shared<SystemClock>())
{
    auto done = m_done.get_future();
    LoadOptions chosen = options;
    chosen.threads = threads; // left open, the engine would measure while the other program's turn is measured
    m_engine.load(path, chosen);
    m_open = done.get() >= 0;
}

OurReply Ours::reply(GenerationRequest request)
{
    m_done = {};
    m_reply = {};
    auto done = m_done.get_future();
    m_asked = m_clock.now();
    m_engine.submit(std::move(request));
    m_reply.ok = done.get() >= 0;
    return m_reply;
}

int Ours::count(const std::vector<ChatMessage> &messages)
{
    m_done = {};
    auto done = m_done.get_future();
    m_engine.countTokens(messages);
    return done.get();
}

void Ours::receive(const EngineEvent &event)
{
    if (const auto *delta = std::get_if<TextDelta>(&event.body)) {
        if (m_reply.text.empty()) m_reply.firstMs = milliseconds(m_clock.now() - m_asked);
        m_reply.text += delta->text;
    }
    if (const auto *end = std::get_if<Finished>(&event.body)) {
        m_reply.totalMs = milliseconds(m_clock.now() - m_asked);
        m_reply.usage = end->usage;
        m_done.set_value(0);
    }
    if (const auto *counted = std::get_if<TokensCounted>(&event.body)) m_done.set_value(counted->tokens);
    if (std::holds_alternative<Loaded>(event.body)) m_done.set_value(0);
    if (std::holds_alternative<Failed>(event.body)) m_done.set_value(-1);
}

GenerationRequest greedy(std::vector<ChatMessage> messages, int tokens)
{
    GenerationRequest request;
    request.messages = std::move(messages);
    request.sampling.temperature = 0;
    request.maxTokens = tokens;
    return request;
}

int physicalCores()
{
    std::ifstream info("/proc/cpuinfo");
    std::set<std::pair<std::string, std::string>> cores;
    std::string package;
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("physical id")) package = line.substr(line.find(':'));
        if (line.starts_with("core id")) cores.emplace(package, line.substr(line.find(':')));
    }
    return std::max(1, static_cast<int>(cores.size()));
}

} // namespace sotto::bench
