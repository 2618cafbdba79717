#include "app/cli/arguments.h"
#include "app/cli/chat_command.h"
#include "app/cli/devices_command.h"
#include "app/cli/download_commands.h"
#include "app/cli/energy_command.h"
#include "app/cli/history_command.h"
#include "app/cli/interrupt.h"
#include "app/cli/json_values.h"
#include "app/cli/keep_commands.h"
#include "app/cli/models_command.h"
#include "app/cli/plan_command.h"
#include "app/cli/power_command.h"
#include "app/cli/template_command.h"
#include "app/probe_child.h"
#include "translations/translator.h"

#include <QCoreApplication>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

OutputForm formOf(const CommandOptions &options)
{
    return std::visit(
        []<class T>(const T &chosen) {
            if constexpr (requires { chosen.form; })
                return chosen.form;
            else
                return OutputForm::Text;
        },
        options);
}

/// Makes the command that was asked for.
struct MakeCommand {
    CliContext &context;

    std::unique_ptr<Command> operator()(const ShowText &) const { return {}; }
    std::unique_ptr<Command> operator()(const ChatOptions &o) const
    {
        return std::make_unique<ChatCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsListOptions &o) const
    {
        return std::make_unique<ModelsListCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsInfoOptions &o) const
    {
        return std::make_unique<ModelsInfoCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsSearchOptions &o) const
    {
        return std::make_unique<ModelsSearchCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsPullOptions &o) const
    {
        return std::make_unique<ModelsPullCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsVerifyOptions &o) const
    {
        return std::make_unique<ModelsVerifyCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const ModelsRemoveOptions &o) const
    {
        return std::make_unique<ModelsRemoveCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const DevicesOptions &o) const
    {
        return std::make_unique<DevicesCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const PlanOptions &o) const
    {
        return std::make_unique<PlanCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const PowerOptions &o) const
    {
        return std::make_unique<PowerCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const HistoryListOptions &o) const
    {
        return std::make_unique<HistoryListCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const HistoryShowOptions &o) const
    {
        return std::make_unique<HistoryShowCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const EnergyReportOptions &o) const
    {
        return std::make_unique<EnergyReportCommand>(context, o);
    }
    std::unique_ptr<Command> operator()(const TemplateRenderOptions &o) const
    {
        return std::make_unique<TemplateRenderCommand>(context, o);
    }
};

void report(CliContext &context, const Failure &failure, OutputForm form)
{
    if (form == OutputForm::Json) {
        QJsonObject object = toJson(failure.error);
        object.insert("event"_L1, u"failed"_s);
        object.insert("message"_L1, failure.sentence);
        context.terminal().json(object);
    }
    context.terminal().note(u"sotto-cli: "_s + failure.sentence);
}

int refuse(CliContext &context, const WrongUsage &wrong)
{
    const QString help = (u"sotto-cli "_s + wrong.command).trimmed() + u" --help"_s;
    context.terminal().note(u"sotto-cli: "_s + wrong.sentence + u'\n' +
                            QCoreApplication::translate("Cli", "See `%1`.").arg(help));
    return static_cast<int>(ExitCode::WrongUsage);
}

/// The exit code, once the output has been looked at too.
int ended(Terminal &terminal, ExitCode code)
{
    if (!terminal.outputFailed()) return static_cast<int>(code);
    if (!terminal.readerLeft())
        terminal.note(
            u"sotto-cli: "_s +
            QCoreApplication::translate("Cli", "The output could not be written: %1.").arg(terminal.failureText()));
    return static_cast<int>(ExitCode::Failed);
}

int run(Command &command, CliContext &context, OutputForm form)
{
    Interrupt interrupt;
    const auto end = [](ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); };
    QObject::connect(&interrupt, &Interrupt::interrupted, &command, &Command::interrupt);
    QObject::connect(&interrupt, &Interrupt::terminated, &command, &Command::terminate);
    QObject::connect(&command, &Command::done, &command, end);
    QObject::connect(&command, &Command::failed, &command, [&](const Failure &failure) {
        report(context, failure, form);
        end(failure.code);
    });
    QMetaObject::invokeMethod(&command, &Command::start, Qt::QueuedConnection);
    return ended(context.terminal(), static_cast<ExitCode>(QCoreApplication::exec()));
}

int main(const QStringList &arguments)
{
    const GlobalOptions global = findGlobalOptions(arguments);
    CliContext context(global.home);
    Translator translator;
    translator.use(global.language.isEmpty() ? context.settings().language : global.language);

    const auto options = parseArguments(arguments);
    if (!options) return refuse(context, options.error());
    if (const auto *words = std::get_if<ShowText>(&*options)) {
        context.terminal().text(words->text);
        return ended(context.terminal(), ExitCode::Ok);
    }
    for (const auto &problem : {context.settingsService().problem(), context.modelSettings().problem()})
        if (problem) context.terminal().note(u"sotto-cli: "_s + errorText(*problem).whole());
    const std::unique_ptr<Command> command = std::visit(MakeCommand{context}, *options);
    return run(*command, context, formOf(*options));
}

} // namespace
} // namespace sotto

int main(int argc, char *argv[])
{
    if (const int code = sotto::runProbeChild(argc, argv); code >= 0) return code;
    const QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sotto-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SOTTO_VERSION));
    return sotto::main(QCoreApplication::arguments().sliced(1));
}
