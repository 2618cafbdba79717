#include "core/downloads/file_transfer.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr qint64 kRead = 256 * 1024;
/// The computer slept where the time of day went on by so much more than the time it was awake.
constexpr std::chrono::seconds kSlept{15};

std::string hostOf(const NetHead &head)
{
    return head.url.host().toStdString();
}

std::optional<std::uint64_t> number(const QByteArray &text)
{
    bool sound = false;
    const qulonglong value = text.toULongLong(&sound);
    return sound ? std::optional<std::uint64_t>(value) : std::nullopt;
}

/// A link of the store, not the source, may say so of a link that is too old.
bool meansExpired(int status)
{
    return status == 400 || status == 401 || status == 403 || status == 404 || status == 410;
}

} // namespace

struct FileTransfer::Worker {
    ByteRange piece;
    std::unique_ptr<NetExchange> exchange;
    std::uint64_t at = 0;  ///< Of the next byte.
    bool accepted = false; ///< The head is right.
    bool viaLocation = false;
    Instant windowBegan{};
    std::uint64_t windowBytes = 0;
};

FileTransfer::FileTransfer(const Tools &tools, RemoteFile file, std::shared_ptr<PartFile> part, ByteRanges here,
                           const TransferRules &rules, QObject *parent)
    : QObject(parent), m_tools(tools), m_file(std::move(file)), m_part(std::move(part)),
      m_plan(m_file.size, std::move(here), rules.pieceBytes, rules.parallel), m_rules(rules), m_retry(rules.retry)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        Q_EMIT goesOn();
        ask();
    });
    m_ticks.setInterval(m_rules.tick);
    connect(&m_ticks, &QTimer::timeout, this, &FileTransfer::tick);
}

FileTransfer::~FileTransfer() = default;

void FileTransfer::start()
{
    m_lastTick = m_tools.clock->now();
    m_lastUnixMs = m_tools.clock->unixMs();
    m_ticks.start();
    ask();
}

/// HEAD, without following to the store: what the source says of the file, and where its bytes are now.
void FileTransfer::ask()
{
    if (m_plan.complete()) return finish({});
    m_asking = m_tools.gate.start({.purpose = NetPurpose::Download,
                                   .service = m_file.service,
                                   .url = m_file.url,
                                   .headOnly = true,
                                   .followAway = m_file.service == NetService::Link});
    connect(m_asking.get(), &NetExchange::finished, this, [this](const Status &way) {
        NetExchange *exchange = m_asking.release();
        exchange->deleteLater();
        asked(exchange->head(), way);
    });
}

void FileTransfer::asked(const NetHead &head, const Status &way)
{
    if (m_ended) return;
    if (!way) return trouble(way.error());
    m_location = head.location();
    const bool noHead = head.status == 405 || head.status == 501;
    if (m_location.isEmpty() && !noHead) {
        if (const Status status = statusOf(head, m_file.name.toStdString()); !status) return trouble(status.error());
    }
    if (const Status same = checkSource(head); !same) return trouble(same.error());
    spawn();
}

/// Where no digest tells later on: all pieces must be of one version.
Status FileTransfer::checkTag(const NetHead &head)
{
    const QByteArray tag = head.header("etag");
    if (!m_tag.isEmpty() && tag != m_tag)
        return fail(ErrorCode::SourceChanged, m_file.name.toStdString(), "another tag");
    if (!m_file.digest && !tag.startsWith("W/")) m_tag = tag;
    return {};
}

Status FileTransfer::checkSource(const NetHead &head)
{
    const auto changed = [&](std::string why) {
        return fail(ErrorCode::SourceChanged, m_file.name.toStdString(), std::move(why));
    };
    if (m_file.service != NetService::Hub) return checkTag(head);
    QByteArray tag = head.header("x-linked-etag");
    if (tag.isEmpty()) tag = head.header("etag");
    if (tag.startsWith("W/")) tag.remove(0, 2);
    if (tag.startsWith('"') && tag.endsWith('"') && tag.size() > 1) tag = tag.sliced(1, tag.size() - 2);
    const auto digest = Digest::parse({tag.constData(), static_cast<std::size_t>(tag.size())});
    if (digest && m_file.digest && *digest != *m_file.digest) return changed("another digest");
    const auto size = number(head.header("x-linked-size"));
    if (size && *size != m_file.size) return changed("another size");
    const QByteArray commit = head.header("x-repo-commit");
    if (!commit.isEmpty() && !m_file.commit.isEmpty() && QString::fromLatin1(commit) != m_file.commit)
        return changed("another commit");
    return {};
}

void FileTransfer::spawn()
{
    if (m_ended || m_pause.isActive() || m_asking) return;
    while (const auto piece = m_plan.next())
        begin(*piece);
    if (m_workers.empty() && m_plan.complete()) finish({});
}

void FileTransfer::begin(const ByteRange &piece)
{
    auto worker = std::make_unique<Worker>();
    worker->piece = piece;
    worker->at = piece.first;
    worker->viaLocation = !m_location.isEmpty();
    worker->windowBegan = m_tools.clock->now();
    NetRequest request{.purpose = NetPurpose::Download, .service = m_file.service, .url = m_file.url};
    if (worker->viaLocation) {
        request.url = m_location;
        request.cameFrom = m_file.url;
    }
    if (!m_plan.inOnePiece()) {
        request.range = piece;
        request.ifRange = m_tag;
    }
    worker->exchange = m_tools.gate.start(request);
    Worker *at = worker.get();
    NetExchange *exchange = worker->exchange.get();
    m_workers.push_back(std::move(worker));
    connect(exchange, &NetExchange::headArrived, this, [this, at] { headCame(*at); });
    connect(exchange, &NetExchange::readyRead, this, [this, at] { take(*at); });
    connect(exchange, &NetExchange::finished, this, [this, at](const Status &way) { ended(*at, way); });
}

void FileTransfer::headCame(Worker &worker)
{
    const Status accepted = acceptHead(worker);
    if (accepted) {
        worker.accepted = true;
        return;
    }
    drop(worker);
    trouble(accepted.error());
}

Status FileTransfer::acceptHead(Worker &worker)
{
    const NetHead &head = worker.exchange->head();
    const std::string name = m_file.name.toStdString();
    if (worker.viaLocation && meansExpired(head.status))
        return fail(ErrorCode::HostFailed, hostOf(head), "the link expired");
    if (head.status == 416) return fail(ErrorCode::SourceChanged, name, "it is shorter now");
    if (const Status status = statusOf(head, name); !status) return status;
    if (head.status == 206 && !m_plan.inOnePiece()) {
        const auto told = parseContentRange(head.header("content-range"));
        if (told && told->range == worker.piece && told->whole == m_plan.size()) return {};
        if (told && told->whole != m_plan.size()) return fail(ErrorCode::SourceChanged, name, "another size");
        return fail(ErrorCode::HostFailed, hostOf(head), "other bytes than asked for");
    }
    if (head.status != 200) return fail(ErrorCode::HostFailed, hostOf(head), "HTTP " + std::to_string(head.status));
    if (head.contentLength().value_or(m_plan.size()) != m_plan.size())
        return fail(ErrorCode::SourceChanged, name, "another size");
    const bool wholeAnyway = m_plan.inOnePiece() || (worker.piece == ByteRange{0, m_plan.size() - 1});
    if (wholeAnyway) return {};
    // It ignores ranges. This very answer begins at 0, but was asked for by one of several: all begin again as one.
    m_plan.startOver();
    Q_EMIT startedOver();
    return fail(ErrorCode::HostFailed, hostOf(head), "ranges are ignored");
}

void FileTransfer::take(Worker &worker)
{
    if (m_ended || !worker.accepted) return;
    while (worker.at <= worker.piece.last) {
        const std::uint64_t left = worker.piece.last - worker.at + 1;
        const std::uint64_t allowed = std::min(left, m_tools.limiter.allowance());
        const QByteArray bytes =
            worker.exchange->read(static_cast<qint64>(std::min(allowed, static_cast<std::uint64_t>(kRead))));
        if (bytes.isEmpty()) return;
        const auto count = static_cast<std::uint64_t>(bytes.size());
        if (const Status wrote = m_part->writeAt(worker.at, bytes); !wrote) return finish(wrote);
        m_plan.received({worker.at, worker.at + count - 1});
        worker.at += count;
        worker.windowBytes += count;
        m_tools.limiter.took(count);
        m_retry.received(count);
        Q_EMIT received(count);
        if (m_ended) return;
    }
    // What comes behind the range belongs to nothing; the digest would not miss it, but the server is not to be
    // trusted.
    if (!worker.exchange->read(1).isEmpty()) {
        const std::string host = hostOf(worker.exchange->head());
        drop(worker);
        return trouble(Error(ErrorCode::HostFailed, host, "more bytes than asked for"));
    }
}

void FileTransfer::ended(Worker &worker, const Status &way)
{
    if (m_ended) return;
    // Held back by the limit: what is left in the buffer is taken by ticks, and this comes again by them.
    take(worker);
    const auto still = std::ranges::find(m_workers, &worker, &std::unique_ptr<Worker>::get);
    if (m_ended || still == m_workers.end()) return;
    const bool whole = worker.at > worker.piece.last;
    if (!whole && way && worker.accepted && m_tools.limiter.isLimiting()) {
        QTimer::singleShot(20, worker.exchange.get(), [this, at = &worker, way] { ended(*at, way); });
        return;
    }
    const std::string host = hostOf(worker.exchange->head());
    drop(worker);
    if (whole) return spawn();
    trouble(way ? Error(ErrorCode::HostUnreachable, host, "it ended too early") : way.error());
}

/// The exchange may be at work in this very call, so it goes a turn later.
void FileTransfer::drop(Worker &worker)
{
    const auto found = std::ranges::find(m_workers, &worker, &std::unique_ptr<Worker>::get);
    m_plan.released(worker.piece);
    disconnect(worker.exchange.get(), nullptr, this, nullptr);
    worker.exchange.release()->deleteLater();
    m_workers.erase(found);
}

void FileTransfer::dropAll()
{
    while (!m_workers.empty())
        drop(*m_workers.back());
    if (!m_asking) return;
    disconnect(m_asking.get(), nullptr, this, nullptr);
    m_asking.release()->deleteLater();
}

void FileTransfer::trouble(const Error &error)
{
    if (m_ended || m_pause.isActive()) return;
    const auto pause = m_retry.afterFailure(error);
    if (!pause) return finish(fail(error));
    // All begin again from the source: where one link expired or one connection broke, the others follow soon.
    dropAll();
    m_location.clear();
    Q_EMIT waits(error);
    m_pause.start(std::chrono::ceil<std::chrono::milliseconds>(*pause));
}

void FileTransfer::tick()
{
    const Instant now = m_tools.clock->now();
    const std::int64_t unixMs = m_tools.clock->unixMs();
    const auto awake = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastTick);
    const std::chrono::milliseconds passed(unixMs - m_lastUnixMs);
    m_lastTick = now;
    m_lastUnixMs = unixMs;
    if (m_pause.isActive()) return;
    if (passed - awake > kSlept) {
        dropAll();
        m_location.clear();
        return ask();
    }
    for (std::size_t i = 0; i < m_workers.size() && !m_ended; ++i) {
        Worker &worker = *m_workers[i];
        take(worker); // what the limit held back
        if (m_ended || i >= m_workers.size() || m_workers[i].get() != &worker) return;
        if (now - worker.windowBegan < m_rules.slowWindow) continue;
        const bool crawls = worker.windowBytes < m_rules.slowBytes && !m_tools.limiter.isLimiting();
        worker.windowBegan = now;
        worker.windowBytes = 0;
        if (crawls) return trouble(Error(ErrorCode::HostUnreachable, hostOf(worker.exchange->head()), "it crawls"));
    }
}

void FileTransfer::stop()
{
    m_ended = true;
    m_ticks.stop();
    m_pause.stop();
    dropAll();
}

void FileTransfer::finish(const Status &status)
{
    if (m_ended) return;
    stop();
    Q_EMIT finished(status);
}

} // namespace sotto
