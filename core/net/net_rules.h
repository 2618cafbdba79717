#pragma once

#include "core/net/net_types.h"
#include "core/net/proxy_choice.h"

#include <QString>

class QHostAddress;

namespace sotto {

struct Settings;

/// Where the program may go. A value; NetState holds the one in force.
struct NetRules {
    bool offline = true; ///< Nothing at all leaves.
    QUrl hub{};          ///< A mirror of Hugging Face that the person set; empty: the original.
    QUrl ollama{};       ///< The same for Ollama's registry.
    ProxyChoice proxy{};

    bool operator==(const NetRules &) const = default;
};

/// A mirror's address as a person or a variable writes it ("https://hub.example", "hub.example:8080"): scheme, host,
/// port and path, without anything else. Empty where it is no http(s) address.
[[nodiscard]] QUrl mirrorFromText(const QString &text);

/// What the person set.
[[nodiscard]] NetRules rulesOf(const Settings &settings);

/// `base` with the mirrors that HF_ENDPOINT and OLLAMA_REGISTRY name, where they are set.
[[nodiscard]] NetRules withEnvironment(NetRules base);

/// The service's address, without a slash at the end; empty for NetService::Link.
[[nodiscard]] QUrl endpointOf(const NetRules &rules, NetService service);

/// Scheme, host and port are the same.
[[nodiscard]] bool sameOrigin(const QUrl &a, const QUrl &b);

/// Whether a request of that service, which began at `start`, may go to `url`; before any name is looked up.
/// * https; http only where `start` is at a mirror that was set to be http itself.
/// * The service's own host, hosts below it, and the stores that the originals are known to send to. Of a link, any
///   host: it goes where the person pointed, without a token.
/// * Never a name and password in the address.
/// Errors: NetworkOff, NetworkRefused. Pure. Thread: any.
[[nodiscard]] Status checkAddress(const NetRules &rules, NetService service, const QUrl &start, const QUrl &url);

/// Whether that request may connect to what `url`'s name turned out to be: a public address; any other only where it
/// belongs to a mirror that the person set. Errors: NetworkRefused. Pure. Thread: any.
[[nodiscard]] Status checkHost(const NetRules &rules, NetService service, const QUrl &start, const QUrl &url,
                               const QHostAddress &address);

/// Not loopback, private, link-local, multicast, reserved or documentation, nor one of these inside an IPv6 address
/// (IANA special-purpose registries: RFC 6890 and its updates).
[[nodiscard]] bool isPublicAddress(const QHostAddress &address);

} // namespace sotto
