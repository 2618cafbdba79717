#include "core/downloads/download_job.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace sotto {

DownloadJob::DownloadJob(const FileTransfer::Tools &tools, DownloadRequest request, const DownloadRules &rules,
                         QObject *parent)
    : QObject(parent), m_tools(tools), m_rules(rules), m_speed(tools.clock),
      m_pool(std::make_unique<IoPool>(AtEnd::Cancel))
{
    m_state.key = request.key();
    m_state.bytesTotal = request.size();
    m_state.request = std::move(request);
    m_ticks.setInterval(100);
    connect(&m_ticks, &QTimer::timeout, this, &DownloadJob::tick);
}

DownloadJob::~DownloadJob()
{
    if (!isAtWork(m_state.phase)) return;
    closeFile();
    writeDown();
}

bool DownloadJob::to(DownloadEvent event)
{
    const auto next = nextPhase(m_state.phase, event);
    if (!next) return false;
    m_state.phase = *next;
    if (!isAtWork(*next)) m_ticks.stop();
    if (*next != DownloadPhase::Waiting && *next != DownloadPhase::Failed) m_state.error.reset();
    if (*next != DownloadPhase::Transferring) m_speed.reset();
    showProgress();
    return true;
}

void DownloadJob::begin()
{
    if (!to(DownloadEvent::Begin)) return;
    m_ticks.start();
    if (const Status opened = open(); !opened) return failWith(opened.error());
    if (m_staging->journal.committing) {
        if (to(DownloadEvent::Verified)) commit();
    } else if (to(DownloadEvent::Ready)) {
        nextFile();
    }
}

Status DownloadJob::open()
{
    auto staging = Staging::open(m_state.request, m_rules.disk);
    if (!staging) return fail(staging.error());
    m_staging = std::move(*staging);
    if (m_staging->journal.committing) return {};
    const Status ready =
        m_staging->checkTargets().and_then([this] { return m_staging->checkSpace(m_rules.margin); }).and_then([this] {
            return writeJournal(m_staging->journal);
        });
    if (!ready && m_staging->isEmpty()) m_staging->discard();
    return ready;
}

void DownloadJob::nextFile()
{
    if (m_index == m_state.request.files.size()) {
        // From Transferring where the last files were there already.
        if (m_state.phase == DownloadPhase::Transferring && !to(DownloadEvent::AllHere)) return;
        if (to(DownloadEvent::Verified)) commit();
        return;
    }
    m_begunAgain = false;
    if (m_staging->isThere(m_index)) {
        if (file().size > 0) hereOfFile().add({0, file().size - 1});
        ++m_index;
        return nextFile();
    }
    if (const Status opened = openFile(); !opened) failWith(opened.error());
}

Status DownloadJob::openFile()
{
    if (const Status room = m_staging->checkSpace(m_rules.margin); !room) return room;
    auto part = m_staging->openPart(m_index);
    if (!part) return fail(part.error());
    m_part = std::move(*part);
    if (const Status reserved = m_part->reserve(file().size); !reserved) return reserved;
    // Without a digest nobody could tell whether what is here is of the same version.
    if (!file().digest) hereOfFile().clear();
    beginHash();
    m_transfer = std::make_unique<FileTransfer>(m_tools, file(), m_part, hereOfFile(), m_rules.transfer);
    connect(m_transfer.get(), &FileTransfer::received, this, &DownloadJob::received);
    connect(m_transfer.get(), &FileTransfer::startedOver, this, &DownloadJob::spoilt);
    connect(m_transfer.get(), &FileTransfer::finished, this, &DownloadJob::transferred);
    connect(m_transfer.get(), &FileTransfer::goesOn, this, [this] { static_cast<void>(to(DownloadEvent::Retry)); });
    connect(m_transfer.get(), &FileTransfer::waits, this, [this](const Error &error) {
        m_state.error = error;
        static_cast<void>(to(DownloadEvent::Trouble));
    });
    m_transfer->start();
    return {};
}

void DownloadJob::received(quint64 bytes)
{
    m_speed.received(bytes);
    hereOfFile() = m_transfer->here();
}

/// What was there of this file counts for nothing: the digest begins anew too.
void DownloadJob::spoilt()
{
    hereOfFile().clear();
    beginHash();
}

void DownloadJob::beginHash()
{
    m_hash = std::make_unique<HashFollower>(*m_pool, m_part, file().size);
    connect(m_hash.get(), &HashFollower::finished, this, &DownloadJob::hashed);
    connect(m_hash.get(), &HashFollower::failed, this, [this](const Error &error) {
        if (error.code != ErrorCode::Cancelled) failWith(error);
    });
}

void DownloadJob::transferred(const Status &status)
{
    if (!status) return failWith(status.error());
    hereOfFile() = m_transfer->here();
    if (to(DownloadEvent::AllHere)) m_hash->follow(file().size);
}

void DownloadJob::hashed(const Digest &digest)
{
    if (m_state.phase != DownloadPhase::Verifying) return;
    if (file().digest && *file().digest != digest) {
        const std::string name = file().name.toStdString();
        const bool again = !m_begunAgain;
        m_begunAgain = true;
        hereOfFile().clear();
        closeFile();
        writeDown();
        if (!again) return failWith(Error(ErrorCode::DigestMismatch, name));
        if (!to(DownloadEvent::More)) return;
        if (const Status opened = openFile(); !opened) failWith(opened.error());
        return;
    }
    if (const Status synced = m_part->sync(); !synced) return failWith(synced.error());
    m_origins.append({m_index, FileOrigin{.source = m_state.request.source,
                                          .license = m_state.request.license,
                                          .commit = file().commit,
                                          .sha256 = digest.hex(),
                                          .verified = file().digest.has_value(),
                                          .bytes = file().size}});
    closeFile();
    writeDown();
    ++m_index;
    if (m_index == m_state.request.files.size()) return nextFile();
    if (to(DownloadEvent::More)) nextFile();
}

void DownloadJob::commit()
{
    const OriginStore origins(m_state.request.library);
    for (const auto &[index, origin] : std::as_const(m_origins))
        if (const Status kept = origins.remember(m_staging->target(index), origin); !kept)
            return failWith(kept.error());
    if (const Status committed = m_staging->commit(); !committed) return failWith(committed.error());
    m_staging.reset();
    m_state.bytesHere = m_state.bytesTotal;
    static_cast<void>(to(DownloadEvent::Committed));
}

void DownloadJob::pause()
{
    if (!nextPhase(m_state.phase, DownloadEvent::Pause)) return;
    closeFile();
    writeDown();
    m_staging.reset();
    static_cast<void>(to(DownloadEvent::Pause));
}

void DownloadJob::failWith(const Error &error)
{
    if (!isAtWork(m_state.phase)) return;
    closeFile();
    writeDown();
    m_staging.reset();
    m_state.error = error; // before the phase is told
    static_cast<void>(to(DownloadEvent::Fail));
}

/// They may be at work in this very call, so they go a turn later.
void DownloadJob::closeFile()
{
    if (m_transfer) {
        disconnect(m_transfer.get(), nullptr, this, nullptr);
        m_transfer->stop();
        m_transfer.release()->deleteLater();
    }
    if (m_hash) {
        disconnect(m_hash.get(), nullptr, this, nullptr);
        m_hash.release()->deleteLater();
    }
    if (m_part && m_staging && hereOfFile().total() > 0) static_cast<void>(m_part->sync());
    m_part.reset();
}

/// Here and now; where even that fails, the older journal stands, and more is fetched again.
void DownloadJob::writeDown()
{
    const std::scoped_lock lock(m_desk->mutex);
    ++m_desk->turn;
    if (m_staging && !m_staging->journal.committing) static_cast<void>(writeJournal(m_staging->journal));
}

void DownloadJob::tick()
{
    showProgress();
    if (m_transfer && m_hash) m_hash->follow(m_transfer->here().frontier());
    const Instant now = m_tools.clock->now();
    if (!m_part || m_writing || now - m_journaled < m_rules.journalEvery) return;
    m_journaled = now;
    m_writing = true;
    // First the bytes, then the word that they are there: a power cut between the two costs only time.
    const auto work = [part = m_part, journal = m_staging->journal, desk = m_desk,
                       turn = m_desk->turn.load()](const CancelToken &) -> Status {
        if (const Status synced = part->sync(); !synced) return synced;
        const std::scoped_lock lock(desk->mutex);
        return desk->turn == turn ? writeJournal(journal) : Status();
    };
    m_pool->run(this, work, [this](const Status &status) {
        m_writing = false;
        if (!status) failWith(status.error());
    });
}

void DownloadJob::showProgress()
{
    if (m_staging) {
        m_state.bytesHere = 0;
        for (const ByteRanges &here : m_staging->journal.here)
            m_state.bytesHere += here.total();
    }
    m_state.bytesPerSecond = m_state.phase == DownloadPhase::Transferring ? m_speed.bytesPerSecond() : std::nullopt;
    m_state.secondsLeft.reset();
    if (m_state.bytesPerSecond && *m_state.bytesPerSecond > 0)
        m_state.secondsLeft =
            static_cast<double>(m_state.bytesTotal - std::min(m_state.bytesTotal, m_state.bytesHere)) /
            *m_state.bytesPerSecond;
    Q_EMIT changed();
}

} // namespace sotto
