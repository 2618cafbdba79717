#include "ui/components/toast.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kToastRadius = 10;

/// The toast's shadow is a widget of its own: what lies under it can still be clicked.
class Shade final : public QWidget {
public:
    explicit Shade(QWidget *parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawFloating(painter, QRectF(rect()).marginsRemoved(QMarginsF(1, 1, 1, 1) * kShadowMargin), kToastRadius,
                     Theme::of(this));
    }
};

} // namespace

Toast::Toast(QWidget *window)
    : QWidget(window), m_text(new Label({}, TypeRole::Interface, Ink::Inverted)),
      m_action(makeButton({}, ButtonKind::Inverted)), m_shade(new Shade(window))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16 + Theme::of(this).grown(16) + 12, 0, 8, 0);
    row->setSpacing(16);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    m_text->setElided(true);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kStayMs);
    connect(&m_timer, &QTimer::timeout, this, &Toast::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        m_pending = false;
        vanish();
        Q_EMIT acted();
    });
    m_action->installEventFilter(this);
    window->installEventFilter(this);
    vanish();
}

void Toast::vanish()
{
    m_timer.stop();
    m_shade->hide();
    hide();
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::setStay(int ms)
{
    m_timer.setInterval(ms);
}

void Toast::setBottomOffset(int px)
{
    m_offset = px;
    place();
}

void Toast::showText(const QString &text, const QString &action)
{
    dismiss();
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_pending = true;
    place();
    m_shade->show();
    m_shade->raise();
    show();
    raise();
    QAccessibleAnnouncementEvent said(this, text);
    QAccessible::updateAccessibility(&said);
    restart();
}

void Toast::dismiss()
{
    vanish();
    if (!m_pending) return;
    m_pending = false;
    Q_EMIT expired();
}

void Toast::restart()
{
    if (isVisible() && !underMouse() && !m_action->hasFocus()) m_timer.start();
}

void Toast::place()
{
    const QWidget *window = parentWidget();
    const Theme &theme = Theme::of(this);
    const int textWidth = m_text->fontMetrics().horizontalAdvance(m_text->text()) + 2;
    const QMargins margins = layout()->contentsMargins();
    int width = textWidth + margins.left() + margins.right() + 8;
    if (!m_action->text().isEmpty()) width += m_action->sizeHint().width() + layout()->spacing();
    width = std::min(std::max(width, theme.grown(280)), window->width() - 32);
    const int height = theme.grown(44);
    setGeometry((window->width() - width) / 2, window->height() - m_offset - height, width, height);
    m_shade->setGeometry(geometry().marginsAdded(QMargins(1, 1, 1, 1) * kShadowMargin));
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_action && event->type() == QEvent::FocusIn) m_timer.stop();
    if (watched == m_action && event->type() == QEvent::FocusOut) restart();
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    return false;
}

void Toast::enterEvent(QEnterEvent *)
{
    m_timer.stop();
}

void Toast::leaveEvent(QEvent *)
{
    if (isVisible() && !m_action->hasFocus()) m_timer.start();
}

void Toast::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) return dismiss();
    QWidget::keyPressEvent(event);
}

void Toast::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) place();
    QWidget::changeEvent(event);
}

void Toast::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const QRectF box = rect();
    drawRounded(painter, box, kToastRadius, theme.t1);
    const qreal side = theme.grown(16);
    paintIcon(painter, IconName::Check, QRectF(box.left() + 16, box.center().y() - side / 2, side, side), theme.bg);
}

} // namespace sotto
