#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <memory>

class QHostAddress;
class QObject;

namespace sotto {

/// Looks up what addresses a name has, behind a port so that tests need no name server.
class HostResolver {
public:
    using Done = std::function<void(const QList<QHostAddress> &)>;

    virtual ~HostResolver() = default;
    /// Calls `done` later, on the receiver's thread and while it lives; with nothing where there is no such name.
    virtual void resolve(const QString &host, QObject *receiver, Done done) = 0;
};

/// The system's own. Thread: any.
[[nodiscard]] std::shared_ptr<HostResolver> systemResolver();

} // namespace sotto
