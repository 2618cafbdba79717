#include "ui/components/modal.h"

#include "ui/components/focus_cycle.h"
#include "ui/components/paint.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kRadius = 14;
constexpr int kPad = 20;

} // namespace

Modal::Modal(QWidget *window, const QString &accessibleName, int least, int most)
    : QWidget(window), m_card(new QWidget(this)), m_body(new QVBoxLayout(m_card)), m_least(least), m_most(most)
{
    setAccessibleName(accessibleName);
    setAttribute(Qt::WA_NoMousePropagation);
    m_body->setContentsMargins(kPad, kPad, kPad, kPad);
    m_body->setSpacing(0);
    hide();
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        const bool outside = now != nullptr && now->window() == this->window() && !isAncestorOf(now);
        if (isVisible() && outside && m_focus) m_focus->setFocus();
    });
}

void Modal::open(QWidget *focus)
{
    m_before = window()->focusWidget();
    m_focus = focus;
    place();
    show();
    raise();
    qApp->installEventFilter(this);
    focus->setFocus(Qt::PopupFocusReason);
}

void Modal::place()
{
    setGeometry(parentWidget()->rect());
    const Theme &theme = Theme::of(this);
    const int wanted = std::clamp(m_card->sizeHint().width(), theme.grown(m_least), theme.grown(m_most));
    const int width = std::min(wanted, this->width() - 32);
    const int needed = m_body->hasHeightForWidth() ? m_body->totalHeightForWidth(width) : m_body->sizeHint().height();
    const int height = std::min(needed, this->height() - 32);
    m_card->setGeometry((this->width() - width) / 2, (this->height() - height) / 2, width, height);
}

void Modal::dismiss()
{
    if (m_closed) return;
    m_closed = true;
    qApp->removeEventFilter(this);
    hide();
    if (m_before != nullptr) m_before->setFocus(Qt::OtherFocusReason);
    deleteLater();
}

bool Modal::eventFilter(QObject *watched, QEvent *event)
{
    auto *widget = qobject_cast<QWidget *>(watched);
    if (widget == nullptr || m_closed) return false;
    if (widget == parentWidget() && event->type() == QEvent::Resize) place();
    // The window's shortcuts rest while this is open; an editor inside keeps its own.
    if (event->type() == QEvent::ShortcutOverride && isAncestorOf(widget)) event->accept();
    return false;
}

bool Modal::focusNextPrevChild(bool next)
{
    return cycleFocus(this, next ? Step::On : Step::Back);
}

void Modal::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) escape();
    event->accept();
}

void Modal::mousePressEvent(QMouseEvent *) {}

void Modal::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.scrim);
    drawFloating(painter, m_card->geometry(), kRadius, theme);
}

} // namespace sotto
