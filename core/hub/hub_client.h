#pragma once

#include "core/downloads/download_types.h"
#include "core/hub/hub_types.h"
#include "core/hub/reference.h"
#include "core/jobs/io_pool.h"
#include "core/net/net_gate.h"
#include "inference/model.h"

#include <functional>

namespace sotto {

/// What is to be fetched of a reference, and into what folder.
struct FetchWish {
    QString library;
    bool projector = true; ///< What is needed for images too, where there is it.
};

/// A repository as one looks at it: its facts and what there is to choose.
struct HubPage {
    HubModel model;
    QList<HubVariant> variants; ///< Smallest first.
};

/// Asks Hugging Face's hub and Ollama's registry, or their mirrors. Each question is answered once, later, on this
/// thread, unless `receiver` is gone by then. Answers are bounded: 8 MiB a list, 64 MiB a header.
/// Errors: those of the gate and of statusOf() (net_types.h), and as said. Thread: the gate's.
class HubClient final : public QObject {
    Q_OBJECT
public:
    template <class T>
    using Done = std::function<void(const Result<T> &)>;

    HubClient(NetGate &gate, NetState &state, QObject *parent = nullptr);

    /// Models with GGUF files.
    void search(const HubQuery &query, QObject *receiver, Done<QList<HubModel>> done);
    /// A model's facts and files, both of one commit.
    void open(const HubReference &reference, QObject *receiver, Done<HubPage> done);
    /// What to download for a reference: pinned to a commit, with sizes and digests. Of a link only the size is known.
    /// Errors: NotDownloadable, NotOnHub.
    void plan(const ModelReference &reference, const FetchWish &wish, QObject *receiver, Done<DownloadRequest> done);
    /// What the files say of the model, read from their first bytes without downloading them; `files` are those of one
    /// model, in order. Errors: as readModelSpec().
    void header(const QList<RemoteFile> &files, QObject *receiver, Done<ModelSpec> done);

    /// The files of a page's variant as they would be downloaded. Errors: NotDownloadable where a name is no file's.
    [[nodiscard]] Result<DownloadRequest> requestFor(const HubPage &page, const HubVariant &variant,
                                                     const FetchWish &wish) const;

private:
    struct Listing;
    struct HeaderReading;
    [[nodiscard]] QUrl address(NetService service, const QString &path) const;
    template <class T>
    void ask(const NetRequest &request, const QString &about, std::function<Result<T>(const QByteArray &)> parse,
             std::function<void(const Result<T> &, const NetHead &)> done);
    void list(const std::shared_ptr<Listing> &listing);
    void read(const std::shared_ptr<HeaderReading> &reading);
    void readMore(const std::shared_ptr<HeaderReading> &reading, const QByteArray &more);
    void planOllama(const OllamaReference &reference, const FetchWish &wish, Done<DownloadRequest> done);
    void planLink(const LinkReference &reference, const FetchWish &wish, Done<DownloadRequest> done);

    NetGate &m_gate;
    NetState &m_state;
    IoPool m_pool{AtEnd::Cancel};
};

} // namespace sotto
