// The gate against a server that does not keep its word.

#include "core/net/net_gate.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_resolver.h"
#include "tests/support/hostile_hub.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kMost = 100'000;

} // namespace

class TestNetGate final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_hub = std::make_unique<HostileHub>();
        m_resolver = std::make_shared<FakeResolver>();
        for (const QString &name : {u"hub.test"_s, u"cdn.hub.test"_s, u"evil.test"_s, u"huggingface.co"_s})
            m_resolver->names[name] = {QHostAddress(QHostAddress::LocalHost)};
        m_state = std::make_unique<NetState>(QString(), std::make_shared<FakeClock>());
        NetRules rules;
        rules.offline = false;
        rules.hub = m_hub->url(u"hub.test"_s);
        rules.proxy.mode = ProxyMode::None;
        m_state->setRules(rules);
        m_gate = std::make_unique<NetGate>(*m_state, m_resolver);
        m_gate->setPatience(300ms);
        m_hub->addFile(u"a/b"_s, u"f.gguf"_s, QByteArray(1000, 'x'));
        m_hub->setStoreHost("cdn.hub.test");
    }

    void followsToTheStoreWithoutTheToken()
    {
        m_state->setToken(NetService::Hub, "hf_secret");
        const auto answer = get(u"/a/b/resolve/main/f.gguf"_s);
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray(1000, 'x'));
        QCOMPARE(answer->head.url.host(), u"cdn.hub.test"_s);
        const QList<HubRequest> seen = m_hub->requests();
        QCOMPARE(seen.size(), 2);
        QCOMPARE(seen.at(0).headers.value("authorization"), QByteArray("Bearer hf_secret"));
        QCOMPARE(seen.at(0).headers.value("host"), QByteArray("hub.test:" + QByteArray::number(m_hub->url().port())));
        QVERIFY(!m_hub->storeSaw("hf_secret"));
    }

    void theTokenDoesNotComeBackAfterALoopOverAnotherOrigin()
    {
        m_state->setToken(NetService::Hub, "hf_secret");
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::Redirect,
                                           .text = m_hub->url(u"hub.test"_s).toEncoded() + "/api/models",
                                           .times = 1});
        QVERIFY(get(u"/a/b/resolve/main/f.gguf"_s));
        const QList<HubRequest> seen = m_hub->requests();
        QCOMPARE(seen.size(), 3);
        QVERIFY(!seen.at(2).atStore);
        QVERIFY(!seen.at(2).headers.contains("authorization"));
    }

    void redirectsToStrangersAreRefused()
    {
        for (const QByteArray &where : {QByteArray("http://evil.test:") + QByteArray::number(m_hub->storePort()) + "/x",
                                        QByteArray("http://127.0.0.1:") + QByteArray::number(m_hub->storePort()) + "/x",
                                        QByteArray("http://169.254.169.254/latest"), QByteArray("file:///etc/passwd"),
                                        QByteArray("http://a:b@cdn.hub.test/x")}) {
            m_hub->misbehave(HubPlace::Resolve, {.trouble = HubTrouble::Redirect, .text = where});
            const auto answer = get(u"/a/b/resolve/main/f.gguf"_s);
            QVERIFY2(!answer, where.constData());
            QCOMPARE(answer.error().code, ErrorCode::NetworkRefused);
        }
        QCOMPARE(m_hub->count(HubPlace::Store), 0);
    }

    void aPublicNameWithAPrivateAddressIsNotConnectedTo()
    {
        NetRules rules = m_state->rules();
        rules.hub = QUrl();
        m_state->setRules(rules);
        const auto answer = fetch({.url = QUrl(u"https://huggingface.co:%1/x"_s.arg(m_hub->url().port()))});
        QCOMPARE(answer.error().code, ErrorCode::NetworkRefused);
        QVERIFY(m_hub->requests().isEmpty());
        QVERIFY(m_state->ledger().entries().isEmpty());
    }

    void loopsEnd()
    {
        m_hub->misbehave(HubPlace::Api, {.trouble = HubTrouble::RedirectLoop});
        QCOMPARE(get(u"/api/models"_s).error().code, ErrorCode::NetworkRefused);
        QCOMPARE(m_hub->count(HubPlace::Api), 10);
    }

    void silenceEnds_data()
    {
        QTest::addColumn<int>("trouble");
        QTest::newRow("before the first byte") << int(HubTrouble::Silent);
        QTest::newRow("in the middle") << int(HubTrouble::StallAfter);
        QTest::newRow("hung up") << int(HubTrouble::Disconnect);
        QTest::newRow("cut short") << int(HubTrouble::Truncate);
    }
    void silenceEnds()
    {
        QFETCH(int, trouble);
        m_hub->misbehave(HubPlace::Api, {.trouble = HubTrouble(trouble), .number = 5});
        QCOMPARE(get(u"/api/models"_s).error().code, ErrorCode::HostUnreachable);
    }

    void longAndPackedAnswersAreRefused()
    {
        m_hub->misbehave(HubPlace::Api, {.trouble = HubTrouble::Endless});
        QCOMPARE(get(u"/api/models"_s).error().code, ErrorCode::HostFailed);
        m_hub->misbehave(HubPlace::Api, {.trouble = HubTrouble::Compressed});
        QCOMPARE(get(u"/api/models"_s).error().code, ErrorCode::HostFailed);
        QCOMPARE(m_hub->requests().last().headers.value("accept-encoding"), QByteArray("identity"));
    }

    void goingOfflineEndsWhatIsUnderWay()
    {
        m_hub->misbehave(HubPlace::Api, {.trouble = HubTrouble::Silent});
        m_gate->setPatience(60s);
        Result<NetAnswer> answer;
        bool ended = false;
        m_gate->fetch({.url = at(u"/api/models"_s)}, kMost, this, [&](const Result<NetAnswer> &got) {
            answer = got;
            ended = true;
        });
        QTRY_COMPARE(m_hub->count(HubPlace::Api), 1);
        NetRules rules = m_state->rules();
        rules.offline = true;
        m_state->setRules(rules);
        QVERIFY(ended);
        QCOMPARE(answer.error().code, ErrorCode::NetworkOff);
        QCOMPARE(get(u"/api/models"_s).error().code, ErrorCode::NetworkOff);
        QCOMPARE(m_hub->count(HubPlace::Api), 1);
    }

    void theNextAddressIsTriedWhereOneDoesNotAnswer()
    {
        m_resolver->names[u"hub.test"_s] = {QHostAddress(u"::1"_s), QHostAddress(QHostAddress::LocalHost)};
        QVERIFY(get(u"/api/models"_s));
    }

    void theLedgerHasEveryHop()
    {
        QVERIFY(get(u"/a/b/resolve/main/f.gguf"_s, NetPurpose::Download));
        const QList<LedgerEntry> entries = m_state->ledger().entries();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(0).host, u"hub.test:%1"_s.arg(m_hub->url().port()));
        QCOMPARE(entries.at(1).host, u"cdn.hub.test:%1"_s.arg(m_hub->storePort()));
        QCOMPARE(entries.at(1).purpose, NetPurpose::Download);
        QVERIFY(entries.at(0).ended && entries.at(1).ended);
        QVERIFY(entries.at(0).bytesUp > 50);
        QVERIFY(entries.at(1).bytesDown > 1000 && entries.at(1).bytesDown < 1400);
        const QByteArray csv = m_state->ledger().toCsv();
        QVERIFY(csv.contains("download,hub.test"));
        QVERIFY(!csv.contains("f.gguf"));
    }

    void theLedgerIsKeptAndBounded()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"network.json"_s);
        const auto clock = std::make_shared<FakeClock>();
        {
            NetLedger ledger(file, clock);
            for (int i = 0; i < NetLedger::kMost + 10; ++i)
                ledger.end(ledger.begin(NetPurpose::Search, QUrl(u"https://huggingface.co/secret?q=me"_s)), 1, 2);
            QCOMPARE(ledger.entries().size(), NetLedger::kMost);
        }
        NetLedger again(file, clock);
        QCOMPARE(again.entries().size(), NetLedger::kMost);
        QCOMPARE(again.entries().last().id, NetLedger::kMost + 10);
        QCOMPARE(again.entries().last().bytesDown, 2U);
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(!kept.readAll().contains("secret"));
    }

private:
    [[nodiscard]] QUrl at(const QString &path) const { return QUrl(m_hub->url(u"hub.test"_s).toString() + path); }
    Result<NetAnswer> get(const QString &path, NetPurpose purpose = NetPurpose::Search)
    {
        return fetch({.purpose = purpose, .url = at(path)});
    }
    Result<NetAnswer> fetch(const NetRequest &request)
    {
        std::optional<Result<NetAnswer>> answer;
        m_gate->fetch(request, kMost, this, [&](const Result<NetAnswer> &got) { answer = got; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000)) return fail(ErrorCode::Internal);
        return *answer;
    }

    std::unique_ptr<HostileHub> m_hub;
    std::shared_ptr<FakeResolver> m_resolver;
    std::unique_ptr<NetState> m_state;
    std::unique_ptr<NetGate> m_gate;
};

QTEST_GUILESS_MAIN(TestNetGate)
#include "test_net_gate.moc"
