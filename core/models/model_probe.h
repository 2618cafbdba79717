#pragma once

#include "base/result.h"
#include "core/models/model_library.h"

#include <QStringList>

#include <functional>

namespace sotto {

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
    /// Tries one model, all of whose files are given, the first part first. Replaces a probe that runs.
    virtual void start(const QStringList &files, Memory memory, Done done) = 0;
    /// Ends the probe that runs, if any; its `done` is not called.
    virtual void cancel() = 0;
};

/// What start() wants of a model. Thread: any.
[[nodiscard]] QStringList filesOf(const ModelFile &model);

} // namespace sotto
