#pragma once

#include "app/cli/arguments.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <expected>
#include <optional>

namespace sotto {

using Parsed = std::expected<CommandOptions, WrongUsage>;

[[nodiscard]] std::unexpected<WrongUsage> wrong(const QString &sentence, const QString &command);
[[nodiscard]] QCommandLineOption option(const QString &name, const QString &description, const QString &value = {});
[[nodiscard]] QCommandLineOption jsonOption();
/// Those that every command takes: --home, --lang, --help, --version.
void addGlobalOptions(QCommandLineParser &parser);
[[nodiscard]] Parsed noSuchCommand(const QString &command);

/// Parses the rest of a command's line. Help and version win over everything; else `expected` names must follow.
struct CommandLine {
    QCommandLineParser parser;
    QString command;
    QStringList expected; ///< Names of positional arguments, for the usage line.

    CommandLine(const QString &name, const QString &description, const QStringList &positional = {});

    /// What the command comes to already: words to show, or wrong usage; nothing where all is well.
    [[nodiscard]] std::optional<Parsed> parse(const QStringList &arguments);
    [[nodiscard]] OutputForm form() const;

private:
    [[nodiscard]] Parsed help() const;
};

template <class Options>
[[nodiscard]] Parsed parsePlain(const QString &command, const QString &description, const QStringList &arguments)
{
    CommandLine line(command, description);
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    return Options{line.form()};
}

/// `plan`.
[[nodiscard]] Parsed parsePlan(const QStringList &arguments);

} // namespace sotto
