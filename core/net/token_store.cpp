#include "core/net/token_store.h"

#include <QPointer>
#include <qt6keychain/keychain.h>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kLongestToken = 4096;
const QString kProgram = u"sotto"_s;

QString keyOf(NetService service)
{
    return service == NetService::Ollama ? u"ollama-token"_s : u"hub-token"_s;
}

Error unavailable(const QKeychain::Job &job)
{
    return {ErrorCode::SecretsUnavailable, {}, job.errorString().toStdString()};
}

class KeychainTokens final : public TokenStore {
public:
    void load(NetService service, QObject *receiver, std::function<void(const Result<QByteArray> &)> done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(kProgram); // deletes itself
        job->setInsecureFallback(false);
        job->setKey(keyOf(service));
        QObject::connect(job, &QKeychain::Job::finished, receiver, [job, done = std::move(done)] {
            if (job->error() == QKeychain::EntryNotFound)
                done(QByteArray());
            else if (job->error() != QKeychain::NoError)
                done(fail(unavailable(*job)));
            else
                done(cleanToken(job->textData().toUtf8()).value_or(QByteArray()));
        });
        job->start();
    }

    void save(NetService service, const QByteArray &token, QObject *receiver,
              std::function<void(const Status &)> done) override
    {
        const auto clean = cleanToken(token);
        if (!clean) {
            QMetaObject::invokeMethod(
                receiver, [done = std::move(done)] { done(fail(ErrorCode::InvalidRequest, {}, "not a token")); },
                Qt::QueuedConnection);
            return;
        }
        QKeychain::Job *job = clean->isEmpty() ? forget(service) : keep(service, *clean);
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, receiver, [job, done = std::move(done)] {
            const bool well = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
            done(well ? Status() : fail(unavailable(*job)));
        });
        job->start();
    }

private:
    static QKeychain::Job *keep(NetService service, const QByteArray &token)
    {
        auto *job = new QKeychain::WritePasswordJob(kProgram);
        job->setKey(keyOf(service));
        job->setTextData(QString::fromUtf8(token));
        return job;
    }
    static QKeychain::Job *forget(NetService service)
    {
        auto *job = new QKeychain::DeletePasswordJob(kProgram);
        job->setKey(keyOf(service));
        return job;
    }
};

} // namespace

std::optional<QByteArray> cleanToken(const QByteArray &pasted)
{
    const QByteArray token = pasted.trimmed();
    const auto printable = [](char c) { return c > ' ' && c < 0x7F; };
    if (token.size() > kLongestToken || !std::ranges::all_of(token, printable)) return std::nullopt;
    return token;
}

std::unique_ptr<TokenStore> keychainTokens()
{
    return std::make_unique<KeychainTokens>();
}

} // namespace sotto
