// Questions to a hub on this computer, and downloads from the answer to the model in the library.

#include "core/downloads/download_service.h"
#include "core/hub/hub_client.h"
#include "core/models/model_memory.h"
#include "tests/support/download_fixture.h"
#include "tests/support/gguf_builder.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHubClient final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_hub = std::make_unique<HostileHub>();
        m_state = std::make_unique<NetState>(QString(), std::make_shared<SystemClock>());
        NetRules rules;
        rules.offline = false;
        rules.hub = m_hub->url();
        rules.ollama = m_hub->url();
        rules.proxy.mode = ProxyMode::None;
        m_state->setRules(rules);
        m_gate = std::make_unique<NetGate>(*m_state);
        m_client = std::make_unique<HubClient>(*m_gate, *m_state);
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = QByteArray::fromStdString(smallLlama().file());
        m_hub->addFile(u"a/b"_s, u"m-Q4_K_M.gguf"_s, m_model);
        m_hub->addFile(u"a/b"_s, u"m-Q8_0.gguf"_s, m_model + "longer");
        m_hub->addFile(u"a/b"_s, u"mmproj-F16.gguf"_s, "projector");
        m_hub->addFile(u"a/b"_s, u"README.md"_s, "# Model");
    }

    void searches()
    {
        const auto models = wait<QList<HubModel>>(
            [&](auto done) { m_client->search({.text = u"B"_s, .license = u"mit"_s}, this, done); });
        QVERIFY(models);
        QCOMPARE(models->size(), 1);
        QCOMPARE(models->first().id, u"a/b"_s);
        QVERIFY(
            m_hub->requests().last().target.contains("filter=gguf&filter=license%3Amit&search=B&sort=trendingScore"));
    }

    void aPageHasTheChoicesOverAllPagesOfFiles()
    {
        m_hub->setPageSize(1);
        const auto page = wait<HubPage>([&](auto done) { m_client->open({.model = u"a/b"_s}, this, done); });
        QVERIFY(page);
        QCOMPARE(page->variants.size(), 2);
        QCOMPARE(page->variants.first().name, u"Q4_K_M"_s);
        QCOMPARE(m_hub->count(HubPlace::Tree), 4);
    }

    void aPlanIsPinnedToACommit()
    {
        const auto request = plan(u"hf.co/a/b:q8_0"_s);
        QVERIFY(request);
        QCOMPARE(request->files.size(), 2);
        QVERIFY(request->files.first().url.path().contains(QString::fromLatin1(HostileHub::commit())));
        QCOMPARE(request->files.first().size, static_cast<std::uint64_t>(m_model.size() + 6));
        QVERIFY(request->files.first().digest);
        QCOMPARE(request->license, u"apache-2.0"_s);
        QCOMPARE(plan(u"hf.co/a/b:Q2_K"_s).error().code, ErrorCode::NotOnHub);
        QCOMPARE(plan(u"hf.co/no/body"_s).error().code, ErrorCode::NotOnHub);
        m_hub->addFile(u"c/d"_s, u"model.safetensors"_s, "x");
        QCOMPARE(plan(u"hf.co/c/d"_s).error().code, ErrorCode::NotDownloadable);
    }

    void nonsenseIsNoAnswer()
    {
        for (const HubTrouble trouble : {HubTrouble::Garbage, HubTrouble::Endless}) {
            m_hub->misbehave(HubPlace::Tree, {.trouble = trouble});
            QCOMPARE(plan(u"hf.co/a/b"_s).error().code, ErrorCode::HostFailed);
        }
        m_hub->misbehave(HubPlace::Api,
                         {.trouble = HubTrouble::Status, .number = 429, .text = "RateLimit: \"api\";r=0;t=7"});
        const auto busy = plan(u"hf.co/a/b"_s);
        QCOMPARE(busy.error().code, ErrorCode::HostBusy);
        QCOMPARE(busy.error().needed, 7U);
    }

    void theHeaderTellsWhetherItFitsBeforeTheDownload()
    {
        const auto request = plan(u"hf.co/a/b:Q4_K_M"_s, false);
        QVERIFY(request);
        const auto spec = wait<ModelSpec>([&](auto done) { m_client->header(request->files, this, done); });
        QVERIFY(spec);
        QCOMPARE(spec->architecture, "llama");
        QVERIFY(estimatedMemory(*spec, 512, CacheType::F16).total > 0);
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::WrongRange});
        const auto wrong = wait<ModelSpec>([&](auto done) { m_client->header(request->files, this, done); });
        QCOMPARE(wrong.error().code, ErrorCode::HostFailed);
    }

    void aLongHeaderIsFetchedInDoublingSteps()
    {
        GgufBuilder builder = smallLlama();
        const QByteArray file =
            QByteArray::fromStdString(builder.text("general.note", std::string(3 << 20, 'x')).file());
        m_hub->addFile(u"a/long"_s, u"m-Q4_0.gguf"_s, file);
        const auto request = plan(u"hf.co/a/long"_s);
        QVERIFY(request);
        const auto spec = wait<ModelSpec>([&](auto done) { m_client->header(request->files, this, done); });
        QVERIFY(spec);
        QStringList ranges;
        for (const HubRequest &seen : m_hub->requests())
            if (seen.atStore) ranges << QString::fromLatin1(seen.headers.value("range"));
        QCOMPARE(ranges.size(), 2);
        QCOMPARE(ranges.first(), u"bytes=0-2097151"_s);
        QVERIFY(ranges.last().startsWith(u"bytes=2097152-"_s));
    }

    void gatedModelsNeedATokenWhichStaysAtItsOrigin()
    {
        m_hub->gate(u"a/b"_s, "hf_secret");
        const auto request = plan(u"hf.co/a/b:Q4_K_M"_s);
        QVERIFY(request);
        DownloadService downloads(*m_state, std::make_shared<SystemClock>(), hastyRules());
        const QString key = downloads.add(*request);
        QTRY_COMPARE(downloads.state(key)->phase, DownloadPhase::Failed);
        QCOMPARE(downloads.state(key)->error->code, ErrorCode::AccessNeeded);
        m_state->setToken(NetService::Hub, "hf_secret");
        downloads.resume(key);
        QTRY_COMPARE(downloads.state(key)->phase, DownloadPhase::Done);
        QVERIFY(!m_hub->storeSaw("hf_secret"));
        QVERIFY(contents(request->folder + u"/m-Q4_K_M.gguf"_s) == m_model);
    }

    void ollamaModelsBecomeAFileOfTheirName()
    {
        m_hub->addLayer(u"library/tiny:1b"_s, "model", m_model);
        m_hub->addLayer(u"library/tiny:1b"_s, "template", "{{ .Prompt }}");
        const auto request = plan(u"tiny:1b"_s);
        QVERIFY(request);
        QCOMPARE(request->files.size(), 1);
        DownloadService downloads(*m_state, std::make_shared<SystemClock>(), hastyRules());
        QSignalSpy done(&downloads, &DownloadService::done);
        downloads.add(*request);
        QTRY_COMPARE(done.size(), 1);
        QVERIFY(contents(m_folder->path() + u"/ollama/library/tiny-1b.gguf"_s) == m_model);
        m_hub->addLayer(u"library/odd:1b"_s, "tensor", "x");
        QCOMPARE(plan(u"odd:1b"_s).error().code, ErrorCode::NotDownloadable);
        QCOMPARE(plan(u"nobody"_s).error().code, ErrorCode::NotOnHub);
    }

    void aQueueKeepsItsOrderAndIsFoundAgain()
    {
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::Silent, .after = 1});
        QList<DownloadRequest> requests;
        for (int i = 0; i < 3; ++i) {
            const QString name = u"q/m%1"_s.arg(i);
            m_hub->addFile(name, u"m-Q4_0.gguf"_s, noise(200'000, static_cast<quint32>(i)));
            requests.append(*plan(u"hf.co/"_s + name));
        }
        DownloadRules rules = hastyRules();
        rules.transfer.retry.attemptsUnreachable = 1000;
        {
            DownloadService downloads(*m_state, std::make_shared<SystemClock>(), rules);
            for (const DownloadRequest &request : requests)
                downloads.add(request);
            QTRY_VERIFY(isAtWork(downloads.states().at(0).phase) && isAtWork(downloads.states().at(1).phase));
            QTRY_VERIFY(m_hub->count(HubPlace::Store) > 0);
            QCOMPARE(downloads.states().at(2).phase, DownloadPhase::Queued);
            downloads.pause(requests.at(0).key());
            QTRY_COMPARE(downloads.states().at(0).phase, DownloadPhase::Paused);
            QTRY_VERIFY(isAtWork(downloads.states().at(2).phase));
            downloads.remove(requests.at(2).key());
            QTRY_COMPARE(downloads.states().size(), 2);
            QTRY_VERIFY(!QDir(stagingFolder(requests.at(2))).exists());
        }
        m_hub->behave();
        DownloadService again(*m_state, std::make_shared<SystemClock>(), rules);
        QSignalSpy restored(&again, &DownloadService::restored);
        again.restore(m_folder->path());
        QTRY_COMPARE(restored.size(), 1);
        QCOMPARE(again.states().size(), 2);
        for (const DownloadState &state : again.states()) {
            QCOMPARE(state.phase, DownloadPhase::Paused);
            again.resume(state.key);
        }
        QTRY_COMPARE(visibleModels(m_folder->path()).size(), 2);
        QTRY_COMPARE(again.states().at(1).phase, DownloadPhase::Done);
    }

private:
    template <class T, class Ask>
    Result<T> wait(Ask ask)
    {
        std::optional<Result<T>> answer;
        ask([&](const Result<T> &got) { answer = got; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)) return fail(ErrorCode::Internal);
        return *answer;
    }
    Result<DownloadRequest> plan(const QString &text, bool projector = true)
    {
        const FetchWish wish{.library = m_folder->path(), .projector = projector};
        return wait<DownloadRequest>([&](auto done) { m_client->plan(*parseReference(text), wish, this, done); });
    }

    std::unique_ptr<HostileHub> m_hub;
    std::unique_ptr<NetState> m_state;
    std::unique_ptr<NetGate> m_gate;
    std::unique_ptr<HubClient> m_client;
    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_model;
};

QTEST_GUILESS_MAIN(TestHubClient)
#include "test_hub_client.moc"
