#pragma once

#include "inference/load_memory.h"

#include <QString>

namespace sotto {

/// What loading models on this computer has taught, in one small file that may be deleted at any time; as TuningStore.
/// A plan that was stepped down to is forgotten after a month: what was in the way may be gone. Reads and writes the
/// disk. Thread: one at a time.
class LoadStore final {
public:
    /// `file`: in the cache folder.
    explicit LoadStore(QString file) : m_file(std::move(file)) {}

    /// The port through which the engine uses it; outlives this.
    [[nodiscard]] LoadMemory memory() const;

    [[nodiscard]] std::optional<BufferFigures> recallFigures(const std::string &key) const;
    void rememberFigures(const std::string &key, const BufferFigures &figures) const;
    [[nodiscard]] std::optional<LoadPlan> recallPlan(const std::string &key, qint64 nowMs) const;
    void rememberPlan(const std::string &key, const LoadPlan &plan) const;

private:
    QString m_file;
};

} // namespace sotto
