#pragma once

#include <QString>

#include <filesystem>

namespace sotto {

/// Where Sotto keeps things. With a home of its own everything is below that one folder.
struct AppPaths {
    QString settingsFile;
    QString modelSettingsFile; ///< What was set for single models; beside the settings.
    QString databaseFile;
    QString modelsFolder; ///< Default of "Where models live".
    QString cacheFolder;
    QString builtInModel; ///< The model that comes with the program; may not exist in a broken install.

    bool operator==(const AppPaths &) const = default;
};

/// Paths below `home` if that is not empty, else below $SOTTO_HOME, else in the platform's own places
/// (XDG on Linux). A home has settings/, data/ (chats and log), models/ and cache/. Chats are never in a cache.
/// Creates nothing. `programFolder` is where the executable lies; the built-in model and the ggml
/// backends are found relative to it. Thread: any.
[[nodiscard]] AppPaths resolvePaths(const QString &home, const QString &programFolder);

/// The platform's own bytes of a path; not its text, which may be in another encoding. Thread: any.
[[nodiscard]] std::filesystem::path nativePath(const QString &path);

/// `path` as a person reads it: "~" in place of the home folder. For showing only. Thread: any.
[[nodiscard]] QString shownPath(const QString &path);

/// Where it is noted which model is being opened, beside the database. Thread: any.
[[nodiscard]] QString journalFolder(const AppPaths &paths);

/// Where it is kept what left this computer, beside the database. Thread: any.
[[nodiscard]] QString ledgerFile(const AppPaths &paths);

/// Folder with ggml backends beside the program; empty where there is none.
[[nodiscard]] QString backendsFolder(const QString &programFolder);

} // namespace sotto
