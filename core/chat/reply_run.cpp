#include "core/chat/reply_run.h"

namespace sotto {

namespace {

Usage sum(const Usage &before, const Usage &after)
{
    Usage all = after;
    all.outputTokens += before.outputTokens;
    all.reasoningTokens += before.reasoningTokens;
    all.decodeTime += before.decodeTime;
    all.reasoningTime += before.reasoningTime;
    all.timeToFirstToken = before.timeToFirstToken;
    return all;
}

} // namespace

void RateMeter::add(Instant at, int tokens)
{
    m_samples.push_back({at, tokens});
    while (m_samples.size() > 2 && at - m_samples[1].at >= std::chrono::seconds(1))
        m_samples.pop_front();
}

double RateMeter::perSecond() const
{
    if (m_samples.size() < 2) return 0;
    const std::chrono::duration<double> span = m_samples.back().at - m_samples.front().at;
    return span.count() > 0 ? (m_samples.back().tokens - m_samples.front().tokens) / span.count() : 0;
}

void ReplyRun::take(const QString &text, const QString &reasoning, int outputTokens, Instant now)
{
    if (!begun) progress.timeToFirstToken = now - sentAt;
    begun = true;
    reply.text += text;
    reply.reasoning += reasoning;
    rate.add(now, outputTokens);
    progress.outputTokens = outputTokens;
    progress.tokensPerSecond = rate.perSecond();
    if (!reasoning.isEmpty() && !progress.thinking) {
        progress.thinking = true;
        thoughtAt = now;
    }
    if (progress.thinking) progress.thinkingTime = now - thoughtAt;
    if (!text.isEmpty()) progress.thinking = false;
}

void ReplyRun::finish(const Finished &finished)
{
    const bool cancelled = finished.reason == FinishReason::Cancelled;
    // A reply that never started has measured nothing.
    const bool measured = finished.usage.promptTokens > 0 || finished.usage.outputTokens > 0;
    reply.state = cancelled ? MessageState::Stopped : MessageState::Complete;
    reply.finishReason = finished.reason;
    if (measured) reply.usage = continues && reply.usage ? sum(*reply.usage, finished.usage) : finished.usage;
}

void ReplyRun::failWith(const Error &error)
{
    reply.state = MessageState::Failed;
    reply.failure = MessageFailure{error};
    reply.finishReason.reset();
}

void ReplyRun::markStopped()
{
    reply.state = MessageState::Stopped;
    reply.finishReason = FinishReason::Cancelled;
}

} // namespace sotto
