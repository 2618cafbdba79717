#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QThread>
#include <QUrl>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace sotto::test {

/// Bytes that a hub serves; without `bytes` it is `size` zeros, which take no memory.
struct HubBlob {
    QByteArray bytes{};
    std::uint64_t size = 0;
    QByteArray digest{}; ///< Hexadecimal.

    [[nodiscard]] QByteArray at(std::uint64_t offset, qint64 most) const;
};

/// What is asked of it.
enum class HubPlace : std::uint8_t {
    Api,     ///< Search and facts of a model.
    Tree,    ///< The list of files.
    Resolve, ///< resolve/…, or an Ollama blob: redirects to the store.
    Store,   ///< The bytes, at another port: another origin.
    Manifest,
};

enum class HubTrouble : std::uint8_t {
    None,
    Status,        ///< `number` is the status.
    IgnoreRange,   ///< 200 and everything.
    WrongRange,    ///< 206, of other bytes than asked for.
    NoRangeHeader, ///< 206 that does not say of what.
    WrongTag,      ///< The digest of something else, where a digest is told.
    NoTag,
    WrongSize,
    WrongCommit,
    Truncate,     ///< Ends after `number` bytes, having promised more.
    TooLong,      ///< More bytes than the range has, without a length.
    BadBytes,     ///< The right number of wrong bytes.
    Drip,         ///< A byte every 20 ms.
    Silent,       ///< Takes the request and says nothing.
    StallAfter,   ///< Says nothing more after `number` bytes of the body.
    Disconnect,   ///< Hangs up without a word.
    Redirect,     ///< To `text`.
    RedirectLoop, ///< To itself.
    Garbage,      ///< An answer that is no JSON.
    Endless,      ///< Zeros without end.
    Compressed,   ///< Says that it is gzip.
};

struct HubMisbehaviour {
    HubTrouble trouble = HubTrouble::None;
    std::int64_t number = 0;
    QByteArray text{};
    int times = -1; ///< How often; −1: always.
    int after = 0;  ///< How many requests are answered well before.
};

struct HubRequest {
    bool atStore = false;
    QByteArray method;
    QByteArray target;                     ///< Path and query.
    QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
};

/// A server on this computer that speaks as Hugging Face's hub and as Ollama's registry do, and misbehaves on command.
/// It writes to sockets itself, because QHttpServer cannot be made to break its word: end a body early, send too much,
/// or stay silent. It has a thread of its own, so a test may wait for it. The store, to which it redirects for bytes,
/// is at another port and writes down whether a token arrived there. Thread: any.
class HostileHub final {
public:
    HostileHub();
    ~HostileHub();

    /// "http://127.0.0.1:…": what goes into HF_ENDPOINT and OLLAMA_REGISTRY.
    [[nodiscard]] QUrl url(const QString &host = QStringLiteral("127.0.0.1")) const;
    [[nodiscard]] quint16 storePort() const;
    /// Under this name redirects name the store; its address unless set.
    void setStoreHost(const QByteArray &host);

    /// A file of a model; the first one makes the model. Returns its digest.
    QByteArray addFile(const QString &model, const QString &path, const QByteArray &bytes);
    QByteArray addZeros(const QString &model, const QString &path, std::uint64_t size, const QByteArray &digest);
    /// A layer of an Ollama model ("library/tiny:1b"), of media type application/vnd.ollama.image.`kind`.
    QByteArray addLayer(const QString &model, const QByteArray &kind, const QByteArray &bytes);
    /// Asks for this token.
    void gate(const QString &model, const QByteArray &token);
    void setPageSize(int files);

    void misbehave(HubPlace place, const HubMisbehaviour &how);
    void behave();
    /// Links to the store that were given out so far lead to 403 from now on.
    void expireLinks();

    [[nodiscard]] QList<HubRequest> requests() const;
    [[nodiscard]] int count(HubPlace place) const;
    /// Any request that reached the store with this in any header or in its address.
    [[nodiscard]] bool storeSaw(const QByteArray &secret) const;

    static QByteArray commit() { return QByteArray(40, 'c'); }

private:
    friend class HubConnection;
    struct State;
    std::shared_ptr<State> m_state;
    QThread m_thread;
    class Servers;
    std::unique_ptr<Servers> m_servers;
};

} // namespace sotto::test
