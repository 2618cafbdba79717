#include "app/cli/arguments.h"

#include "app/cli/command_line.h"
#include "app/cli/help_text.h"
#include "app/cli/models_arguments.h"
#include "app/cli/option_values.h"
#include "inference/sampling_table.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>
#include <limits>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

QString optionOf(const SamplingField &field)
{
    return QString::fromLatin1(field.key).replace(u'_', u'-');
}

/// Those that people know best, in plain words.
void addKnownSamplingOptions(QCommandLineParser &parser)
{
    parser.addOption(
        option(u"temperature"_s,
               QCoreApplication::translate("Cli", "0 always takes the likeliest word; higher is more varied (0 to 5)."),
               u"N"_s));
    parser.addOption(
        option(u"top-k"_s, QCoreApplication::translate("Cli", "Choose among so many words; 0 for all."), u"N"_s));
    parser.addOption(option(
        u"top-p"_s,
        QCoreApplication::translate("Cli", "Choose among the words that make up this share of probability (0 to 1)."),
        u"N"_s));
    parser.addOption(option(
        u"min-p"_s,
        QCoreApplication::translate("Cli", "Leave out words less likely than this share of the likeliest (0 to 1)."),
        u"N"_s));
    parser.addOption(option(
        u"seed"_s, QCoreApplication::translate("Cli", "Start of the random numbers; the same seed repeats a choice."),
        u"N"_s));
}

/// The values of the sampler chain that have no words of their own.
void addSamplingOptions(QCommandLineParser &parser)
{
    const QString words = QCoreApplication::translate("Cli", "A value of the sampler, from %1 to %2; %3 if not given.");
    const auto add = [&]<class Slot>(const SamplingField &field, const Slot &slot) {
        if constexpr (std::is_same_v<Slot, SamplingSlot<int>> || std::is_same_v<Slot, SamplingSlot<float>>) {
            const auto text = [](auto value) { return QString::number(value); };
            parser.addOption(option(optionOf(field),
                                    words.arg(text(slot.least), text(slot.most), text(SamplingParams().*slot.value)),
                                    u"N"_s));
        } else if constexpr (std::is_same_v<Slot, SamplingSlot<std::string>>) {
            parser.addOption(option(
                u"samplers"_s,
                QCoreApplication::translate("Cli", "Samplers in order, by llama.cpp’s names with ; between them."),
                u"LIST"_s));
        }
    };
    constexpr std::array told{"temperature"sv, "top_k"sv, "top_p"sv, "min_p"sv, "seed"sv};
    for (const SamplingField &field : samplingFields()) {
        if (std::ranges::contains(told, field.key)) continue;
        std::visit([&](const auto &slot) { add(field, slot); }, field.slot);
    }
}

void readSampling(OptionValues &values, SamplingOverrides &sampling)
{
    const auto read = [&]<class Slot>(const SamplingField &field, const Slot &slot) {
        if constexpr (std::is_same_v<Slot, SamplingSlot<int>>)
            sampling.*slot.override =
                values.integer(optionOf(field), slot.least, slot.most).transform([](qint64 value) {
                    return static_cast<int>(value);
                });
        else if constexpr (std::is_same_v<Slot, SamplingSlot<float>>)
            sampling.*slot.override = values.number(optionOf(field), slot.least, slot.most);
        else if constexpr (std::is_same_v<Slot, SamplingSlot<std::string>>) {
            if (values.isSet(u"samplers"_s)) sampling.*slot.override = values.text(u"samplers"_s).toStdString();
        }
    };
    for (const SamplingField &field : samplingFields())
        std::visit([&](const auto &slot) { read(field, slot); }, field.slot);
    sampling.seed = values.integer(u"seed"_s, 0, std::numeric_limits<std::uint32_t>::max()).transform([](qint64 value) {
        return static_cast<std::uint32_t>(value);
    });
}

void addFormOptions(QCommandLineParser &parser)
{
    parser.addOption(option(u"json-schema"_s,
                            QCoreApplication::translate("Cli", "Answer in JSON that fits the schema in this file."),
                            u"FILE"_s));
    parser.addOption(option(u"grammar"_s,
                            QCoreApplication::translate("Cli", "Answer in the form of the GBNF grammar in this file."),
                            u"FILE"_s));
    parser.addOption(option(
        u"logit-bias"_s,
        QCoreApplication::translate("Cli", "Make a token, by its number, likelier (5) or rarer (-5); -inf: never."),
        u"TOKEN=VALUE"_s));
    parser.addOption(
        option(u"lora"_s,
               QCoreApplication::translate("Cli", "Lay a LoRA adapter over the model, at a scale of 1 or as given."),
               u"FILE[:SCALE]"_s));
}

void addChatOptions(QCommandLineParser &parser)
{
    parser.addOption(QCommandLineOption(
        {u"p"_s, u"prompt"_s}, QCoreApplication::translate("Cli", "Answer this and end; - reads standard input."),
        u"TEXT"_s));
    parser.addOption(option(u"model"_s,
                            QCoreApplication::translate("Cli", "A model file, or the name of a model in the library."),
                            u"PATH|NAME"_s));
    parser.addOption(
        option(u"persona"_s,
               QCoreApplication::translate("Cli", "Who answers: Assistant, Precise, Creative, Translator or Coder."),
               u"NAME"_s));
    parser.addOption(
        option(u"system"_s, QCoreApplication::translate("Cli", "Instructions in place of the persona’s."), u"TEXT"_s));
    parser.addOption(option(
        u"think"_s,
        QCoreApplication::translate("Cli", "Think before answering: on, off, or auto, as the model does by itself."),
        u"WHETHER"_s));
    parser.addOption(option(u"tools"_s,
                            QCoreApplication::translate(
                                "Cli", "Offer the functions that this JSON file describes; calls are shown, not made."),
                            u"FILE"_s));
    parser.addOption(
        option(u"max-tokens"_s, QCoreApplication::translate("Cli", "End the reply after so many tokens."), u"N"_s));
    parser.addOption(option(u"ctx"_s, QCoreApplication::translate("Cli", "Tokens the model reads at once."), u"N"_s));
    parser.addOption(option(
        u"gpu-layers"_s, QCoreApplication::translate("Cli", "Layers on the GPU; left out: as many as fit."), u"N"_s));
    parser.addOption(
        option(u"threads"_s,
               QCoreApplication::translate(
                   "Cli", "Threads; left out: as measured on this computer, else one for each processor core."),
               u"N"_s));
    parser.addOption(option(
        u"save"_s, QCoreApplication::translate("Cli", "Keep this chat in the history; without it nothing is kept.")));
    parser.addOption(option(
        u"continue"_s, QCoreApplication::translate("Cli", "Go on with a chat of the history, and keep what is added."),
        u"ID"_s));
    addKnownSamplingOptions(parser);
    addSamplingOptions(parser);
    addFormOptions(parser);
    parser.addOption(jsonOption());
}

void readChatNumbers(OptionValues &values, ChatOptions &chat)
{
    const auto asInt = [](qint64 value) { return static_cast<int>(value); };
    const auto asUnsigned = [](qint64 value) { return static_cast<std::uint32_t>(value); };
    readSampling(values, chat.sampling);
    chat.maxTokens = values.integer(u"max-tokens"_s, 1, 10'000'000).transform(asInt);
    chat.contextLength = values.integer(u"ctx"_s, 16, 16'777'216).transform(asUnsigned);
    chat.gpuLayers = values.integer(u"gpu-layers"_s, 0, 100'000).transform(asInt);
    chat.threads = values.integer(u"threads"_s, 1, 1024).transform(asInt);
}

void readThinking(OptionValues &values, ChatOptions &chat)
{
    const int chosen = values.choice(u"think"_s, {u"auto"_s, u"on"_s, u"off"_s});
    if (chosen >= 0) chat.thinking = static_cast<Thinking>(chosen);
}

Parsed parseChat(const QStringList &arguments)
{
    CommandLine line(u"chat"_s,
                     QCoreApplication::translate(
                         "Cli", "Chat with a model. Ctrl+C stops a reply; again, or the end of input, ends the chat."));
    addChatOptions(line.parser);
    if (auto ended = line.parse(arguments)) return *ended;
    OptionValues values(line.parser);
    ChatOptions chat;
    readChatNumbers(values, chat);
    readThinking(values, chat);
    chat.toolsFile = values.text(u"tools"_s);
    if (values.isSet(u"prompt"_s)) chat.prompt = values.text(u"prompt"_s);
    if (values.isSet(u"system"_s)) chat.system = values.text(u"system"_s);
    chat.model = values.text(u"model"_s);
    chat.persona = values.text(u"persona"_s);
    chat.form = line.form();
    chat.formatFile = values.text(values.isSet(u"grammar"_s) ? u"grammar"_s : u"json-schema"_s);
    chat.formatKind = values.isSet(u"grammar"_s) ? OutputFormat::Kind::Gbnf : OutputFormat::Kind::JsonSchema;
    chat.logitBias = values.logitBias(u"logit-bias"_s);
    chat.adapters = values.adapters(u"lora"_s);
    if (values.isSet(u"grammar"_s) && values.isSet(u"json-schema"_s))
        return wrong(QCoreApplication::translate("Cli", "--json-schema and --grammar exclude each other."),
                     line.command);
    if (values.isSet(u"continue"_s)) chat.continueId = values.id(values.text(u"continue"_s));
    chat.keep = values.isSet(u"save"_s) || chat.continueId != 0;
    if (!values.problem().isEmpty()) return wrong(values.problem(), line.command);
    if (chat.prompt && chat.prompt->trimmed().isEmpty())
        return wrong(QCoreApplication::translate("Cli", "-p needs a text."), line.command);
    return chat;
}

Parsed parsePower(const QStringList &arguments)
{
    CommandLine line(u"power"_s,
                     QCoreApplication::translate("Cli", "Show what the power sensors of this computer say."));
    line.parser.addOption(option(u"watch"_s, QCoreApplication::translate("Cli", "Every second, until Ctrl+C.")));
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    return PowerOptions{line.parser.isSet(u"watch"_s), line.form()};
}

Parsed parseHistoryShow(const QStringList &arguments)
{
    CommandLine line(
        u"history show"_s,
        QCoreApplication::translate("Cli", "Show a chat as Markdown: the branch that is shown in the window."),
        {u"ID"_s});
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    OptionValues values(line.parser);
    const qint64 id = values.id(line.parser.positionalArguments().front());
    if (!values.problem().isEmpty()) return wrong(values.problem(), line.command);
    return HistoryShowOptions{id, line.form()};
}

/// The words of --by; the same as the groups.
std::optional<EnergyGroup> groupNamed(const QString &word)
{
    static const QHash<QString, EnergyGroup> groups{{u"day"_s, EnergyGroup::Day},
                                                    {u"month"_s, EnergyGroup::Month},
                                                    {u"model"_s, EnergyGroup::Model},
                                                    {u"persona"_s, EnergyGroup::Persona},
                                                    {u"chat"_s, EnergyGroup::Conversation}};
    const auto found = groups.constFind(word);
    return found == groups.cend() ? std::nullopt : std::optional(*found);
}

Parsed parseEnergyReport(const QStringList &arguments)
{
    CommandLine line(u"energy report"_s,
                     QCoreApplication::translate("Cli", "Show what the replies that were kept took."));
    line.parser.addOption(
        option(u"by"_s, QCoreApplication::translate("Cli", "Sum by day, month, model, persona or chat."), u"GROUP"_s));
    line.parser.addOption(option(u"csv"_s, QCoreApplication::translate("Cli", "As a table for other programs.")));
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    const QString word = line.parser.isSet(u"by"_s) ? line.parser.value(u"by"_s) : u"day"_s;
    const auto group = groupNamed(word);
    if (!group)
        return wrong(
            QCoreApplication::translate("Cli", "--by takes day, month, model, persona or chat, not “%1”.").arg(word),
            line.command);
    return EnergyReportOptions{*group, line.parser.isSet(u"csv"_s), line.form()};
}

Parsed parseTemplateRender(const QStringList &arguments)
{
    CommandLine line(u"template render"_s,
                     QCoreApplication::translate("Cli", "Print what a chat template makes of a conversation."),
                     {u"FILE"_s});
    line.parser.addOption(option(
        u"messages"_s, QCoreApplication::translate("Cli", "The conversation: a JSON array of messages."), u"FILE"_s));
    line.parser.addOption(option(
        u"var"_s, QCoreApplication::translate("Cli", "A variable of the template; may be given again for the next."),
        u"NAME=JSON"_s));
    if (auto ended = line.parse(arguments)) return *ended;
    TemplateRenderOptions render{line.parser.positionalArguments().front(), line.parser.value(u"messages"_s), {}};
    if (render.messages.isEmpty())
        return wrong(QCoreApplication::translate("Cli", "%1 is missing.").arg(u"--messages"_s), line.command);
    for (const QString &variable : line.parser.values(u"var"_s)) {
        const qsizetype at = variable.indexOf(u'=');
        if (at < 1)
            return wrong(QCoreApplication::translate("Cli", "--var takes NAME=JSON, not “%1”.").arg(variable),
                         line.command);
        render.variables.emplace_back(variable.first(at), variable.sliced(at + 1));
    }
    return render;
}

Parsed parseCommand(const QString &command, const QStringList &rest)
{
    if (command == u"chat"_s) return parseChat(rest);
    if (command == u"plan"_s) return parsePlan(rest);
    if (command == u"devices"_s)
        return parsePlain<DevicesOptions>(
            command, QCoreApplication::translate("Cli", "List what models can be computed on."), rest);
    if (command == u"power"_s) return parsePower(rest);
    if (command.startsWith(u"models "_s)) return parseModelsCommand(command, rest);
    if (command == u"history list"_s)
        return parsePlain<HistoryListOptions>(
            command, QCoreApplication::translate("Cli", "List the chats that were kept, newest first."), rest);
    if (command == u"history show"_s) return parseHistoryShow(rest);
    if (command == u"energy report"_s) return parseEnergyReport(rest);
    if (command == u"template render"_s) return parseTemplateRender(rest);
    return noSuchCommand(command);
}

/// The word after `models`, `history`, `energy` and `template`; --help there is the general help.
Parsed parseGroup(const QString &group, QStringList rest)
{
    if (rest.isEmpty()) return wrong(QCoreApplication::translate("Cli", "“%1” needs another word.").arg(group), {});
    const QString action = rest.takeFirst();
    if (action == u"--help"_s || action == u"-h"_s) return ShowText{generalHelp()};
    return parseCommand(group + u' ' + action, rest);
}

bool isKnownLanguage(const QString &language)
{
    return language == u"en"_s || language == u"zh_CN"_s || language == u"zh"_s;
}

} // namespace

std::expected<CommandOptions, WrongUsage> parseArguments(const QStringList &arguments)
{
    QCommandLineParser top;
    top.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    addGlobalOptions(top);
    const bool sound = top.parse(QStringList{u"sotto-cli"_s} + arguments);
    if (const QString language = findGlobalOptions(arguments).language;
        !language.isEmpty() && !isKnownLanguage(language))
        return wrong(QCoreApplication::translate("Cli", "--lang takes en or zh_CN, not “%1”.").arg(language), {});
    if (top.isSet(u"help"_s)) return ShowText{generalHelp()};
    if (top.isSet(u"version"_s)) return ShowText{u"sotto-cli "_s + QCoreApplication::applicationVersion() + u'\n'};
    if (!sound) return wrong(top.errorText(), {});
    QStringList rest = top.positionalArguments();
    if (rest.isEmpty()) return wrong(QCoreApplication::translate("Cli", "A command is missing."), {});
    const QString command = rest.takeFirst();
    const bool isGroup =
        command == u"models"_s || command == u"history"_s || command == u"energy"_s || command == u"template"_s;
    return isGroup ? parseGroup(command, rest) : parseCommand(command, rest);
}

GlobalOptions findGlobalOptions(const QStringList &arguments)
{
    GlobalOptions found;
    const auto read = [&](qsizetype at, const QString &name, QString &into) {
        const QString &argument = arguments.at(at);
        if (argument == name && at + 1 < arguments.size())
            into = arguments.at(at + 1);
        else if (argument.startsWith(name + u'='))
            into = argument.sliced(name.size() + 1);
    };
    for (qsizetype i = 0; i < arguments.size() && arguments.at(i) != u"--"_s; ++i) {
        read(i, u"--home"_s, found.home);
        read(i, u"--lang"_s, found.language);
    }
    return found;
}

} // namespace sotto
