#include "core/models/model_settings_service.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

ModelSettings everythingSet()
{
    ModelSettings s;
    s.contextLength = 16384;
    s.gpuLayers = 12;
    s.threads = 3;
    s.quiet = false;
    s.cacheType = CacheType::Q8_0;
    s.lookUp = false;
    s.thinking = Thinking::Off;
    s.chatTemplate = u"{{ messages }} 中文\n"_s;
    s.adapters = {{u"/a/风格.gguf"_s, 0.5}, {u"/b.gguf"_s, -1}};
    s.draftModel = u"/a/small.gguf"_s;
    s.notes = u"good at prose"_s;
    s.favourite = true;
    return s;
}

FileChecksum someChecksum()
{
    return {{QString(64, u'a'), QString(64, u'b')}, 123456789012, 1700000000000, 1700000000001};
}

ModelFile model(const QString &path, std::uint64_t bytes = 0)
{
    ModelFile file;
    file.path = path;
    file.spec.architecture = "llama";
    file.spec.fileBytes = bytes;
    file.spec.layerBytes = {10, 20};
    return file;
}

/// One model with one value, as JSON.
ModelSettings read(const QByteArray &members)
{
    const auto entries = modelEntriesFromJson(R"({"models":[{"path":"/m",)" + members + "}]}");
    return entries && entries->size() == 1 ? entries->constFirst().settings : everythingSet();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestModelSettings final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_file = m_dir->filePath(u"deep/models.json"_s);
    }

    void everythingComesBack()
    {
        const QList<ModelEntry> all{{u"/模型/a.gguf"_s, QString(64, u'f'), everythingSet(), someChecksum()},
                                    {u"/b.gguf"_s, {}, {}, {}}};
        QCOMPARE(modelEntriesFromJson(toJson(all)).value(), all);
    }

    void whatIsNotSetIsNotWritten()
    {
        const QByteArray json = toJson({{u"/b.gguf"_s, {}, {}, {}}});
        const QJsonObject entry = QJsonDocument::fromJson(json)["models"_L1][0].toObject();
        QCOMPARE(entry.keys(), QStringList{u"path"_s});
    }

    void wrongTypesAndUnknownKeysCountAsNotSet()
    {
        const ModelSettings nothing =
            read(R"("contextLength":"4k","gpuLayers":null,"threads":[],"quiet":1,"cacheType":"q2","lookUp":"no",
            "thinking":3,"chatTemplate":7,"adapters":{"path":"/x"},"draftModel":false,"notes":[],"favourite":"yes",
            "later":{"a":1},"checksum":{"sha256":["short"]})");
        QCOMPARE(nothing, ModelSettings{});
    }

    void numbersAreBroughtIntoRange()
    {
        const ModelSettings low = read(R"("contextLength":-5,"gpuLayers":-7,"threads":-1)");
        QCOMPARE(low.contextLength, 0U);
        QCOMPARE(low.gpuLayers, -1);
        QCOMPARE(low.threads, 0);
        const ModelSettings high =
            read(R"("contextLength":1e30,"gpuLayers":1e9,"threads":1e9,"adapters":[{"path":"/x","scale":1e300}])");
        QCOMPARE(high.contextLength, 16777216U);
        QCOMPARE(high.gpuLayers, 100000);
        QCOMPARE(high.threads, 1024);
        QCOMPARE(high.adapters.value(0).scale, 10.0);
    }

    void hugeListsAreCut()
    {
        QByteArray items = R"({"path":"/x"})";
        for (int i = 0; i < 100; ++i)
            items += R"(,{"path":"/x"},{"scale":1})";
        const ModelSettings adapters = read("\"adapters\":[" + items + "]");
        QCOMPARE(adapters.adapters.size(), kMostAdapters);
        const ModelSettings notes = read("\"notes\":\"" + QByteArray(1000000, 'n') + "\"");
        QCOMPARE(notes.notes.size(), kMostNotesChars);
        const QByteArray longPath = "{\"models\":[{\"path\":\"" + QByteArray(10000, 'p') + "\"},{},7,null]}";
        QVERIFY(modelEntriesFromJson(longPath).value().isEmpty());
    }

    void whatIsNoObjectIsAnError_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray(R"({"models":[)");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(5000, '[');
        QTest::newRow("binary") << QByteArray("\x00\xff\x80", 3);
    }
    void whatIsNoObjectIsAnError()
    {
        QFETCH(QByteArray, json);
        const auto entries = modelEntriesFromJson(json);
        QVERIFY(!entries);
        QCOMPARE(entries.error().code, ErrorCode::ModelSettingsUnreadable);
    }

    void aModelsValueWinsOverTheSettings()
    {
        Settings settings;
        settings.contextLength = 4096;
        settings.gpuLayers = 5;
        settings.threads = 7;
        settings.quiet = true;
        settings.cacheType = CacheType::F16;
        settings.lookUp = true;
        const LoadOptions options = optionsFor(settings, everythingSet());
        QCOMPARE(options.contextLength, 16384U);
        QCOMPARE(options.gpuLayers, 12);
        QCOMPARE(options.threads, 3);
        QVERIFY(!options.quiet);
        QCOMPARE(options.cacheType, CacheType::Q8_0);
        QVERIFY(!options.lookUp);
        QCOMPARE(QString::fromStdString(options.chatTemplate), everythingSet().chatTemplate);
        QCOMPARE(options.adapters.size(), 2U);
        QCOMPARE(options.adapters[0].path, std::filesystem::path(u"/a/风格.gguf"));
        QCOMPARE(options.adapters[0].scale, 0.5F);
        QCOMPARE(options.draftModel, std::filesystem::path("/a/small.gguf"));
    }

    void theSettingsHoldWhereTheModelSaysNothing()
    {
        Settings settings;
        settings.contextLength = 4096;
        settings.gpuLayers = 5;
        settings.threads = 7;
        settings.quiet = true;
        settings.cacheType = CacheType::Q8_0;
        settings.lookUp = false;
        const LoadOptions options = optionsFor(settings, {});
        const LoadOptions expected{.contextLength = 4096,
                                   .gpuLayers = 5,
                                   .threads = 7,
                                   .quiet = true,
                                   .cacheType = CacheType::Q8_0,
                                   .lookUp = false};
        QVERIFY(options == expected);
        QVERIFY(optionsFor({}, {}) == LoadOptions{});
    }

    void aModelCanBeAutomaticUnderSettingsThatAreNot()
    {
        Settings settings;
        settings.contextLength = 4096;
        settings.gpuLayers = 5;
        settings.threads = 7;
        ModelSettings own;
        own.contextLength = 0;
        own.gpuLayers = -1;
        own.threads = 0;
        QVERIFY(optionsFor(settings, own) == LoadOptions{});
    }

    void whatIsSetIsThereAfterARestart()
    {
        const ModelFile a = model(u"/a.gguf"_s, 100);
        {
            ModelSettingsService service(m_file);
            QSignalSpy changed(&service, &ModelSettingsService::changed);
            service.set(a, everythingSet());
            service.set(a, everythingSet());
            QCOMPARE(changed.count(), 1);
            QCOMPARE(changed[0][0].toString(), a.path);
            service.setChecksum(a, someChecksum());
        }
        const ModelSettingsService again(m_file);
        QVERIFY(!again.problem());
        QCOMPARE(again.of(a), everythingSet());
        QCOMPARE(again.checksumOf(a), someChecksum());
        QCOMPARE(again.of(model(u"/other.gguf"_s, 7)), ModelSettings{});
    }

    void aRenamedModelKeepsItsSettings()
    {
        ModelSettingsService service(m_file);
        service.set(model(u"/old.gguf"_s, 100), everythingSet());
        service.setListed({u"/new.gguf"_s});
        QCOMPARE(service.of(model(u"/new.gguf"_s, 100)), everythingSet());
        QCOMPARE(service.of(model(u"/new.gguf"_s, 101)), ModelSettings{}); // another file
        ModelSettings edited = everythingSet();
        edited.threads = 1;
        service.set(model(u"/new.gguf"_s, 100), edited);
        QCOMPARE(service.of(model(u"/new.gguf"_s, 100)), edited);
    }

    void aCopyIsNotTakenForARenamedModel()
    {
        ModelSettingsService service(m_file);
        service.set(model(u"/old.gguf"_s, 100), everythingSet());
        service.setListed({u"/old.gguf"_s, u"/copy.gguf"_s});
        QCOMPARE(service.of(model(u"/copy.gguf"_s, 100)), ModelSettings{});
    }

    void aFileWithoutAHeaderIsKnownByItsPathOnly()
    {
        QVERIFY(fingerprintOf(model(u"/x"_s).spec).isEmpty());
        ModelSettingsService service(m_file);
        service.set(model(u"/old.gguf"_s), everythingSet());
        QCOMPARE(service.of(model(u"/old.gguf"_s)), everythingSet());
        QCOMPARE(service.of(model(u"/new.gguf"_s)), ModelSettings{});
    }

    void nothingSetLeavesNothingBehind()
    {
        {
            ModelSettingsService service(m_file);
            service.set(model(u"/a.gguf"_s, 1), everythingSet());
            service.set(model(u"/a.gguf"_s, 1), {});
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(modelEntriesFromJson(file.readAll()).value().isEmpty());
    }

    void longTextsAreCut()
    {
        ModelSettingsService service(m_file);
        ModelSettings s;
        s.notes = QString(100000, u'n');
        s.chatTemplate = QString(1000000, u't');
        service.set(model(u"/a"_s), s);
        QCOMPARE(service.of(model(u"/a"_s)).notes.size(), kMostNotesChars);
        QCOMPARE(service.of(model(u"/a"_s)).chatTemplate.size(), kMostTemplateChars);
    }

    void aBrokenFileIsSetAside()
    {
        const QString file = m_dir->filePath(u"models.json"_s);
        write(file, "{ not json");
        const ModelSettingsService service(file);
        QCOMPARE(service.problem().value().code, ErrorCode::ModelSettingsUnreadable);
        QCOMPARE(service.problem()->subject, "models.json");
        QVERIFY(!QFileInfo::exists(file));
        QVERIFY(QFileInfo::exists(file + u".broken"_s));
    }

    void aFailedWriteIsReported()
    {
        write(m_dir->filePath(u"blocked"_s), "a file where a folder is needed");
        ModelSettingsService service(m_dir->filePath(u"blocked/models.json"_s));
        QSignalSpy failed(&service, &ModelSettingsService::writeFailed);
        service.set(model(u"/a"_s), everythingSet());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::WriteFailed);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestModelSettings)
#include "test_model_settings.moc"
