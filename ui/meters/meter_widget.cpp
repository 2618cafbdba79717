#include "ui/meters/meter_widget.h"

#include "ui/meters/accessible_meters.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QStyle>
#include <QToolTip>

namespace sotto {

MeterWidget::MeterWidget(QWidget *parent) : QWidget(parent)
{
    installMeterAccessibility();
    setAttribute(Qt::WA_Hover, false);
}

void MeterWidget::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    switch (event->type()) {
    case QEvent::StyleChange:
    case QEvent::FontChange:
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
    case QEvent::PaletteChange:
        refresh();
        fitHeight();
        updateGeometry();
        update();
        break;
    default: break;
    }
}

void MeterWidget::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) fitHeight();
}

void MeterWidget::fitHeight()
{
    const int height = contentHeight(width());
    if (height > 0 && (minimumHeight() != height || maximumHeight() != height)) setFixedHeight(height);
}

bool MeterWidget::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = hoverText(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

Easing::Easing(QWidget *owner) : QObject(owner), m_owner(owner)
{
    owner->installEventFilter(this);
    m_animation.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        m_value = value.toDouble();
        m_owner->update();
    });
}

bool Easing::moves() const
{
    return m_owner->isVisible() && Theme::of(m_owner).duration(240) > 0 &&
           m_owner->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, m_owner) > 0;
}

void Easing::to(double target)
{
    if (target == m_target && (isMoving() || m_value == target)) return;
    m_target = target;
    m_animation.stop();
    if (!moves()) return settle(target);
    m_animation.setDuration(Theme::of(m_owner).duration(240));
    m_animation.setStartValue(m_value);
    m_animation.setEndValue(target);
    m_animation.start();
}

void Easing::settle(double value)
{
    m_animation.stop();
    m_value = value;
    m_owner->update();
}

bool Easing::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Hide && isMoving()) settle(m_target);
    return QObject::eventFilter(object, event);
}

void StaticLayer::paint(QPainter &painter, const QWidget &widget, const std::function<void(QPainter &)> &draw)
{
    const Theme &theme = Theme::of(&widget);
    const Key key{widget.size(), widget.devicePixelRatioF(), theme.bg.rgba(), theme.track.rgba(), theme.textPercent};
    if (m_pixmap.isNull() || m_key != key) {
        m_key = key;
        m_pixmap = QPixmap(widget.size() * key.ratio);
        m_pixmap.setDevicePixelRatio(key.ratio);
        m_pixmap.fill(Qt::transparent);
        QPainter into(&m_pixmap);
        into.setRenderHint(QPainter::Antialiasing);
        draw(into);
    }
    painter.drawPixmap(0, 0, m_pixmap);
}

QFont labelFont(const Theme &theme)
{
    QFont font = theme.font(TypeRole::Interface, QFont::DemiBold);
    font.setPointSizeF(font.pointSizeF() * 0.95);
    return font;
}

} // namespace sotto
