#include "ui/components/popover.h"

#include "ui/components/focus_cycle.h"
#include "ui/components/paint.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPropertyAnimation>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kRadius = 12;
constexpr int kGap = 6;
constexpr int kEdge = 8;
constexpr int kFadeMs = 140;

/// A picture of what a popover covers, laid over it and let go: the popover comes in at a rising alpha, with its
/// widgets in place and the keyboard already theirs.
class Veil final : public QWidget {
public:
    Veil(QWidget *over, const QPixmap &picture, int ms) : QWidget(over), m_picture(picture)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setGeometry(over->rect());
        auto *fade = new QVariantAnimation(this);
        fade->setStartValue(1.0);
        fade->setEndValue(0.0);
        fade->setDuration(ms);
        fade->setEasingCurve(QEasingCurve::OutCubic);
        connect(fade, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
            m_alpha = value.toReal();
            update();
        });
        connect(fade, &QVariantAnimation::finished, this, &QObject::deleteLater);
        show();
        raise();
        fade->start();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setOpacity(m_alpha);
        painter.drawPixmap(0, 0, m_picture);
    }

private:
    QPixmap m_picture;
    qreal m_alpha = 1;
};

} // namespace

Popover::Popover(QWidget *window, const QString &accessibleName)
    : QWidget(window), m_surface(new QWidget), m_scroll(new QScrollArea(this))
{
    setAccessibleName(accessibleName);
    setAttribute(Qt::WA_NoMousePropagation);
    m_body = new QVBoxLayout(m_surface);
    m_body->setContentsMargins({});
    m_body->setSpacing(0);
    m_scroll->setWidget(m_surface);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_surface->setAutoFillBackground(false);
    m_surface->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        // A press on the owner moves the focus there first; the press itself closes, and goes no further.
        const bool elsewhere =
            now != nullptr && now != m_owner && now->window() == this->window() && !isAncestorOf(now);
        if (m_open && elsewhere) dismiss();
        if (m_open && now != nullptr && m_surface->isAncestorOf(now)) m_scroll->ensureWidgetVisible(now, kEdge, kEdge);
    });
    hide();
}

Popover::~Popover() = default;

void Popover::setSurfaceWidth(int px)
{
    m_width = px;
    if (m_open) place();
}

void Popover::openAt(QWidget *owner, QWidget *focus)
{
    openAt(owner, owner->rect(), focus);
}

void Popover::openAt(QWidget *owner, const QRect &anchor, QWidget *focus)
{
    m_owner = owner;
    m_anchor = anchor;
    place();
    fadeIn();
    m_open = true;
    show();
    raise();
    qApp->installEventFilter(this);
    if (focus == nullptr) focus = firstFocusable(this);
    if (focus != nullptr) focus->setFocus(Qt::PopupFocusReason);
    Q_EMIT opened();
}

void Popover::dismiss()
{
    if (!m_open) return;
    m_open = false;
    qApp->removeEventFilter(this);
    const bool inside = isAncestorOf(window()->focusWidget());
    if (inside && m_owner != nullptr) m_owner->setFocus(Qt::OtherFocusReason);
    hide();
    Q_EMIT closed();
}

QRect Popover::surfaceRect() const
{
    return rect().marginsRemoved(QMargins(kShadowMargin, kShadowMargin, kShadowMargin, kShadowMargin));
}

void Popover::place()
{
    const QWidget *window = parentWidget();
    if (m_owner == nullptr || window == nullptr) return;
    const QRect anchor(m_owner->mapTo(window, m_anchor.topLeft()), m_anchor.size());
    const int wanted = m_width > 0 ? Theme::of(this).grown(m_width) : m_surface->sizeHint().width() + 2;
    const int width = std::min(wanted, window->width() - 2 * kEdge);
    m_body->invalidate();
    const int natural =
        m_body->hasHeightForWidth() ? m_body->totalHeightForWidth(width - 2) : m_body->totalSizeHint().height();
    const int below = window->height() - kEdge - (anchor.bottom() + 1 + kGap);
    const int above = anchor.top() - kGap - kEdge;
    const bool flips = natural + 2 > below && above > below;
    const int height = std::min(natural + 2, std::max(flips ? above : below, 0));
    const int x = std::clamp(anchor.left(), kEdge, std::max(kEdge, window->width() - kEdge - width));
    const int y = flips ? anchor.top() - kGap - height : anchor.bottom() + 1 + kGap;
    const QMargins shadow(kShadowMargin, kShadowMargin, kShadowMargin, kShadowMargin);
    setGeometry(QRect(x, y, width, height).marginsAdded(shadow));
    fillSurface();
}

/// As tall as there is room for, but never so low that its parts would be cut.
void Popover::fillSurface()
{
    const QRect inner = surfaceRect().adjusted(1, 1, -1, -1);
    const auto least = [this](int width) {
        return m_body->hasHeightForWidth() ? m_body->totalMinimumHeightForWidth(width)
                                           : m_body->totalMinimumSize().height();
    };
    int width = inner.width();
    if (least(width) > inner.height()) width -= m_scroll->verticalScrollBar()->sizeHint().width();
    m_scroll->setGeometry(inner);
    m_surface->resize(width, std::max(inner.height(), least(width)));
}

void Popover::fadeIn()
{
    const int ms = Theme::of(this).duration(kFadeMs);
    if (ms > 0 && window()->isVisible()) new Veil(this, parentWidget()->grab(geometry()), ms);
}

bool Popover::isOutside(QWidget *watched, const QPoint &global) const
{
    return watched->window() == window() && !surfaceRect().contains(mapFromGlobal(global));
}

bool Popover::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_surface && event->type() == QEvent::LayoutRequest && m_open) place();
    auto *widget = qobject_cast<QWidget *>(watched);
    if (!m_open || widget == nullptr) return false;
    switch (event->type()) {
    case QEvent::Resize:
        if (widget == parentWidget()) place();
        return false;
    case QEvent::MouseButtonPress: {
        const QPoint at = static_cast<QMouseEvent *>(event)->globalPosition().toPoint();
        if (!isOutside(widget, at)) return false;
        const bool onOwner = m_owner != nullptr && m_owner->rect().contains(m_owner->mapFromGlobal(at));
        dismiss();
        return onOwner || widget == this;
    }
    case QEvent::ShortcutOverride:
    case QEvent::KeyPress: {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() != Qt::Key_Escape || !isAncestorOf(widget)) return false;
        event->accept();
        if (event->type() == QEvent::KeyPress) dismiss();
        return true;
    }
    default: return false;
    }
}

bool Popover::focusNextPrevChild(bool next)
{
    return cycleFocus(this, next ? Step::On : Step::Back);
}

void Popover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) dismiss();
    event->accept();
}

void Popover::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawFloating(painter, surfaceRect(), kRadius, Theme::of(this));
}

void Popover::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange && m_open) place();
    QWidget::changeEvent(event);
}

PopoverFooter::PopoverFooter(QWidget *parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(15, 8, 15, 8);
    m_row->setSpacing(8);
}

void PopoverFooter::setIcon(IconName icon)
{
    m_icon = icon;
    m_row->setContentsMargins(15 + Theme::of(this).grown(14) + 8, 11, 15, 12);
    update();
}

void PopoverFooter::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setClipRect(rect());
    // Taller than the strip, so that only the lower corners are round.
    drawRounded(painter, QRectF(rect()).adjusted(0, -kRadius, 0, 0), kRadius - 1, theme.sunken);
    painter.fillRect(QRect(0, 0, width(), 1), theme.line);
    const qreal side = theme.grown(14);
    if (m_icon) paintIcon(painter, *m_icon, QRectF(16, (height() - side) / 2, side, side), theme.t2);
}

} // namespace sotto
