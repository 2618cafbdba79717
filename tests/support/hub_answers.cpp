// What the hub says to whom.

#include "tests/support/hub_connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

namespace sotto::test {
namespace {

using namespace Qt::StringLiterals;

HubReply bytesReply(const QByteArray &bytes, const QByteArray &type = "application/json")
{
    HubReply reply;
    reply.body = {bytes, static_cast<std::uint64_t>(bytes.size()), {}};
    reply.size = reply.body.size;
    reply.headers = {"Content-Type: " + type};
    return reply;
}

HubReply statusReply(int status, const QList<QByteArray> &headers = {})
{
    HubReply reply = bytesReply("{\"error\":\"no\"}");
    reply.status = status;
    reply.headers += headers;
    return reply;
}

HubReply redirect(int status, const QByteArray &where, const QList<QByteArray> &headers)
{
    HubReply reply = bytesReply("moved", "text/plain");
    reply.status = status;
    reply.headers = headers;
    reply.headers.append("Location: " + where);
    return reply;
}

/// What may go wrong with any answer.
HubReply spoilt(HubReply reply, const HubMisbehaviour &how, const QByteArray &target)
{
    reply.how = how;
    switch (how.trouble) {
    case HubTrouble::Status: {
        HubReply failed = statusReply(static_cast<int>(how.number));
        if (!how.text.isEmpty()) failed.headers.append(how.text);
        return failed;
    }
    case HubTrouble::Redirect: return redirect(302, how.text, {});
    case HubTrouble::RedirectLoop: return redirect(302, target, {});
    case HubTrouble::Garbage: return bytesReply("<html>{[");
    case HubTrouble::Compressed: reply.headers.append("Content-Encoding: gzip"); break;
    case HubTrouble::Endless:
        reply.body = {};
        reply.size = 1ULL << 40U;
        reply.body.size = reply.size;
        break;
    default: break;
    }
    return reply;
}

QJsonObject fileObject(const QString &path, const HubBlob &blob)
{
    return {{"type"_L1, u"file"_s},
            {"path"_L1, path},
            {"size"_L1, static_cast<qint64>(blob.size)},
            {"oid"_L1, QString(40, u'a')},
            {"lfs"_L1, QJsonObject{{"oid"_L1, QString::fromLatin1(blob.digest)},
                                   {"size"_L1, static_cast<qint64>(blob.size)},
                                   {"pointerSize"_L1, 134}}}};
}

QJsonObject modelObject(const QString &id, const HubModel &model)
{
    return {{"id"_L1, id},
            {"sha"_L1, QString::fromLatin1(HostileHub::commit())},
            {"likes"_L1, 7},
            {"downloads"_L1, 1234},
            {"lastModified"_L1, u"2026-01-02T03:04:05.000Z"_s},
            {"gated"_L1, model.token.isEmpty() ? QJsonValue(false) : QJsonValue(u"manual"_s)},
            {"tags"_L1, QJsonArray{u"gguf"_s, u"license:apache-2.0"_s, u"en"_s}}};
}

} // namespace

QByteArray HubBlob::at(std::uint64_t offset, qint64 most) const
{
    if (offset >= size) return {};
    const auto count = static_cast<qint64>(std::min<std::uint64_t>(static_cast<std::uint64_t>(most), size - offset));
    return bytes.isEmpty() ? QByteArray(count, '\0') : bytes.mid(static_cast<qsizetype>(offset), count);
}

HubMisbehaviour HostileHub::State::take(HubPlace place)
{
    ++counts[place];
    const auto found = troubles.find(place);
    if (found == troubles.end() || found->second.times == 0) return {};
    if (found->second.after > 0) {
        --found->second.after;
        return {};
    }
    if (found->second.times > 0) --found->second.times;
    return found->second;
}

bool HostileHub::State::letsIn(const HubModel &model, const HubRequest &request) const
{
    return model.token.isEmpty() || request.headers.value("authorization") == "Bearer " + model.token;
}

QByteArray HostileHub::State::storeLink(const QByteArray &digest) const
{
    return "http://" + storeHost + ':' + QByteArray::number(storePort) + "/blob/" + digest +
           "?epoch=" + QByteArray::number(epoch);
}

HubReply HostileHub::State::answer(const HubRequest &request)
{
    const std::scoped_lock lock(mutex);
    requests.append(request);
    const QUrl url = QUrl::fromEncoded("http://hub" + request.target);
    if (request.atStore) return store(request, url);
    const QString path = url.path();
    if (path.startsWith(u"/v2/"_s)) return registry(request, path.sliced(4));
    if (path.startsWith(u"/api/models"_s)) return api(request, url);
    const qsizetype at = path.indexOf(u"/resolve/"_s);
    if (at < 0) return statusReply(404);
    const QString rest = path.sliced(at + 9);
    return resolve(request, path.sliced(1, at - 1), rest.sliced(rest.indexOf(u'/') + 1));
}

HubReply HostileHub::State::api(const HubRequest &request, const QUrl &url)
{
    const QString id = url.path().sliced(11).section(u'/', 1, 2);
    if (url.path().contains(u"/tree/"_s)) return tree(request, id, url);
    const HubMisbehaviour how = take(HubPlace::Api);
    if (!id.isEmpty()) {
        const auto model = models.find(id);
        if (model == models.end()) return statusReply(401, {"X-Error-Code: RepoNotFound"});
        return spoilt(bytesReply(QJsonDocument(modelObject(id, model->second)).toJson()), how, request.target);
    }
    const QString wanted = QUrlQuery(url).queryItemValue(u"search"_s);
    QJsonArray found;
    for (const auto &[name, model] : models)
        if (name.contains(wanted, Qt::CaseInsensitive)) found.append(modelObject(name, model));
    return spoilt(bytesReply(QJsonDocument(found).toJson()), how, request.target);
}

HubReply HostileHub::State::tree(const HubRequest &request, const QString &model, const QUrl &url)
{
    const HubMisbehaviour how = take(HubPlace::Tree);
    const auto found = models.find(model);
    if (found == models.end()) return statusReply(401, {"X-Error-Code: RepoNotFound"});
    const int page = QUrlQuery(url).queryItemValue(u"cursor"_s).toInt();
    QJsonArray items;
    int place = 0;
    for (const auto &[path, blob] : found->second.files)
        if (const int at = place++; at >= page * pageSize && at < (page + 1) * pageSize)
            items.append(fileObject(path, blob));
    HubReply reply = bytesReply(QJsonDocument(items).toJson());
    if (place > (page + 1) * pageSize)
        reply.headers.append("Link: <http://127.0.0.1:" + QByteArray::number(hubPort) + url.path().toUtf8() +
                             "?recursive=true&cursor=" + QByteArray::number(page + 1) + ">; rel=\"next\"");
    return spoilt(reply, how, request.target);
}

HubReply HostileHub::State::resolve(const HubRequest &request, const QString &model, const QString &path)
{
    const HubMisbehaviour how = take(HubPlace::Resolve);
    const auto found = models.find(model);
    if (found == models.end()) return statusReply(401, {"X-Error-Code: RepoNotFound"});
    if (!letsIn(found->second, request)) return statusReply(403, {"X-Error-Code: GatedRepo"});
    const auto file = found->second.files.find(path);
    if (file == found->second.files.end()) return statusReply(404, {"X-Error-Code: EntryNotFound"});
    const HubBlob &blob = file->second;
    const QByteArray tag = how.trouble == HubTrouble::WrongTag ? QByteArray(64, '0') : blob.digest;
    const std::uint64_t size = how.trouble == HubTrouble::WrongSize ? blob.size + 1 : blob.size;
    QList<QByteArray> headers{"X-Repo-Commit: " +
                                  (how.trouble == HubTrouble::WrongCommit ? QByteArray(40, 'd') : commit()),
                              "X-Linked-Size: " + QByteArray::number(static_cast<qulonglong>(size))};
    if (how.trouble != HubTrouble::NoTag) headers.append("X-Linked-Etag: \"" + tag + '"');
    return spoilt(redirect(302, storeLink(blob.digest), headers), how, request.target);
}

HubReply HostileHub::State::registry(const HubRequest &request, const QString &path)
{
    if (const qsizetype at = path.indexOf(u"/blobs/sha256:"_s); at >= 0) {
        const HubMisbehaviour how = take(HubPlace::Resolve);
        const QByteArray digest = path.sliced(at + 14).toLatin1();
        if (!blobs.contains(digest)) return statusReply(404);
        return spoilt(redirect(307, storeLink(digest), {}), how, request.target);
    }
    const HubMisbehaviour how = take(HubPlace::Manifest);
    const QString name = path.section(u"/manifests/"_s, 0, 0) + u':' + path.section(u"/manifests/"_s, 1);
    if (!manifests.contains(name)) return statusReply(404);
    QJsonArray layers;
    for (const HubLayer &layer : manifests[name])
        layers.append(
            QJsonObject{{"mediaType"_L1, u"application/vnd.ollama.image."_s + QString::fromLatin1(layer.kind)},
                        {"digest"_L1, u"sha256:"_s + QString::fromLatin1(layer.blob.digest)},
                        {"size"_L1, static_cast<qint64>(layer.blob.size)}});
    const QJsonObject manifest{{"schemaVersion"_L1, 2}, {"layers"_L1, layers}};
    return spoilt(bytesReply(QJsonDocument(manifest).toJson()), how, request.target);
}

HubReply HostileHub::State::store(const HubRequest &request, const QUrl &url)
{
    const HubMisbehaviour how = take(HubPlace::Store);
    const auto found = blobs.find(url.path().section(u'/', -1).toLatin1());
    if (found == blobs.end()) return statusReply(404);
    if (QUrlQuery(url).queryItemValue(u"epoch"_s).toInt() != epoch) return statusReply(403);
    HubReply reply;
    reply.body = found->second;
    reply.size = reply.body.size;
    reply.headers = {"Content-Type: application/octet-stream", "ETag: \"" + reply.body.digest + '"'};
    const QList<QByteArray> ends = request.headers.value("range").mid(6).split('-');
    if (ends.size() == 2 && how.trouble != HubTrouble::IgnoreRange) {
        const std::uint64_t first = ends[0].toULongLong();
        const std::uint64_t last =
            std::min<std::uint64_t>(ends[1].isEmpty() ? ~0ULL : ends[1].toULongLong(), reply.size - 1);
        if (first >= reply.size) return statusReply(416);
        const std::uint64_t told = how.trouble == HubTrouble::WrongRange ? first + 1 : first;
        reply.status = 206;
        if (how.trouble != HubTrouble::NoRangeHeader)
            reply.headers.append("Content-Range: bytes " + QByteArray::number(static_cast<qulonglong>(told)) + '-' +
                                 QByteArray::number(static_cast<qulonglong>(last)) + '/' +
                                 QByteArray::number(static_cast<qulonglong>(reply.size)));
        reply.from = first;
        reply.size = last - first + 1;
    }
    if (how.trouble == HubTrouble::TooLong) {
        reply.size += 1000;
        reply.tellLength = false;
    }
    return spoilt(reply, how, request.target);
}

} // namespace sotto::test
