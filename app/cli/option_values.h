#pragma once

#include "inference/model.h"
#include "inference/request.h"

#include <QCommandLineParser>
#include <QStringList>

#include <optional>
#include <vector>

namespace sotto {

/// Reads the values of a parsed command line and remembers the first that is wrong.
class OptionValues final {
public:
    explicit OptionValues(const QCommandLineParser &parser) : m_parser(parser) {}

    [[nodiscard]] bool isSet(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString text(const QString &option) const { return m_parser.value(option); }
    [[nodiscard]] std::optional<qint64> integer(const QString &option, qint64 least, qint64 most);
    [[nodiscard]] std::optional<float> number(const QString &option, double least, double most);
    /// The place of the word that was given among `words`; less than 0 where none was.
    [[nodiscard]] int choice(const QString &option, const QStringList &words);
    /// An id as the history shows it: a whole number above 0.
    [[nodiscard]] qint64 id(const QString &text);

    /// All values of an option like TOKEN=VALUE.
    [[nodiscard]] std::vector<LogitBias> logitBias(const QString &option);
    /// All values of an option like FILE or FILE:SCALE.
    [[nodiscard]] std::vector<LoraAdapter> adapters(const QString &option);

    /// What is wrong; empty where nothing is.
    [[nodiscard]] const QString &problem() const { return m_problem; }

private:
    void refuse(const QString &sentence);

    const QCommandLineParser &m_parser;
    QString m_problem;
};

} // namespace sotto
