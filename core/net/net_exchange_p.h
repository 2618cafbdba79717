#pragma once

#include "core/net/net_exchange.h"
#include "core/net/net_gate_p.h"

#include <QHostAddress>
#include <QNetworkReply>
#include <QTimer>

namespace sotto {

/// The way of one request through its hops.
class NetExchange::Private {
public:
    Private(NetGate::Private &through, NetRequest asked);
    ~Private();

    void attach(NetExchange *owner);
    void goTo(const QUrl &url);
    void end(const Status &status);

    NetGate::Private &gate;
    NetExchange *q = nullptr;
    NetRequest request;
    NetHead head;
    std::unique_ptr<QNetworkReply> reply;
    bool ended = false;

private:
    void looked(const QUrl &url, const QList<QHostAddress> &found);
    void connectTo(const QUrl &url, const QHostAddress &address);
    void send(QNetworkAccessManager &manager, const QUrl &url, const QNetworkRequest &made);
    [[nodiscard]] QNetworkRequest make(const QUrl &url) const;
    void headCame();
    void replyEnded();
    [[nodiscard]] NetHead readHead() const;
    void leaveReply();
    void closeEntry();
    friend class NetExchange;

    QUrl m_start; ///< Where the chain of redirects began.
    QUrl m_at;    ///< The address of this hop, with its name.
    int m_hops = 0;
    bool m_mayCarryToken = true; ///< Until the first hop to another origin.
    bool m_headTold = false;
    QList<QHostAddress> m_others; ///< To try where the first address does not answer.
    std::int64_t m_entry = 0;     ///< In the ledger; 0: none open.
    std::uint64_t m_up = 0;
    std::uint64_t m_headBytes = 0;
    std::uint64_t m_body = 0;
    QTimer m_patience;
};

} // namespace sotto
