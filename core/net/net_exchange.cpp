#include "core/net/net_exchange.h"

#include "core/net/net_exchange_p.h"

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr int kMostHops = 10;
constexpr qint64 kReadAhead = 512 * 1024;
constexpr qsizetype kMostHeaders = 200;

std::string hostOf(const QUrl &url)
{
    return url.host().toStdString();
}

/// An IPv6 address stands in brackets in a Host field.
QByteArray hostField(const QUrl &url)
{
    QString host = url.host(QUrl::FullyEncoded);
    if (host.contains(u':') && !host.startsWith(u'[')) host = u'[' + host + u']';
    return (url.port() < 0 ? host : host + u':' + QString::number(url.port())).toLatin1();
}

/// Why no answer came, of what can be mended by trying another address or later.
bool neverConnected(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::TimeoutError || error == QNetworkReply::UnknownNetworkError ||
           error == QNetworkReply::TemporaryNetworkFailureError;
}

} // namespace

NetExchange::Private::Private(NetGate::Private &through, NetRequest asked)
    : gate(through), request(std::move(asked)), m_start(request.cameFrom.isEmpty() ? request.url : request.cameFrom)
{
    m_mayCarryToken = request.cameFrom.isEmpty() || sameOrigin(request.cameFrom, request.url);
    m_patience.setSingleShot(true);
    m_patience.setInterval(gate.patience);
}

NetExchange::Private::~Private()
{
    closeEntry();
}

void NetExchange::Private::attach(NetExchange *owner)
{
    q = owner;
    QObject::connect(&m_patience, &QTimer::timeout, q, [this] {
        // Bytes that wait to be read are the reader's delay, not the sender's.
        if (reply && reply->bytesAvailable() > 0)
            m_patience.start();
        else
            end(fail(ErrorCode::HostUnreachable, hostOf(m_at), "silent for too long"));
    });
}

void NetExchange::Private::goTo(const QUrl &url)
{
    m_at = url;
    if (++m_hops > kMostHops) return end(fail(ErrorCode::NetworkRefused, hostOf(url), "redirected too often"));
    const Status allowed = checkAddress(gate.state.rules(), request.service, m_start, url);
    if (!allowed) return end(allowed);
    m_patience.start();
    if (const QHostAddress literal(url.host()); !literal.isNull()) return looked(url, {literal});
    if (gate.usesProxy(url)) return send(gate.managerFor(url), url, make(url));
    gate.resolver->resolve(url.host(), q, [this, url](const QList<QHostAddress> &found) {
        if (!ended) looked(url, found);
    });
}

void NetExchange::Private::looked(const QUrl &url, const QList<QHostAddress> &found)
{
    if (found.isEmpty()) return end(fail(ErrorCode::HostUnreachable, hostOf(url), "no such name"));
    const NetRules rules = gate.state.rules();
    QList<QHostAddress> good;
    Status refused;
    for (const QHostAddress &address : found) {
        const Status allowed = checkHost(rules, request.service, m_start, url, address);
        if (allowed)
            good.append(address);
        else
            refused = allowed;
    }
    if (good.isEmpty()) return end(refused);
    m_others = good;
    connectTo(url, m_others.takeFirst());
}

/// To the address that was checked, by its number: the name is not looked up a second time.
void NetExchange::Private::connectTo(const QUrl &url, const QHostAddress &address)
{
    QUrl pinned = url;
    if (!gate.usesProxy(url)) pinned.setHost(address.toString());
    QNetworkRequest made = make(pinned);
    made.setRawHeader("Host", hostField(url));
    made.setPeerVerifyName(url.host());
    send(gate.managerFor(url), url, made);
}

QNetworkRequest NetExchange::Private::make(const QUrl &url) const
{
    QNetworkRequest made(url);
    made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    made.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    made.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    made.setRawHeader("Accept-Encoding", "identity");
    made.setRawHeader("Accept-Language", "en");
    made.setRawHeader("User-Agent", "sotto");
    if (!request.accept.isEmpty()) made.setRawHeader("Accept", request.accept);
    if (request.range)
        made.setRawHeader("Range", "bytes=" + QByteArray::number(static_cast<qulonglong>(request.range->first)) + '-' +
                                       QByteArray::number(static_cast<qulonglong>(request.range->last)));
    if (!request.ifRange.isEmpty()) made.setRawHeader("If-Range", request.ifRange);
    const QByteArray token = gate.state.token(request.service);
    if (m_mayCarryToken && !token.isEmpty() && sameOrigin(m_at, endpointOf(gate.state.rules(), request.service)))
        made.setRawHeader("Authorization", "Bearer " + token);
    return made;
}

void NetExchange::Private::send(QNetworkAccessManager &manager, const QUrl &url, const QNetworkRequest &made)
{
    m_entry = gate.state.ledger().begin(request.purpose, url);
    m_up = static_cast<std::uint64_t>(url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority).size()) + 16;
    for (const QByteArray &name : made.rawHeaderList())
        m_up += static_cast<std::uint64_t>(name.size() + made.rawHeader(name).size() + 4);
    reply.reset(request.headOnly ? manager.head(made) : manager.get(made));
    reply->setParent(nullptr);
    reply->setReadBufferSize(kReadAhead);
    QObject::connect(reply.get(), &QNetworkReply::metaDataChanged, q, [this] { headCame(); });
    QObject::connect(reply.get(), &QNetworkReply::readyRead, q, [this] {
        m_patience.start();
        if (m_headTold) Q_EMIT q->readyRead();
    });
    QObject::connect(reply.get(), &QNetworkReply::finished, q, [this] { replyEnded(); });
}

NetHead NetExchange::Private::readHead() const
{
    NetHead read;
    read.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    read.url = m_at;
    for (const auto &[name, value] : reply->rawHeaderPairs())
        if (read.headers.size() < kMostHeaders) read.headers.emplaceBack(name.toLower(), value);
    return read;
}

void NetExchange::Private::headCame()
{
    if (m_headTold || ended) return;
    m_patience.start();
    head = readHead();
    if (head.status == 0) return;
    for (const auto &[name, value] : std::as_const(head.headers))
        m_headBytes += static_cast<std::uint64_t>(name.size() + value.size() + 4);
    const QUrl next = head.location();
    const bool away = !sameOrigin(next, m_at);
    if (next.isValid() && (request.followAway || !away)) {
        leaveReply();
        if (away) m_mayCarryToken = false;
        m_others.clear();
        return goTo(next);
    }
    if (const QByteArray encoding = head.header("content-encoding"); !encoding.isEmpty() && encoding != "identity")
        return end(fail(ErrorCode::HostFailed, hostOf(m_at), "compressed although that was not allowed"));
    m_headTold = true;
    Q_EMIT q->headArrived();
}

void NetExchange::Private::replyEnded()
{
    if (ended || !reply) return;
    headCame();
    if (ended || !reply || !reply->isFinished()) return;
    const QNetworkReply::NetworkError error = reply->error();
    if (!m_headTold && neverConnected(error) && !m_others.isEmpty()) {
        leaveReply();
        return connectTo(m_at, m_others.takeFirst());
    }
    if (m_headTold && (error == QNetworkReply::NoError || head.status >= 300)) return end({});
    end(fail(ErrorCode::HostUnreachable, hostOf(m_at), reply->errorString().toStdString()));
}

/// It is at work in this very call, so it goes a turn later.
void NetExchange::Private::leaveReply()
{
    closeEntry();
    QObject::disconnect(reply.get(), nullptr, q, nullptr);
    reply.release()->deleteLater();
}

void NetExchange::Private::closeEntry()
{
    if (m_entry == 0) return;
    gate.state.ledger().end(m_entry, m_up, m_headBytes + m_body);
    m_entry = 0;
    m_headBytes = 0;
    m_body = 0;
}

void NetExchange::Private::end(const Status &status)
{
    if (ended) return;
    ended = true;
    m_patience.stop();
    gate.running.remove(q);
    if (reply) QObject::disconnect(reply.get(), nullptr, q, nullptr);
    if (!status && reply) reply->abort();
    // What was not read yet is counted as read: it has come over the network.
    if (reply) m_body += static_cast<std::uint64_t>(reply->bytesAvailable());
    closeEntry();
    Q_EMIT q->finished(status);
}

NetExchange::NetExchange(std::unique_ptr<Private> parts) : d(std::move(parts))
{
    d->attach(this);
}

NetExchange::~NetExchange()
{
    if (d->ended) return;
    d->ended = true;
    d->gate.running.remove(this);
    if (!d->reply) return;
    disconnect(d->reply.get(), nullptr, this, nullptr);
    d->reply->abort();
}

const NetHead &NetExchange::head() const
{
    return d->head;
}

QByteArray NetExchange::read(qint64 most)
{
    if (!d->reply || !d->reply->isOpen() || most <= 0) return {};
    QByteArray bytes = d->reply->read(most);
    d->m_body += static_cast<std::uint64_t>(bytes.size());
    return bytes;
}

} // namespace sotto
