#pragma once

#include "core/net/host_resolver.h"

#include <QHash>
#include <QHostAddress>

namespace sotto::test {

/// Names and what they stand for, as a test wants it. Thread: read on any once set.
class FakeResolver final : public HostResolver {
public:
    QHash<QString, QList<QHostAddress>> names;

    void resolve(const QString &host, QObject *receiver, Done done) override
    {
        QMetaObject::invokeMethod(
            receiver, [done = std::move(done), found = names.value(host)] { done(found); }, Qt::QueuedConnection);
    }
};

} // namespace sotto::test
