#include "core/net/host_resolver.h"

#include <QHostAddress>
#include <QHostInfo>

namespace sotto {
namespace {

class SystemResolver final : public HostResolver {
public:
    void resolve(const QString &host, QObject *receiver, Done done) override
    {
        QHostInfo::lookupHost(host, receiver,
                              [done = std::move(done)](const QHostInfo &info) { done(info.addresses()); });
    }
};

} // namespace

std::shared_ptr<HostResolver> systemResolver()
{
    return std::make_shared<SystemResolver>();
}

} // namespace sotto
