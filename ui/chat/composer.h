#pragma once

#include "core/settings/settings.h"
#include "inference/request.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QHBoxLayout;

namespace sotto {

class ComposerChip;
class ComposerEdit;
class ComposerSendButton;
class ContextRing;
class Label;
class ThinkingButton;

/// Where a person writes: the field, the context ring, Send or Stop, and the line that tells the keys. As wide as the
/// message column: the whole width less 32 px at each side, at most 720 px, centred.
///
/// It never empties itself: whoever takes a message in calls clear(), so a draft outlives a failure to send.
/// A pasted text too long to edit at ease stands beside the draft as a chip and is sent after it; text() has both.
/// Thread: GUI.
class Composer final : public QWidget {
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    /// "Message <name>".
    void setPersonaName(const QString &name);
    /// In place of "Message <name>"; empty goes back to it.
    void setPlaceholder(const QString &text);
    /// While a reply is written: Stop instead of Send, and Esc stops. Typing goes on.
    void setReplying(bool replying);
    void setSendKey(SendKey key);
    /// Tokens the next request would take, of those the model can read. Less than 0 tokens: not known, an en dash;
    /// no context length: the ring is hidden.
    void setContext(int tokens, int contextLength, bool oldestLeftOut);
    /// Whether the model thinks; nothing where it knows no switch, which hides the choice.
    void setThinking(std::optional<Thinking> thinking);
    /// False while nothing could be sent to; the draft can still be written.
    void setEnabledToSend(bool enabled);

    [[nodiscard]] QString text() const;
    /// Puts the caret at the end. draftChanged() follows.
    void setText(const QString &text);
    void clear();
    void focusEditor();
    [[nodiscard]] bool canSend() const;

Q_SIGNALS:
    /// The text as typed, trimmed at both ends.
    void sendRequested(const QString &text);
    void stopRequested();
    void thinkingChosen(sotto::Thinking thinking);
    /// At every change, as typed.
    void draftChanged(const QString &text);
    /// Up in an empty composer.
    void editLastRequested();
    /// A .gguf file was dropped or pasted here.
    void fileDropped(const QString &path);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QHBoxLayout *makeTools();
    void connectEditor();
    void applyMargins();
    void retranslate();
    void refresh();
    void showContext();
    void showPasted();
    void send();
    [[nodiscard]] QRect boxRect() const;

    QWidget *m_box;
    ComposerEdit *m_edit;
    ThinkingButton *m_thinking;
    ContextRing *m_ring;
    Label *m_figure;
    ComposerSendButton *m_button;
    QWidget *m_chips;
    QHBoxLayout *m_chipRow;
    Label *m_hint;
    QString m_persona;
    QString m_placeholder;
    QStringList m_pasted;
    SendKey m_sendKey = SendKey::Enter;
    int m_tokens = -1;
    int m_contextLength = 0;
    bool m_oldestLeftOut = false;
    bool m_replying = false;
    bool m_enabledToSend = true;
};

} // namespace sotto
