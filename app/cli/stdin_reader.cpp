#include "app/cli/stdin_reader.h"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace sotto {

StdinReader::StdinReader(QObject *parent) : QObject(parent), m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &StdinReader::read);
}

void StdinReader::next()
{
    QMetaObject::invokeMethod(this, &StdinReader::deliver, Qt::QueuedConnection);
}

void StdinReader::deliver()
{
    const qsizetype newline = m_waiting.indexOf('\n');
    const bool whole = newline >= 0 || m_waiting.size() >= kLongestLine || (m_atEnd && !m_waiting.isEmpty());
    if (whole) {
        const qsizetype length = newline >= 0 ? newline : m_waiting.size();
        QByteArray line = m_waiting.first(length);
        m_waiting.remove(0, length + (newline >= 0 ? 1 : 0));
        if (line.endsWith('\r')) line.chop(1);
        Q_EMIT lineArrived(QString::fromUtf8(line));
    } else if (m_atEnd) {
        Q_EMIT ended();
    } else {
        m_notifier.setEnabled(true);
    }
}

void StdinReader::read()
{
    m_notifier.setEnabled(false);
    std::array<char, 65'536> buffer;
    const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got > 0)
        m_waiting.append(buffer.data(), got);
    else if (got == 0 || (errno != EINTR && errno != EAGAIN))
        m_atEnd = true;
    deliver();
}

} // namespace sotto
