#include "app/cli/terminal.h"

#include <QJsonDocument>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace sotto {

Terminal::Terminal()
{
    // A reader that leaves must be seen as a failed write, not end the program with a chat half kept.
    std::signal(SIGPIPE, SIG_IGN);
}

void Terminal::text(const QString &text)
{
    write(text.toUtf8());
}

void Terminal::json(const QJsonObject &object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Terminal::noteText(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
}

bool Terminal::readerLeft() const
{
    return m_failure == EPIPE;
}

QString Terminal::failureText() const
{
    return qt_error_string(m_failure);
}

bool Terminal::inputIsTerminal()
{
    return isatty(STDIN_FILENO) == 1;
}

bool Terminal::errorsAreTerminal()
{
    return isatty(STDERR_FILENO) == 1;
}

void Terminal::write(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (m_failure == 0 && done < bytes.size()) {
        const ssize_t written =
            ::write(STDOUT_FILENO, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (written >= 0)
            done += written;
        else if (errno != EINTR)
            m_failure = errno;
    }
}

} // namespace sotto
