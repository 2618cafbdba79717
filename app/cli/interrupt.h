#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace sotto {

/// Ctrl+C (SIGINT) and a polite request to end (SIGTERM) as signals of the event loop. One at a time in a program.
/// Thread: main.
class Interrupt final : public QObject {
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

Q_SIGNALS:
    void interrupted(); ///< SIGINT
    void terminated();  ///< SIGTERM

private:
    void read();
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sotto
