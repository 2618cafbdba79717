#include "core/text/format.h"

#include "base/bytes.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

#include <cmath>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

const QChar kUnknown = u'–';

QString number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

/// Three digits at most after rounding: 4.70, 47.0, 470.
int decimalsOfThreeDigits(double value)
{
    if (value < 9.995) return 2;
    return value < 99.95 ? 1 : 0;
}

/// One decimal below ten, none where it would be zero.
QString shortNumber(double value)
{
    const double tenths = std::round(value * 10) / 10;
    return number(tenths, tenths < 10 && tenths != std::floor(tenths) ? 1 : 0);
}

/// 3.1k, 8k, 1M. Contexts are multiples of 1024 and read in those; everything else is decimal.
QString thousands(std::uint64_t tokens)
{
    if (tokens < 1000) return QLocale().toString(static_cast<qulonglong>(tokens));
    const double base = tokens % 1024 == 0 ? 1024 : 1000;
    const double k = static_cast<double>(tokens) / base;
    if (std::round(k) < base)
        return QCoreApplication::translate("Format", "%1k", "thousand tokens").arg(shortNumber(k));
    return QCoreApplication::translate("Format", "%1M", "million tokens").arg(shortNumber(k / base));
}

QString clockTime(const QDateTime &moment)
{
    return moment.toString(QCoreApplication::translate("Format", "HH:mm", "time of day, as QDateTime takes it"));
}

QString dayOf(const QDate &day, const QDate &today)
{
    if (day == today) return QCoreApplication::translate("Format", "Today");
    if (day == today.addDays(-1)) return QCoreApplication::translate("Format", "Yesterday");
    const QString pattern =
        day.year() == today.year()
            ? QCoreApplication::translate("Format", "d MMMM", "day of this year, as QDate takes it")
            : QCoreApplication::translate("Format", "d MMMM yyyy", "day of another year, as QDate takes it");
    return QLocale().toString(day, pattern);
}

} // namespace

QString formatMemory(std::uint64_t bytes)
{
    const auto value = static_cast<double>(bytes);
    const double gib = value / static_cast<double>(GiB);
    const double mib = value / static_cast<double>(MiB);
    if (std::round(mib) >= 1024)
        return QCoreApplication::translate("Format", "%1 GiB").arg(number(gib, gib < 99.95 ? 1 : 0));
    if (bytes >= MiB) return QCoreApplication::translate("Format", "%1 MiB").arg(number(mib, 0));
    return QCoreApplication::translate("Format", "%1 KiB").arg(number(std::ceil(value / static_cast<double>(KiB)), 0));
}

QString formatFileSize(std::uint64_t bytes)
{
    const auto value = static_cast<double>(bytes);
    if (value >= 999.5e9)
        return QCoreApplication::translate("Format", "%1 TB")
            .arg(number(value / 1e12, decimalsOfThreeDigits(value / 1e12)));
    if (value >= 999.5e6)
        return QCoreApplication::translate("Format", "%1 GB")
            .arg(number(value / 1e9, decimalsOfThreeDigits(value / 1e9)));
    if (value >= 999.5e3) return QCoreApplication::translate("Format", "%1 MB").arg(shortNumber(value / 1e6));
    return QCoreApplication::translate("Format", "%1 kB").arg(number(std::ceil(value / 1e3), 0));
}

QString formatRate(double tokensPerSecond)
{
    if (!(tokensPerSecond > 0) || !std::isfinite(tokensPerSecond)) return kUnknown;
    return number(tokensPerSecond, tokensPerSecond < 99.95 ? 1 : 0);
}

QString formatTokens(int tokens)
{
    return tokens < 0 ? QString(kUnknown) : thousands(static_cast<std::uint64_t>(tokens));
}

QString formatSeconds(Duration duration)
{
    if (duration <= Duration::zero()) return kUnknown;
    const double seconds = std::chrono::duration<double>(duration).count();
    const auto inSeconds = [](const QString &text) {
        return QCoreApplication::translate("Format", "%1 s", "seconds").arg(text);
    };
    if (seconds < 0.005) return inSeconds(u'<' + number(0.01, 2));
    if (seconds < 0.095) return inSeconds(number(seconds, 2));
    if (seconds < 9.95) return inSeconds(number(seconds, 1));
    const auto whole = std::llround(seconds);
    if (whole < 60) return inSeconds(QLocale().toString(whole));
    if (whole < 3600)
        return QCoreApplication::translate("Format", "%1 min %2 s")
            .arg(QLocale().toString(whole / 60), QLocale().toString(whole % 60));
    return QCoreApplication::translate("Format", "%1 h %2 min")
        .arg(QLocale().toString(whole / 3600), QLocale().toString(whole % 3600 / 60));
}

QString formatFootnote(const Usage &usage)
{
    QStringList parts;
    if (usage.outputTokens > 0)
        parts += QCoreApplication::translate("Format", "%Ln tokens", nullptr, usage.outputTokens);
    if (const double rate = usage.tokensPerSecond(); rate > 0)
        parts += QCoreApplication::translate("Format", "%1 tok/s").arg(formatRate(rate));
    if (usage.timeToFirstToken > Duration::zero())
        parts += QCoreApplication::translate("Format", "first token %1").arg(formatSeconds(usage.timeToFirstToken));
    return parts.join(u" · "_s);
}

QString formatContext(std::uint32_t tokens)
{
    if (tokens == 0) return kUnknown;
    return QCoreApplication::translate("Format", "%1 context", "how much a model reads at once").arg(thousands(tokens));
}

QString formatParameters(std::uint64_t count)
{
    if (count == 0) return kUnknown;
    const auto value = static_cast<double>(count);
    if (value >= 999.5e9)
        return QCoreApplication::translate("Format", "%1 T", "trillion parameters").arg(shortNumber(value / 1e12));
    if (value >= 999.5e6)
        return QCoreApplication::translate("Format", "%1 B", "billion parameters").arg(shortNumber(value / 1e9));
    if (value >= 999.5e3)
        return QCoreApplication::translate("Format", "%1 M", "million parameters").arg(shortNumber(value / 1e6));
    return QCoreApplication::translate("Format", "%1 K", "thousand parameters").arg(shortNumber(value / 1e3));
}

QString formatMoment(std::int64_t unixMs, std::int64_t nowMs)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(unixMs);
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    return QCoreApplication::translate("Format", "%1, %2", "day, time")
        .arg(dayOf(moment.date(), today), clockTime(moment));
}

} // namespace sotto
