#include "inference/llama/reply_writer.h"

#include "inference/llama/token_loop.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sotto {
namespace {

/// Tokens of a long prompt between two places to roll back to, for models that need such.
constexpr std::size_t kCheckpointEvery = 2048;

} // namespace

ReplyWriter::ReplyWriter(Tools tools, const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                         const CancelToken &cancel)
    : m_tools(tools), m_request(request), m_accepted(accepted), m_sink(sink), m_cancel(cancel)
{
}

void ReplyWriter::run()
{
    if (m_cancel.isCancelled()) return finish(FinishReason::Cancelled);
    m_tools.prompts.setOptions({.thinking = m_request.thinking, .tools = m_request.tools});
    auto prompt = m_tools.prompts.build(m_request.messages, m_request.maxTokens, m_request.whenFull, m_cancel);
    if (m_cancel.isCancelled()) return finish(FinishReason::Cancelled);
    if (!prompt) return m_sink(Failed{prompt.error()});
    m_prompt = *std::move(prompt);
    m_filter.emplace(OutputFilter::Options{.stop = m_request.stop,
                                           .promptTail = m_prompt.tail,
                                           .tools = m_request.tools,
                                           .idSeed = m_prompt.tokens.size()});
    if (const Status ready = prepareSampler(); !ready) return m_sink(Failed{ready.error()});
    if (!computePrompt()) return m_failed ? failDecode() : finish(FinishReason::Cancelled);
    const FinishReason reason = writeTokens();
    if (m_failed) return failDecode();
    if (m_formFailed) return failForm();
    finish(reason);
}

Status ReplyWriter::prepareSampler()
{
    auto sampler = TokenSampler::make({.params = m_request.sampling,
                                       .bias = m_request.logitBias,
                                       .vocab = m_tools.open.vocab(),
                                       .contextLength = static_cast<int>(m_tools.open.loaded.contextLength),
                                       .format = m_request.format,
                                       .recent = m_prompt.tokens});
    if (!sampler) return fail(sampler.error());
    m_sampler.emplace(*std::move(sampler));
    m_sampler->setInReasoning(m_filter->inReasoning());
    return {};
}

bool ReplyWriter::computePrompt()
{
    const std::size_t total = m_prompt.tokens.size();
    const std::size_t cached = m_tools.states.begin(m_request.stateKey, m_prompt.tokens);
    m_usage.promptTokens = static_cast<int>(total);
    m_usage.cachedTokens = static_cast<int>(cached);
    m_sink(Started{.promptTokens = m_usage.promptTokens,
                   .cachedTokens = m_usage.cachedTokens,
                   .droppedMessages = m_prompt.droppedMessages,
                   .contextLength = static_cast<int>(m_tools.open.loaded.contextLength)});
    const Instant begin = m_tools.clock.now();
    const bool done = m_tools.cache.needsCheckpoints() ? computeWithCheckpoints() : computePart(total);
    llama_synchronize(m_tools.open.context.get());
    m_usage.promptTime = m_tools.clock.now() - begin;
    return done;
}

/// Stops where people come back to: before the person's last words (an edit), and before the last token (the reply
/// written anew).
bool ReplyWriter::computeWithCheckpoints()
{
    const std::size_t total = m_prompt.tokens.size();
    for (const std::size_t place : {std::min(m_prompt.lastTurn, total), total - 1}) {
        if (place <= m_tools.cache.size()) continue;
        if (!computePart(place)) return false;
        m_tools.cache.checkpoint();
    }
    return computePart(total);
}

/// Computes the prompt up to token `end`, telling how far it is where that takes more than one batch.
bool ReplyWriter::computePart(std::size_t end)
{
    const std::span<const llama_token> tokens(m_prompt.tokens);
    while (m_tools.cache.size() < end) {
        if (m_cancel.isCancelled()) return false;
        const std::size_t at = m_tools.cache.size();
        const std::size_t count = std::min(end - at, m_tools.cache.batchTokens());
        const KvSession::Outcome outcome = m_tools.cache.decode(tokens.subspan(at, count));
        if (outcome == KvSession::Outcome::Failed) m_failed = true;
        if (outcome != KvSession::Outcome::Done) return false;
        if (m_tools.cache.sinceCheckpoint() >= kCheckpointEvery) m_tools.cache.checkpoint();
        const bool isLong =
            tokens.size() - static_cast<std::size_t>(m_usage.cachedTokens) > m_tools.cache.batchTokens();
        if (isLong) m_sink(PromptProgress{static_cast<int>(at + count), static_cast<int>(tokens.size())});
    }
    return true;
}

FinishReason ReplyWriter::writeTokens()
{
    const auto contextLength = static_cast<std::size_t>(m_tools.open.loaded.contextLength);
    if (m_request.maxTokens && *m_request.maxTokens <= 0) return FinishReason::TokenLimit;
    llama_context *context = m_tools.open.context.get();
    const auto sample = [&](int index) { return m_sampler->sample(context, index); };
    TokenLoop loop({context, m_tools.cache, sample, m_tools.speculator, m_tools.clock}, m_prompt.tokens, contextLength,
                   m_cancel);
    while (!m_cancel.isCancelled()) {
        const auto token = loop.next(tokensWanted());
        m_usage.draftedTokens = loop.guessedTokens();
        m_usage.acceptedTokens = loop.rightTokens();
        if (!token) {
            m_failed = token.error() == KvSession::Outcome::Failed;
            break;
        }
        if (const auto reason = take(*token)) return *reason;
        if (loop.size() >= contextLength) return FinishReason::ContextFull;
    }
    return FinishReason::Cancelled;
}

std::size_t ReplyWriter::tokensWanted() const
{
    if (!m_request.maxTokens) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(std::max(*m_request.maxTokens - m_usage.outputTokens, 1));
}

std::optional<FinishReason> ReplyWriter::take(llama_token token)
{
    if (token == LLAMA_TOKEN_NULL) {
        m_formFailed = !m_sampler->isFormComplete();
        return FinishReason::EndOfReply;
    }
    const Instant now = m_tools.clock.now();
    if (!m_firstToken) {
        m_firstToken = now;
        m_usage.timeToFirstToken = now - m_accepted;
    }
    if (llama_vocab_is_eog(m_tools.open.vocab(), token)) return FinishReason::EndOfReply;
    const bool thoughtBefore = m_filter->inReasoning();
    const auto calls = m_request.tools.empty() ? TokenText::Calls::NotRead : TokenText::Calls::Read;
    const TokenText::Piece piece = m_tools.text.of(token, calls);
    const FilteredOutput output = piece.isMark ? m_filter->pushMark(piece.bytes) : m_filter->push(piece.bytes);
    m_sampler->setInReasoning(m_filter->inReasoning());
    noteToken(now, thoughtBefore || m_filter->inReasoning());
    emit(output);
    if (m_filter->stopped()) return FinishReason::StopString;
    if (m_filter->ended()) return FinishReason::EndOfReply;
    if (m_request.maxTokens && m_usage.outputTokens >= *m_request.maxTokens) return FinishReason::TokenLimit;
    return std::nullopt;
}

void ReplyWriter::noteToken(Instant now, bool inReasoning)
{
    ++m_usage.outputTokens;
    m_usage.decodeTime = now - *m_firstToken;
    if (!inReasoning) return m_thoughtBegin.reset();
    if (!m_thoughtBegin) {
        m_thoughtBegin = now;
        m_earlierThoughts = m_usage.reasoningTime;
    }
    ++m_usage.reasoningTokens;
    m_usage.reasoningTime = m_earlierThoughts + (now - *m_thoughtBegin);
}

void ReplyWriter::emit(const FilteredOutput &output)
{
    if (!output.reasoning.empty()) m_sink(ReasoningDelta{output.reasoning, m_usage.outputTokens});
    if (!output.text.empty()) m_sink(TextDelta{output.text, m_usage.outputTokens});
    for (const ToolCall &call : output.calls)
        m_sink(call);
}

void ReplyWriter::finish(FinishReason reason)
{
    if (m_filter) emit(m_filter->finish());
    m_sink(Finished{m_usage, reason});
}

void ReplyWriter::failDecode()
{
    emit(m_filter->finish());
    const ErrorCode code = m_tools.cache.ranOutOfMemory() ? ErrorCode::MemoryRanOut : ErrorCode::DecodeFailed;
    m_sink(Failed{Error(code, m_tools.open.loaded.path.filename().string())});
}

void ReplyWriter::failForm()
{
    emit(m_filter->finish());
    m_sink(Failed{Error(ErrorCode::GrammarInvalid, "the model has no token for what must come next")});
}

} // namespace sotto
