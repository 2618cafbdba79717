#include "core/models/checksum_service.h"
#include "tests/support/fake_clock.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using Phase = ChecksumState::Phase;

namespace {

QString hashOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

class TestChecksumService final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_memory = std::make_unique<ModelSettingsService>(m_dir->filePath(u"models.json"_s));
    }

    void computesAndRemembers()
    {
        const ModelFile model = file(u"a.gguf"_s, QByteArray(3'000'000, 'x'));
        ChecksumService service(*m_memory, m_clock);
        service.look(model);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::NotChecked);
        service.start(model);
        QCOMPARE(service.stateOf(model.path).phase, Phase::Running);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::Known);
        QCOMPARE(service.stateOf(model.path).sum->sha256, QStringList{hashOf(QByteArray(3'000'000, 'x'))});

        ChecksumService later(*m_memory, m_clock);
        later.look(model);
        QTRY_COMPARE(later.stateOf(model.path).phase, Phase::Known);
        QCOMPARE(later.stateOf(model.path).sum, service.stateOf(model.path).sum);
    }

    void aFileThatChangedIsNotCheckedAnyMore()
    {
        const ModelFile model = file(u"a.gguf"_s, "first");
        ChecksumService service(*m_memory, m_clock);
        service.start(model);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::Known);
        file(u"a.gguf"_s, "longer than before");
        service.look(model);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::NotChecked);
    }

    void everyPartOfASplitModelHasItsOwn()
    {
        ModelFile model = file(u"a-00001-of-00002.gguf"_s, "one");
        const ModelFile second = file(u"a-00002-of-00002.gguf"_s, "two");
        model.spec.parts = {model.path.toStdString(), second.path.toStdString()};
        ChecksumService service(*m_memory, m_clock);
        service.start(model);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::Known);
        QCOMPARE(service.stateOf(model.path).sum->sha256, (QStringList{hashOf("one"), hashOf("two")}));
        QCOMPARE(service.stateOf(model.path).sum->bytes, 6);
    }

    void aFileThatIsGoneFails()
    {
        ModelFile model;
        model.path = m_dir->filePath(u"gone.gguf"_s);
        ChecksumService service(*m_memory, m_clock);
        service.start(model);
        QTRY_COMPARE(service.stateOf(model.path).phase, Phase::Failed);
        QCOMPARE(service.stateOf(model.path).error->code, ErrorCode::FileNotFound);
        QVERIFY(!m_memory->checksumOf(model));
    }

    void cancellingKeepsNothing()
    {
        ModelFile model = file(u"big.gguf"_s, {});
        QFile(model.path).resize(64LL << 30); // a hole: it would take minutes to read
        model.spec.fileBytes = 64ULL << 30;
        ChecksumService service(*m_memory, m_clock);
        QSignalSpy changed(&service, &ChecksumService::changed);
        service.start(model);
        QTRY_VERIFY(service.stateOf(model.path).fraction > 0);
        service.cancel(model.path);
        QCOMPARE(service.stateOf(model.path).phase, Phase::NotChecked);
        QVERIFY(!m_memory->checksumOf(model));
        // The pool is free again: another file gets its turn.
        const ModelFile small = file(u"small.gguf"_s, "s");
        service.start(small);
        QTRY_COMPARE(service.stateOf(small.path).phase, Phase::Known);
        QCOMPARE(service.stateOf(model.path).phase, Phase::NotChecked);
    }

private:
    ModelFile file(const QString &name, const QByteArray &bytes)
    {
        ModelFile model;
        model.path = m_dir->filePath(name);
        model.spec.fileBytes = static_cast<std::uint64_t>(bytes.size());
        QFile out(model.path);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size()) qFatal("cannot write");
        return model;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ModelSettingsService> m_memory;
    test::FakeClock m_clock;
};

QTEST_GUILESS_MAIN(TestChecksumService)
#include "test_checksum_service.moc"
