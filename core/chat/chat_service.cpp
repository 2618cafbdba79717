#include "core/chat/chat_service.h"

#include "core/chat/chat_service_p.h"
#include "core/chat/chat_texts.h"

#include <utility>

namespace sotto {

namespace {
constexpr std::chrono::milliseconds kCountDelay{150};
}

ChatService::Private::Private(ChatService *service, Engine &e, EngineBridge &bridge, ModelService &m, ChatRepository &r,
                              std::shared_ptr<const Clock> c)
    : q(service), engine(e), models(m), repository(r), clock(std::move(c)),
      saver(r, [this](MessageId id) -> std::optional<Message> {
          for (const auto &[conversation, run] : runs) {
              if (run.reply.id == id) return run.reply;
          }
          return std::nullopt;
      })
{
    countTimer.setSingleShot(true);
    countTimer.setInterval(kCountDelay);
    connect(&countTimer, &QTimer::timeout, q, [this] { countNow(); });
    connect(&bridge, &EngineBridge::eventArrived, q, [this](const EngineEvent &event) { handle(event); });
    connect(&models, &ModelService::changed, q, [this](const ModelStatus &status) { modelChanged(status); });
    connect(&saver, &ChatSaver::failed, q, &ChatService::failed);
}

ChatService::Private::~Private()
{
    cancelTitle();
    for (const auto &[id, run] : runs) {
        if (run.stage == ReplyRun::Stage::Submitted) engine.cancel(run.request);
    }
}

ChatService::ChatService(Engine &engine, EngineBridge &bridge, ModelService &models, ChatRepository &repository,
                         std::shared_ptr<const Clock> clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, engine, bridge, models, repository, std::move(clock)))
{
    m_current.id = ConversationId(makeId());
}

ChatService::~ChatService() = default;

void ChatService::setPersonas(const QList<Persona> &personas, const QString &defaultId)
{
    d->personas = personas;
    d->defaultPersona = defaultId;
    if (!d->currentStored && m_tree.size() == 0) m_current.personaId = defaultId;
    Q_EMIT currentChanged();
}

void ChatService::setThinkingOf(ThinkingOf thinkingOf)
{
    d->thinkingOf = std::move(thinkingOf);
}

void ChatService::setNameChats(bool on)
{
    d->nameChats = on;
    if (!on) d->cancelTitle();
}

void ChatService::setWhenContextFull(WhenContextFull what)
{
    d->whenFull = what;
}

void ChatService::setSendThoughts(bool on)
{
    d->earlierThoughts = on ? EarlierThoughts::SentBack : EarlierThoughts::LeftOut;
    d->recount();
}

void ChatService::start()
{
    d->repository.conversations().then(this, [this](const Result<QList<Conversation>> &list) {
        if (!list) {
            Q_EMIT failed(list.error());
            return;
        }
        // What was begun before the disk answered stays.
        const QList<Conversation> early = std::exchange(m_conversations, *list);
        for (const Conversation &c : early) {
            if (Conversation *known = d->listed(c.id)) {
                *known = c;
            } else {
                m_conversations.append(c);
            }
        }
        d->sortList();
        d->forgetUnknownStates();
        Q_EMIT conversationsChanged();
    });
}

const Persona &ChatService::persona() const
{
    static const Persona none;
    return d->personas.isEmpty() ? none : personaOrDefault(d->personas, m_current.personaId);
}

SamplingLayers ChatService::samplingLayers() const
{
    const ModelStatus &model = d->models.status();
    return {m_current.sampling, persona().sampling,
            model.loaded ? model.loaded->spec.sampling : model.file.spec.sampling};
}

bool ChatService::isReplying() const
{
    return d->runOf(m_current.id) != nullptr;
}

std::optional<ReplyProgress> ChatService::progress() const
{
    const ReplyRun *run = d->runOf(m_current.id);
    return run ? std::optional(run->progress) : std::nullopt;
}

void ChatService::newConversation()
{
    d->opening = {};
    m_current = {};
    m_current.id = ConversationId(makeId());
    m_current.personaId = d->defaultPersona;
    m_tree = {};
    d->currentStored = false;
    Q_EMIT opened();
    Q_EMIT currentChanged();
    Q_EMIT progressChanged();
    d->recount();
}

void ChatService::open(ConversationId id)
{
    d->opening = id;
    d->repository.load(id).then(this, [this, id](const Result<ConversationContent> &content) {
        if (d->opening != id) return; // another one was chosen since
        d->opening = {};
        if (content) {
            d->show(*content);
        } else {
            Q_EMIT failed(content.error());
        }
    });
}

void ChatService::send(const QString &text)
{
    if (text.trimmed().isEmpty() || isReplying()) return;
    d->draft.clear();
    d->addPersonMessage(m_tree.activeLeaf(), text);
}

void ChatService::stop()
{
    if (ReplyRun *run = d->runOf(m_current.id)) d->stop(*run);
}

void ChatService::regenerate(MessageId reply)
{
    const Message *old = m_tree.find(reply);
    if (!old || old->role != Role::Assistant || isReplying()) return;
    const MessageId parent = old->parent;
    m_tree.setActiveLeaf(parent);
    Q_EMIT opened();
    d->saver.retry();
    d->beginRun({parent, {}});
    const Message *question = m_tree.find(parent);
    if (question) {
        d->submitAfterCommit(*question); // it may not have reached the disk before
    } else {
        d->proceed(*d->runOf(m_current.id));
    }
}

void ChatService::editAndSend(MessageId message, const QString &text)
{
    const Message *old = m_tree.find(message);
    if (!old || old->role != Role::User || text.trimmed().isEmpty() || isReplying()) return;
    const MessageId parent = old->parent;
    d->addPersonMessage(parent, text);
}

void ChatService::continueReply(MessageId reply)
{
    const Message *old = m_tree.find(reply);
    if (!old || old->role != Role::Assistant || isReplying()) return;
    if (old->text.isEmpty()) return regenerate(reply); // there is nothing to go on from
    const Message kept = *old;
    if (m_tree.activeLeaf() != reply) {
        m_tree.setActiveLeaf(reply);
        Q_EMIT opened();
    }
    d->saver.retry();
    d->beginRun({kept.parent, kept});
    d->proceed(*d->runOf(m_current.id));
}

void ChatService::switchBranch(MessageId message, int delta)
{
    if (!m_tree.switchSibling(message, delta)) return;
    const MessageId leaf = m_tree.activeLeaf();
    d->change(m_current.id, Private::Store::No, [leaf](Conversation &c) { c.activeLeaf = leaf; });
    d->saver.watch(d->repository.setActiveLeaf(m_current.id, leaf));
    Q_EMIT opened();
    d->recount();
}

void ChatService::setPersona(const QString &id)
{
    if (m_current.personaId == id) return;
    d->change(m_current.id, Private::Store::Yes, [&id](Conversation &c) { c.personaId = id; });
    Q_EMIT conversationsChanged();
    d->recount();
}

void ChatService::setSampling(const SamplingOverrides &overrides)
{
    if (m_current.sampling == overrides) return;
    d->change(m_current.id, Private::Store::Yes, [&overrides](Conversation &c) { c.sampling = overrides; });
}

void ChatService::setThinking(Thinking thinking)
{
    if (m_current.thinking == thinking) return;
    d->change(m_current.id, Private::Store::Yes, [thinking](Conversation &c) { c.thinking = thinking; });
}

void ChatService::rename(ConversationId id, const QString &title)
{
    if (title.trimmed().isEmpty()) return;
    d->change(id, Private::Store::Yes, [&title](Conversation &c) {
        c.title = title.simplified();
        c.titleByHand = true;
    });
    Q_EMIT conversationsChanged();
}

void ChatService::setPinned(ConversationId id, bool pinned)
{
    d->change(id, Private::Store::Yes, [pinned](Conversation &c) { c.pinned = pinned; });
    Q_EMIT conversationsChanged();
}

void ChatService::remove(ConversationId id)
{
    if (ReplyRun *run = d->runOf(id)) d->stop(*run);
    if (d->titleFor == id) d->cancelTitle();
    if (const Conversation *known = d->listed(id)) {
        d->removed.insert(id, *known);
        m_conversations.removeIf([id](const Conversation &c) { return c.id == id; });
        d->saver.watch(d->repository.remove(id));
        d->engine.forgetState(stateKeyOf(id));
        Q_EMIT conversationsChanged();
    }
    if (d->opening == id) d->opening = {};
    if (id == m_current.id) newConversation();
}

void ChatService::restore(ConversationId id)
{
    const auto known = d->removed.constFind(id);
    if (known == d->removed.cend()) return;
    m_conversations.append(*known);
    d->removed.erase(known);
    d->sortList();
    d->saver.watch(d->repository.restore(id));
    Q_EMIT conversationsChanged();
}

void ChatService::countDraft(const QString &draft)
{
    d->draft = draft;
    d->recount();
}

} // namespace sotto
