#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <cstdint>
#include <optional>
#include <utility>

namespace sotto {

/// What a request is for; it stands in the ledger.
enum class NetPurpose : std::uint8_t {
    Search,    ///< Looking for models.
    ModelPage, ///< Facts of one model.
    FileList,  ///< Its files, or an Ollama manifest.
    Header,    ///< The first bytes of a model file, to know whether it fits.
    Download,
};

/// Whose hosts a request may go to.
enum class NetService : std::uint8_t {
    Hub,    ///< Hugging Face, or its mirror.
    Ollama, ///< Ollama's registry, or its mirror.
    Link,   ///< An address that the person gave.
};

/// Bytes `first` … `last`, both included, as HTTP counts them.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    [[nodiscard]] std::uint64_t size() const { return last - first + 1; }
    bool operator==(const ByteRange &) const = default;
};

struct NetRequest {
    NetPurpose purpose = NetPurpose::Search;
    NetService service = NetService::Hub;
    QUrl url;
    /// The address that led here, where `url` was a redirect's; the rules of that address hold for it. Else empty.
    QUrl cameFrom{};
    bool headOnly = false;  ///< HEAD.
    bool followAway = true; ///< Whether redirects to another origin are followed; else they are the answer.
    QByteArray accept{};    ///< Accept; empty: anything.
    QByteArray ifRange{};   ///< If-Range: the tag that the rest must be of.
    std::optional<ByteRange> range{};
};

/// The head of an answer.
struct NetHead {
    int status = 0;
    QUrl url;                                         ///< Where the answer came from, after redirects.
    QList<std::pair<QByteArray, QByteArray>> headers; ///< Names in lower case.

    /// The first of that (lower-case) name; empty where there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const;
    /// Where a redirect leads; empty where it leads nowhere.
    [[nodiscard]] QUrl location() const;
};

/// A whole small answer.
struct NetAnswer {
    NetHead head;
    QByteArray body;
};

/// What a Content-Range says: "bytes 0-99/1000". Nothing where it is malformed, or the whole size is not known.
struct ContentRange {
    ByteRange range;
    std::uint64_t whole = 0;

    bool operator==(const ContentRange &) const = default;
};
[[nodiscard]] std::optional<ContentRange> parseContentRange(QByteArrayView text);

/// Seconds to wait, from Retry-After (seconds; a date is not read) or from the `t=` of a `RateLimit:` header; 0 where
/// neither says. At most an hour.
[[nodiscard]] int secondsToWait(const NetHead &head);

/// Why an answer is none: nothing for 2xx. `about` names what was asked for. Uses X-Error-Code, as the Hub sends it.
/// Errors: AccessNeeded, NotOnHub, HostBusy, HostFailed (`needed` is the status).
[[nodiscard]] Status statusOf(const NetHead &head, const std::string &about);

} // namespace sotto
