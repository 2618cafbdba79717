#pragma once

#include <atomic>
#include <memory>

namespace sotto {

/// Says whether one piece of work should stop. Cheap to copy; reading is one relaxed atomic load.
/// A default-made token is never cancelled. Thread: any.
class CancelToken {
public:
    CancelToken() = default;
    [[nodiscard]] bool isCancelled() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    friend class CancelSource;
    explicit CancelToken(std::shared_ptr<std::atomic<bool>> flag) : m_flag(std::move(flag)) {}
    std::shared_ptr<std::atomic<bool>> m_flag;
};

/// The other end: one per request, never shared between requests, so that an early Stop is never lost
/// and a late one never hits the next request. Thread: any.
class CancelSource {
public:
    void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] CancelToken token() const { return CancelToken(m_flag); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

} // namespace sotto
