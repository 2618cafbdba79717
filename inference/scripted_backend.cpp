#include "inference/scripted_backend.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

namespace sotto {
namespace {

using namespace std::chrono_literals;

/// False where the wait was cut short by cancellation.
bool waitUnlessCancelled(Duration time, const CancelToken &cancel)
{
    constexpr Duration slice = 1ms;
    for (Duration left = time; left > Duration::zero() && !cancel.isCancelled(); left -= slice) {
        std::this_thread::sleep_for(std::min(left, slice));
    }
    return !cancel.isCancelled();
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

int countWords(std::string_view text)
{
    int words = 0;
    bool inside = false;
    for (const char c : text) {
        words += !isSpace(c) && !inside;
        inside = !isSpace(c);
    }
    return words;
}

/// A vector of length 1; the same on every machine.
std::vector<float> wordCounts(std::string_view text)
{
    std::vector<float> counts(16);
    std::uint32_t hash = 0;
    for (const char c : std::string(text) + ' ') {
        const bool isBlank = std::string_view(" \n\t").contains(c);
        if (isBlank && hash != 0) ++counts[hash % counts.size()];
        hash = isBlank ? 0 : (hash + static_cast<unsigned char>(c)) * 2'654'435'761U | 1U;
    }
    float squares = 0;
    for (const float count : counts)
        squares += count * count;
    for (float &count : counts)
        count /= std::sqrt(squares);
    return counts;
}

int countWords(const std::vector<ChatMessage> &messages)
{
    int words = 0;
    for (const ChatMessage &message : messages) {
        words += countWords(message.content);
    }
    return words;
}

std::string lastUserText(const GenerationRequest &request)
{
    for (auto it = request.messages.rbegin(); it != request.messages.rend(); ++it) {
        if (it->role == Role::User) return it->content;
    }
    return {};
}

/// Hands out the pieces of one reply and keeps its figures.
class Performance final {
public:
    Performance(const ScriptedBackend::Reply &reply, const GenerationSink &sink, int promptTokens)
        : m_reply(reply), m_sink(sink)
    {
        m_usage.promptTokens = promptTokens;
        m_usage.promptTime = m_usage.timeToFirstToken = reply.delay;
    }

    void play(std::optional<int> maxTokens, const CancelToken &cancel)
    {
        for (const GenerationEvent &piece : m_reply.pieces) {
            if (m_usage.outputTokens == maxTokens) return finish(FinishReason::TokenLimit);
            if (!waitUnlessCancelled(m_reply.delay, cancel)) return finish(FinishReason::Cancelled);
            emit(piece);
        }
        if (cancel.isCancelled()) return finish(FinishReason::Cancelled);
        if (m_reply.failure) return m_sink(Failed{*m_reply.failure});
        finish(FinishReason::EndOfReply);
    }

private:
    void emit(GenerationEvent piece)
    {
        if (m_usage.outputTokens++ > 0) m_usage.decodeTime += m_reply.delay;
        if (auto *text = std::get_if<TextDelta>(&piece)) text->outputTokens = m_usage.outputTokens;
        if (auto *thought = std::get_if<ReasoningDelta>(&piece)) {
            thought->outputTokens = m_usage.outputTokens;
            ++m_usage.reasoningTokens;
            m_usage.reasoningTime += m_reply.delay;
        }
        m_sink(std::move(piece));
    }

    void finish(FinishReason reason) { m_sink(Finished{m_usage, reason}); }

    const ScriptedBackend::Reply &m_reply;
    const GenerationSink &m_sink;
    Usage m_usage;
};

} // namespace

std::vector<Device> ScriptedBackend::devices()
{
    const std::lock_guard lock(m_script->mutex);
    return m_script->devices;
}

Result<LoadedModel> ScriptedBackend::open(const std::filesystem::path &path, const LoadOptions &options,
                                          const std::function<void(float)> &progress, const CancelToken &cancel)
{
    close();
    LoadedModel model;
    Duration delay{};
    std::optional<Error> failure;
    {
        const std::lock_guard lock(m_script->mutex);
        model = m_script->model;
        delay = m_script->openDelay;
        failure = std::exchange(m_script->openFailure, std::nullopt);
    }
    constexpr int steps = 10;
    for (int step = 1; step <= steps; ++step) {
        if (!waitUnlessCancelled(delay / steps, cancel)) return fail(ErrorCode::Cancelled);
        progress(static_cast<float>(step) / steps);
    }
    if (failure) return fail(*failure);
    model.path = path;
    if (options.contextLength != 0) model.contextLength = options.contextLength;
    if (model.contextLength == 0) model.contextLength = kDefaultContext;
    m_model = model;
    return model;
}

void ScriptedBackend::close()
{
    m_model.reset();
}

void ScriptedBackend::generate(const GenerationRequest &request, Instant, const GenerationSink &sink,
                               const CancelToken &cancel)
{
    const Reply reply = takeReply(request);
    if (!m_model) return sink(Failed{Error(ErrorCode::NoModel)});
    const int promptTokens = countWords(request.messages);
    sink(Started{promptTokens, 0, 0, static_cast<int>(m_model->contextLength)});
    sink(PromptProgress{promptTokens, promptTokens});
    Performance(reply, sink, promptTokens).play(request.maxTokens, cancel);
}

Result<int> ScriptedBackend::countTokens(const std::vector<ChatMessage> &messages)
{
    if (!m_model) return fail(ErrorCode::NoModel);
    return countWords(messages);
}

Result<std::vector<std::vector<float>>> ScriptedBackend::embed(const std::vector<std::string> &texts,
                                                               const CancelToken &cancel)
{
    if (!m_model) return fail(ErrorCode::NoModel);
    if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
    std::vector<std::vector<float>> vectors;
    for (const std::string &text : texts) {
        if (countWords(text) == 0) return fail(ErrorCode::InvalidRequest, "an empty text has no embedding");
        vectors.push_back(wordCounts(text));
    }
    return vectors;
}

ScriptedBackend::Reply ScriptedBackend::takeReply(const GenerationRequest &request)
{
    const std::lock_guard lock(m_script->mutex);
    m_script->seen.push_back(request);
    if (m_script->replies.empty()) return scriptedText(lastUserText(request));
    Reply reply = std::move(m_script->replies.front());
    m_script->replies.pop_front();
    return reply;
}

ScriptedBackend::Reply scriptedText(std::string_view text, Duration delay)
{
    ScriptedBackend::Reply reply;
    reply.delay = delay;
    while (!text.empty()) {
        const std::size_t word = text.find_first_not_of(" \n\t");
        const std::size_t end = word == std::string_view::npos ? text.size() : text.find_first_of(" \n\t", word);
        reply.pieces.emplace_back(TextDelta{std::string(text.substr(0, end))});
        text.remove_prefix(std::min(end, text.size()));
    }
    return reply;
}

int ScriptedBackend::countDropped(const std::vector<ChatMessage> &)
{
    const std::lock_guard lock(m_script->mutex);
    return m_script->dropped;
}

void ScriptedBackend::States::setLimits(const StateLimits &limits)
{
    const std::lock_guard lock(m_script.mutex);
    m_script.limits = limits;
}

void ScriptedBackend::States::forget(const std::string &key)
{
    const std::lock_guard lock(m_script.mutex);
    m_script.forgotten.push_back(key);
}

void ScriptedBackend::States::retain(const std::vector<std::string> &keys)
{
    const std::lock_guard lock(m_script.mutex);
    m_script.retained.push_back(keys);
}

std::optional<Duration> ScriptedBackend::Measures::measure(Duration, const std::function<bool()> &)
{
    const std::lock_guard lock(m_script.mutex);
    m_due = false;
    m_result = Tuned{m_script.tuning, m_script.tuned};
    return std::nullopt;
}

KeptStates ScriptedBackend::States::kept()
{
    const std::lock_guard lock(m_script.mutex);
    return m_script.kept;
}

} // namespace sotto
