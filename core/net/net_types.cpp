#include "core/net/net_types.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace sotto {
namespace {

/// A whole number and nothing else.
std::optional<std::uint64_t> wholeNumber(QByteArrayView text)
{
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.begin(), text.end(), value);
    if (text.isEmpty() || problem != std::errc{} || end != text.end()) return std::nullopt;
    return value;
}

constexpr std::uint64_t kLongestWait = 3600;

} // namespace

QByteArray NetHead::header(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(headers, [name](const auto &header) { return header.first == name; });
    return found != headers.end() ? found->second : QByteArray();
}

std::optional<std::uint64_t> NetHead::contentLength() const
{
    return wholeNumber(header("content-length"));
}

QUrl NetHead::location() const
{
    const QByteArray text = header("location");
    if (status < 300 || status > 399 || text.isEmpty()) return {};
    return url.resolved(QUrl::fromEncoded(text, QUrl::StrictMode));
}

std::optional<ContentRange> parseContentRange(QByteArrayView text)
{
    constexpr QByteArrayView unit = "bytes ";
    if (!text.startsWith(unit)) return std::nullopt;
    text = text.sliced(unit.size());
    const qsizetype dash = text.indexOf('-');
    const qsizetype slash = text.indexOf('/');
    if (dash < 0 || slash < dash) return std::nullopt;
    const auto first = wholeNumber(text.first(dash));
    const auto last = wholeNumber(text.sliced(dash + 1, slash - dash - 1));
    const auto whole = wholeNumber(text.sliced(slash + 1));
    if (!first || !last || !whole || *first > *last || *last >= *whole) return std::nullopt;
    return ContentRange{{*first, *last}, *whole};
}

int secondsToWait(const NetHead &head)
{
    std::optional<std::uint64_t> seconds = wholeNumber(head.header("retry-after").trimmed());
    for (const QByteArray &part : head.header("ratelimit").split(';'))
        if (const QByteArray field = part.trimmed(); !seconds && field.startsWith("t="))
            seconds = wholeNumber(field.sliced(2));
    return static_cast<int>(std::min(seconds.value_or(0), kLongestWait));
}

Status statusOf(const NetHead &head, const std::string &about)
{
    if (head.status >= 200 && head.status < 300) return {};
    const QByteArray code = head.header("x-error-code");
    const std::string said = "HTTP " + std::to_string(head.status) + ' ' + code.toStdString();
    if (code == "GatedRepo") return fail(ErrorCode::AccessNeeded, about, said);
    if (code == "RepoNotFound" || code == "EntryNotFound" || code == "RevisionNotFound" || head.status == 404 ||
        head.status == 410)
        return fail(ErrorCode::NotOnHub, about, said);
    if (head.status == 401 || head.status == 403) return fail(ErrorCode::AccessNeeded, about, said);
    const bool busy = head.status == 429;
    Error error(busy ? ErrorCode::HostBusy : ErrorCode::HostFailed, head.url.host().toStdString(), said);
    error.needed = static_cast<std::uint64_t>(busy ? secondsToWait(head) : head.status);
    return fail(error);
}

} // namespace sotto
