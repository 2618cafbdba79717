#pragma once

#include "inference/tuning.h"

#include <QString>

namespace sotto {

/// What was measured of models on this computer, in one small file that may be deleted at any time. The newest 500 are
/// kept; a file that is damaged counts as empty. Two programs may use one file: what one of them writes at the very
/// moment of the other may be lost, and is measured again. Reads and writes the disk. Thread: one at a time.
class TuningStore final {
public:
    /// `file`: in the cache folder.
    explicit TuningStore(QString file) : m_file(std::move(file)) {}

    [[nodiscard]] std::optional<Tuning> recall(const std::string &key) const;
    /// A file that cannot be written stops nobody.
    void remember(const std::string &key, const Tuning &tuning) const;

private:
    QString m_file;
};

} // namespace sotto
