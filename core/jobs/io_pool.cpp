#include "core/jobs/io_pool.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <mutex>

namespace sotto {

/// Outlives the pool where work was left behind: it then finds no target and drops its result.
struct IoPool::Inbox {
    std::mutex mutex;
    std::unique_ptr<QObject> target;
    std::map<std::uint64_t, CancelSource> unfinished;
    std::uint64_t lastKey = 0;
};

IoPool::IoPool(AtEnd atEnd, int threads)
    : m_atEnd(atEnd), m_inbox(std::make_shared<Inbox>()), m_pool(std::make_unique<QThreadPool>())
{
    m_inbox->target = std::make_unique<QObject>();
    m_pool->setMaxThreadCount(threads);
}

IoPool::~IoPool()
{
    if (m_atEnd == AtEnd::Cancel) {
        m_pool->clear();
        const std::scoped_lock lock(m_inbox->mutex);
        for (const auto &[key, source] : m_inbox->unfinished)
            source.cancel();
    }
    const bool ended = m_pool->waitForDone(static_cast<int>(kPatience.count()));
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->target.reset();
    }
    if (ended) return;
    qWarning("Work on the disk did not end in time and is left behind");
    // Its destructor would wait without bound, and the threads still use it.
    [[maybe_unused]] const QThreadPool *leftBehind = m_pool.release();
}

void IoPool::post(Inbox &inbox, std::function<void()> delivery)
{
    const std::scoped_lock lock(inbox.mutex);
    if (inbox.target) QMetaObject::invokeMethod(inbox.target.get(), std::move(delivery), Qt::QueuedConnection);
}

void IoPool::start(const CancelSource &source, std::function<void()> job)
{
    std::uint64_t key = 0;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        key = ++m_inbox->lastKey;
        m_inbox->unfinished.emplace(key, source);
    }
    m_pool->start([inbox = m_inbox, key, job = std::move(job)] {
        job();
        const std::scoped_lock lock(inbox->mutex);
        inbox->unfinished.erase(key);
    });
}

} // namespace sotto
