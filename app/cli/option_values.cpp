#include "app/cli/option_values.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace sotto {

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

qint64 OptionValues::id(const QString &text)
{
    bool read = false;
    const qint64 value = text.toLongLong(&read);
    if (read && value > 0) return value;
    refuse(QCoreApplication::translate("Cli", "“%1” is not the number of a chat; `sotto-cli history list` shows them.")
               .arg(text));
    return 0;
}

void OptionValues::refuse(const QString &sentence)
{
    if (m_problem.isEmpty()) m_problem = sentence;
}

} // namespace sotto
