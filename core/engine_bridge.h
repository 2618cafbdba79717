#pragma once

#include "inference/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace sotto {

/// The hop from the inference thread to the GUI thread. Gathers events, joins deltas that follow one another for
/// the same request, and posts at most once a frame (16 ms), so that a fast model cannot flood the event loop.
/// Order within a request is kept; Finished and Failed are never held longer than a frame.
/// Thread: push() from the inference thread, everything else on the GUI thread.
class EngineBridge final : public QObject {
    Q_OBJECT
public:
    explicit EngineBridge(QObject *parent = nullptr);
    ~EngineBridge() override;

    /// To be given to the Engine; stays valid after the bridge is gone (events are then dropped).
    [[nodiscard]] EngineListener listener();

Q_SIGNALS:
    /// On the GUI thread, in order.
    void eventArrived(const sotto::EngineEvent &event);

private:
    class Shared;
    void deliverInTime();
    void deliver();

    std::shared_ptr<Shared> m_shared;
    QElapsedTimer m_sinceFrame;
    QTimer m_frame;
};

} // namespace sotto
