#pragma once

#include "base/cancel_token.h"

#include <QPointer>
#include <QThreadPool>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace sotto {

/// What happens to work that is still there when its pool goes.
enum class AtEnd : std::uint8_t {
    Cancel, ///< What waits is dropped, what runs is asked to stop. For reading.
    Drain,  ///< What waits is done first. For writing.
};

/// A few threads for short work on the disk, away from the GUI's.
///
/// Results arrive on the thread that made the pool, by its event loop, and only while both the pool and the receiver
/// are alive. Work of a pool with one thread runs in the order it was given.
/// Thread: everything on the thread that made it.
class IoPool final {
public:
    explicit IoPool(AtEnd atEnd, int threads = 1);
    /// Ends as `atEnd` says and waits at most `kPatience` for work that runs; work stuck in the operating system
    /// for longer (a network folder that does not answer) is left behind, its result dropped.
    ~IoPool();
    IoPool(const IoPool &) = delete;
    IoPool &operator=(const IoPool &) = delete;

    static constexpr std::chrono::milliseconds kPatience{5000};

    /// Runs `work(token)` on the pool, then `done(result)` on this thread unless `receiver` is gone by then.
    /// `token` becomes cancelled when the pool ends with AtEnd::Cancel, or by the returned source.
    template <class Work, class Done>
    CancelSource run(QObject *receiver, Work work, Done done)
    {
        CancelSource source;
        start(source, [receiver = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done),
                       token = source.token(), inbox = m_inbox]() mutable {
            auto result = work(token);
            post(*inbox, [receiver, done = std::move(done), result = std::move(result)]() mutable {
                if (receiver) done(std::move(result));
            });
        });
        return source;
    }

private:
    struct Inbox;
    static void post(Inbox &inbox, std::function<void()> delivery);
    void start(const CancelSource &source, std::function<void()> job);

    AtEnd m_atEnd;
    std::shared_ptr<Inbox> m_inbox;
    std::unique_ptr<QThreadPool> m_pool;
};

} // namespace sotto
