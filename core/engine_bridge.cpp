#include "core/engine_bridge.h"

#include <mutex>
#include <utility>

namespace sotto {

namespace {

constexpr int kFrameMs = 16;

/// Puts a delta behind the one before it, or a newer progress in its place. Returns whether that was possible.
template <class Delta>
bool joinText(EngineEventBody &last, EngineEventBody &next)
{
    auto *before = std::get_if<Delta>(&last);
    auto *after = std::get_if<Delta>(&next);
    if (!before || !after) return false;
    before->text += after->text;
    before->outputTokens = after->outputTokens;
    return true;
}

template <class Progress>
bool supersede(EngineEventBody &last, EngineEventBody &next)
{
    if (!std::holds_alternative<Progress>(last) || !std::holds_alternative<Progress>(next)) return false;
    last = std::move(next);
    return true;
}

bool join(EngineEvent &last, EngineEvent &next)
{
    return last.request == next.request &&
           (joinText<TextDelta>(last.body, next.body) || joinText<ReasoningDelta>(last.body, next.body) ||
            supersede<PromptProgress>(last.body, next.body) || supersede<LoadProgress>(last.body, next.body));
}

} // namespace

/// Lives as long as the bridge or the engine's listener, whichever is longer.
class EngineBridge::Shared {
public:
    explicit Shared(EngineBridge *bridge) : m_bridge(bridge) {}

    void push(EngineEvent event)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_bridge) return;
        if (m_waiting.empty() || !join(m_waiting.back(), event)) m_waiting.push_back(std::move(event));
        if (std::exchange(m_posted, true)) return;
        // Under the lock, so that the bridge cannot go in between; posting is all that happens here.
        QMetaObject::invokeMethod(m_bridge, [bridge = m_bridge] { bridge->deliverInTime(); }, Qt::QueuedConnection);
    }
    [[nodiscard]] std::vector<EngineEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        m_posted = false;
        return std::exchange(m_waiting, {});
    }
    void detach()
    {
        const std::lock_guard lock(m_mutex);
        m_bridge = nullptr;
        m_waiting.clear();
    }

private:
    std::mutex m_mutex;
    EngineBridge *m_bridge;
    std::vector<EngineEvent> m_waiting;
    bool m_posted = false;
};

EngineBridge::EngineBridge(QObject *parent) : QObject(parent), m_shared(std::make_shared<Shared>(this))
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &EngineBridge::deliver);
}

EngineBridge::~EngineBridge()
{
    m_shared->detach();
}

EngineListener EngineBridge::listener()
{
    return [shared = m_shared](EngineEvent event) { shared->push(std::move(event)); };
}

void EngineBridge::deliverInTime()
{
    const qint64 elapsed = m_sinceFrame.isValid() ? m_sinceFrame.elapsed() : kFrameMs;
    if (elapsed >= kFrameMs) {
        deliver();
    } else {
        m_frame.start(static_cast<int>(kFrameMs - elapsed));
    }
}

void EngineBridge::deliver()
{
    m_sinceFrame.start();
    const std::vector<EngineEvent> events = m_shared->take();
    for (const EngineEvent &event : events)
        Q_EMIT eventArrived(event);
}

} // namespace sotto
