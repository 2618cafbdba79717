#include "core/paths.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

void touch(const QString &path)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

} // namespace

class TestPaths final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theHomeFolderIsShownAsATilde()
    {
        const QString home = QDir::homePath();
        QCOMPARE(shownPath(home), u"~"_s);
        QCOMPARE(shownPath(home + u"/models"_s), u"~/models"_s);
        QCOMPARE(shownPath(home + u"-other/models"_s), home + u"-other/models"_s);
        QCOMPARE(shownPath(u"/data/models"_s), u"/data/models"_s);
    }

    void init()
    {
        qunsetenv("SOTTO_HOME");
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void aHomeHoldsEverything()
    {
        const QString home = m_dir->path();
        const AppPaths paths = resolvePaths(home, u"/nowhere/bin"_s);
        QCOMPARE(paths.settingsFile, home + u"/settings/settings.json"_s);
        QCOMPARE(paths.modelSettingsFile, home + u"/settings/models.json"_s);
        QCOMPARE(paths.databaseFile, home + u"/data/sotto.db"_s);
        QCOMPARE(paths.modelsFolder, home + u"/models"_s);
        QCOMPARE(paths.cacheFolder, home + u"/cache"_s);
        QVERIFY(QDir(home).isEmpty());
    }

    void aRelativeHomeIsMadeAbsolute()
    {
        QCOMPARE(resolvePaths(u"some/../home"_s, {}).modelsFolder, QDir::currentPath() + u"/home/models"_s);
    }

    void theEnvironmentComesAfterTheArgument()
    {
        qputenv("SOTTO_HOME", "/from/environment");
        QCOMPARE(resolvePaths({}, {}).cacheFolder, u"/from/environment/cache"_s);
        QCOMPARE(resolvePaths(u"/from/argument"_s, {}).cacheFolder, u"/from/argument/cache"_s);
        qunsetenv("SOTTO_HOME");
    }

    void thePlatformsOwnPlaces()
    {
#ifndef Q_OS_LINUX
        QSKIP("XDG folders are Linux's");
#endif
        qputenv("XDG_CONFIG_HOME", "/x/config");
        qputenv("XDG_DATA_HOME", "/x/data");
        qputenv("XDG_CACHE_HOME", "/x/cache");
        qputenv("XDG_STATE_HOME", "/x/state");
        const AppPaths paths = resolvePaths({}, {});
        QCOMPARE(paths.settingsFile, u"/x/config/sotto/settings.json"_s);
        QCOMPARE(paths.modelSettingsFile, u"/x/config/sotto/models.json"_s);
        QCOMPARE(paths.databaseFile, u"/x/data/sotto/sotto.db"_s);
        QCOMPARE(paths.modelsFolder, u"/x/data/sotto/models"_s);
        QCOMPARE(paths.cacheFolder, u"/x/cache/sotto"_s);
        QVERIFY(!paths.databaseFile.startsWith(paths.cacheFolder));
    }

    void theBuiltInModelLiesBesideTheProgramOrInShare()
    {
        const QString bin = m_dir->path() + u"/bin"_s;
        const QString beside = bin + u"/models/sotto-placeholder.gguf"_s;
        const QString shared = m_dir->path() + u"/share/sotto/models/sotto-placeholder.gguf"_s;
        QCOMPARE(resolvePaths(u"/h"_s, bin).builtInModel, beside); // where it would be, in a broken install
        touch(shared);
        QCOMPARE(resolvePaths(u"/h"_s, bin).builtInModel, shared);
        touch(beside);
        QCOMPARE(resolvePaths(u"/h"_s, bin).builtInModel, beside);
    }

    void backendsLieBesideTheProgramOrInLib()
    {
        const QString bin = m_dir->path() + u"/bin"_s;
        QCOMPARE(backendsFolder(bin), QString());
        QVERIFY(QDir().mkpath(m_dir->path() + u"/lib/sotto/backends"_s));
        QVERIFY(QDir().mkpath(bin));
        QCOMPARE(backendsFolder(bin), m_dir->path() + u"/lib/sotto/backends"_s);
        QVERIFY(QDir().mkpath(bin + u"/backends"_s));
        QCOMPARE(backendsFolder(bin), bin + u"/backends"_s);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestPaths)
#include "test_paths.moc"
