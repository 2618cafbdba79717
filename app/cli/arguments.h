#pragma once

#include "app/cli/terminal.h"
#include "core/energy/energy_record.h"
#include "core/hub/hub_types.h"
#include "inference/model.h"
#include "inference/request.h"

#include <QString>
#include <QStringList>

#include <expected>
#include <optional>
#include <utility>
#include <variant>

namespace sotto {

/// What was asked for on the command line, checked.
struct ChatOptions {
    std::optional<QString> prompt; ///< One answer to this; nothing: interactive. "-": the whole standard input.
    QString model;                 ///< Path or name; empty: the one in use last.
    QString persona;               ///< Name or id; empty: the chat's own, else the default.
    std::optional<QString> system; ///< In place of the persona's instructions.
    SamplingOverrides sampling;
    QString formatFile; ///< A schema or grammar that the answer must fit; empty: none.
    OutputFormat::Kind formatKind = OutputFormat::Kind::JsonSchema;
    std::vector<LogitBias> logitBias;
    std::vector<LoraAdapter> adapters;
    std::optional<Thinking> thinking; ///< Nothing: the chat's own.
    QString toolsFile;                ///< Holds descriptions of functions that may be asked for.
    std::optional<int> maxTokens;
    std::optional<std::uint32_t> contextLength;
    std::optional<int> gpuLayers;
    std::optional<int> threads;
    OutputForm form = OutputForm::Text;
    bool keep = false; ///< In the history.
    qint64 continueId = 0;
};

struct ModelsListOptions {
    OutputForm form = OutputForm::Text;
};
struct ModelsInfoOptions {
    QString model;
    OutputForm form = OutputForm::Text;
};
struct ModelsSearchOptions {
    HubQuery query{};
    bool online = false; ///< The network is allowed this time.
    OutputForm form = OutputForm::Text;
};
struct ModelsPullOptions {
    QString reference;
    bool projector = true;
    qint64 kibPerSecond = 0; ///< 0: as fast as it goes.
    bool online = false;
    OutputForm form = OutputForm::Text;
};
struct ModelsVerifyOptions {
    QString model;
    OutputForm form = OutputForm::Text;
};
struct ModelsRemoveOptions {
    QString model;
    OutputForm form = OutputForm::Text;
};
struct DevicesOptions {
    OutputForm form = OutputForm::Text;
};
struct PlanOptions {
    QString model;
    QString fakeDevices; ///< A file that describes devices of another computer; empty: this one's.
    QStringList devices; ///< Ids of the GPUs that may be used; empty: all.
    std::optional<std::uint32_t> contextLength;
    std::optional<int> gpuLayers;
    bool packedCache = false; ///< A KV cache of q8_0.
    OutputForm form = OutputForm::Text;
};
struct PowerOptions {
    bool watch = false; ///< Every second until Ctrl+C.
    OutputForm form = OutputForm::Text;
};
struct HistoryListOptions {
    OutputForm form = OutputForm::Text;
};
struct HistoryShowOptions {
    qint64 id = 0;
    OutputForm form = OutputForm::Text;
};
struct EnergyReportOptions {
    EnergyGroup by = EnergyGroup::Day;
    bool csv = false; ///< In place of `form`.
    OutputForm form = OutputForm::Text;
};
struct TemplateRenderOptions {
    QString file;                                 ///< A chat template in the Jinja language.
    QString messages;                             ///< A file with a JSON array of messages.
    QList<std::pair<QString, QString>> variables; ///< Names, and JSON.
};
/// Only words: --help, --version.
struct ShowText {
    QString text;
};

using CommandOptions =
    std::variant<ShowText, ChatOptions, ModelsListOptions, ModelsInfoOptions, ModelsSearchOptions, ModelsPullOptions,
                 ModelsVerifyOptions, ModelsRemoveOptions, DevicesOptions, PlanOptions, PowerOptions,
                 HistoryListOptions, HistoryShowOptions, EnergyReportOptions, TemplateRenderOptions>;

struct WrongUsage {
    QString sentence; ///< What is wrong.
    QString command;  ///< Whose help to look at: "", "chat", "models info", …
};

/// Reads arguments (without the program's name). Pure, but for the current language. Thread: main.
[[nodiscard]] std::expected<CommandOptions, WrongUsage> parseArguments(const QStringList &arguments);

/// Values that are needed before the rest can be read in the right language.
struct GlobalOptions {
    QString home;
    QString language;
};
[[nodiscard]] GlobalOptions findGlobalOptions(const QStringList &arguments);

} // namespace sotto
