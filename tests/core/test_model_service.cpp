#include "core/models/model_service.h"

#include "inference/scripted_backend.h"

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
    void otherOptionsOpenItAgain();

private:
    std::shared_ptr<ScriptedBackend::Script> m_script = std::make_shared<ScriptedBackend::Script>();
    EngineBridge m_bridge;
    Engine m_engine{std::make_unique<ScriptedBackend>(m_script), m_bridge.listener(), std::make_shared<SystemClock>()};
    ModelService m_service{m_engine, m_bridge};
};

void TestModelService::loadsWithProgress()
{
    m_script->openDelay = 100ms;
    QSignalSpy changed(&m_service, &ModelService::changed);
    m_service.setOptions({.contextLength = 2048, .gpuLayers = {}, .threads = 0});
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
void TestModelService::otherOptionsOpenItAgain()
{
    m_service.unload();
    m_service.setOptions({.contextLength = 2048, .gpuLayers = {}, .threads = 0});
    QCOMPARE(m_service.status().phase, ModelPhase::None); // nothing to open again
    m_service.load(model(u"a"_s));
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    m_service.setOptions({.contextLength = 2048, .gpuLayers = {}, .threads = 0});
    QCOMPARE(m_service.status().phase, ModelPhase::Ready); // the same
    m_service.setOptions({.contextLength = 4096, .gpuLayers = {}, .threads = 0});
    QCOMPARE(m_service.status().phase, ModelPhase::Loading);
    QCOMPARE(m_service.status().file.name, u"a"_s);
    QTRY_COMPARE(m_service.status().phase, ModelPhase::Ready);
    QCOMPARE(m_service.status().loaded->contextLength, 4096U);
}

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

QTEST_GUILESS_MAIN(TestModelService)
#include "test_model_service.moc"
