#include "app/cli/command_line.h"

namespace sotto {

using namespace Qt::StringLiterals;

std::unexpected<WrongUsage> wrong(const QString &sentence, const QString &command)
{
    return std::unexpected(WrongUsage{sentence, command});
}

QCommandLineOption option(const QString &name, const QString &description, const QString &value)
{
    return QCommandLineOption(name, description, value);
}

QCommandLineOption jsonOption()
{
    return option(u"json"_s, QCoreApplication::translate("Cli", "Print one JSON object a line."));
}

void addGlobalOptions(QCommandLineParser &parser)
{
    parser.addOption(option(u"home"_s,
                            QCoreApplication::translate("Cli", "Keep settings, data, models and cache in this folder."),
                            u"DIR"_s));
    parser.addOption(
        option(u"lang"_s, QCoreApplication::translate("Cli", "Language of messages: en or zh_CN."), u"LANGUAGE"_s));
    parser.addOption(QCommandLineOption({u"h"_s, u"help"_s}, QCoreApplication::translate("Cli", "Show this help.")));
    parser.addOption(
        QCommandLineOption({u"v"_s, u"version"_s}, QCoreApplication::translate("Cli", "Show the version.")));
}

Parsed noSuchCommand(const QString &command)
{
    return wrong(QCoreApplication::translate("Cli", "There is no command “%1”.").arg(command), {});
}

CommandLine::CommandLine(const QString &name, const QString &description, const QStringList &positional)
    : command(name), expected(positional)
{
    parser.setApplicationDescription(description);
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    addGlobalOptions(parser);
}

std::optional<Parsed> CommandLine::parse(const QStringList &arguments)
{
    const bool sound = parser.parse(QStringList{u"sotto-cli"_s} + arguments);
    if (parser.isSet(u"help"_s)) return help();
    if (!sound) return wrong(parser.errorText(), command);
    if (const qsizetype given = parser.positionalArguments().size(); given < expected.size())
        return wrong(QCoreApplication::translate("Cli", "%1 is missing.").arg(expected.at(given)), command);
    else if (given > expected.size())
        return wrong(QCoreApplication::translate("Cli", "“%1” is one argument too many.")
                         .arg(parser.positionalArguments().at(expected.size())),
                     command);
    return std::nullopt;
}

Parsed CommandLine::help() const
{
    // Qt writes the program's path into the usage line; this is what a person types.
    const QString typed = QStringList(QStringList{u"sotto-cli"_s, command} + expected).join(u' ');
    return ShowText{parser.helpText().replace(QCoreApplication::arguments().value(0), typed)};
}

OutputForm CommandLine::form() const
{
    return parser.isSet(u"json"_s) ? OutputForm::Json : OutputForm::Text;
}

} // namespace sotto
