#pragma once

#include "core/chat/message_tree.h"
#include "core/engine_bridge.h"
#include "core/models/model_service.h"
#include "core/personas/persona.h"
#include "core/storage/chat_repository.h"

#include <QObject>

#include <functional>

namespace sotto {

/// How a running reply stands, for the header, the footnote and the meters.
struct ReplyProgress {
    MessageId message;
    bool waitingForModel = false;        ///< Sent while a model loads; starts when it is ready.
    int promptDone = 0, promptTotal = 0; ///< Tokens; total 0 until known.
    int outputTokens = 0;
    double tokensPerSecond = 0;  ///< Over the last second; 0 until known.
    Duration timeToFirstToken{}; ///< 0 until known.
    bool thinking = false;
    Duration thinkingTime{};

    bool operator==(const ReplyProgress &) const = default;
};

/// What a chat does: keeps the open conversation, sends, streams, stops, names, branches.
///
/// A user's message is on disk before the engine is asked. Values go out by signals; nobody else holds state.
/// One reply is written at a time; opening another conversation does not stop it, and its text goes on to disk.
/// Thread: GUI; nothing here waits.
class ChatService final : public QObject {
    Q_OBJECT
public:
    ChatService(Engine &engine, EngineBridge &bridge, ModelService &models, ChatRepository &repository,
                std::shared_ptr<const Clock> clock, QObject *parent = nullptr);
    ~ChatService() override;

    /// Personas to choose from, in the current language; the open chat keeps its id.
    void setPersonas(const QList<Persona> &personas, const QString &defaultId);
    void setNameChats(bool on);
    void setWhenContextFull(WhenContextFull what); ///< From the next reply.
    /// What is set for a model about thinking; asked with each reply.
    using ThinkingOf = std::function<Thinking(const ModelFile &)>;
    void setThinkingOf(ThinkingOf thinkingOf);
    void setSendThoughts(bool on); ///< Earlier thoughts go into the prompt; from the next reply.

    /// Reads the list from disk; conversationsChanged() follows.
    void start();
    [[nodiscard]] const QList<Conversation> &conversations() const { return m_conversations; }
    [[nodiscard]] const Conversation &current() const { return m_current; }
    [[nodiscard]] const Persona &persona() const;
    [[nodiscard]] const MessageTree &tree() const { return m_tree; }
    [[nodiscard]] SamplingLayers samplingLayers() const;
    [[nodiscard]] bool isReplying() const; ///< In the open conversation.
    [[nodiscard]] std::optional<ReplyProgress> progress() const;
    [[nodiscard]] const KeptStates &keptStates() const { return m_kept; } ///< What the engine keeps of chats it read.

    /// An empty chat; it is stored with its first message.
    void newConversation();
    /// opened() follows, or failed().
    void open(ConversationId id);

    /// Sends the person's words; ignored when blank. Without a model the message is kept and the reply fails with
    /// NoModel.
    void send(const QString &text);
    void stop();
    /// Another version of a reply, from the same place.
    void regenerate(MessageId reply);
    /// Another version of a person's message, and a reply to it.
    void editAndSend(MessageId message, const QString &text);
    /// Goes on with an interrupted, stopped or limited reply.
    void continueReply(MessageId reply);
    void switchBranch(MessageId message, int delta);

    void setPersona(const QString &id);                   ///< From the next reply.
    void setSampling(const SamplingOverrides &overrides); ///< "You, in this chat"; from the next reply.
    void setThinking(Thinking thinking);                  ///< In this chat; from the next reply.

    void rename(ConversationId id, const QString &title);
    void setPinned(ConversationId id, bool pinned);
    void remove(ConversationId id);
    void restore(ConversationId id); ///< Undo of remove().

    /// What a reply took is known now; messageChanged() follows where it is shown. Of a reply that was gone on with it
    /// is added to what was known.
    void addEnergy(MessageId reply, const EnergyReading &reading);

    /// Counts what the prompt would take with this draft; draftCounted() follows (only for the latest).
    void countDraft(const QString &draft);

Q_SIGNALS:
    void conversationsChanged();
    /// The whole shown branch is new: another conversation, another branch.
    void opened();
    void currentChanged(); ///< Title, persona, sampling, thinking of the open conversation.
    void messageAdded(const sotto::Message &message);
    void messageChanged(const sotto::Message &message); ///< State, figures; text only when it was replaced.
    void textAppended(sotto::MessageId message, const QString &text, const QString &reasoning);
    void progressChanged();
    void keptStatesChanged();
    void contextCounted(int tokens, int contextLength); ///< Prompt and draft against the context.
    /// The oldest messages of the open chat that the model does not read are those before `first`; an invalid id: it
    /// reads them all. Told before every reply, and with every count.
    void memoryBegins(sotto::MessageId first, int leftOut);
    /// The engine has it; model and persona of the message say whose work it is.
    void replySubmitted(const sotto::Message &reply);
    /// What was submitted is over, with the figures of this stretch alone; nothing where nothing was computed.
    void replyEnded(sotto::MessageId reply, const std::optional<sotto::Usage> &usage);
    void failed(const sotto::Error &error); ///< Storage trouble; nothing on the screen was lost.

private:
    class Private;
    QList<Conversation> m_conversations;
    Conversation m_current;
    KeptStates m_kept;
    MessageTree m_tree;
    std::unique_ptr<Private> d;
};

} // namespace sotto
