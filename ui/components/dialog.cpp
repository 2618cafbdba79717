#include "ui/components/dialog.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>

namespace sotto {

namespace {

constexpr int kLeast = 400;
constexpr int kMost = 560;

QPlainTextEdit *addressField(const QString &address)
{
    auto *field = new QPlainTextEdit(address);
    field->setReadOnly(true);
    field->setWordWrapMode(QTextOption::WrapAnywhere);
    field->setFont(Theme::of(field).font(TypeRole::Code));
    field->setAccessibleName(address);
    field->setTabChangesFocus(true);
    field->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    field->setFixedHeight(field->fontMetrics().lineSpacing() * 4 + 12);
    return field;
}

} // namespace

ConfirmDialog::ConfirmDialog(QWidget *window, const DialogText &text, DialogRisk risk)
    : Modal(window, text.title, kLeast, kMost)
{
    setAccessibleDescription(text.text);
    build(text, risk);
}

void ConfirmDialog::build(const DialogText &text, DialogRisk risk)
{
    auto *title = new Label(text.title, TypeRole::Heading, Ink::Primary, QFont::DemiBold);
    title->setWordWrap(true);
    body()->addWidget(title);
    body()->addSpacing(8);
    auto *words = new Label(text.text, TypeRole::Interface, Ink::Secondary);
    words->setWordWrap(true);
    body()->addWidget(words);
    if (!text.address.isEmpty()) {
        body()->addSpacing(12);
        body()->addWidget(addressField(text.address));
    }
    body()->addSpacing(20);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    m_safe = makeButton(text.safe);
    m_act = makeButton(text.act, risk == DialogRisk::Destructive ? ButtonKind::Danger : ButtonKind::Primary);
    row->addWidget(m_safe);
    row->addWidget(m_act);
    body()->addLayout(row);
    connect(m_safe, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_act, &QPushButton::clicked, this, [this] { answer(true); });
}

void ConfirmDialog::open()
{
    Modal::open(m_safe);
}

void ConfirmDialog::answer(bool accept)
{
    if (isClosed()) return;
    dismiss();
    if (accept)
        Q_EMIT accepted();
    else
        Q_EMIT rejected();
}

void ConfirmDialog::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: answer(m_act->hasFocus()); break;
    case Qt::Key_Left: m_safe->setFocus(Qt::TabFocusReason); break;
    case Qt::Key_Right: m_act->setFocus(Qt::TabFocusReason); break;
    default: Modal::keyPressEvent(event);
    }
    event->accept();
}

} // namespace sotto
