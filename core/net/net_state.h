#pragma once

#include "core/net/net_ledger.h"
#include "core/net/net_rules.h"

#include <map>

namespace sotto {

/// What all gates of a program share: the rules in force, the tokens, the ledger. Gates on other threads hear of
/// changes by the signal. Thread: GUI, but for the functions that say otherwise.
class NetState final : public QObject {
    Q_OBJECT
public:
    /// Kept requests go to `ledgerFile`; see NetLedger.
    NetState(const QString &ledgerFile, std::shared_ptr<const Clock> clock, QObject *parent = nullptr);

    /// Thread: any.
    [[nodiscard]] NetRules rules() const;
    void setRules(const NetRules &rules);

    /// Sent to the service's own origin alone; empty: none. Thread: any.
    [[nodiscard]] QByteArray token(NetService service) const;
    void setToken(NetService service, const QByteArray &token);

    [[nodiscard]] NetLedger &ledger() { return m_ledger; }

Q_SIGNALS:
    void rulesChanged();

private:
    mutable std::mutex m_mutex;
    NetRules m_rules;
    std::map<NetService, QByteArray> m_tokens;
    NetLedger m_ledger;
};

} // namespace sotto
