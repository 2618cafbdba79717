#include "tests/support/hub_connection.h"

#include <algorithm>

namespace sotto::test {
namespace {

constexpr qint64 kPiece = 256 * 1024;

QByteArray reason(int status)
{
    return status < 400 ? "Fine" : "Not so";
}

} // namespace

HubConnection::HubConnection(QTcpSocket *socket, std::shared_ptr<HostileHub::State> state, bool atStore)
    : QObject(socket), m_socket(socket), m_state(std::move(state)), m_atStore(atStore)
{
    m_drip.setInterval(20);
    connect(&m_drip, &QTimer::timeout, this, [this] { pump(); });
    connect(socket, &QTcpSocket::readyRead, this, [this] { read(); });
    connect(socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_busy && !m_drip.isActive() && m_socket->bytesToWrite() < kPiece) pump();
    });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void HubConnection::read()
{
    m_in += m_socket->readAll();
    const qsizetype end = m_in.indexOf("\r\n\r\n");
    if (m_busy || end < 0) return;
    const QList<QByteArray> lines = m_in.first(end).split('\n');
    m_in.remove(0, end + 4);
    const QList<QByteArray> words = lines.front().trimmed().split(' ');
    HubRequest request{m_atStore, words.value(0), words.value(1), {}};
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0) request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    handle(std::move(request));
}

void HubConnection::handle(HubRequest request)
{
    m_reply = m_state->answer(request);
    m_sent = 0;
    m_busy = true;
    if (m_reply.how.trouble == HubTrouble::Silent) return;
    if (m_reply.how.trouble == HubTrouble::Disconnect) return m_socket->abort();
    begin(request);
}

void HubConnection::begin(const HubRequest &request)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(m_reply.status) + ' ' + reason(m_reply.status) + "\r\n";
    for (const QByteArray &header : std::as_const(m_reply.headers))
        head += header + "\r\n";
    if (m_reply.tellLength)
        head += "Content-Length: " + QByteArray::number(static_cast<qulonglong>(m_reply.size)) + "\r\n";
    else
        head += "Connection: close\r\n";
    m_socket->write(head + "\r\n");
    if (request.method == "HEAD") return finishBody();
    if (m_reply.how.trouble == HubTrouble::Drip)
        m_drip.start();
    else
        pump();
}

void HubConnection::pump()
{
    const HubMisbehaviour &how = m_reply.how;
    std::uint64_t end = m_reply.size;
    const bool stops = how.trouble == HubTrouble::Truncate || how.trouble == HubTrouble::StallAfter;
    if (stops) end = std::min(end, static_cast<std::uint64_t>(how.number));
    const qint64 most = m_drip.isActive() ? 1 : kPiece;
    const auto left = static_cast<qint64>(end - std::min(m_sent, end));
    if (left > 0) {
        QByteArray bytes = m_reply.body.at(m_reply.from + m_sent, std::min(most, left));
        // Past the end of what there is: a body that is too long.
        if (bytes.isEmpty()) bytes = QByteArray(std::min(most, left), '!');
        if (how.trouble == HubTrouble::BadBytes) bytes[0] = static_cast<char>(bytes[0] ^ 0x55);
        m_sent += static_cast<std::uint64_t>(bytes.size());
        m_socket->write(bytes);
        return;
    }
    if (how.trouble == HubTrouble::StallAfter && end < m_reply.size) return;
    if (how.trouble == HubTrouble::Truncate && end < m_reply.size) return m_socket->disconnectFromHost();
    finishBody();
}

void HubConnection::finishBody()
{
    m_drip.stop();
    m_busy = false;
    if (!m_reply.tellLength) return m_socket->disconnectFromHost();
    if (!m_in.isEmpty()) read();
}

} // namespace sotto::test
