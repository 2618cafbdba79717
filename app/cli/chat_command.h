#pragma once

#include "app/cli/arguments.h"
#include "app/cli/chat_keeper.h"
#include "app/cli/chat_meter.h"
#include "app/cli/chat_printer.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "app/cli/model_lookup.h"
#include "app/cli/stdin_reader.h"

namespace sotto {

/// `chat`: finds the chat to go on with and the model, loads it, then asks and answers until the input ends; with
/// -p once. Ctrl+C stops a reply that is being written; where none is, or a second time, it ends the chat.
class ChatCommand final : public Command {
    Q_OBJECT
public:
    ChatCommand(CliContext &context, ChatOptions options);
    void start() override;
    void interrupt() override;
    void terminate() override { finish(ExitCode::Interrupted); }

private:
    // In the order they happen.
    void openChat(const Result<ConversationContent> &content);
    bool readFormat();
    bool choosePersona(const QString &ofChat);
    bool readTools();
    void load(const ModelFile &model);
    void open();
    void handle(const EngineEvent &event);
    void handleLoading(const EngineEventBody &body);
    void begin(const LoadedModel &model);
    void take(const QString &line);
    void inputEnded();
    void ask(const QString &text);
    void submit();
    void handleReply(const EngineEventBody &body);
    void add(const std::string &text, const std::string &reasoning);
    void replied(const Finished &finished);
    void settled();
    void replyFailed(const Error &error);
    void next();
    void finish(ExitCode code);
    void finish(const Failure &failure);

    [[nodiscard]] LoadOptions loadOptions() const;
    [[nodiscard]] GenerationRequest request() const;

    CliContext &m_context;
    ChatOptions m_options;
    std::optional<OutputFormat> m_format;
    ChatPrinter m_printer;
    ModelLookup m_lookup;
    StdinReader m_input;
    std::optional<ChatKeeper> m_keeper;
    std::unique_ptr<ChatMeter> m_meter;
    Conversation m_conversation;
    Persona m_persona;
    ModelFile m_model;
    std::string m_tools; ///< Of --tools.
    std::vector<ChatMessage> m_turns;
    std::string m_reply;
    std::string m_thought;
    QStringList m_promptLines; ///< Of `-p -`.
    RequestId m_loading;
    RequestId m_replying;
    MessageId m_replyId;        ///< Of the reply, kept or not.
    int m_unsettled = 0;        ///< What is still to come of the last reply: its place on the disk, its energy.
    bool m_interrupted = false; ///< Ctrl+C was pressed during this reply.
    bool m_ended = false;
};

} // namespace sotto
