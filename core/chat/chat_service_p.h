#pragma once

#include "core/chat/chat_saver.h"
#include "core/chat/chat_service.h"
#include "core/chat/chat_texts.h"
#include "core/chat/reply_run.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <map>

namespace sotto {

/// The workings of ChatService: replies in chat_replies.cpp, titles in chat_titles.cpp, the list in chat_list.cpp.
class ChatService::Private {
public:
    Private(ChatService *q, Engine &engine, EngineBridge &bridge, ModelService &models, ChatRepository &repository,
            std::shared_ptr<const Clock> clock);
    ~Private();

    // Replies.
    struct Start {
        MessageId parent;
        std::optional<Message> continued;
    };
    void beginRun(const Start &start);
    void submitAfterCommit(const Message &message);
    void committed(ConversationId id, MessageId reply, const Status &status);
    void proceed(ReplyRun &run);
    void submit(ReplyRun &run);
    void stop(ReplyRun &run);
    void modelChanged(const ModelStatus &status);
    void handle(const EngineEvent &event);
    void handleReply(ReplyRun &run, const EngineEventBody &body);
    void takeDelta(ReplyRun &run, const QString &text, const QString &reasoning, int outputTokens);
    void showRow(ReplyRun &run);
    void end(ReplyRun &run);
    [[nodiscard]] ReplyRun *runOf(ConversationId id);
    [[nodiscard]] ReplyRun *runOf(RequestId id);
    [[nodiscard]] bool isShown(const ReplyRun &run) const { return run.reply.conversation == q->m_current.id; }
    void tellProgress(const ReplyRun &run);
    void addToTree(const Message &message);

    // Titles.
    void askForTitle(const ReplyRun &finished);
    void cancelTitle();
    void handleTitle(const EngineEventBody &body);

    // The list and the open conversation.
    [[nodiscard]] Conversation *listed(ConversationId id);
    /// Changes a conversation in the list, and the open one where it is that, and stores it if asked.
    enum class Store : std::uint8_t { No, Yes };
    void change(ConversationId id, Store store, const std::function<void(Conversation &)> &edit);
    void sortList();
    /// What was computed for chats that are no longer there goes, however they went.
    void forgetUnknownStates();
    void storeNewConversation(const QString &firstWords);
    void addPersonMessage(MessageId parent, const QString &text);
    void show(ConversationContent content);

    // Counting.
    void tellMemory(int droppedMessages);
    void countNow();
    /// A count that is on its way may be of another branch; it is no longer waited for.
    void recount()
    {
        countRequest = {};
        countTimer.start();
    }

    ChatService *q;
    Engine &engine;
    ModelService &models;
    ChatRepository &repository;
    std::shared_ptr<const Clock> clock;
    ChatSaver saver;
    ThinkingOf thinkingOf = [](const ModelFile &) { return Thinking::AsTemplate; };

    QList<Persona> personas;
    QString defaultPersona;
    bool nameChats = true;
    WhenContextFull whenFull = WhenContextFull::DropOldestTurns;
    EarlierThoughts earlierThoughts = EarlierThoughts::LeftOut;
    bool currentStored = false;
    ConversationId opening;
    QHash<ConversationId, Conversation> removed;

    std::map<ConversationId, ReplyRun> runs; // references stay valid while others come and go

    QSet<ConversationId> wantTitle; ///< Still under the person's first words.
    RequestId titleRequestId;
    ConversationId titleFor;
    QString titleAnswer;

    QTimer countTimer;
    QString draft;
    RequestId countRequest;
};

} // namespace sotto
