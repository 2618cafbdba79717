#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace sotto {

/// A small file of settings: read at once, because the first frame depends on it; written off the GUI thread, whole or
/// not at all. Thread: GUI.
class SettingsFile final : public QObject {
    Q_OBJECT
public:
    struct Rules {
        ErrorCode unreadable = ErrorCode::SettingsUnreadable; ///< What read() fails with.
        qint64 mostBytes = 4 * 1024 * 1024;                   ///< A larger file is not read.
    };
    /// `contents` makes what is written, at the moment of writing; it must live as long as this.
    SettingsFile(QString path, Rules rules, std::function<QByteArray()> contents, QObject *parent = nullptr);
    /// Writes what waits.
    ~SettingsFile() override;

    /// Nothing where there is no file. Errors: `rules.unreadable`.
    [[nodiscard]] Result<std::optional<QByteArray>> read() const;
    /// Moves the file to `path`.broken, over an older one.
    void setAside() const;
    /// The contents changed: they are written within 300 ms, however often this is called.
    void touch();
    /// Its name without the folder, as errors name it.
    [[nodiscard]] std::string shownName() const;

Q_SIGNALS:
    void writeFailed(const sotto::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sotto
