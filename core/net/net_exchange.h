#pragma once

#include "core/net/net_types.h"

#include <QObject>

#include <memory>

namespace sotto {

class NetGate;

/// One request under way; see NetGate. What arrives is kept back until it is read, half a MiB at most, so a slow reader
/// slows the sender. Thread: the gate's.
class NetExchange final : public QObject {
    Q_OBJECT
public:
    ~NetExchange() override;

    /// Of the answer, once headArrived() was said.
    [[nodiscard]] const NetHead &head() const;
    [[nodiscard]] QByteArray read(qint64 most);

Q_SIGNALS:
    /// The answer begins: not a redirect that is followed. Any status.
    void headArrived();
    void readyRead();
    /// Once, at the end; what was not read yet can still be read. Only what happened on the way counts, not the status.
    /// Errors: NetworkOff, NetworkRefused, HostUnreachable (no connection, silence, or an end too early), HostFailed.
    void finished(const sotto::Status &status);

private:
    friend class NetGate;
    class Private;
    explicit NetExchange(std::unique_ptr<Private> parts);
    std::unique_ptr<Private> d;
};

} // namespace sotto
