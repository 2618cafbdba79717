#include "core/hub/hub_client.h"

#include "base/bytes.h"
#include "inference/gguf/gguf_header.h"
#include "inference/gguf/model_spec.h"

#include <QPointer>

#include <algorithm>

namespace sotto {
namespace {

constexpr std::uint64_t kFirst = 2 * MiB;
constexpr std::uint64_t kMostHeader = 64 * MiB;

Result<GgufHeader> parsed(const QByteArray &bytes, std::uint64_t fileBytes)
{
    MemorySource source(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))), fileBytes);
    return parseGgufHeader(source, GgufLimits{.maxHeaderBytes = kMostHeader});
}

/// Only the bytes that were asked for count.
Status checkAnswer(const NetAnswer &answer, const ByteRange &asked, const RemoteFile &file)
{
    if (const Status status = statusOf(answer.head, file.name.toStdString()); !status) return status;
    const auto told = parseContentRange(answer.head.header("content-range"));
    const bool right = answer.head.status == 206 && told && told->range == asked && told->whole == file.size;
    if (right && static_cast<std::uint64_t>(answer.body.size()) == asked.size()) return {};
    return fail(ErrorCode::HostFailed, answer.head.url.host().toStdString(), "other bytes than asked for");
}

} // namespace

struct HubClient::HeaderReading {
    QList<RemoteFile> files;
    std::vector<GgufHeader> headers; ///< Of the files read so far.
    QByteArray bytes;                ///< Of the one being read.
    Done<ModelSpec> done;

    [[nodiscard]] const RemoteFile &file() const { return files.at(static_cast<qsizetype>(headers.size())); }
};

void HubClient::header(const QList<RemoteFile> &files, QObject *receiver, Done<ModelSpec> done)
{
    auto reading = std::make_shared<HeaderReading>();
    reading->files = files;
    reading->done = [receiver = QPointer<QObject>(receiver), done = std::move(done)](const Result<ModelSpec> &spec) {
        if (receiver) done(spec);
    };
    read(reading);
}

/// The first 2 MiB, then as much again as there is, until the header is whole.
void HubClient::read(const std::shared_ptr<HeaderReading> &reading)
{
    if (reading->headers.size() == static_cast<std::size_t>(reading->files.size()))
        return reading->done(modelSpecFrom(reading->headers));
    const RemoteFile &file = reading->file();
    const auto have = static_cast<std::uint64_t>(reading->bytes.size());
    const std::uint64_t wanted = std::min(have == 0 ? kFirst : have * 2, std::min(kMostHeader, file.size));
    if (wanted <= have) return reading->done(fail(ErrorCode::FileTruncated, file.name.toStdString()));
    const ByteRange range{have, wanted - 1};
    const NetRequest request{.purpose = NetPurpose::Header, .service = file.service, .url = file.url, .range = range};
    m_gate.fetch(request, static_cast<qint64>(range.size()), this,
                 [this, reading, range](const Result<NetAnswer> &answer) {
                     if (!answer) return reading->done(fail(answer.error()));
                     if (const Status right = checkAnswer(*answer, range, reading->file()); !right)
                         return reading->done(fail(right.error()));
                     readMore(reading, answer->body);
                 });
}

void HubClient::readMore(const std::shared_ptr<HeaderReading> &reading, const QByteArray &more)
{
    reading->bytes += more;
    const auto work = [bytes = reading->bytes, size = reading->file().size](const CancelToken &) {
        return parsed(bytes, size);
    };
    m_pool.run(this, work, [this, reading](Result<GgufHeader> header) {
        if (header) {
            reading->headers.push_back(std::move(*header));
            reading->bytes.clear();
        } else if (header.error().code != ErrorCode::FileTruncated) {
            header.error().subject = reading->file().name.toStdString();
            return reading->done(fail(header.error()));
        }
        read(reading);
    });
}

} // namespace sotto
