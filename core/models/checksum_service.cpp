#include "core/models/checksum_service.h"

#include "core/jobs/io_pool.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr qint64 kPiece = 1 << 20;
constexpr auto kProgressEvery = 100ms;

QStringList partsOf(const ModelFile &model)
{
    QStringList files;
    for (const std::filesystem::path &part : model.spec.parts)
        files.append(QFile::decodeName(QByteArray::fromStdString(part.native())));
    return files.isEmpty() ? QStringList{model.path} : files;
}

/// Size and time of the files as they are now, without digests.
FileChecksum looksOf(const QStringList &files)
{
    FileChecksum looks;
    for (const QString &file : files) {
        const QFileInfo info(file);
        looks.bytes += info.size();
        looks.changedMs = std::max(looks.changedMs, info.lastModified().toMSecsSinceEpoch());
    }
    return looks;
}

Result<QString> digest(const QString &path, std::atomic<qint64> &done, const CancelToken &cancel)
{
    const std::string shown = QFileInfo(path).fileName().toStdString();
    QFile file(path);
    if (!file.exists()) return fail(ErrorCode::FileNotFound, shown);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, shown, file.errorString().toStdString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray piece(kPiece, Qt::Uninitialized);
    for (qint64 got = 0; (got = file.read(piece.data(), piece.size())) != 0; done += got) {
        if (got < 0) return fail(ErrorCode::FileUnreadable, shown, file.errorString().toStdString());
        if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        hash.addData(QByteArrayView(piece).first(got));
    }
    return QString::fromLatin1(hash.result().toHex());
}

Result<FileChecksum> digestAll(const QStringList &files, std::atomic<qint64> &done, const CancelToken &cancel)
{
    FileChecksum sum = looksOf(files);
    for (const QString &file : files) {
        auto hex = digest(file, done, cancel);
        if (!hex) return fail(hex.error());
        sum.sha256.append(*std::move(hex));
    }
    return sum;
}

} // namespace

struct ChecksumService::Job {
    std::atomic<qint64> done = 0;
    qint64 all = 0;
    CancelSource cancel;
};

class ChecksumService::Pools {
public:
    IoPool looking{AtEnd::Cancel};
    IoPool computing{AtEnd::Cancel}; // of its own, so that a look does not wait for 40 GB
};

ChecksumService::ChecksumService(ModelSettingsService &memory, const Clock &clock, QObject *parent)
    : QObject(parent), m_memory(memory), m_clock(clock), m_pools(std::make_unique<Pools>())
{
    m_progress.setInterval(kProgressEvery);
    connect(&m_progress, &QTimer::timeout, this, &ChecksumService::showProgress);
}

ChecksumService::~ChecksumService() = default;

void ChecksumService::set(const QString &path, const ChecksumState &state)
{
    if (m_states.contains(path) && m_states[path] == state) return;
    m_states.insert(path, state);
    Q_EMIT changed(path);
}

void ChecksumService::look(const ModelFile &model)
{
    if (m_jobs.contains(model.path)) return;
    const auto known = m_memory.checksumOf(model);
    if (!known) return set(model.path, {.phase = ChecksumState::Phase::NotChecked});
    const auto work = [files = partsOf(model)](const CancelToken &) { return looksOf(files); };
    m_pools->looking.run(this, work, [this, path = model.path, known = *known](const FileChecksum &now) {
        if (m_jobs.contains(path)) return;
        if (now.bytes == known.bytes && now.changedMs == known.changedMs)
            set(path, {.phase = ChecksumState::Phase::Known, .sum = known});
        else
            set(path, {.phase = ChecksumState::Phase::NotChecked});
    });
}

void ChecksumService::start(const ModelFile &model)
{
    if (m_jobs.contains(model.path)) return;
    const auto job = std::make_shared<Job>();
    job->all = static_cast<qint64>(std::max<std::uint64_t>(model.spec.fileBytes, 1));
    const auto work = [files = partsOf(model), job](const CancelToken &cancel) {
        return digestAll(files, job->done, cancel);
    };
    m_jobs.insert(model.path, job);
    m_progress.start();
    set(model.path, {.phase = ChecksumState::Phase::Running});
    job->cancel = m_pools->computing.run(this, work, [this, model, job](Result<FileChecksum> sum) {
        // Another job for the same file may have begun since this one was cancelled.
        if (m_jobs.value(model.path) != job) return;
        m_jobs.remove(model.path);
        if (m_jobs.isEmpty()) m_progress.stop();
        if (!sum) return set(model.path, {.phase = ChecksumState::Phase::Failed, .error = sum.error()});
        sum->computedMs = m_clock.unixMs();
        m_memory.setChecksum(model, *sum);
        set(model.path, {.phase = ChecksumState::Phase::Known, .sum = *std::move(sum)});
    });
}

void ChecksumService::cancel(const QString &path)
{
    const auto job = m_jobs.take(path);
    if (!job) return;
    job->cancel.cancel();
    if (m_jobs.isEmpty()) m_progress.stop();
    set(path, {.phase = ChecksumState::Phase::NotChecked});
}

void ChecksumService::showProgress()
{
    for (auto [path, job] : m_jobs.asKeyValueRange()) {
        const double fraction = std::min(1.0, static_cast<double>(job->done) / static_cast<double>(job->all));
        set(path, {.phase = ChecksumState::Phase::Running, .fraction = fraction});
    }
}

} // namespace sotto
