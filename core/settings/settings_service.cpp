#include "core/jobs/io_pool.h"
#include "core/settings/settings.h"

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
constexpr qint64 kMaxFileBytes = 4 * 1024 * 1024;

std::string shown(const QString &file)
{
    return QFileInfo(file).fileName().toStdString();
}

Result<Settings> readSettings(const QString &file)
{
    QFile in(file);
    if (!in.exists()) return Settings{};
    if (!in.open(QIODevice::ReadOnly))
        return fail(ErrorCode::SettingsUnreadable, shown(file), in.errorString().toStdString());
    if (in.size() > kMaxFileBytes) return fail(ErrorCode::SettingsUnreadable, shown(file), "larger than 4 MiB");
    return settingsFromJson(in.readAll()).transform_error([&](Error error) {
        error.subject = shown(file);
        return error;
    });
}

/// Whole or not at all: QSaveFile writes beside it, syncs and renames.
Status writeSettings(const QString &file, const QByteArray &json)
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

void setAside(const QString &file)
{
    const QString broken = file + u".broken"_s;
    QFile::remove(broken);
    QFile::rename(file, broken);
}

} // namespace

class SettingsService::Private {
public:
    Private(SettingsService &owner, QString path) : q(owner), file(std::move(path))
    {
        timer.setSingleShot(true);
        timer.setInterval(kCoalesce);
        QObject::connect(&timer, &QTimer::timeout, &q, [this] { write(); });
    }

    void write()
    {
        timer.stop();
        pool.run(
            &q, [path = file, json = toJson(q.m_settings)](const CancelToken &) { return writeSettings(path, json); },
            [this](const Status &status) {
                if (!status) Q_EMIT q.writeFailed(status.error());
            });
    }

    SettingsService &q;
    QString file;
    QTimer timer;
    IoPool pool{AtEnd::Drain};
};

SettingsService::SettingsService(QString file, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(file)))
{
    auto read = readSettings(d->file);
    if (read) {
        m_settings = *std::move(read);
        return;
    }
    m_problem = read.error();
    setAside(d->file);
}

SettingsService::~SettingsService()
{
    if (d->timer.isActive()) d->write();
}

void SettingsService::set(const Settings &settings)
{
    if (settings == m_settings) return;
    m_settings = settings;
    // Not restarted by the next change: a slider dragged for a minute is still written every 300 ms.
    if (!d->timer.isActive()) d->timer.start();
    Q_EMIT changed(m_settings);
}

} // namespace sotto
