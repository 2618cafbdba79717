#pragma once

#include "inference/engine.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace sotto::test {

/// True for the event that ends its request.
[[nodiscard]] inline bool isLast(const EngineEventBody &body)
{
    return std::visit(
        []<class T>(const T &) {
            return std::is_same_v<T, Loaded> || std::is_same_v<T, Unloaded> || std::is_same_v<T, Finished> ||
                   std::is_same_v<T, TokensCounted> || std::is_same_v<T, DevicesListed> ||
                   std::is_same_v<T, Embedded> || std::is_same_v<T, Failed>;
        },
        body);
}

/// Keeps all events of an engine and lets a test wait for them. Must outlive the engine. Thread: any.
class EventRecorder final {
public:
    [[nodiscard]] EngineListener listener()
    {
        return [this](EngineEvent event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
            m_changed.notify_all();
        };
    }

    /// False where `condition(events)` does not come true in `limit`.
    template <class Condition>
    [[nodiscard]] bool waitUntil(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(30))
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, limit, [&] { return condition(std::as_const(m_events)); });
    }

    [[nodiscard]] bool waitForLast(RequestId id)
    {
        return waitUntil([id](const auto &events) {
            return std::ranges::any_of(events, [id](const auto &e) { return e.request == id && isLast(e.body); });
        });
    }

    template <class Body>
    [[nodiscard]] bool waitFor(RequestId id)
    {
        return waitUntil([id](const auto &events) {
            return std::ranges::any_of(
                events, [id](const auto &e) { return e.request == id && std::holds_alternative<Body>(e.body); });
        });
    }

    [[nodiscard]] std::vector<EngineEvent> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }

    [[nodiscard]] std::vector<EngineEventBody> of(RequestId id) const
    {
        std::vector<EngineEventBody> bodies;
        for (const EngineEvent &event : events()) {
            if (event.request == id) bodies.push_back(event.body);
        }
        return bodies;
    }

    /// The last event of a request, or a Failed{Internal} that no engine sends where there is none.
    [[nodiscard]] EngineEventBody last(RequestId id) const
    {
        for (const EngineEventBody &body : of(id)) {
            if (isLast(body)) return body;
        }
        return Failed{Error(ErrorCode::Internal, "no last event")};
    }

    [[nodiscard]] std::size_t lastCount(RequestId id) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(of(id), isLast));
    }

    [[nodiscard]] std::string text(RequestId id) const
    {
        std::string all;
        for (const EngineEventBody &body : of(id)) {
            if (const auto *delta = std::get_if<TextDelta>(&body)) all += delta->text;
        }
        return all;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<EngineEvent> m_events;
};

} // namespace sotto::test
