#include "core/net/net_rules.h"

#include "core/settings/settings.h"

#include <QHostAddress>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

const QUrl &original(NetService service)
{
    static const QUrl hub(u"https://huggingface.co"_s);
    static const QUrl ollama(u"https://registry.ollama.ai"_s);
    static const QUrl none;
    switch (service) {
    case NetService::Hub: return hub;
    case NetService::Ollama: return ollama;
    case NetService::Link: break;
    }
    return none;
}

/// Where the originals send for the bytes of files; hosts below these too.
QStringList storesOf(NetService service)
{
    switch (service) {
    case NetService::Hub: return {u"huggingface.co"_s, u"hf.co"_s};
    case NetService::Ollama: return {u"ollama.ai"_s, u"ollama.com"_s, u"r2.cloudflarestorage.com"_s};
    case NetService::Link: break;
    }
    return {};
}

bool isAtOrBelow(const QString &host, const QString &top)
{
    return host == top || (host.endsWith(u'.' + top) && QHostAddress(top).isNull());
}

/// The mirror that the person set for this service, where the request began at it.
QUrl mirrorOf(const NetRules &rules, NetService service, const QUrl &start)
{
    const QUrl endpoint = endpointOf(rules, service);
    const bool set = service != NetService::Link && !sameOrigin(endpoint, original(service));
    return set && sameOrigin(start, endpoint) ? endpoint : QUrl();
}

std::unexpected<Error> refuse(const QUrl &url, std::string why)
{
    return fail(ErrorCode::NetworkRefused, url.host().toStdString(), std::move(why));
}

bool inAny(const QHostAddress &address, std::initializer_list<const char *> networks)
{
    return std::ranges::any_of(networks, [&](const char *network) {
        return address.isInSubnet(QHostAddress::parseSubnet(QLatin1StringView(network)));
    });
}

bool isPublicV4(const QHostAddress &address)
{
    return !inAny(address, {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
                            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
}

/// The IPv4 address in the last four bytes of an IPv6 one.
QHostAddress lastFour(const QHostAddress &address)
{
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    quint32 v4 = 0;
    for (int i = 12; i < 16; ++i)
        v4 = (v4 << 8U) | bytes[i];
    return QHostAddress(v4);
}

} // namespace

QUrl mirrorFromText(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) return {};
    QUrl url(trimmed.contains(u"://"_s) ? trimmed : u"https://"_s + trimmed, QUrl::StrictMode);
    const bool web = url.scheme() == u"https"_s || url.scheme() == u"http"_s;
    if (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty()) return {};
    url.setQuery(QString());
    url.setFragment(QString());
    return url.adjusted(QUrl::StripTrailingSlash);
}

NetRules rulesOf(const Settings &settings)
{
    return {.offline = settings.offline,
            .hub = mirrorFromText(settings.hubMirror),
            .ollama = mirrorFromText(settings.ollamaMirror),
            .proxy = {settings.proxyMode, settings.proxyHost, settings.proxyPort}};
}

NetRules withEnvironment(NetRules base)
{
    if (const QUrl hub = mirrorFromText(qEnvironmentVariable("HF_ENDPOINT")); hub.isValid()) base.hub = hub;
    if (const QUrl ollama = mirrorFromText(qEnvironmentVariable("OLLAMA_REGISTRY")); ollama.isValid())
        base.ollama = ollama;
    return base;
}

QUrl endpointOf(const NetRules &rules, NetService service)
{
    const QUrl &set = service == NetService::Hub ? rules.hub : rules.ollama;
    return service != NetService::Link && !set.isEmpty() ? set : original(service);
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto portOf = [](const QUrl &url) { return url.port(url.scheme() == u"https"_s ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

Status checkAddress(const NetRules &rules, NetService service, const QUrl &start, const QUrl &url)
{
    if (rules.offline) return fail(ErrorCode::NetworkOff);
    if (!url.isValid() || url.host().isEmpty()) return refuse(url, "not an address");
    if (!url.userInfo().isEmpty()) return refuse(url, "a name or password in the address");
    const QUrl mirror = mirrorOf(rules, service, start);
    const bool plainAllowed = mirror.scheme() == u"http"_s;
    if (url.scheme() != u"https"_s && !(plainAllowed && url.scheme() == u"http"_s)) return refuse(url, "not https");
    if (service == NetService::Link) return {};
    QStringList hosts = storesOf(service);
    hosts.append(endpointOf(rules, service).host());
    if (!std::ranges::any_of(hosts, [&](const QString &top) { return isAtOrBelow(url.host(), top); }))
        return refuse(url, "not one of the service's hosts");
    return {};
}

Status checkHost(const NetRules &rules, NetService service, const QUrl &start, const QUrl &url,
                 const QHostAddress &address)
{
    const QUrl mirror = mirrorOf(rules, service, start);
    if (isPublicAddress(address) || (mirror.isValid() && isAtOrBelow(url.host(), mirror.host()))) return {};
    return refuse(url, "not a public address: " + address.toString().toStdString());
}

bool isPublicAddress(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) return isPublicV4(address);
    if (address.protocol() != QAbstractSocket::IPv6Protocol) return false;
    if (inAny(address, {"::ffff:0:0/96", "64:ff9b::/96"})) return isPublicV4(lastFour(address));
    return inAny(address, {"2000::/3"}) && !inAny(address, {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
}

} // namespace sotto
