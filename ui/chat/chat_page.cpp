#include "ui/chat/chat_page.h"

#include "core/text/format.h"
#include "ui/chat/composer.h"
#include "ui/chat/empty_chat.h"
#include "ui/chat/guide_strip.h"
#include "ui/chat/message_items.h"
#include "ui/chat/model_notice.h"
#include "ui/header/model_popover.h"
#include "ui/header/persona_popover.h"
#include "ui/header/temperature_popover.h"
#include "ui/meters/meters_panel.h"
#include "ui/theme/theme.h"
#include "ui/transcript/transcript_model.h"
#include "ui/transcript/transcript_view.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sotto {

ChatPage::ChatPage(ChatService &chat, ModelService &models, ModelLibrary &library, const Clock &clock, QWidget *window)
    : QWidget(window), m_chat(chat), m_models(models), m_library(library), m_clock(clock)
{
    build(window);
    wireHeader();
    wireChat();
    wireTranscript();
    wireComposer();
    showModel();
    showConversation();
}

void ChatPage::build(QWidget *window)
{
    m_chatColumn = new QWidget(this);
    auto *column = new QVBoxLayout(m_chatColumn);
    column->setContentsMargins({});
    column->setSpacing(0);
    m_header = new ChatHeader(m_chatColumn);
    m_guide = new GuideStrip(m_chatColumn);
    m_notice = new ModelNotice(m_chatColumn);
    m_body = new QStackedWidget(m_chatColumn);
    m_model = new TranscriptModel(this);
    m_transcript = new TranscriptView(m_body);
    m_transcript->setModel(m_model);
    m_empty = new EmptyChat(m_body);
    m_body->addWidget(m_transcript);
    m_body->addWidget(m_empty);
    m_composer = new Composer(m_chatColumn);
    column->addWidget(m_header);
    column->addWidget(m_guide);
    column->addWidget(m_notice);
    column->addWidget(m_body, 1);
    column->addWidget(m_composer);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_chatColumn, 1);
    m_meters = new MetersPanel(this);
    row->addWidget(m_meters);

    m_modelPopover = new ModelPopover(window);
    m_personaPopover = new PersonaPopover(window);
    m_temperaturePopover = new TemperaturePopover(window);
    m_temperaturePopover->setPresets(samplingPresets());
    m_personas = builtInPersonas();
}

void ChatPage::wireHeader()
{
    connect(m_header, &ChatHeader::personaClicked, this, &ChatPage::openPersonaPopover);
    connect(m_header, &ChatHeader::modelClicked, this, &ChatPage::openModelPopover);
    connect(m_header, &ChatHeader::temperatureClicked, this, &ChatPage::openTemperaturePopover);
    connect(m_header, &ChatHeader::metersToggled, this, &ChatPage::metersToggled);
    connect(m_meters, &MetersPanel::closeRequested, this, &ChatPage::metersToggled);
    connect(m_meters, &MetersPanel::energyRequested, this, &ChatPage::energyRequested);
    connect(m_meters, &MetersPanel::estimateRequested, this, &ChatPage::estimateRequested);
    connect(m_meters, &MetersPanel::unloadRequested, &m_models, &ModelService::unloadUntilNeeded);
    connect(m_guide, &GuideStrip::openModelRequested, this, &ChatPage::openFileRequested);

    connect(m_modelPopover, &ModelPopover::chosen, this, &ChatPage::modelChosen);
    connect(m_modelPopover, &ModelPopover::unloadRequested, this, [this] { m_models.unload(); });
    connect(m_modelPopover, &ModelPopover::cancelRequested, this, [this] { m_models.cancelLoad(); });
    connect(m_modelPopover, &ModelPopover::openFileRequested, this, &ChatPage::openFileRequested);
    connect(m_modelPopover, &ModelPopover::modelsPageRequested, this, &ChatPage::modelsPageRequested);
    connect(m_modelPopover, &ModelPopover::detailsRequested, this, &ChatPage::modelDetailsRequested);
    connect(m_personaPopover, &PersonaPopover::chosen, this, &ChatPage::personaChosen);

    const auto setYours = [this](auto change) {
        SamplingOverrides mine = m_chat.samplingLayers().you;
        change(mine);
        m_chat.setSampling(mine);
    };
    connect(m_temperaturePopover, &TemperaturePopover::temperatureChosen, this,
            [setYours](float value) { setYours([value](SamplingOverrides &mine) { mine.temperature = value; }); });
    connect(m_temperaturePopover, &TemperaturePopover::temperatureReset, this,
            [setYours] { setYours([](SamplingOverrides &mine) { mine.temperature.reset(); }); });
    connect(m_temperaturePopover, &TemperaturePopover::presetChosen, this,
            [this](const SamplingPreset &preset) { m_chat.setSampling(preset.sampling); });
}

void ChatPage::wireChat()
{
    connect(&m_chat, &ChatService::opened, this, &ChatPage::showConversation);
    connect(&m_chat, &ChatService::currentChanged, this, [this] {
        showPersona();
        showTemperature();
        showThinking();
    });
    connect(&m_chat, &ChatService::messageAdded, this, &ChatPage::addMessage);
    connect(&m_chat, &ChatService::messageChanged, this, &ChatPage::showMessage);
    connect(&m_chat, &ChatService::textAppended, m_model, &TranscriptModel::appendText);
    connect(&m_chat, &ChatService::progressChanged, this, &ChatPage::showProgress);
    connect(&m_chat, &ChatService::contextCounted, this,
            [this](int tokens, int contextLength) { m_composer->setContext(tokens, contextLength, m_leftOut > 0); });
    connect(&m_chat, &ChatService::memoryBegins, this, [this](MessageId first, int leftOut) {
        m_leftOut = leftOut;
        m_model->setMemoryLine(first, leftOut);
    });
    connect(&m_chat, &ChatService::keptStatesChanged, this, [this] { m_meters->setKept(m_chat.keptStates()); });
    m_meters->setKept(m_chat.keptStates());
    connect(&m_models, &ModelService::changed, this, &ChatPage::showModel);
    connect(&m_models, &ModelService::crashChanged, this, &ChatPage::showNews);
    connect(m_notice, &ModelNotice::chosen, this, &ChatPage::mend);
    connect(m_notice, &ModelNotice::closed, this, [this] { m_models.setCrash({}); });
    connect(&m_library, &ModelLibrary::changed, this, [this] { m_modelPopover->setModels(m_library.models()); });
}

void ChatPage::wireTranscript()
{
    connect(m_transcript, &TranscriptView::copied, this,
            [this](int lines) { Q_EMIT said(tr("Copied %Ln lines", nullptr, lines)); });
    connect(m_transcript, &TranscriptView::regenerateRequested, this, [this](MessageId id) {
        if (!refuseWhileReplying()) m_chat.regenerate(id);
    });
    connect(m_transcript, &TranscriptView::startOverRequested, &m_chat, &ChatService::regenerate);
    connect(m_transcript, &TranscriptView::tryAgainRequested, &m_chat, &ChatService::regenerate);
    connect(m_transcript, &TranscriptView::continueRequested, &m_chat, &ChatService::continueReply);
    connect(m_transcript, &TranscriptView::branchRequested, &m_chat, &ChatService::switchBranch);
    connect(m_transcript, &TranscriptView::chooseModelRequested, this, &ChatPage::openModelPopover);
    connect(m_transcript, &TranscriptView::editRequested, this, &ChatPage::edit);
    connect(m_transcript, &TranscriptView::linkActivated, this, &ChatPage::linkActivated);
    connect(m_empty, &EmptyChat::starterChosen, this, &ChatPage::send);
    connect(m_empty, &EmptyChat::openFile, this, &ChatPage::openFileRequested);
    connect(m_empty, &EmptyChat::browseModels, this, &ChatPage::modelsPageRequested);
    connect(m_empty, &EmptyChat::useBuiltIn, this, [this] {
        for (const ModelFile &model : m_library.models())
            if (model.builtIn) Q_EMIT modelChosen(model);
    });
}

void ChatPage::wireComposer()
{
    connect(m_composer, &Composer::sendRequested, this, &ChatPage::send);
    connect(m_composer, &Composer::stopRequested, &m_chat, &ChatService::stop);
    connect(m_composer, &Composer::draftChanged, &m_chat, &ChatService::countDraft);
    connect(m_composer, &Composer::thinkingChosen, &m_chat, &ChatService::setThinking);
    connect(m_composer, &Composer::fileDropped, this, &ChatPage::fileDropped);
    connect(m_composer, &Composer::editLastRequested, this, [this] {
        const QList<Message> path = m_chat.tree().path();
        for (auto it = path.crbegin(); it != path.crend(); ++it) {
            if (it->role != Role::User) continue;
            edit(it->id);
            return;
        }
    });
}

void ChatPage::setLayoutForm(const WindowLayout &layout)
{
    m_layout = layout;
    m_header->setLayoutClass(layout.width);
    m_header->setMetersOpen(layout.meters != MetersForm::Closed);
    // A drawer lies over the chat, so it is taken out of the row.
    auto *row = qobject_cast<QHBoxLayout *>(this->layout());
    if (layout.meters == MetersForm::Panel) {
        if (row->indexOf(m_meters) < 0) row->addWidget(m_meters);
    } else {
        row->removeWidget(m_meters);
    }
    m_meters->setVisible(layout.meters != MetersForm::Closed);
    placeMeters();
}

void ChatPage::placeMeters()
{
    if (m_layout.meters != MetersForm::Drawer) return;
    const int wide = qMin(m_meters->sizeHint().width(), width());
    m_meters->setGeometry(width() - wide, 0, wide, height());
    m_meters->raise();
}

void ChatPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeMeters();
}

void ChatPage::setSettings(const Settings &settings)
{
    m_composer->setSendKey(settings.sendKey);
    m_meters->setEstimates(settings.energy.estimates);
}

void ChatPage::setSystem(const SystemSnapshot &snapshot)
{
    m_meters->setSystem(snapshot);
}

void ChatPage::setHost(const HostFacts &facts, const std::vector<Device> &devices)
{
    const bool gpu = std::ranges::any_of(devices, [](const Device &device) { return device.kind != DeviceKind::Cpu; });
    if (facts.cpu()) m_meters->setHost(*facts.cpu(), gpu);
    m_meters->setDevices(devices);
}

void ChatPage::setHeaderMenu(QMenu *menu)
{
    m_header->setMenu(menu);
}

QString ChatPage::draft() const
{
    return m_composer->text();
}

void ChatPage::setDraft(const QString &text)
{
    m_composer->setText(text);
}

void ChatPage::focusComposer()
{
    m_composer->focusEditor();
}

void ChatPage::openModelPopover()
{
    m_modelPopover->setModels(m_library.models());
    m_modelPopover->setStatus(m_models.status());
    m_library.rescan();
    m_modelPopover->openFor(m_header->modelOwner());
}

void ChatPage::openPersonaPopover()
{
    m_personaPopover->setPersonas(m_personas, m_chat.persona().id);
    m_personaPopover->openFor(m_header->personaOwner());
}

void ChatPage::openTemperaturePopover()
{
    showTemperature();
    m_temperaturePopover->openFor(m_header->temperatureOwner());
}

void ChatPage::regenerateLastReply()
{
    const auto reply = lastReply();
    if (reply && !refuseWhileReplying()) m_chat.regenerate(reply->id);
}

std::optional<QString> ChatPage::lastReplyText() const
{
    const auto reply = lastReply();
    return reply ? std::optional(reply->text) : std::nullopt;
}

std::optional<Message> ChatPage::lastReply() const
{
    const QList<Message> path = m_chat.tree().path();
    if (path.isEmpty() || path.constLast().role != Role::Assistant) return std::nullopt;
    return path.constLast();
}

void ChatPage::escape()
{
    if (m_editing.isValid()) {
        leaveEditing();
    } else if (m_chat.isReplying()) {
        m_chat.stop();
    }
    focusComposer();
}

void ChatPage::edit(MessageId id)
{
    const Message *message = m_chat.tree().find(id);
    if (!message || message->role != Role::User || refuseWhileReplying()) return;
    if (!m_editing.isValid()) m_keptDraft = m_composer->text();
    m_editing = id;
    m_composer->setPlaceholder(tr("Edit your message"));
    m_composer->setText(message->text);
    focusComposer();
}

void ChatPage::leaveEditing()
{
    if (!m_editing.isValid()) return;
    m_editing = {};
    m_composer->setText(std::exchange(m_keptDraft, {}));
    showPersona();
}

bool ChatPage::refuseWhileReplying()
{
    if (!m_chat.isReplying()) return false;
    Q_EMIT said(tr("A reply is being written. Stop it first, with Esc."));
    return true;
}

void ChatPage::send(const QString &text)
{
    if (text.trimmed().isEmpty() || m_chat.isReplying()) return;
    const MessageId editing = m_editing;
    m_composer->clear();
    leaveEditing();
    if (editing.isValid()) {
        m_chat.editAndSend(editing, text);
    } else {
        m_chat.send(text);
    }
}

} // namespace sotto
