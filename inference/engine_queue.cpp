#include "inference/engine_queue.h"

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

/// The last event of a request that was stopped before it began.
EngineEvent cancelledEvent(const EngineJob &job)
{
    if (job.isReply()) return {job.id, Finished{{}, FinishReason::Cancelled}};
    return {job.id, Failed{Error(ErrorCode::Cancelled)}};
}

} // namespace

RequestId EngineQueue::add(EngineWork work)
{
    const Instant now = m_clock->now();
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return {};
    const RequestId id(++m_lastId);
    m_jobs.push_back({id, std::move(work), now, {}});
    m_wake.notify_one();
    return id;
}

RequestId EngineQueue::addCount(std::vector<ChatMessage> messages)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return {};
    const RequestId id(++m_lastId);
    dropCountLocked();
    m_count = EngineCount{id, std::move(messages)};
    m_wake.notify_one();
    return id;
}

void EngineQueue::addErrand(EngineErrand errand)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return;
    m_errands.push_back(std::move(errand));
    m_wake.notify_one();
}

void EngineQueue::cancel(RequestId id)
{
    const std::lock_guard lock(m_mutex);
    if (!id.isValid()) return;
    if (id == m_runningId) {
        m_runningCancel.cancel();
    } else if (m_count && m_count->id == id) {
        dropCountLocked();
    } else if (const auto job = std::ranges::find(m_jobs, id, &EngineJob::id);
               job != m_jobs.end() && !job->isUnload()) {
        m_ended.push_back(cancelledEvent(*job));
        m_jobs.erase(job);
    }
    m_wake.notify_one();
}

void EngineQueue::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_runningCancel.cancel();
    for (const EngineJob &job : m_jobs) {
        if (!job.isUnload()) m_ended.push_back(cancelledEvent(job));
    }
    std::erase_if(m_jobs, [](const EngineJob &job) { return !job.isUnload(); });
    dropCountLocked();
    m_wake.notify_one();
}

bool EngineQueue::isIdle() const
{
    const std::lock_guard lock(m_mutex);
    return m_jobs.empty() && !m_runningId.isValid();
}

bool EngineQueue::isPressing() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping || hasWorkLocked();
}

bool EngineQueue::wait(std::optional<Duration> longest)
{
    std::unique_lock lock(m_mutex);
    const auto pressing = [this] { return m_stopping || hasWorkLocked(); };
    if (longest) return m_wake.wait_for(lock, *longest, pressing);
    m_wake.wait(lock, pressing);
    return true;
}

bool EngineQueue::hasWork() const
{
    const std::lock_guard lock(m_mutex);
    return hasWorkLocked();
}

std::optional<EngineJob> EngineQueue::takeJob()
{
    const std::lock_guard lock(m_mutex);
    if (m_jobs.empty()) return std::nullopt;
    EngineJob job = std::move(m_jobs.front());
    m_jobs.pop_front();
    m_runningId = job.id;
    m_runningCancel = job.cancel;
    return job;
}

void EngineQueue::finishJob()
{
    const std::lock_guard lock(m_mutex);
    m_runningId = {};
}

std::optional<EngineCount> EngineQueue::takeCount()
{
    const std::lock_guard lock(m_mutex);
    return countIsDueLocked() ? std::exchange(m_count, std::nullopt) : std::nullopt;
}

std::vector<EngineErrand> EngineQueue::takeErrands()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_errands, {});
}

std::vector<EngineEvent> EngineQueue::takeEnded()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_ended, {});
}

bool EngineQueue::hasWorkLocked() const
{
    return !m_jobs.empty() || !m_ended.empty() || !m_errands.empty() || m_count.has_value();
}

bool EngineQueue::countIsDueLocked() const
{
    return m_count && std::ranges::none_of(
                          m_jobs, [this](const EngineJob &job) { return job.changesModel() && job.id < m_count->id; });
}

void EngineQueue::dropCountLocked()
{
    if (m_count) m_ended.push_back({m_count->id, Failed{Error(ErrorCode::Cancelled)}});
    m_count.reset();
}

} // namespace sotto
