#pragma once

#include "tests/support/hostile_hub.h"

#include <QTcpSocket>
#include <QTimer>

namespace sotto::test {

/// What a connection is to say.
struct HubReply {
    int status = 200;
    QList<QByteArray> headers{};
    HubBlob body{};
    std::uint64_t from = 0; ///< Of the body.
    std::uint64_t size = 0;
    bool tellLength = true;
    HubMisbehaviour how{};
};

struct HubModel {
    std::map<QString, HubBlob> files;
    QByteArray token; ///< Asked for; empty: open to all.
};

struct HubLayer {
    QByteArray kind;
    HubBlob blob;
};

struct HostileHub::State {
    mutable std::mutex mutex;
    std::map<QString, HubModel> models;
    std::map<QString, QList<HubLayer>> manifests;
    std::map<QByteArray, HubBlob> blobs;
    std::map<HubPlace, HubMisbehaviour> troubles;
    std::map<HubPlace, int> counts;
    QList<HubRequest> requests;
    QByteArray storeHost = "127.0.0.1";
    quint16 hubPort = 0;
    quint16 storePort = 0;
    int pageSize = 1000;
    int epoch = 0;

    [[nodiscard]] HubReply answer(const HubRequest &request);

private:
    HubMisbehaviour take(HubPlace place);
    HubReply api(const HubRequest &request, const QUrl &url);
    HubReply tree(const HubRequest &request, const QString &model, const QUrl &url);
    HubReply resolve(const HubRequest &request, const QString &model, const QString &path);
    HubReply registry(const HubRequest &request, const QString &path);
    HubReply store(const HubRequest &request, const QUrl &url);
    [[nodiscard]] bool letsIn(const HubModel &model, const HubRequest &request) const;
    [[nodiscard]] QByteArray storeLink(const QByteArray &digest) const;
};

/// One connection; keeps it open from request to request as browsers do.
class HubConnection final : public QObject {
public:
    HubConnection(QTcpSocket *socket, std::shared_ptr<HostileHub::State> state, bool atStore);

private:
    void read();
    void handle(HubRequest request);
    void begin(const HubRequest &request);
    void pump();
    void finishBody();

    QTcpSocket *m_socket;
    std::shared_ptr<HostileHub::State> m_state;
    bool m_atStore;
    QByteArray m_in;
    HubReply m_reply;
    std::uint64_t m_sent = 0;
    bool m_busy = false;
    QTimer m_drip;
};

} // namespace sotto::test
