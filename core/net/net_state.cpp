#include "core/net/net_state.h"

namespace sotto {

NetState::NetState(const QString &ledgerFile, std::shared_ptr<const Clock> clock, QObject *parent)
    : QObject(parent), m_ledger(ledgerFile, std::move(clock))
{
}

NetRules NetState::rules() const
{
    const std::scoped_lock lock(m_mutex);
    return m_rules;
}

void NetState::setRules(const NetRules &rules)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (rules == m_rules) return;
        m_rules = rules;
    }
    Q_EMIT rulesChanged();
}

QByteArray NetState::token(NetService service) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_tokens.find(service);
    return found != m_tokens.end() ? found->second : QByteArray();
}

void NetState::setToken(NetService service, const QByteArray &token)
{
    const std::scoped_lock lock(m_mutex);
    m_tokens[service] = token;
}

} // namespace sotto
