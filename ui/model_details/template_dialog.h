#pragma once

#include "base/result.h"
#include "ui/components/modal.h"

class QPlainTextEdit;
class QPushButton;

namespace sotto {

class Label;

/// The chat template of a model, to read.
class TemplateViewer final : public Modal {
    Q_OBJECT
public:
    TemplateViewer(QWidget *window, const QString &title, const QString &text);
    void open();

    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }

private:
    QPlainTextEdit *m_text;
    QPushButton *m_close;
};

/// The chat template of a model, to change, with a conversation rendered by it as it is written.
class TemplateEditor final : public Modal {
    Q_OBJECT
public:
    TemplateEditor(QWidget *window, const QString &title, const QString &text);
    void open();

    /// The answer to previewRequested(): a rendered conversation, or why there is none.
    void setPreview(const Result<QString> &preview);

    [[nodiscard]] QPlainTextEdit *editor() const { return m_editor; }
    [[nodiscard]] QPlainTextEdit *preview() const { return m_preview; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QPushButton *useButton() const { return m_use; }

Q_SIGNALS:
    /// The text changed and rests; asked for once at the start too.
    void previewRequested(const QString &text);
    void accepted(const QString &text);

protected:
    void escape() override;

private:
    void buildButtons();
    void showProblem(const QString &text);

    QString m_before;
    QPlainTextEdit *m_editor, *m_preview;
    Label *m_problem;
    QWidget *m_sample; ///< Heading and preview; hidden until there is one.
    QPushButton *m_cancel = nullptr, *m_use = nullptr;
    bool m_warned = false; ///< That Esc would throw changes away.
};

} // namespace sotto
