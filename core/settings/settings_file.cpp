#include "core/settings/settings_file.h"

#include "core/jobs/io_pool.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QTimer>

#include <cerrno>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kCoalesce = 300ms;

std::string shown(const QString &file)
{
    return QFileInfo(file).fileName().toStdString();
}

/// Whole or not at all: QSaveFile writes beside it, syncs and renames.
Status writeWhole(const QString &file, const QByteArray &json)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return fail(ErrorCode::WriteFailed, shown(file), "its folder cannot be made");
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(json) != json.size() || !out.commit()) {
        const auto code = out.errorString() == qt_error_string(ENOSPC) ? ErrorCode::DiskFull : ErrorCode::WriteFailed;
        return fail(code, shown(file), out.errorString().toStdString());
    }
    return {};
}

} // namespace

class SettingsFile::Private {
public:
    Private(SettingsFile &owner, QString file, Rules allowed, std::function<QByteArray()> make)
        : q(owner), path(std::move(file)), rules(allowed), contents(std::move(make))
    {
        timer.setSingleShot(true);
        timer.setInterval(kCoalesce);
        QObject::connect(&timer, &QTimer::timeout, &q, [this] { write(); });
    }

    void write()
    {
        timer.stop();
        pool.run(
            &q, [file = path, json = contents()](const CancelToken &) { return writeWhole(file, json); },
            [this](const Status &status) {
                if (!status) Q_EMIT q.writeFailed(status.error());
            });
    }

    SettingsFile &q;
    QString path;
    Rules rules;
    std::function<QByteArray()> contents;
    QTimer timer;
    IoPool pool{AtEnd::Drain};
};

SettingsFile::SettingsFile(QString path, Rules rules, std::function<QByteArray()> contents, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(path), rules, std::move(contents)))
{
}

SettingsFile::~SettingsFile()
{
    if (d->timer.isActive()) d->write();
}

Result<std::optional<QByteArray>> SettingsFile::read() const
{
    QFile in(d->path);
    if (!in.exists()) return std::nullopt;
    if (!in.open(QIODevice::ReadOnly)) return fail(d->rules.unreadable, shownName(), in.errorString().toStdString());
    if (in.size() > d->rules.mostBytes) return fail(d->rules.unreadable, shownName(), "larger than allowed");
    return in.readAll();
}

void SettingsFile::setAside() const
{
    const QString broken = d->path + u".broken"_s;
    QFile::remove(broken);
    QFile::rename(d->path, broken);
}

void SettingsFile::touch()
{
    // Not restarted by the next change: a slider dragged for a minute is still written every 300 ms.
    if (!d->timer.isActive()) d->timer.start();
}

std::string SettingsFile::shownName() const
{
    return shown(d->path);
}

} // namespace sotto
