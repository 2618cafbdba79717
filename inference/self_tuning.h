#pragma once

#include "base/clock.h"
#include "inference/tuning.h"

#include <functional>
#include <optional>

namespace sotto {

/// A measuring has ended: how the open model runs from now on. An event of the engine, of no request.
struct Tuned {
    Tuning tuning;
    TuningOrigin origin = TuningOrigin::PerCore; ///< As before where the measuring came to nothing.

    bool operator==(const Tuned &) const = default;
};

/// The part of a backend that finds out by measuring how the open model runs best on this computer.
/// Thread: the engine's.
class SelfTuning {
public:
    virtual ~SelfTuning() = default;

    /// Whether something is left to measure of the open model.
    [[nodiscard]] virtual bool isDue() const = 0;
    /// Measures one piece. Called while nothing else is to be done, which has been so for `idleFor`; gives up soon
    /// after `interrupted` says true, and the piece is measured again at another time. Returns after how long it wants
    /// to be called again; nothing: not before something has happened.
    [[nodiscard]] virtual std::optional<Duration> measure(Duration idleFor,
                                                          const std::function<bool()> &interrupted) = 0;
    /// Measures the open model anew, whatever is remembered of it.
    virtual void measureAgain() = 0;
    /// How the last measuring ended, once.
    [[nodiscard]] virtual std::optional<Tuned> takeResult() = 0;
};

} // namespace sotto
