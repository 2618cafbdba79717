#pragma once

#include "core/net/host_resolver.h"
#include "core/net/net_exchange.h"
#include "core/net/net_state.h"

#include <chrono>
#include <functional>
#include <memory>

namespace sotto {

/// The one way to the network: nothing else in the program makes a request.
///
/// Each hop of each request is checked by the rules (net_rules.h), entered into the ledger, and connected to the very
/// address that was checked, so that a name cannot turn into another between the two. Redirects are followed here, not
/// by Qt, which would take the token along. No cookies, no cache, no compression, no HTTP/2.
/// Through a proxy the proxy looks names up, so only addresses written as numbers can be checked there.
/// Thread: the one it was made on, which needs an event loop; `state` may live on another and must outlive this.
class NetGate final : public QObject {
    Q_OBJECT
public:
    explicit NetGate(NetState &state, std::shared_ptr<HostResolver> resolver = systemResolver(),
                     QObject *parent = nullptr);
    ~NetGate() override;

    /// How long the other end may be silent; 30 s if never set. For exchanges that begin later.
    void setPatience(std::chrono::milliseconds patience);

    /// Begins a request. Its signals come from the event loop; destroying it ends it. Going offline ends it.
    [[nodiscard]] std::unique_ptr<NetExchange> start(const NetRequest &request);

    /// A whole small answer, whatever its status; more than `mostBytes` is an error. `done` is called once, unless
    /// `receiver` is gone by then. Errors: as NetExchange::finished; HostFailed for an answer that is too long.
    void fetch(const NetRequest &request, qint64 mostBytes, QObject *receiver,
               std::function<void(const Result<NetAnswer> &)> done);

private:
    friend class NetExchange;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sotto
