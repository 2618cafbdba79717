#include "tests/support/hostile_hub.h"

#include "tests/support/hub_connection.h"

#include <QCryptographicHash>
#include <QTcpServer>

#include <algorithm>

namespace sotto::test {
namespace {

HubBlob blobOf(const QByteArray &bytes)
{
    return {bytes, static_cast<std::uint64_t>(bytes.size()),
            QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()};
}

} // namespace

/// Both listening sockets; lives on the hub's thread.
class HostileHub::Servers final : public QObject {
public:
    explicit Servers(std::shared_ptr<State> state) : m_state(std::move(state)), m_hub(this), m_store(this)
    {
        listen(m_hub, false);
        listen(m_store, true);
        m_state->hubPort = m_hub.serverPort();
        m_state->storePort = m_store.serverPort();
    }

private:
    void listen(QTcpServer &server, bool isStore)
    {
        connect(&server, &QTcpServer::newConnection, this, [this, &server, isStore] {
            while (QTcpSocket *socket = server.nextPendingConnection())
                new HubConnection(socket, m_state, isStore); // the socket owns it
        });
        if (!server.listen(QHostAddress::LocalHost)) qFatal("no port to listen on");
    }

    std::shared_ptr<State> m_state;
    QTcpServer m_hub;
    QTcpServer m_store;
};

HostileHub::HostileHub() : m_state(std::make_shared<State>()), m_servers(std::make_unique<Servers>(m_state))
{
    m_servers->moveToThread(&m_thread);
    m_thread.start();
}

HostileHub::~HostileHub()
{
    // Sockets may only go on their own thread.
    const auto end = [this] {
        m_servers.release()->deleteLater();
        QThread::currentThread()->quit();
    };
    QMetaObject::invokeMethod(m_servers.get(), end, Qt::QueuedConnection);
    m_thread.wait();
}

QUrl HostileHub::url(const QString &host) const
{
    return QUrl(QStringLiteral("http://%1:%2").arg(host).arg(m_state->hubPort));
}

quint16 HostileHub::storePort() const
{
    return m_state->storePort;
}

void HostileHub::setStoreHost(const QByteArray &host)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->storeHost = host;
}

QByteArray HostileHub::addFile(const QString &model, const QString &path, const QByteArray &bytes)
{
    const HubBlob blob = blobOf(bytes);
    const std::scoped_lock lock(m_state->mutex);
    m_state->models[model].files[path] = blob;
    m_state->blobs[blob.digest] = blob;
    return blob.digest;
}

QByteArray HostileHub::addZeros(const QString &model, const QString &path, std::uint64_t size, const QByteArray &digest)
{
    const HubBlob blob{{}, size, digest};
    const std::scoped_lock lock(m_state->mutex);
    m_state->models[model].files[path] = blob;
    m_state->blobs[digest] = blob;
    return digest;
}

QByteArray HostileHub::addLayer(const QString &model, const QByteArray &kind, const QByteArray &bytes)
{
    const HubBlob blob = blobOf(bytes);
    const std::scoped_lock lock(m_state->mutex);
    m_state->manifests[model].append({kind, blob});
    m_state->blobs[blob.digest] = blob;
    return blob.digest;
}

void HostileHub::gate(const QString &model, const QByteArray &token)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->models[model].token = token;
}

void HostileHub::setPageSize(int files)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->pageSize = files;
}

void HostileHub::misbehave(HubPlace place, const HubMisbehaviour &how)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->troubles[place] = how;
}

void HostileHub::behave()
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->troubles.clear();
}

void HostileHub::expireLinks()
{
    const std::scoped_lock lock(m_state->mutex);
    ++m_state->epoch;
}

QList<HubRequest> HostileHub::requests() const
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->requests;
}

int HostileHub::count(HubPlace place) const
{
    const std::scoped_lock lock(m_state->mutex);
    const auto found = m_state->counts.find(place);
    return found != m_state->counts.end() ? found->second : 0;
}

bool HostileHub::storeSaw(const QByteArray &secret) const
{
    const QList<HubRequest> seen = requests();
    return std::ranges::any_of(seen, [&](const HubRequest &request) {
        if (!request.atStore) return false;
        return request.target.contains(secret) ||
               std::ranges::any_of(request.headers, [&](const QByteArray &value) { return value.contains(secret); });
    });
}

} // namespace sotto::test
