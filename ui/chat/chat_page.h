#pragma once

#include "core/chat/chat_service.h"
#include "core/energy/energy_ledger.h"
#include "core/models/model_library.h"
#include "core/settings/settings.h"
#include "core/status/host_facts.h"
#include "core/status/system_sampler.h"
#include "ui/meters/power_view.h"
#include "ui/transcript/message_item.h"
#include "ui/window/layout_rules.h"

#include <QUrl>
#include <QWidget>

#include <optional>
#include <vector>

class QMenu;
class QStackedWidget;

namespace sotto {

class ChatHeader;
class Composer;
class EmptyChat;
class GuideStrip;
class MetersPanel;
class ModelNotice;
class ModelPopover;
class PersonaPopover;
class TemperaturePopover;
class TranscriptModel;
class TranscriptView;
enum class ModelRemedy : std::uint8_t;
struct ModelNews;

/// The chat with all that stands round it: header, transcript or greeting, composer, meters, and the three popovers.
/// Thread: GUI.
class ChatPage final : public QWidget {
    Q_OBJECT
public:
    /// `window` is what popovers float over.
    ChatPage(ChatService &chat, ModelService &models, ModelLibrary &library, const Clock &clock, QWidget *window);

    void setLayoutForm(const WindowLayout &layout);
    void setSettings(const Settings &settings);
    void setSystem(const SystemSnapshot &snapshot);
    void setHost(const HostFacts &facts, const std::vector<Device> &devices);
    /// Power as it is now, with the clock of setSystem().
    void setPower(const PowerView &power, std::int64_t atMs);
    void setEnergy(const EnergySums &sums);
    void setHeaderMenu(QMenu *menu);

    [[nodiscard]] QString draft() const;
    void setDraft(const QString &text);

    void focusComposer();
    void openModelPopover();
    void openPersonaPopover();
    void openTemperaturePopover();
    [[nodiscard]] std::optional<QString> lastReplyText() const;
    void regenerateLastReply();
    /// Esc: stops the reply, else goes back to the composer.
    void escape();

    [[nodiscard]] Composer &composer() { return *m_composer; }
    [[nodiscard]] TranscriptView &transcript() { return *m_transcript; }
    [[nodiscard]] TranscriptModel &transcriptModel() { return *m_model; }
    [[nodiscard]] ChatHeader &header() { return *m_header; }
    [[nodiscard]] MetersPanel &meters() { return *m_meters; }

Q_SIGNALS:
    void metersToggled();
    void energyRequested();
    void estimateRequested();
    void modelChosen(const sotto::ModelFile &model);
    void openFileRequested();
    void modelsPageRequested();
    void modelDetailsRequested(const QString &path);
    void personaChosen(const QString &id);
    void fileDropped(const QString &path);
    void said(const QString &text);      ///< A short message for the toast.
    void linkActivated(const QUrl &url); ///< Asks whether to open it; nothing is opened here.

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build(QWidget *window);
    void wireChat();
    void wireTranscript();
    void wireComposer();
    void wireHeader();

    void showConversation();
    void showPersona();
    void showModel();
    void showNews();
    void mend(ModelRemedy remedy, const ModelNews &news);
    void showProgress();
    void showCompactFigures();
    void showTemperature();
    void showThinking();
    void addMessage(const Message &message);
    void showMessage(const Message &message);
    void addPending();
    void dropPending();
    [[nodiscard]] MessageItem pendingItem() const;
    void showEmpty();
    void edit(MessageId id);
    void leaveEditing();
    [[nodiscard]] bool refuseWhileReplying();
    void placeMeters();
    void send(const QString &text);
    [[nodiscard]] MessageItem itemOf(const Message &message) const;
    [[nodiscard]] int contextLength() const;
    [[nodiscard]] std::optional<Message> lastReply() const;

    ChatService &m_chat;
    ModelService &m_models;
    ModelLibrary &m_library;
    const Clock &m_clock;
    WindowLayout m_layout;
    ChatHeader *m_header = nullptr;
    GuideStrip *m_guide = nullptr;
    ModelNotice *m_notice = nullptr;
    QStackedWidget *m_body = nullptr;
    TranscriptModel *m_model = nullptr;
    TranscriptView *m_transcript = nullptr;
    EmptyChat *m_empty = nullptr;
    Composer *m_composer = nullptr;
    QWidget *m_chatColumn = nullptr;
    MetersPanel *m_meters = nullptr;
    ModelPopover *m_modelPopover = nullptr;
    PersonaPopover *m_personaPopover = nullptr;
    TemperaturePopover *m_temperaturePopover = nullptr;
    QList<Persona> m_personas;
    PowerView m_power;
    int m_leftOut = 0;   ///< Of the oldest messages, by the last count or reply.
    MessageId m_pending; ///< The reply that has no text yet; its row is the window's own.
    MessageId m_editing; ///< The message whose text is in the composer to be sent anew.
    QString m_keptDraft; ///< What was in the composer before.
};

} // namespace sotto
