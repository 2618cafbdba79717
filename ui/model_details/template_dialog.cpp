#include "ui/model_details/template_dialog.h"

#include "core/models/model_settings.h"
#include "core/text/error_text.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QBoxLayout>
#include <QPlainTextEdit>
#include <QTimer>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeast = 560;
constexpr int kMost = 860;
constexpr int kRest = 250; // ms without a key before the preview is made

/// As high as its lines, where the window has the room.
class CodeField final : public QPlainTextEdit {
public:
    explicit CodeField(int lines) : m_lines(lines) { setFont(Theme::of(this).font(TypeRole::Code)); }
    [[nodiscard]] QSize sizeHint() const override { return {Theme::of(this).grown(kMost), height(m_lines)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, height(3)}; }

private:
    [[nodiscard]] int height(int lines) const { return fontMetrics().lineSpacing() * lines + 16; }
    int m_lines;
};

QPlainTextEdit *codeField(const QString &name, int lines)
{
    auto *field = new CodeField(lines);
    field->setAccessibleName(name);
    field->setTabChangesFocus(true);
    field->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    field->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return field;
}

Label *heading(const QString &title)
{
    auto *label = new Label(title, TypeRole::Heading, Ink::Primary, QFont::DemiBold);
    label->setWordWrap(true);
    return label;
}

} // namespace

TemplateViewer::TemplateViewer(QWidget *window, const QString &title, const QString &text)
    : Modal(window, title, kLeast, kMost), m_text(codeField(title, 20)), m_close(makeButton(tr("Close")))
{
    m_text->setReadOnly(true);
    m_text->setPlainText(text);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    body()->addWidget(heading(title));
    body()->addSpacing(12);
    body()->addWidget(m_text, 1);
    body()->addSpacing(16);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_close);
    body()->addLayout(row);
    connect(m_close, &QPushButton::clicked, this, [this] { dismiss(); });
}

void TemplateViewer::open()
{
    Modal::open(m_close);
}

TemplateEditor::TemplateEditor(QWidget *window, const QString &title, const QString &text)
    : Modal(window, title, kLeast, kMost), m_before(text), m_editor(codeField(title, 14)),
      m_preview(codeField(tr("A conversation as the model gets it"), 8)),
      m_problem(new Label({}, TypeRole::Small, Ink::Danger)), m_sample(new QWidget)
{
    m_editor->setPlainText(text);
    m_preview->setReadOnly(true);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *sample = new QVBoxLayout(m_sample);
    sample->setContentsMargins(0, 10, 0, 0);
    sample->setSpacing(6);
    sample->addWidget(new Label(tr("A conversation as the model gets it"), TypeRole::Small, Ink::Secondary));
    sample->addWidget(m_preview, 1);
    m_sample->hide();
    body()->addWidget(heading(title));
    body()->addSpacing(12);
    body()->addWidget(m_editor, 3);
    body()->addSpacing(6);
    body()->addWidget(m_problem);
    body()->addWidget(m_sample, 2);
    body()->addSpacing(16);
    buildButtons();
    auto *rest = new QTimer(this);
    rest->setSingleShot(true);
    rest->setInterval(kRest);
    connect(rest, &QTimer::timeout, this, [this] { Q_EMIT previewRequested(m_editor->toPlainText()); });
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this, rest] {
        m_warned = false;
        rest->start();
    });
}

void TemplateEditor::buildButtons()
{
    m_cancel = makeButton(tr("Keep it as it was"));
    m_use = makeButton(tr("Use this template"), ButtonKind::Primary);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_use);
    body()->addLayout(row);
    connect(m_cancel, &QPushButton::clicked, this, [this] { dismiss(); });
    connect(m_use, &QPushButton::clicked, this, [this] {
        const QString text = m_editor->toPlainText();
        if (text.size() > kMostTemplateChars)
            return showProblem(
                tr("This is longer than a template may be. Shorten it to %L1 characters.").arg(kMostTemplateChars));
        dismiss();
        Q_EMIT accepted(text);
    });
}

void TemplateEditor::open()
{
    Modal::open(m_editor);
    Q_EMIT previewRequested(m_editor->toPlainText());
}

void TemplateEditor::setPreview(const Result<QString> &preview)
{
    if (preview) m_preview->setPlainText(*preview);
    if (m_sample->isHidden()) {
        m_sample->show();
        place();
    }
    // What was rendered last stays to look at while a template is being mended.
    if (preview) return showProblem({});
    const QString why = QString::fromStdString(preview.error().detail);
    showProblem(why.isEmpty() ? errorText(preview.error()).whole() : tr("This does not work yet: %1").arg(why));
}

QString TemplateEditor::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

void TemplateEditor::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void TemplateEditor::escape()
{
    if (m_editor->toPlainText() == m_before || m_warned) return dismiss();
    m_warned = true;
    showProblem(tr("Press Esc again to give up what you changed."));
}

} // namespace sotto
