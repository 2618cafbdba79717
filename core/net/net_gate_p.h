#pragma once

#include "core/net/net_gate.h"

#include <QNetworkAccessManager>
#include <QSet>

namespace sotto {

class NetGate::Private {
public:
    Private(NetState &shared, std::shared_ptr<HostResolver> names);

    /// Whether a proxy stands between here and there.
    [[nodiscard]] bool usesProxy(const QUrl &url) const;
    [[nodiscard]] QNetworkAccessManager &managerFor(const QUrl &url);

    NetState &state;
    std::shared_ptr<HostResolver> resolver;
    std::chrono::milliseconds patience{30'000};
    QSet<NetExchange *> running;

private:
    QNetworkAccessManager m_direct;
    QNetworkAccessManager m_proxied;
};

} // namespace sotto
