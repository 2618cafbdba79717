#include "app/cli/models_arguments.h"

#include "app/cli/option_values.h"

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

Parsed parseModelsInfo(const QStringList &arguments)
{
    CommandLine line(u"models info"_s, QCoreApplication::translate("Cli", "Show what a model file says of itself."),
                     {u"PATH|NAME"_s});
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    return ModelsInfoOptions{line.parser.positionalArguments().front(), line.form()};
}

QCommandLineOption onlineOption()
{
    return option(u"online"_s, QCoreApplication::translate("Cli", "Allow the network this time."));
}

Parsed parseModelsSearch(const QStringList &arguments)
{
    CommandLine line(u"models search"_s,
                     QCoreApplication::translate("Cli", "Look for models with GGUF files on Hugging Face."),
                     {u"TEXT"_s});
    line.parser.addOption(
        option(u"sort"_s,
               QCoreApplication::translate(
                   "Cli", "Order: trending, downloads, likes, newest or updated; trending if not given."),
               u"ORDER"_s));
    line.parser.addOption(
        option(u"license"_s, QCoreApplication::translate("Cli", "Only with this license."), u"NAME"_s));
    line.parser.addOption(
        option(u"limit"_s, QCoreApplication::translate("Cli", "At most so many (1 to 100); 30 if not given."), u"N"_s));
    line.parser.addOption(onlineOption());
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    OptionValues values(line.parser);
    ModelsSearchOptions search{.online = values.isSet(u"online"_s), .form = line.form()};
    search.query.text = line.parser.positionalArguments().front();
    search.query.license = values.text(u"license"_s);
    const int sort = values.choice(u"sort"_s, {u"trending"_s, u"downloads"_s, u"likes"_s, u"newest"_s, u"updated"_s});
    if (sort >= 0) search.query.sort = static_cast<HubSort>(sort);
    search.query.limit = static_cast<int>(values.integer(u"limit"_s, 1, 100).value_or(search.query.limit));
    if (!values.problem().isEmpty()) return wrong(values.problem(), line.command);
    return search;
}

Parsed parseModelsPull(const QStringList &arguments)
{
    CommandLine line(u"models pull"_s,
                     QCoreApplication::translate("Cli",
                                                 "Download a model: user/repo:Q4_K_M from Hugging Face, llama3.2:3b "
                                                 "from Ollama, or the address of a .gguf file. What was begun "
                                                 "goes on where it stopped."),
                     {u"MODEL"_s});
    line.parser.addOption(option(
        u"no-projector"_s, QCoreApplication::translate("Cli", "Leave out the file that lets a model see images.")));
    line.parser.addOption(
        option(u"limit-rate"_s, QCoreApplication::translate("Cli", "At most so many KiB a second."), u"N"_s));
    line.parser.addOption(onlineOption());
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    OptionValues values(line.parser);
    ModelsPullOptions pull{.reference = line.parser.positionalArguments().front(),
                           .projector = !values.isSet(u"no-projector"_s),
                           .kibPerSecond = values.integer(u"limit-rate"_s, 1, 100'000'000).value_or(0),
                           .online = values.isSet(u"online"_s),
                           .form = line.form()};
    if (!values.problem().isEmpty()) return wrong(values.problem(), line.command);
    return pull;
}

template <class Options>
Parsed parseModelsKept(const QString &command, const QString &description, const QStringList &arguments)
{
    CommandLine line(command, description, {u"PATH|NAME"_s});
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    return Options{line.parser.positionalArguments().front(), line.form()};
}

} // namespace

Parsed parseModelsCommand(const QString &command, const QStringList &arguments)
{
    if (command == u"models list"_s)
        return parsePlain<ModelsListOptions>(
            command, QCoreApplication::translate("Cli", "List the models on this computer."), arguments);
    if (command == u"models info"_s) return parseModelsInfo(arguments);
    if (command == u"models search"_s) return parseModelsSearch(arguments);
    if (command == u"models pull"_s) return parseModelsPull(arguments);
    if (command == u"models verify"_s)
        return parseModelsKept<ModelsVerifyOptions>(
            command,
            QCoreApplication::translate("Cli", "Compute the SHA-256 of a model and compare it with its source’s."),
            arguments);
    if (command == u"models rm"_s)
        return parseModelsKept<ModelsRemoveOptions>(
            command, QCoreApplication::translate("Cli", "Move a model of Sotto’s folders to the trash."), arguments);
    return noSuchCommand(command);
}

} // namespace sotto
