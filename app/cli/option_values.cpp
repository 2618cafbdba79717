#include "app/cli/option_values.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sotto {

using namespace Qt::StringLiterals;

std::optional<qint64> OptionValues::integer(const QString &option, qint64 least, qint64 most)
{
    if (!isSet(option)) return std::nullopt;
    bool read = false;
    const qint64 value = text(option).toLongLong(&read);
    if (read && value >= least && value <= most) return value;
    refuse(QCoreApplication::translate("Cli", "--%1 takes a whole number from %2 to %3, not “%4”.")
               .arg(option, QString::number(least), QString::number(most), text(option)));
    return std::nullopt;
}

std::optional<float> OptionValues::number(const QString &option, double least, double most)
{
    if (!isSet(option)) return std::nullopt;
    bool read = false;
    const double value = QLocale::c().toDouble(text(option), &read);
    if (read && std::isfinite(value) && value >= least && value <= most) return static_cast<float>(value);
    refuse(QCoreApplication::translate("Cli", "--%1 takes a number from %2 to %3, not “%4”.")
               .arg(option, QString::number(least), QString::number(most), text(option)));
    return std::nullopt;
}

int OptionValues::choice(const QString &option, const QStringList &words)
{
    if (!isSet(option)) return -1;
    const qsizetype at = words.indexOf(text(option));
    if (at < 0)
        refuse(QCoreApplication::translate("Cli", "--%1 takes one of %2, not “%3”.")
                   .arg(option, words.join(QLatin1StringView(", ")), text(option)));
    return static_cast<int>(at);
}

qint64 OptionValues::id(const QString &text)
{
    bool read = false;
    const qint64 value = text.toLongLong(&read);
    if (read && value > 0) return value;
    refuse(QCoreApplication::translate("Cli", "“%1” is not the number of a chat; `sotto-cli history list` shows them.")
               .arg(text));
    return 0;
}

std::vector<LogitBias> OptionValues::logitBias(const QString &option)
{
    std::vector<LogitBias> all;
    for (const QString &text : m_parser.values(option)) {
        const qsizetype sign = text.indexOf(u'=');
        bool tokenRead = false;
        bool valueRead = false;
        const int token = text.first(std::max(sign, qsizetype{0})).toInt(&tokenRead);
        const QString written = text.sliced(sign + 1);
        const double value = written == u"-inf"_s ? -std::numeric_limits<double>::infinity()
                                                  : QLocale::c().toDouble(written, &valueRead);
        const bool isSound =
            tokenRead && token >= 0 && (written == u"-inf"_s || (valueRead && std::abs(value) <= 1000));
        if (!isSound) {
            refuse(QCoreApplication::translate(
                       "Cli", "--%1 takes a token and a number from -1000 to 1000, like 42=-5 or 42=-inf, not “%2”.")
                       .arg(option, text));
            return {};
        }
        all.push_back({token, static_cast<float>(value)});
    }
    return all;
}

std::vector<LoraAdapter> OptionValues::adapters(const QString &option)
{
    std::vector<LoraAdapter> all;
    for (const QString &text : m_parser.values(option)) {
        const qsizetype colon = text.lastIndexOf(u':');
        bool isScale = false;
        const double scale = colon < 0 ? 1.0 : QLocale::c().toDouble(text.sliced(colon + 1), &isScale);
        const QString file = isScale ? text.first(colon) : text;
        if (file.isEmpty() || (isScale && !(std::abs(scale) <= 100))) {
            refuse(QCoreApplication::translate(
                       "Cli", "--%1 takes a file and perhaps a scale from -100 to 100, like style.gguf:0.5, not “%2”.")
                       .arg(option, text));
            return {};
        }
        all.push_back({QFile::encodeName(file).toStdString(), isScale ? static_cast<float>(scale) : 1.0F});
    }
    return all;
}

void OptionValues::refuse(const QString &sentence)
{
    if (m_problem.isEmpty()) m_problem = sentence;
}

} // namespace sotto
