#pragma once

#include "ui/palette/palette_model.h"

#include <QWidget>

class QLineEdit;
class QListView;

namespace sotto {

class KeyHint;
class Label;

/// The command palette: a child of the window that covers it with a scrim and floats 600 px wide, 112 px from the top.
/// Keys: Up, Down, Page Up, Page Down, Enter, Esc. A click beside it closes it. Focus goes back to where it was, and
/// the choice is told after that. Thread: GUI.
class CommandPalette final : public QWidget {
    Q_OBJECT
public:
    /// `window` is covered as a whole, whatever its size becomes.
    explicit CommandPalette(QWidget *window);

    void setCommands(const QList<QAction *> &commands);
    /// `nowMs` (UTC) writes the dates.
    void setConversations(const QList<Conversation> &conversations, qint64 nowMs);
    void setPersonas(const QList<Persona> &personas);
    void setModels(const QList<ModelFile> &models);

    /// Shows it with an empty query, or one that is given.
    void open(const QString &query = {});
    void dismiss();
    [[nodiscard]] bool isOpen() const { return isVisibleTo(parentWidget()); }

    [[nodiscard]] PaletteModel *model() const { return m_model; }
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListView *list() const { return m_list; }

Q_SIGNALS:
    void commandChosen(QAction *command);
    void conversationChosen(sotto::ConversationId id);
    void personaChosen(const QString &id);
    void modelChosen(const QString &path);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFoot();
    void place();
    void showResults();
    void applyTheme();
    void retranslate();
    bool handleKey(int key);
    void step(int by);
    void choose(const QModelIndex &index);
    [[nodiscard]] int listHeight() const;

    PaletteModel *m_model;
    QWidget *m_surface;
    QWidget *m_head = nullptr;
    QWidget *m_foot = nullptr;
    QLineEdit *m_field;
    QListView *m_list;
    Label *m_nothing;
    Label *m_count;
    Label *m_move;
    Label *m_run;
    QPointer<QWidget> m_focusBefore;
};

} // namespace sotto
