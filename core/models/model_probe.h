#pragma once

#include "base/result.h"
#include "core/models/model_library.h"

#include <QList>
#include <QStringList>

#include <functional>

namespace sotto {

/// What llama is to read in one go.
struct ProbeTask {
    QStringList model; ///< All its files, the first part first.
    QString adapter{}; ///< A LoRA adapter for that model; empty: the model itself is tried.
    /// Stands beside the model that is opened (an adapter, a draft model): only what ends the child counts. What is
    /// merely refused the engine refuses as well, and it knows what to do without it.
    bool isBeside = false;

    bool operator==(const ProbeTask &) const = default;
    /// The file that is tried.
    [[nodiscard]] QString file() const { return adapter.isEmpty() ? model.constFirst() : adapter; }
};

/// Finds out whether a file can be opened without harm, before the program itself opens it. Thread: GUI; nothing waits.
class ModelProbe {
public:
    enum class Memory : std::uint8_t {
        All,
        GoodOnly, ///< Try again what came out badly last time.
    };
    /// Ok, or why the file is not to be opened: ModelStopsLoader, or what refused it.
    using Done = std::function<void(const Status &)>;

    virtual ~ModelProbe() = default;
    /// Tries one after the other, until one is not to be opened. Replaces a probe that runs.
    virtual void start(const QList<ProbeTask> &tasks, Memory memory, Done done) = 0;
    /// Ends the probe that runs, if any; its `done` is not called.
    virtual void cancel() = 0;
};

/// All that opening `model` with `options` has llama read, but for the built-in model. Thread: any.
[[nodiscard]] QList<ProbeTask> probeTasks(const ModelFile &model, const LoadOptions &options);

} // namespace sotto
