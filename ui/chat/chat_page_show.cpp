// The half of ChatPage that puts the services' values on the screen.

#include "core/text/format.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/chat/empty_chat.h"
#include "ui/chat/guide_strip.h"
#include "ui/chat/message_items.h"
#include "ui/chat/model_notice.h"
#include "ui/header/model_popover.h"
#include "ui/header/temperature_popover.h"
#include "ui/meters/meters_panel.h"
#include "ui/transcript/transcript_model.h"
#include "ui/transcript/transcript_view.h"

#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace sotto {

MessageItem ChatPage::itemOf(const Message &message) const
{
    MessageSurroundings around;
    around.nowMs = m_clock.unixMs();
    const Message *parent = message.parent.isValid() ? m_chat.tree().find(message.parent) : nullptr;
    if (parent) around.previousMs = parent->createdMs;
    const QList<MessageId> siblings = m_chat.tree().siblings(message.id);
    around.versions = qMax(1, static_cast<int>(siblings.size()));
    around.version = qMax(1, static_cast<int>(siblings.indexOf(message.id)) + 1);
    for (const ModelFile &model : m_library.models())
        if (model.builtIn) around.builtInModel = model.name;
    return makeMessageItem(message, m_personas, around);
}

void ChatPage::showConversation()
{
    const QList<Message> path = m_chat.tree().path();
    QList<MessageItem> items;
    items.reserve(path.size());
    for (const Message &message : path)
        items.append(itemOf(message));
    leaveEditing();
    m_pending = {};
    m_leftOut = 0;
    m_model->setItems(std::move(items));
    m_transcript->scrollToEnd();
    m_body->setCurrentWidget(path.isEmpty() ? static_cast<QWidget *>(m_empty) : m_transcript);
    m_meters->setLastSpeed(path.isEmpty() || !path.constLast().usage ? 0 : path.constLast().usage->tokensPerSecond());
    m_composer->setContext(-1, contextLength(), false);
    m_chat.countDraft(m_composer->text());
    showPersona();
    showTemperature();
    showThinking();
    showProgress();
}

void ChatPage::showMessage(const Message &message)
{
    if (m_model->rowOf(message.id) < 0) return;
    m_model->updateItem(itemOf(message));
    if (message.role != Role::Assistant || message.state == MessageState::Streaming) return;
    if (message.usage) m_meters->setLastSpeed(message.usage->tokensPerSecond());
    m_chat.countDraft(m_composer->text());
}

void ChatPage::showPersona()
{
    const Persona &persona = m_chat.persona();
    m_header->setPersona(persona);
    m_composer->setPersonaName(persona.name);
    if (!m_editing.isValid()) m_composer->setPlaceholder({});
    showEmpty();
}

void ChatPage::showEmpty()
{
    const ModelPhase phase = m_models.status().phase;
    if (phase == ModelPhase::None || phase == ModelPhase::Failed)
        m_empty->showNoModel();
    else
        m_empty->showPersona(m_chat.persona());
}

void ChatPage::showModel()
{
    const ModelStatus &status = m_models.status();
    m_header->setModel(status);
    m_meters->setModel(status);
    m_modelPopover->setStatus(status);
    const bool placeholder = status.file.builtIn && status.phase != ModelPhase::None;
    const bool fallback = status.loaded && status.loaded->templateOrigin == TemplateOrigin::Fallback;
    m_guide->setText(fallback && !placeholder
                         ? tr("This model has no chat template that Sotto knows. ChatML is used; replies may be odd.")
                         : QString());
    m_guide->setVisible(placeholder || fallback);
    if (contextLength() == 0)
        m_composer->setContext(-1, 0, false);
    else if (status.phase == ModelPhase::Ready)
        m_chat.countDraft(m_composer->text());
    showNews();
    showEmpty();
    showTemperature();
    showThinking();
    showProgress();
}

void ChatPage::showNews()
{
    m_notice->setNews(modelNews(m_models.crash(), m_models.status()));
}

void ChatPage::mend(ModelRemedy remedy, const ModelNews &news)
{
    if (remedy == ModelRemedy::ChooseAnother) return openModelPopover();
    if (remedy == ModelRemedy::ShorterContext)
        return m_models.loadWithContext(ModelFile(m_models.status().file), news.context);
    if (m_models.status().file.path == news.path && m_models.status().phase != ModelPhase::None)
        return m_models.load(ModelFile(m_models.status().file));
    Q_EMIT fileDropped(news.path);
}

int ChatPage::contextLength() const
{
    const ModelStatus &status = m_models.status();
    return status.loaded ? static_cast<int>(status.loaded->contextLength) : 0;
}

void ChatPage::showProgress()
{
    const auto progress = m_chat.progress();
    m_composer->setReplying(m_chat.isReplying());
    m_meters->setReply(progress);
    addPending();
    showCompactFigures();
    if (!progress) return dropPending();
    const Message *message = m_chat.tree().find(progress->message);
    if (!message && m_pending != progress->message) return;
    MessageItem item = message ? itemOf(*message) : pendingItem();
    item.writing = true;
    item.thinking = progress->thinking;
    item.reasoningTime = progress->thinkingTime;
    item.footnote = progressFootnote(*progress, m_models.status());
    m_model->updateDetails(item);
}

void ChatPage::setPower(const PowerView &power, std::int64_t atMs)
{
    m_power = power;
    m_meters->setPower(power, atMs);
    showCompactFigures();
}

void ChatPage::setEnergy(const EnergySums &sums)
{
    m_meters->setEnergy(sums);
}

/// In the header while the meters are folded: "174 W · 48.3 tok/s".
void ChatPage::showCompactFigures()
{
    const auto progress = m_chat.progress();
    if (!progress || !(progress->tokensPerSecond > 0)) return m_header->setCompactFigures({});
    const QString speed = tr("%1 tok/s").arg(formatRate(progress->tokensPerSecond));
    if (!m_power.watts) return m_header->setCompactFigures(speed);
    const QString watts = formatWatts(*m_power.watts);
    m_header->setCompactFigures((m_power.estimated ? u"≈ "_s : QString()) + watts + u" · "_s + speed);
}

/// A reply has its row from the first token; until then this one stands for it, so that a person sees at once that
/// somebody answers.
MessageItem ChatPage::pendingItem() const
{
    Message message;
    message.id = m_pending;
    message.conversation = m_chat.current().id;
    message.parent = m_chat.tree().activeLeaf();
    message.role = Role::Assistant;
    message.state = MessageState::Streaming;
    message.createdMs = m_clock.unixMs();
    message.personaId = m_chat.persona().id;
    message.personaName = m_chat.persona().name;
    message.modelName = m_models.status().file.name;
    return itemOf(message);
}

void ChatPage::addPending()
{
    const auto progress = m_chat.progress();
    if (!progress || m_pending.isValid() || m_chat.tree().find(progress->message)) return;
    m_pending = progress->message;
    m_model->appendItem(pendingItem());
}

void ChatPage::dropPending()
{
    if (m_pending.isValid() && !m_chat.tree().find(m_pending)) m_model->removeItem(m_pending);
    m_pending = {};
}

void ChatPage::addMessage(const Message &message)
{
    if (m_pending == message.id) {
        m_pending = {};
        m_model->updateItem(itemOf(message));
    } else {
        dropPending();
        m_model->appendItem(itemOf(message));
    }
    m_body->setCurrentWidget(m_transcript);
    // What a person just sent is what they want to see; a reply follows only a reader who is at the end.
    if (message.role == Role::User) m_transcript->scrollToEnd();
    if (message.role == Role::Assistant && message.usage) m_meters->setLastSpeed(message.usage->tokensPerSecond());
}

void ChatPage::showTemperature()
{
    const SamplingLayers layers = m_chat.samplingLayers();
    m_header->setTemperature(resolve(layers).temperature, sourceOf(layers, &SamplingOverrides::temperature));
    m_temperaturePopover->setLayers(layers, m_chat.persona().name, m_models.status().file.name);
}

void ChatPage::showThinking()
{
    const auto &model = m_models.status().loaded;
    const bool known = model && model->canSwitchThinking;
    m_composer->setThinking(known ? std::optional(m_chat.current().thinking) : std::nullopt);
}

} // namespace sotto
