#pragma once

#include "core/settings/settings.h"

#include <QPlainTextEdit>

namespace sotto {

/// The composer's editor: plain text, one to eight lines tall, and the keys that mean something else here.
class ComposerEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    /// Pastes past either bound are handed out by largeTextPasted(): laying out one so long at every key would make
    /// typing slow.
    static constexpr qsizetype maxPaste = 100'000;
    static constexpr qsizetype maxPastedLine = 8'000;

    explicit ComposerEdit(QWidget *parent = nullptr);

    void setSendKey(SendKey key) { m_sendKey = key; }
    /// Whether an input method is composing: Enter is its own then.
    [[nodiscard]] bool isComposing() const { return m_composing; }
    /// Whether `text` belongs in the editor rather than beside it.
    [[nodiscard]] static bool fitsEditor(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendPressed();
    void escapePressed(bool *taken);
    void upPressedInEmpty();
    void fileDropped(const QString &path);
    void largeTextPasted(const QString &text);
    void focusChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    bool handleEnter(QKeyEvent *event);
    void applyTheme();
    void updateHeight();
    [[nodiscard]] qreal textHeight() const; ///< Of the first eight lines.

    SendKey m_sendKey = SendKey::Enter;
    bool m_composing = false;
    int m_height = 0;
    bool m_allInSight = true;
};

} // namespace sotto
