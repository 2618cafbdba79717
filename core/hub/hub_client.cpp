#include "core/hub/hub_client.h"

#include "base/bytes.h"

#include <QPointer>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMostAnswer = 8 * 1024 * 1024;
constexpr int kMostPages = 50;
constexpr std::array kSorts{"trendingScore"_L1, "downloads"_L1, "likes"_L1, "createdAt"_L1, "lastModified"_L1};

/// Nobody is told who is not there any more.
template <class T>
HubClient::Done<T> guarded(QObject *receiver, HubClient::Done<T> done)
{
    return [receiver = QPointer<QObject>(receiver), done = std::move(done)](const Result<T> &result) {
        if (receiver) done(result);
    };
}

QString queryOf(const HubQuery &query)
{
    QUrlQuery items;
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    const auto add = [&](const QString &name, const QString &value) { items.addQueryItem(name, encoded(value)); };
    add(u"filter"_s, u"gguf"_s);
    if (!query.license.isEmpty()) add(u"filter"_s, u"license:"_s + query.license);
    if (!query.language.isEmpty()) add(u"filter"_s, query.language);
    if (!query.text.isEmpty()) add(u"search"_s, query.text);
    add(u"sort"_s, kSorts.at(static_cast<std::size_t>(query.sort)));
    add(u"direction"_s, u"-1"_s);
    add(u"limit"_s, QString::number(std::clamp(query.limit, 1, 100)));
    for (const auto &part : {u"gguf"_s, u"gated"_s, u"downloads"_s, u"likes"_s, u"lastModified"_s, u"tags"_s, u"sha"_s})
        add(u"expand"_s, part);
    return items.toString(QUrl::FullyEncoded);
}

Result<RemoteFile> remoteFile(NetService service, const QUrl &url, const HubFile &file, const QString &name)
{
    const auto safe = safeFileName(name);
    if (!safe) return fail(ErrorCode::NotDownloadable, name.toStdString(), "no file could be called so");
    return RemoteFile{.service = service, .url = url, .name = *safe, .size = file.size, .digest = file.digest};
}

} // namespace

struct HubClient::Listing {
    HubPage page;
    QList<HubFile> files;
    QUrl at;
    int pages = 0;
    Done<HubPage> done;
};

HubClient::HubClient(NetGate &gate, NetState &state, QObject *parent) : QObject(parent), m_gate(gate), m_state(state) {}

QUrl HubClient::address(NetService service, const QString &path) const
{
    QUrl url = endpointOf(m_state.rules(), service);
    url.setPath(url.path() + path, QUrl::DecodedMode);
    return url;
}

template <class T>
void HubClient::ask(const NetRequest &request, const QString &about, std::function<Result<T>(const QByteArray &)> parse,
                    std::function<void(const Result<T> &, const NetHead &)> done)
{
    const auto take = [this, about, parse = std::move(parse), done = std::move(done)](const Result<NetAnswer> &answer) {
        if (!answer) return done(fail(answer.error()), {});
        const NetHead head = answer->head;
        if (const Status status = statusOf(head, about.toStdString()); !status) return done(fail(status.error()), head);
        m_pool.run(
            this, [parse, body = answer->body](const CancelToken &) { return parse(body); },
            [done, head](Result<T> parsed) {
                if (!parsed && parsed.error().subject.empty()) parsed.error().subject = head.url.host().toStdString();
                done(parsed, head);
            });
    };
    m_gate.fetch(request, kMostAnswer, this, take);
}

void HubClient::search(const HubQuery &query, QObject *receiver, Done<QList<HubModel>> done)
{
    NetRequest request{.purpose = NetPurpose::Search, .url = address(NetService::Hub, u"/api/models"_s)};
    request.url.setQuery(queryOf(query));
    ask<QList<HubModel>>(
        request, query.text, parseHubModels,
        [done = guarded(receiver, std::move(done))](const auto &models, const NetHead &) { done(models); });
}

void HubClient::open(const HubReference &reference, QObject *receiver, Done<HubPage> done)
{
    auto listing = std::make_shared<Listing>();
    listing->done = guarded(receiver, std::move(done));
    const QString revision = reference.revision.isEmpty() ? u"main"_s : reference.revision;
    const NetRequest request{
        .purpose = NetPurpose::ModelPage,
        .url = address(NetService::Hub, u"/api/models/"_s + reference.model + u"/revision/"_s + revision)};
    ask<HubModel>(
        request, reference.model, parseHubModel, [this, listing](const Result<HubModel> &model, const NetHead &) {
            if (!model) return listing->done(fail(model.error()));
            listing->page.model = *model;
            if (model->commit.isEmpty()) return listing->done(fail(ErrorCode::HostFailed, {}, "no commit"));
            listing->at = address(NetService::Hub, u"/api/models/"_s + model->id + u"/tree/"_s + model->commit);
            listing->at.setQuery(u"recursive=true"_s);
            list(listing);
        });
}

/// A page of files, and the next, until there is none. Of the address of the next page only its query is taken, so that
/// nobody can send us elsewhere by it.
void HubClient::list(const std::shared_ptr<Listing> &listing)
{
    const NetRequest request{.purpose = NetPurpose::FileList, .url = listing->at};
    const auto take = [this, listing](const Result<QList<HubFile>> &files, const NetHead &head) {
        if (!files) return listing->done(fail(files.error()));
        listing->files += *files;
        const QUrl next = QUrl::fromEncoded(nextPageOf(head.header("link")));
        if (!next.isEmpty() && ++listing->pages < kMostPages && listing->files.size() < kMostHubItems) {
            listing->at.setQuery(next.query(QUrl::FullyEncoded));
            return list(listing);
        }
        listing->page.variants = variantsOf(listing->files);
        listing->done(listing->page);
    };
    ask<QList<HubFile>>(request, listing->page.model.id, parseHubTree, take);
}

Result<DownloadRequest> HubClient::requestFor(const HubPage &page, const HubVariant &variant,
                                              const FetchWish &wish) const
{
    const QString &id = page.model.id;
    const auto publisher = safeFolderName(id.section(u'/', 0, 0));
    const auto repository = safeFolderName(id.section(u'/', 1));
    if (!publisher || !repository) return fail(ErrorCode::NotDownloadable, id.toStdString());
    DownloadRequest request{.title = id.section(u'/', 1) + u' ' + variant.name,
                            .source = u"hf.co/"_s + id + u':' + variant.name,
                            .license = page.model.license,
                            .library = wish.library,
                            .folder = wish.library + u'/' + *publisher + u'/' + *repository,
                            .files = {}};
    QList<HubFile> files = variant.files;
    if (wish.projector && variant.projector) files.append(*variant.projector);
    for (const HubFile &file : std::as_const(files)) {
        const QUrl url = address(NetService::Hub, u'/' + id + u"/resolve/"_s + page.model.commit + u'/' + file.path);
        auto remote = remoteFile(NetService::Hub, url, file, file.path);
        if (!remote) return fail(remote.error());
        remote->commit = page.model.commit;
        request.files.append(*remote);
    }
    return request;
}

void HubClient::plan(const ModelReference &reference, const FetchWish &wish, QObject *receiver,
                     Done<DownloadRequest> done)
{
    done = guarded(receiver, std::move(done));
    if (const auto *ollama = std::get_if<OllamaReference>(&reference))
        return planOllama(*ollama, wish, std::move(done));
    if (const auto *link = std::get_if<LinkReference>(&reference)) return planLink(*link, wish, std::move(done));
    const auto &hub = std::get<HubReference>(reference);
    open(hub, this, [this, hub, wish, done = std::move(done)](const Result<HubPage> &page) {
        if (!page) return done(fail(page.error()));
        const auto holdsFile = [&](const HubVariant &variant) {
            return std::ranges::any_of(variant.files, [&](const HubFile &file) { return file.path == hub.file; });
        };
        const auto named = std::ranges::find_if(page->variants, holdsFile);
        if (!hub.file.isEmpty() && named == page->variants.end())
            return done(fail(ErrorCode::NotOnHub, hub.file.toStdString()));
        const auto chosen = hub.file.isEmpty() ? chooseVariant(page->variants, hub.quantization, hub.model)
                                               : Result<HubVariant>(*named);
        done(chosen ? requestFor(*page, *chosen, wish) : fail(chosen.error()));
    });
}

void HubClient::planOllama(const OllamaReference &reference, const FetchWish &wish, Done<DownloadRequest> done)
{
    const QString name = shownReference(reference);
    const QString base = u"/v2/"_s + reference.space + u'/' + reference.model;
    const NetRequest request{.purpose = NetPurpose::FileList,
                             .service = NetService::Ollama,
                             .url = address(NetService::Ollama, base + u"/manifests/"_s + reference.tag),
                             .accept = "application/vnd.docker.distribution.manifest.v2+json"};
    const auto take = [this, reference, name, base, wish, done = std::move(done)](const Result<OllamaModel> &model,
                                                                                  const NetHead &) {
        if (!model) return done(fail(model.error()));
        const QString stem = reference.model + u'-' + reference.tag;
        DownloadRequest planned{.title = name,
                                .source = name,
                                .license = {},
                                .library = wish.library,
                                .folder = wish.library + u"/ollama/"_s + reference.space,
                                .files = {}};
        const auto add = [&](const HubFile &file, const QString &fileName) {
            const QUrl url = address(NetService::Ollama, base + u"/blobs/sha256:"_s + file.path);
            if (const auto remote = remoteFile(NetService::Ollama, url, file, fileName)) planned.files.append(*remote);
        };
        add(model->weights, stem + u".gguf"_s);
        if (wish.projector && model->projector) add(*model->projector, u"mmproj-"_s + stem + u".gguf"_s);
        done(planned.files.isEmpty() ? Result<DownloadRequest>(fail(ErrorCode::NotDownloadable, name.toStdString()))
                                     : planned);
    };
    ask<OllamaModel>(request, name, [name](const QByteArray &json) { return parseOllamaManifest(json, name); }, take);
}

/// The size is asked for first; a source that does not tell it cannot be downloaded from safely.
void HubClient::planLink(const LinkReference &reference, const FetchWish &wish, Done<DownloadRequest> done)
{
    const QString name = reference.url.fileName();
    const NetRequest request{
        .purpose = NetPurpose::FileList, .service = NetService::Link, .url = reference.url, .headOnly = true};
    m_gate.fetch(
        request, kMostAnswer, this, [reference, wish, name, done = std::move(done)](const Result<NetAnswer> &answer) {
            if (!answer) return done(fail(answer.error()));
            if (const Status status = statusOf(answer->head, name.toStdString()); !status)
                return done(fail(status.error()));
            const auto size = answer->head.contentLength();
            if (!size || *size == 0)
                return done(fail(ErrorCode::NotDownloadable, name.toStdString(), "its size is not told"));
            const auto file = remoteFile(NetService::Link, reference.url, HubFile{.path = name, .size = *size}, name);
            if (!file) return done(fail(file.error()));
            done(DownloadRequest{.title = name,
                                 .source = reference.url.toString(),
                                 .license = {},
                                 .library = wish.library,
                                 .folder = wish.library,
                                 .files = {*file}});
        });
}

} // namespace sotto
