#include "core/net/net_gate.h"

#include "core/net/net_exchange_p.h"
#include "core/net/net_gate_p.h"

#include <QNetworkProxy>
#include <QPointer>

namespace sotto {
namespace {

QList<QNetworkProxy> proxiesFor(const ProxyChoice &choice, const QNetworkProxyQuery &query)
{
    const auto port = static_cast<quint16>(choice.port);
    switch (choice.mode) {
    case ProxyMode::System: return QNetworkProxyFactory::systemProxyForQuery(query);
    case ProxyMode::Http: return {QNetworkProxy(QNetworkProxy::HttpProxy, choice.host, port)};
    case ProxyMode::Socks5: return {QNetworkProxy(QNetworkProxy::Socks5Proxy, choice.host, port)};
    case ProxyMode::None: break;
    }
    return {QNetworkProxy(QNetworkProxy::NoProxy)};
}

class RulesProxies final : public QNetworkProxyFactory {
public:
    explicit RulesProxies(const NetState &state) : m_state(state) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return proxiesFor(m_state.rules().proxy, query);
    }

private:
    const NetState &m_state;
};

std::unexpected<Error> tooLong(const NetHead &head)
{
    return fail(ErrorCode::HostFailed, head.url.host().toStdString(), "answer too long");
}

/// Gathers a small answer.
struct Gathering {
    std::unique_ptr<NetExchange> exchange;
    QByteArray body;
    bool tooLong = false;
};

} // namespace

NetGate::Private::Private(NetState &shared, std::shared_ptr<HostResolver> names)
    : state(shared), resolver(std::move(names))
{
    m_direct.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    m_proxied.setProxyFactory(new RulesProxies(state)); // the manager owns it
    for (QNetworkAccessManager *manager : {&m_direct, &m_proxied})
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

bool NetGate::Private::usesProxy(const QUrl &url) const
{
    const QList<QNetworkProxy> proxies = proxiesFor(state.rules().proxy, QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.front().type() != QNetworkProxy::NoProxy;
}

QNetworkAccessManager &NetGate::Private::managerFor(const QUrl &url)
{
    return usesProxy(url) ? m_proxied : m_direct;
}

NetGate::NetGate(NetState &state, std::shared_ptr<HostResolver> resolver, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(state, std::move(resolver)))
{
    connect(&state, &NetState::rulesChanged, this, [this] {
        if (!d->state.rules().offline) return;
        const QSet<NetExchange *> running = d->running;
        for (NetExchange *exchange : running)
            if (d->running.contains(exchange)) exchange->d->end(fail(ErrorCode::NetworkOff));
    });
}

NetGate::~NetGate()
{
    const QSet<NetExchange *> running = d->running;
    for (NetExchange *exchange : running) {
        if (!d->running.contains(exchange)) continue;
        exchange->d->reply.reset(); // it works through managers that go now
        exchange->d->end(fail(ErrorCode::Cancelled));
    }
}

void NetGate::setPatience(std::chrono::milliseconds patience)
{
    d->patience = patience;
}

std::unique_ptr<NetExchange> NetGate::start(const NetRequest &request)
{
    std::unique_ptr<NetExchange> exchange(new NetExchange(std::make_unique<NetExchange::Private>(*d, request)));
    d->running.insert(exchange.get());
    QMetaObject::invokeMethod(
        exchange.get(),
        [begun = exchange.get()] {
            if (!begun->d->ended) begun->d->goTo(begun->d->request.url);
        },
        Qt::QueuedConnection);
    return exchange;
}

void NetGate::fetch(const NetRequest &request, qint64 mostBytes, QObject *receiver,
                    std::function<void(const Result<NetAnswer> &)> done)
{
    auto gathering = std::make_shared<Gathering>();
    gathering->exchange = start(request);
    NetExchange *exchange = gathering->exchange.get();
    const auto take = [gathering = gathering.get(), exchange, mostBytes] {
        gathering->body += exchange->read(mostBytes + 1 - gathering->body.size());
        if (gathering->body.size() <= mostBytes) return;
        gathering->tooLong = true;
        exchange->d->end(tooLong(exchange->head()));
    };
    connect(exchange, &NetExchange::readyRead, exchange, take);
    connect(exchange, &NetExchange::finished, exchange,
            [gathering, take, receiver = QPointer<QObject>(receiver), done = std::move(done)](const Status &status) {
                if (status) take();
                Result<NetAnswer> answer =
                    status.transform([&] { return NetAnswer{gathering->exchange->head(), gathering->body}; });
                if (gathering->tooLong) answer = tooLong(gathering->exchange->head());
                // The exchange is at work in this very call, so it goes a turn later, and this connection with it.
                gathering->exchange.release()->deleteLater();
                if (receiver) done(answer);
            });
}

} // namespace sotto
