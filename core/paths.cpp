#include "core/paths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

QString under(const QString &folder, const QString &name)
{
    return QDir::cleanPath(folder + u'/' + name);
}

QString sottoIn(QStandardPaths::StandardLocation location)
{
    return under(QStandardPaths::writableLocation(location), u"sotto"_s);
}

AppPaths pathsInHome(const QString &home)
{
    const QString root = QDir(home).absolutePath();
    return {.settingsFile = under(root, u"settings/settings.json"_s),
            .modelSettingsFile = under(root, u"settings/models.json"_s),
            .databaseFile = under(root, u"data/sotto.db"_s),
            .modelsFolder = under(root, u"models"_s),
            .cacheFolder = under(root, u"cache"_s),
            .builtInModel = {}};
}

AppPaths pathsOfPlatform()
{
    const QString data = sottoIn(QStandardPaths::GenericDataLocation);
    const QString config = sottoIn(QStandardPaths::GenericConfigLocation);
    return {.settingsFile = under(config, u"settings.json"_s),
            .modelSettingsFile = under(config, u"models.json"_s),
            .databaseFile = under(data, u"sotto.db"_s),
            .modelsFolder = under(data, u"models"_s),
            .cacheFolder = sottoIn(QStandardPaths::GenericCacheLocation),
            .builtInModel = {}};
}

QString builtInModelFor(const QString &programFolder)
{
    const QString file = u"models/sotto-placeholder.gguf"_s;
    const QString beside = under(programFolder, file);
    const QString installed = under(programFolder, u"../share/sotto/"_s + file);
    return !QFileInfo::exists(beside) && QFileInfo::exists(installed) ? installed : beside;
}

} // namespace

AppPaths resolvePaths(const QString &home, const QString &programFolder)
{
    const QString chosen = home.isEmpty() ? qEnvironmentVariable("SOTTO_HOME") : home;
    AppPaths paths = chosen.isEmpty() ? pathsOfPlatform() : pathsInHome(chosen);
    paths.builtInModel = builtInModelFor(programFolder);
    return paths;
}

std::filesystem::path nativePath(const QString &path)
{
    return QFile::encodeName(path).toStdString();
}

QString shownPath(const QString &path)
{
    const QString home = QDir::homePath();
    if (path == home) return u"~"_s;
    return path.startsWith(home + u'/') ? u'~' + path.sliced(home.size()) : path;
}

QString journalFolder(const AppPaths &paths)
{
    return under(QFileInfo(paths.databaseFile).absolutePath(), u"at-work"_s);
}

QString ledgerFile(const AppPaths &paths)
{
    return under(QFileInfo(paths.databaseFile).absolutePath(), u"network.json"_s);
}

QString backendsFolder(const QString &programFolder)
{
    for (const QString &candidate :
         {under(programFolder, u"backends"_s), under(programFolder, u"../lib/sotto/backends"_s)})
        if (QFileInfo(candidate).isDir()) return candidate;
    return {};
}

} // namespace sotto
