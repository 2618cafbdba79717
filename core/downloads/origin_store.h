#pragma once

#include "base/digest.h"
#include "base/result.h"

#include <QHash>
#include <QString>

#include <cstdint>
#include <optional>

namespace sotto {

/// Where a model file came from, and what it must be.
struct FileOrigin {
    QString source;        ///< As a person would write it.
    QString license;       ///< May be empty.
    QString commit;        ///< May be empty.
    std::string sha256;    ///< Of the file as it was committed.
    bool verified = false; ///< The source told the same digest; else only we computed it.
    std::uint64_t bytes = 0;

    bool operator==(const FileOrigin &) const = default;
};

/// What was downloaded into a library, by the file's place below it; a small hidden file in the library itself, so that
/// it goes where the library goes. It says nothing of files that are not there any more.
/// Errors: FileUnreadable, DiskFull, WriteFailed. Blocks. Thread: any, one at a time.
class OriginStore final {
public:
    explicit OriginStore(QString library);

    [[nodiscard]] std::optional<FileOrigin> of(const QString &path) const;
    [[nodiscard]] Status remember(const QString &path, const FileOrigin &origin) const;
    [[nodiscard]] Status forget(const QString &path) const;

private:
    [[nodiscard]] QString keyOf(const QString &path) const;
    [[nodiscard]] QHash<QString, FileOrigin> read() const;
    [[nodiscard]] Status write(const QHash<QString, FileOrigin> &all) const;

    QString m_library;
};

} // namespace sotto
