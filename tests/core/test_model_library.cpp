#include "core/models/model_file_names.h"
#include "core/models/model_library.h"
#include "core/models/model_scan.h"
#include "inference/llama/tiny_model.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

void makeFolder(const QString &path)
{
    QVERIFY(QDir().mkpath(path));
}

void write(const QString &path, const QByteArray &bytes)
{
    makeFolder(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList namesOf(const QList<ModelFile> &models)
{
    QStringList names;
    for (const ModelFile &model : models)
        names << QFileInfo(model.path).fileName();
    return names;
}

QSet<QString> asSet(const QStringList &list)
{
    return {list.begin(), list.end()};
}

} // namespace

class TestModelLibrary final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_source.filePath(u"model.gguf"_s);
        QVERIFY(writeRandomModel(path.toStdString(), {}));
        m_model = contents(path);
        QVERIFY(!m_model.isEmpty());
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_top = QFileInfo(m_dir->path()).canonicalFilePath() + u"/models"_s;
        makeFolder(m_top);
    }

    void names_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isModel");
        QTest::newRow("plain") << QByteArray("a.gguf") << true;
        QTest::newRow("upper case") << QByteArray("A.GGUF") << true;
        QTest::newRow("other format") << QByteArray("a.bin") << false;
        QTest::newRow("extension alone") << QByteArray(".gguf") << false;
        QTest::newRow("hidden") << QByteArray(".a.gguf") << false;
        QTest::newRow("unfinished") << QByteArray("a.gguf.part") << false;
        QTest::newRow("unfinished elsewhere") << QByteArray("incomplete-a.gguf") << false;
        QTest::newRow("projector") << QByteArray("mmproj-a.gguf") << false;
        QTest::newRow("projector in the middle") << QByteArray("llava-MMPROJ-f16.gguf") << false;
        QTest::newRow("draft heads") << QByteArray("mtp-a.gguf") << false;
        QTest::newRow("part") << QByteArray("a-00002-of-00003.gguf") << true;
    }
    void names()
    {
        QFETCH(QByteArray, name);
        QTEST(isModelFileName(name.toStdString()), "isModel");
    }

    void splitNames()
    {
        const auto split = parseSplitName("big-00002-of-00003.gguf");
        QVERIFY(split);
        QCOMPARE(split->prefix, "big");
        QCOMPARE(split->part, 2);
        QCOMPARE(split->count, 3);
        QCOMPARE(split->firstPart(), "big-00001-of-00003.gguf");
        for (const char *name :
             {"big.gguf", "-00001-of-00002.gguf", "big-0001-of-00002.gguf", "big-00003-of-00002.gguf",
              "big-00000-of-00002.gguf", "big-0000x-of-00002.gguf", "big-00001-of-00002.bin"})
            QVERIFY2(!parseSplitName(name), name);
    }

    void findsModelsAtAnyDepth()
    {
        QString deep = m_top;
        for (int i = 0; i < 40; ++i)
            deep += u"/d%1"_s.arg(i);
        write(deep + u"/deep.gguf"_s, m_model);
        write(m_top + u"/top.GGUF"_s, m_model);
        write(m_top + u"/notes.txt"_s, "text");
        const auto models = scan();
        QCOMPARE(asSet(namesOf(models)), (QSet<QString>{u"deep.gguf"_s, u"top.GGUF"_s}));
        for (const ModelFile &model : models) {
            QVERIFY(!model.problem);
            QCOMPARE(model.spec.architecture, "llama");
            QVERIFY(!model.name.isEmpty());
        }
    }

    void passesOverWhatIsHiddenOrUnfinished()
    {
        write(m_top + u"/.hidden.gguf"_s, m_model);
        write(m_top + u"/.cache/a.gguf"_s, m_model);
        write(m_top + u"/a.gguf.part"_s, m_model);
        write(m_top + u"/incomplete-a.gguf"_s, m_model);
        write(m_top + u"/mmproj-a.gguf"_s, m_model);
        QCOMPARE(namesOf(scan()), QStringList());
    }

    void aFileWithSeveralNamesIsListedOnce()
    {
        write(m_top + u"/a/model.gguf"_s, m_model);
        makeFolder(m_top + u"/b"_s);
        QVERIFY(QFile::link(m_top + u"/a/model.gguf"_s, m_top + u"/b/alias.gguf"_s));
        QVERIFY(QFile::link(m_top + u"/a"_s, m_top + u"/c"_s));
        const auto models = scan({m_top, m_top + u"/a"_s, m_top + u"/./b/.."_s});
        QCOMPARE(models.size(), 1);
        QCOMPARE(models.front().path, m_top + u"/a/model.gguf"_s);
    }

    void loopsOfLinksEnd()
    {
        write(m_top + u"/a/model.gguf"_s, m_model);
        QVERIFY(QFile::link(m_top, m_top + u"/a/up"_s));
        QVERIFY(QFile::link(u"self"_s, m_top + u"/self"_s));
        QVERIFY(QFile::link(m_top + u"/gone"_s, m_top + u"/nowhere.gguf"_s));
        QCOMPARE(namesOf(scan()), QStringList{u"model.gguf"_s});
    }

    void linksOutOfTheFolderAreFollowed()
    {
        const QString outside = QFileInfo(m_dir->path()).canonicalFilePath() + u"/outside"_s;
        write(outside + u"/far.gguf"_s, m_model);
        QVERIFY(QFile::link(outside, m_top + u"/link"_s));
        const auto models = scan();
        QCOMPARE(models.size(), 1);
        QCOMPARE(models.front().path, outside + u"/far.gguf"_s);
    }

    // The Hugging Face cache: names are links to blobs without one.
    void aBlobKeepsTheNameOfItsLink()
    {
        write(m_top + u"/blobs/0123abcd"_s, m_model);
        makeFolder(m_top + u"/snapshots/1"_s);
        QVERIFY(QFile::link(m_top + u"/blobs/0123abcd"_s, m_top + u"/snapshots/1/nice-Q8_0.gguf"_s));
        const auto models = scan();
        QCOMPARE(models.size(), 1);
        QCOMPARE(models.front().path, m_top + u"/blobs/0123abcd"_s);
        QVERIFY(!models.front().problem);
        QVERIFY(!models.front().name.contains(u"0123"_s));
    }

    void onlyRegularFilesAreOpened()
    {
        QCOMPARE(::mkfifo((m_top + u"/pipe.gguf"_s).toLocal8Bit().constData(), 0600), 0); // opening it would hang
        makeFolder(m_top + u"/folder.gguf"_s);
        write(m_top + u"/folder.gguf/inside.gguf"_s, m_model);
        QCOMPARE(namesOf(scan()), QStringList{u"inside.gguf"_s});
    }

    void whatCannotBeUsedIsListedWithTheReason()
    {
        write(m_top + u"/text.gguf"_s, "this is no model at all, whatever it is called");
        write(m_top + u"/empty.gguf"_s, "");
        write(m_top + u"/cut.gguf"_s, m_model.first(m_model.size() / 2));
        const auto models = scan();
        QCOMPARE(models.size(), 3);
        for (const ModelFile &model : models) {
            QVERIFY2(model.problem, qPrintable(model.path));
            QVERIFY(!model.name.isEmpty());
        }
        QCOMPARE(problemOf(models, u"text.gguf"_s), ErrorCode::NotGguf);
        QCOMPARE(problemOf(models, u"cut.gguf"_s), ErrorCode::FileTruncated);
    }

    void aSplitModelWithoutItsFirstPartIsListedOnce()
    {
        write(m_top + u"/big-00002-of-00003.gguf"_s, m_model);
        write(m_top + u"/big-00003-of-00003.gguf"_s, m_model);
        const auto models = scan();
        QCOMPARE(namesOf(models), QStringList{u"big-00001-of-00003.gguf"_s});
        QCOMPARE(models.front().problem->code, ErrorCode::SplitPartMissing);
        QCOMPARE(models.front().problem->subject, "big-00001-of-00003.gguf");
    }

    void theBuiltInModelComesFirstThenByName()
    {
        const QString builtIn = QFileInfo(m_dir->path()).canonicalFilePath() + u"/zz-placeholder.gguf"_s;
        write(builtIn, m_model);
        for (const QString &name : {u"b10"_s, u"a"_s, u"B9"_s})
            write(m_top + u'/' + name + u".gguf"_s, "no model, so its name is the file's");
        ModelLibrary library(builtIn);
        scanWith(library, {m_top});
        QCOMPARE(namesOf(library.models()),
                 (QStringList{u"zz-placeholder.gguf"_s, u"a.gguf"_s, u"B9.gguf"_s, u"b10.gguf"_s}));
        QVERIFY(library.models().at(0).builtIn);
        QVERIFY(!library.models().at(1).builtIn);
    }

    void foldersThatCannotBeReadAreReported()
    {
        write(m_top + u"/a.gguf"_s, m_model);
        write(m_top + u"/file"_s, "no folder");
        ModelLibrary library({});
        QSignalSpy failed(&library, &ModelLibrary::folderFailed);
        scanWith(library, {m_top + u"/gone"_s, m_top + u"/file"_s, m_top});
        QCOMPARE(library.models().size(), 1);
        QTRY_COMPARE(failed.count(), 2);
        QCOMPARE(failed.at(0).at(0).toString(), m_top + u"/gone"_s);
        QCOMPARE(failed.at(0).at(1).value<Error>().code, ErrorCode::FileNotFound);
        QCOMPARE(failed.at(1).at(1).value<Error>().code, ErrorCode::FileUnreadable);
    }

    void aLockedFolderIsReported()
    {
        if (::geteuid() == 0) QSKIP("root may read every folder");
        makeFolder(m_top + u"/locked"_s);
        QVERIFY(QFile::setPermissions(m_top + u"/locked"_s, {}));
        ModelLibrary library({});
        QSignalSpy failed(&library, &ModelLibrary::folderFailed);
        scanWith(library, {m_top});
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(1).value<Error>().code, ErrorCode::FileUnreadable);
    }

    void aFolderThatVanishedEmptiesTheList()
    {
        write(m_top + u"/a.gguf"_s, m_model);
        ModelLibrary library({});
        scanWith(library, {m_top});
        QCOMPARE(library.models().size(), 1);
        QVERIFY(QDir(m_top).removeRecursively());
        library.rescan();
        QTRY_VERIFY(!library.isScanning());
        QCOMPARE(library.models().size(), 0);
    }

    void rescanSeesWhatChanged()
    {
        const QString path = m_top + u"/a.gguf"_s;
        write(path, m_model.first(100)); // still being copied
        ModelLibrary library({});
        scanWith(library, {m_top});
        QVERIFY(library.models().front().problem);
        write(path, m_model);
        library.rescan();
        QTRY_VERIFY(!library.isScanning());
        QVERIFY(!library.models().front().problem);
        // And a sound one that is spoilt afterwards.
        write(path, "spoilt");
        library.rescan();
        QTRY_VERIFY(!library.isScanning());
        QVERIFY(library.models().front().problem);
    }

    void aHeaderIsReadOnlyOnceWhileTheFileIsTheSame()
    {
        const QString path = m_top + u"/a.gguf"_s;
        write(path, m_model);
        ScanRequest request{.folders = {m_top}, .files = {}, .builtInModel = {}, .known = {}};
        auto first = scanModels(request, {});
        first.known[path].model.name = u"remembered"_s;
        request.known = first.known;
        QCOMPARE(scanModels(request, {}).models.front().name, u"remembered"_s);
    }

    void aFileIsAddedByItsContent()
    {
        const QString path = m_top + u"/renamed.dat"_s;
        write(path, m_model);
        ModelLibrary library({});
        QSignalSpy added(&library, &ModelLibrary::added);
        library.addFile(path);
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(added.front().front().value<ModelFile>().path, path);
        QVERIFY(library.find(path));
        scanWith(library, {}); // stays, though no folder holds it
        QCOMPARE(namesOf(library.models()), QStringList{u"renamed.dat"_s});
        library.addFile(path);
        QTRY_COMPARE(added.count(), 2);
        QCOMPARE(library.models().size(), 1);
    }

    void whatIsNoModelIsNotAdded()
    {
        write(m_top + u"/text.gguf"_s, "no model, although it says so in its name");
        ModelLibrary library({});
        QSignalSpy failed(&library, &ModelLibrary::addFailed);
        for (const QString &name : {u"/text.gguf"_s, u"/gone.gguf"_s, QString()})
            library.addFile(m_top + name);
        QTRY_COMPARE(failed.count(), 3);
        QHash<QString, ErrorCode> codes;
        for (const auto &arguments : std::as_const(failed))
            codes.insert(arguments.at(0).toString(), arguments.at(1).value<Error>().code);
        QCOMPARE(codes.value(m_top + u"/text.gguf"_s), ErrorCode::NotGguf);
        QCOMPARE(codes.value(m_top + u"/gone.gguf"_s), ErrorCode::FileNotFound);
        QCOMPARE(codes.value(m_top), ErrorCode::FileUnreadable);
        QVERIFY(library.models().isEmpty());
    }

    void aFileAddedDuringAScanIsNotLost()
    {
        const QString extra = QFileInfo(m_dir->path()).canonicalFilePath() + u"/extra.gguf"_s;
        write(extra, m_model);
        for (int i = 0; i < 50; ++i)
            write(m_top + u"/m%1.gguf"_s.arg(i), m_model);
        ModelLibrary library({});
        QSignalSpy added(&library, &ModelLibrary::added);
        library.setFolders({m_top});
        library.addFile(extra);
        QTRY_COMPARE(added.count(), 1);
        QTRY_VERIFY(!library.isScanning());
        QCOMPARE(library.models().size(), 51);
    }

    void onlyTheNewestScanCounts()
    {
        const QString other = m_top + u"-other"_s;
        write(m_top + u"/a.gguf"_s, m_model);
        write(other + u"/b.gguf"_s, m_model);
        ModelLibrary library({});
        library.setFolders({m_top});
        library.setFolders({other});
        QVERIFY(library.isScanning());
        QTRY_VERIFY(!library.isScanning());
        QCOMPARE(namesOf(library.models()), QStringList{u"b.gguf"_s});
    }

    void thousandsOfFiles()
    {
        for (int i = 0; i < 3000; ++i)
            write(m_top + u"/%1/%2.gguf"_s.arg(i / 100).arg(i), "not a model");
        const auto models = scan();
        QCOMPARE(models.size(), 3000);
        QVERIFY(std::ranges::all_of(models, [](const ModelFile &m) { return m.problem.has_value(); }));
    }

    void endingDuringAScanDoesNotHang()
    {
        for (int i = 0; i < 500; ++i)
            write(m_top + u"/%1.gguf"_s.arg(i), m_model);
        auto library = std::make_unique<ModelLibrary>(QString());
        library->setFolders({m_top});
        library.reset(); // within the test's time limit, and without a delivery to what is gone
        QCoreApplication::sendPostedEvents();
    }

    void aNameThatIsNoUtf8IsNotGivenAWrongPath()
    {
        const QByteArray path = m_top.toUtf8() + "/bad\xff.gguf";
        FILE *file = std::fopen(path.constData(), "wb");
        QVERIFY(file != nullptr);
        std::fwrite(m_model.constData(), 1, static_cast<std::size_t>(m_model.size()), file);
        std::fclose(file);
        const auto models = scan();
        QCOMPARE(models.size(), 1);
        QVERIFY(models.front().problem);
        QCOMPARE(models.front().problem->code, ErrorCode::FileUnreadable);
    }

private:
    static void scanWith(ModelLibrary &library, const QStringList &folders)
    {
        QSignalSpy changed(&library, &ModelLibrary::changed);
        library.setFolders(folders);
        QTRY_VERIFY(!library.isScanning());
        QVERIFY(changed.count() >= 2); // that it began, and the list
    }

    QList<ModelFile> scan() { return scan({m_top}); }
    QList<ModelFile> scan(const QStringList &folders)
    {
        ModelLibrary library({});
        scanWith(library, folders);
        return library.models();
    }

    static ErrorCode problemOf(const QList<ModelFile> &models, const QString &fileName)
    {
        for (const ModelFile &model : models)
            if (model.path.endsWith(u'/' + fileName) && model.problem) return model.problem->code;
        return ErrorCode::Internal;
    }

    QTemporaryDir m_source;
    QByteArray m_model;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_top;
};

QTEST_GUILESS_MAIN(TestModelLibrary)
#include "test_model_library.moc"
