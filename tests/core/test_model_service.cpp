#include "core/models/model_service.h"

#include "core/models/shorter_context.h"
#include "inference/scripted_backend.h"
#include "tests/support/fake_clock.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ModelFile model(const QString &name)
{
    ModelFile file;
    file.path = u"/models/"_s + name;
    file.name = name;
    return file;
}

} // namespace

class TestModelService final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loadsWithProgress();
    void saysWhyNot();
    void choosingAnotherCancelsTheFirst();
    void cancelsAndUnloads();
    void unloadsWhatNobodyUses();
    void neverUnloadsAtWork();
    void unloadsNowAndLoadsAgain();
    void loadsOnceWithAnotherContext();
    void aCrashIsAnsweredByOpeningTheFile();
    void findsTheContextThatFits();
    void knowsWhenLoadingAgainWouldDiffer();
    void measuresAgain();
    void measuresOnlyWhatIsInUse();

private:
    std::shared_ptr<ScriptedBackend::Script> m_script = std::make_shared<ScriptedBackend::Script>();
    EngineBridge m_bridge;
    Engine m_engine{std::make_unique<ScriptedBackend>(m_script), m_bridge.listener(), std::make_shared<SystemClock>()};
    std::shared_ptr<test::FakeClock> m_clock = std::make_shared<test::FakeClock>();
    ModelService m_service{m_engine, m_bridge, m_clock};
};

void TestModelService::loadsWithProgress()
{
    m_script->openDelay = 100ms;
    QSignalSpy changed(&m_service, &ModelService::changed);
    m_service.setOptions([](const ModelFile &) { return LoadOptions{.contextLength = 2048}; });
    m_service.load(model(u"模型.gguf"_s));
    QCOMPARE(m_service.status().phase, ModelPhase::Loading);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->path, std::filesystem::path(u"/models/模型.gguf"));
    QCOMPARE(m_service.status().loaded->contextLength, 2048U);
    QList<float> progress;
    for (const auto &call : changed)
        progress.append(call[0].value<ModelStatus>().progress);
    QVERIFY(progress.size() > 2 && std::ranges::is_sorted(progress));
}

/// A longer context holds without a restart, and without anybody choosing the model again.
void TestModelService::saysWhyNot()
{
    m_script->openFailure = Error(ErrorCode::UnknownArchitecture, "mystery");
    m_service.load(model(u"a"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Failed);
    QCOMPARE(m_service.status().error->subject, "mystery");
    QVERIFY(!m_service.status().loaded);
}

void TestModelService::choosingAnotherCancelsTheFirst()
{
    m_script->openDelay = 10s;
    m_service.load(model(u"slow"_s));
    QTRY_VERIFY(m_service.status().phase == ModelPhase::Loading);
    {
        const std::lock_guard lock(m_script->mutex);
        m_script->openDelay = 0ms;
    }
    QSignalSpy changed(&m_service, &ModelService::changed);
    m_service.load(model(u"quick"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().file.name, u"quick"_s);
    for (const auto &call : changed)
        QVERIFY(call[0].value<ModelStatus>().phase != ModelPhase::Failed);
}

void TestModelService::cancelsAndUnloads()
{
    m_script->openDelay = 10s;
    m_service.load(model(u"slow"_s));
    m_service.cancelLoad();
    QCOMPARE(m_service.status(), ModelStatus());
    m_script->openDelay = 0ms;
    m_service.load(model(u"quick"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.unload();
    QCOMPARE(m_service.status(), ModelStatus());
    m_service.cancelLoad(); // nothing loads: nothing happens
    QCOMPARE(m_service.status().phase, ModelPhase::None);
}

void TestModelService::unloadsWhatNobodyUses()
{
    m_script->openDelay = 0ms;
    m_service.setIdleLimit(15min);
    m_service.load(model(u"a"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_clock->advance(14min);
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Ready);
    // Any request counts as use.
    QSignalSpy arrived(&m_bridge, &EngineBridge::eventArrived);
    m_engine.countTokens({});
    QVERIFY(arrived.wait());
    m_clock->advance(14min);
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Ready);
    m_clock->advance(1min);
    QTRY_VERIFY(m_engine.isIdle());
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Unloaded);
    QCOMPARE(m_service.status().file.name, u"a"_s);
    QVERIFY(!m_service.status().loaded);
    m_service.setIdleLimit(0min);
    m_service.loadIfUnloaded();
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_clock->advance(24h);
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Ready);
}

void TestModelService::neverUnloadsAtWork()
{
    m_service.setIdleLimit(5min);
    m_service.load(model(u"a"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    {
        const std::lock_guard lock(m_script->mutex);
        m_script->replies = {scriptedText("one two", 60s)};
    }
    QSignalSpy arrived(&m_bridge, &EngineBridge::eventArrived);
    const RequestId running = m_engine.submit({});
    QVERIFY(arrived.wait()); // Started
    const RequestId waiting = m_engine.submit({});
    m_clock->advance(6min);
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Ready);
    m_engine.cancel(waiting);
    m_engine.cancel(running);
    QTRY_VERIFY(m_engine.isIdle());
    QTRY_VERIFY(arrived.size() >= 3);
    m_clock->advance(6min);
    m_service.checkIdle();
    QCOMPARE(m_service.status().phase, ModelPhase::Unloaded);
    m_service.setIdleLimit(0min);
}

void TestModelService::unloadsNowAndLoadsAgain()
{
    m_service.load(model(u"a"_s));
    m_service.unloadUntilNeeded(); // while it loads: nothing happens
    QCOMPARE(m_service.status().phase, ModelPhase::Loading);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.unloadUntilNeeded();
    QCOMPARE(m_service.status().phase, ModelPhase::Unloaded);
    m_service.loadIfUnloaded();
    QCOMPARE(m_service.status().phase, ModelPhase::Loading);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.unload();
    m_service.loadIfUnloaded();
    QCOMPARE(m_service.status().phase, ModelPhase::None);
}

void TestModelService::loadsOnceWithAnotherContext()
{
    m_service.setOptions([](const ModelFile &) { return LoadOptions{.contextLength = 8192}; });
    m_service.loadWithContext(model(u"a"_s), 4096);
    QCOMPARE(m_service.status().options.contextLength, 4096U);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->contextLength, 4096U);
    m_service.load(model(u"a"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->contextLength, 8192U);
}

void TestModelService::aCrashIsAnsweredByOpeningTheFile()
{
    m_service.setCrash(ModelCrash{RiskyWork::Opening, u"/models/a"_s});
    QSignalSpy answered(&m_service, &ModelService::crashChanged);
    m_service.load(model(u"b"_s));
    QVERIFY(m_service.crash());
    m_service.load(model(u"a"_s));
    QVERIFY(!m_service.crash());
    QCOMPARE(answered.size(), 1);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
}

void TestModelService::findsTheContextThatFits()
{
    ModelSpec spec;
    spec.contextLength = 32768;
    spec.layerCount = 32;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128; // 128 KiB a token
    Error error(ErrorCode::NotEnoughMemory);
    error.needed = 10ULL << 30;
    error.available = 9ULL << 30;
    QCOMPARE(shorterContextThatFits(spec, 32768, error), std::optional(16384U)); // saves 2 GiB, 1 is needed
    QCOMPARE(shorterContextThatFits(spec, 12000, error), std::optional(2048U));  // 4,096 would save 0.96 GiB
    QCOMPARE(shorterContextThatFits(spec, 1U << 20, error), std::optional(16384U));
    QVERIFY(!shorterContextThatFits(spec, 0, error));
    QVERIFY(!shorterContextThatFits(spec, 2048, error));
    error.available = 1ULL << 30;
    QVERIFY(!shorterContextThatFits(spec, 32768, error));
}

void TestModelService::knowsWhenLoadingAgainWouldDiffer()
{
    std::uint32_t context = 2048;
    m_service.setOptions([&](const ModelFile &) { return LoadOptions{.contextLength = context}; });
    m_service.load(model(u"a"_s));
    QVERIFY(!m_service.needsReload()); // not while it loads
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QVERIFY(!m_service.needsReload());
    context = 1024;
    QVERIFY(m_service.needsReload());
    m_service.reload();
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->contextLength, 1024U);
    QVERIFY(!m_service.needsReload());
    m_service.unload();
    context = 512;
    m_service.reload();
    QCOMPARE(m_service.status(), ModelStatus());
    QVERIFY(!m_service.needsReload());
}

void TestModelService::measuresAgain()
{
    m_service.setOptions([](const ModelFile &) { return LoadOptions{}; });
    m_service.load(model(u"a.gguf"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->tuningOrigin, TuningOrigin::PerCore);
    m_script->tuning = {3, 5, 128};
    m_service.measureAgain();
    QVERIFY(m_service.status().measuring);
    QTRY_VERIFY(!m_service.status().measuring);
    QCOMPARE(m_service.status().loaded->tuning, (Tuning{3, 5, 128}));
    QCOMPARE(m_service.status().loaded->tuningOrigin, TuningOrigin::Measured);
    QVERIFY(!m_service.needsReload());
}

void TestModelService::measuresOnlyWhatIsInUse()
{
    m_service.unload();
    m_service.measureAgain();
    QVERIFY(!m_service.status().measuring);
    m_script->model.tuningOrigin = TuningOrigin::Chosen;
    m_service.load(model(u"a.gguf"_s));
    m_service.measureAgain(); // still loading
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.measureAgain(); // the person's word stands
    QVERIFY(!m_service.status().measuring);
    // What comes when the model is gone changes nothing.
    m_script->model.tuningOrigin = TuningOrigin::PerCore;
    m_service.load(model(u"b.gguf"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.measureAgain();
    m_service.unloadUntilNeeded();
    QCOMPARE(m_service.status().phase, ModelPhase::Unloaded);
    QVERIFY(!m_service.status().measuring);
    m_service.loadIfUnloaded();
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QVERIFY(!m_service.status().measuring);
}

QTEST_GUILESS_MAIN(TestModelService)
#include "test_model_service.moc"
