#include "ui/components/dialog.h"

#include "ui/components/buttons.h"
#include "ui/components/focus_cycle.h"
#include "ui/components/label.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kRadius = 14;
constexpr int kPad = 20;
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
    : QWidget(window), m_card(new QWidget(this))
{
    setAccessibleName(text.title);
    setAccessibleDescription(text.text);
    setAttribute(Qt::WA_NoMousePropagation);
    build(text, risk);
    hide();
}

void ConfirmDialog::build(const DialogText &text, DialogRisk risk)
{
    auto *column = new QVBoxLayout(m_card);
    column->setContentsMargins(kPad, kPad, kPad, kPad);
    column->setSpacing(0);
    auto *title = new Label(text.title, TypeRole::Heading, Ink::Primary, QFont::DemiBold);
    title->setWordWrap(true);
    column->addWidget(title);
    column->addSpacing(8);
    auto *words = new Label(text.text, TypeRole::Interface, Ink::Secondary);
    words->setWordWrap(true);
    column->addWidget(words);
    if (!text.address.isEmpty()) {
        column->addSpacing(12);
        column->addWidget(addressField(text.address));
    }
    column->addSpacing(kPad);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    m_safe = makeButton(text.safe);
    m_act = makeButton(text.act, risk == DialogRisk::Destructive ? ButtonKind::Danger : ButtonKind::Primary);
    row->addWidget(m_safe);
    row->addWidget(m_act);
    column->addLayout(row);
    connect(m_safe, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_act, &QPushButton::clicked, this, [this] { answer(true); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isVisible() && now != nullptr && now->window() == window() && !isAncestorOf(now)) m_safe->setFocus();
    });
}

void ConfirmDialog::open()
{
    m_before = window()->focusWidget();
    place();
    show();
    raise();
    qApp->installEventFilter(this);
    m_safe->setFocus(Qt::PopupFocusReason);
}

void ConfirmDialog::place()
{
    const QWidget *window = parentWidget();
    setGeometry(window->rect());
    const int wanted =
        std::clamp(m_card->sizeHint().width(), Theme::of(this).grown(kLeast), Theme::of(this).grown(kMost));
    const int width = std::min(wanted, this->width() - 32);
    const int height = std::min(m_card->layout()->totalHeightForWidth(width), this->height() - 32);
    m_card->setGeometry((this->width() - width) / 2, (this->height() - height) / 2, width, height);
}

void ConfirmDialog::answer(bool accept)
{
    if (m_answered) return;
    m_answered = true;
    qApp->removeEventFilter(this);
    hide();
    if (m_before != nullptr) m_before->setFocus(Qt::OtherFocusReason);
    if (accept)
        Q_EMIT accepted();
    else
        Q_EMIT rejected();
    deleteLater();
}

bool ConfirmDialog::eventFilter(QObject *watched, QEvent *event)
{
    auto *widget = qobject_cast<QWidget *>(watched);
    if (widget == nullptr || m_answered) return false;
    if (widget == parentWidget() && event->type() == QEvent::Resize) place();
    // The window's shortcuts rest while a question is open.
    if (event->type() == QEvent::ShortcutOverride && isAncestorOf(widget)) event->accept();
    return false;
}

bool ConfirmDialog::focusNextPrevChild(bool next)
{
    return cycleFocus(this, next ? Step::On : Step::Back);
}

void ConfirmDialog::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape: answer(false); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: answer(m_act->hasFocus()); break;
    case Qt::Key_Left: m_safe->setFocus(Qt::TabFocusReason); break;
    case Qt::Key_Right: m_act->setFocus(Qt::TabFocusReason); break;
    default: break;
    }
    event->accept();
}

void ConfirmDialog::mousePressEvent(QMouseEvent *) {}

void ConfirmDialog::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.scrim);
    drawFloating(painter, m_card->geometry(), kRadius, theme);
}

} // namespace sotto
