#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace sotto {

/// Standard input by lines, without a thread and without ever blocking the event loop: it is read when the system
/// says that something is there. One line is handed out for each next(), so an endless input does not pile up.
/// Thread: main.
class StdinReader final : public QObject {
    Q_OBJECT
public:
    explicit StdinReader(QObject *parent = nullptr);

    /// lineArrived() or ended() follows, once.
    void next();

    /// A line longer than this is cut there and the rest becomes the next one.
    static constexpr qsizetype kLongestLine = 16 * 1024 * 1024;

Q_SIGNALS:
    /// Without its line end; malformed UTF-8 becomes U+FFFD.
    void lineArrived(const QString &line);
    void ended();

private:
    void deliver();
    void read();

    QSocketNotifier m_notifier;
    QByteArray m_waiting;
    bool m_atEnd = false;
};

} // namespace sotto
