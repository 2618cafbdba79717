#pragma once

#include <QJsonObject>
#include <QString>

namespace sotto {

/// Whether results are for people or one JSON object a line.
enum class OutputForm : std::uint8_t { Text, Json };

/// Standard output and standard error. Each call writes its text whole and at once; a JSON line is never written in
/// part, unless the other end is gone. After a failed write further ones do nothing.
class Terminal final {
public:
    Terminal();

    void text(const QString &text);
    void line(const QString &text) { this->text(text + u'\n'); }
    void json(const QJsonObject &object);
    /// For people only: figures, errors, progress. To standard error.
    void note(const QString &text) { noteText(text + u'\n'); }
    void noteText(const QString &text);

    /// Standard output has failed: somebody closed the pipe, or the disk is full.
    [[nodiscard]] bool outputFailed() const { return m_failure != 0; }
    /// The reader went away (as `head` does), which is no error worth a sentence.
    [[nodiscard]] bool readerLeft() const;
    /// What the system says about the failed write.
    [[nodiscard]] QString failureText() const;

    [[nodiscard]] static bool inputIsTerminal();
    [[nodiscard]] static bool errorsAreTerminal();

private:
    void write(const QByteArray &bytes);
    int m_failure = 0; ///< errno
};

} // namespace sotto
