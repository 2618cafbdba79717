#pragma once

#include "base/result.h"
#include "core/net/net_types.h"

#include <QByteArray>

#include <functional>
#include <memory>

class QObject;

namespace sotto {

/// Where access tokens are kept. Results come later, on the thread of the receiver, unless that is gone.
class TokenStore {
public:
    virtual ~TokenStore() = default;
    /// Empty where none is kept. Errors: SecretsUnavailable.
    virtual void load(NetService service, QObject *receiver, std::function<void(const Result<QByteArray> &)> done) = 0;
    /// An empty token is forgotten. Errors: SecretsUnavailable (nothing was kept), InvalidRequest (no token at all).
    virtual void save(NetService service, const QByteArray &token, QObject *receiver,
                      std::function<void(const Status &)> done) = 0;
};

/// A token as a person pasted it: without space around it. Nothing where it has characters that no token has, a line
/// break among them, which could become a header of its own.
[[nodiscard]] std::optional<QByteArray> cleanToken(const QByteArray &pasted);

/// The system's keychain (Secret Service, KWallet, …). Where there is none it fails: nothing is ever written to a file
/// instead. Thread: GUI.
[[nodiscard]] std::unique_ptr<TokenStore> keychainTokens();

} // namespace sotto
