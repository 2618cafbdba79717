#include "core/settings/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

Settings everythingChanged()
{
    Settings s;
    s.language = u"zh_CN"_s;
    s.theme = ThemeChoice::Dark;
    s.textPercent = 130;
    s.lessMotion = true;
    s.onOpening = OnOpening::NewChat;
    s.sendKey = SendKey::CtrlEnter;
    s.nameChats = false;
    s.sendThoughts = true;
    s.modelFolders = {u"/a/模型"_s, u"/b"_s};
    s.lastModel = u"/a/x.gguf"_s;
    s.personaId = u"builtin.coder"_s;
    s.contextLength = 16'384;
    s.threads = 6;
    s.gpuLayers = 20;
    s.stopWhenFull = true;
    s.keepOnDisk = false;
    s.keptMemoryMiB = 0;
    s.keptDiskMiB = 512;
    s.cacheType = CacheType::Q8_0;
    s.quiet = true;
    s.lookUp = false;
    s.windowGeometry = QByteArray("\x00\x01\xff geometry", 12);
    s.sidebarWidth = 300;
    s.sidebarShown = {1, 0, -1};
    s.metersShown = {0, 1, 1};
    return s;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestSettings final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_file = m_dir->filePath(u"deep/settings.json"_s);
    }

    void everythingComesBack()
    {
        const Settings s = everythingChanged();
        const auto back = settingsFromJson(toJson(s));
        QVERIFY(back);
        QVERIFY(*back == s);
        QVERIFY(!(s == Settings{}));
    }

    void aMissingKeyIsTheDefault() { QVERIFY(settingsFromJson("{}").value() == Settings{}); }

    void anUnknownKeyIsIgnored() { QVERIFY(settingsFromJson(R"({"later":{"x":[1]}})").value() == Settings{}); }

    void wrongTypesFallBack()
    {
        const auto s = settingsFromJson(R"({"language":7,"theme":"neon","textPercent":"big","lessMotion":"yes",
            "modelFolders":"/a","threads":null,"sidebarShown":[1],"metersShown":{"a":1},"windowGeometry":3,
            "sidebarWidth":true,"contextLength":[],"sendKey":4,"cacheType":"q2","quiet":1,"lookUp":"no"})");
        QVERIFY(s.value() == Settings{});
    }

    void numbersAreBroughtIntoRange()
    {
        const auto low = settingsFromJson(R"({"textPercent":-5,"threads":-1,"gpuLayers":-9,"contextLength":-1,
            "sidebarWidth":0,"sidebarShown":[-7,9,0]})")
                             .value();
        QCOMPARE(low.textPercent, 80);
        QCOMPARE(low.threads, 0);
        QCOMPARE(low.gpuLayers, -1);
        QCOMPARE(low.contextLength, 0U);
        QCOMPARE(low.sidebarWidth, 180);
        QCOMPARE(low.sidebarShown, (QList<int>{-1, 1, 0}));
        const auto high = settingsFromJson(R"({"textPercent":1e300,"threads":1e99,"contextLength":1e30})").value();
        QCOMPARE(high.textPercent, 200);
        QCOMPARE(high.threads, 1024);
        QCOMPARE(high.contextLength, 16'777'216U);
    }

    void foldersMustBeText()
    {
        QCOMPARE(settingsFromJson(R"({"modelFolders":["/a",3,"",null,"/b"]})").value().modelFolders,
                 (QStringList{u"/a"_s, u"/b"_s}));
    }

    void whatIsNoObjectIsAnError_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("cut off") << QByteArray(R"({"language":"en")");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("binary") << QByteArray("\x00\xff\x80", 3);
    }
    void whatIsNoObjectIsAnError()
    {
        QFETCH(QByteArray, json);
        const auto s = settingsFromJson(json);
        QVERIFY(!s);
        QCOMPARE(s.error().code, ErrorCode::SettingsUnreadable);
    }

    void noFileMeansDefaults()
    {
        SettingsService service(m_file);
        QVERIFY(service.current() == Settings{});
        QVERIFY(!service.problem());
        QVERIFY(!QFileInfo::exists(m_file));
    }

    void changesAreWrittenSoon()
    {
        SettingsService service(m_file);
        QSignalSpy changed(&service, &SettingsService::changed);
        service.set(everythingChanged());
        QCOMPARE(changed.count(), 1);
        QVERIFY(!QFileInfo::exists(m_file)); // not at once
        QTRY_VERIFY(QFileInfo::exists(m_file));
        QVERIFY(settingsFromJson(contents(m_file)).value() == everythingChanged());
    }

    void theSameValuesChangeNothing()
    {
        SettingsService service(m_file);
        QSignalSpy changed(&service, &SettingsService::changed);
        service.set(Settings{});
        QCOMPARE(changed.count(), 0);
    }

    void manyChangesAreWrittenOnceWithTheLastValue()
    {
        {
            SettingsService service(m_file);
            for (int i = 80; i <= 180; ++i) {
                Settings s = service.current();
                s.textPercent = i;
                service.set(s);
            }
            QVERIFY(!QFileInfo::exists(m_file));
        }
        QCOMPARE(settingsFromJson(contents(m_file)).value().textPercent, 180);
    }

    void endingWritesWhatWaits()
    {
        {
            SettingsService service(m_file);
            service.set(everythingChanged());
        }
        SettingsService again(m_file);
        QVERIFY(again.current() == everythingChanged());
    }

    void aBrokenFileIsSetAside()
    {
        const QString file = m_dir->filePath(u"settings.json"_s);
        write(file, "{ not json");
        write(file + u".broken"_s, "older");
        SettingsService service(file);
        QVERIFY(service.current() == Settings{});
        QVERIFY(service.problem());
        QCOMPARE(service.problem()->code, ErrorCode::SettingsUnreadable);
        QCOMPARE(service.problem()->subject, "settings.json");
        QVERIFY(!QFileInfo::exists(file));
        QCOMPARE(contents(file + u".broken"_s), QByteArray("{ not json"));
    }

    void aFailedWriteIsReported()
    {
        write(m_dir->filePath(u"blocked"_s), "a file where a folder is needed");
        SettingsService service(m_dir->filePath(u"blocked/settings.json"_s));
        QSignalSpy failed(&service, &SettingsService::writeFailed);
        service.set(everythingChanged());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.front().front().value<Error>().code, ErrorCode::WriteFailed);
        QVERIFY(service.current() == everythingChanged());
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
