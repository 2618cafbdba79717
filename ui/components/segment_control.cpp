#include "ui/components/segment_control.h"

#include "ui/components/paint.h"
#include "ui/theme/style.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sotto {

namespace {

constexpr int kInset = 3;
constexpr int kSegmentGap = 2;

} // namespace

SegmentControl::SegmentControl(const QString &accessibleName, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(accessibleName);
    setFocusPolicy(Qt::TabFocus);
    setFocusRing(this, 8);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_slide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, [this] { update(); });
}

void SegmentControl::setOptions(const QStringList &options)
{
    m_options = options;
    m_current = options.isEmpty() ? -1 : std::clamp(m_current, 0, static_cast<int>(options.size()) - 1);
    m_slide.stop();
    updateGeometry();
    update();
}

void SegmentControl::setEqualParts(bool equal)
{
    m_equal = equal;
    setSizePolicy(equal ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
    updateGeometry();
}

void SegmentControl::setCurrentIndex(int index)
{
    if (index < -1 || index >= m_options.size() || index == m_current) return;
    const bool slides = m_current >= 0 && index >= 0 && isVisible();
    const QRectF from = m_current >= 0 ? partRect(m_current) : QRectF();
    m_current = index;
    m_slide.stop();
    if (const int ms = Theme::of(this).duration(140); slides && ms > 0) {
        m_slide.setStartValue(from);
        m_slide.setEndValue(partRect(index));
        m_slide.setDuration(ms);
        m_slide.start();
    }
    setAccessibleDescription(index >= 0 ? m_options[index] : QString());
    update();
    Q_EMIT currentChanged(index);
}

void SegmentControl::choose(int index)
{
    if (index < 0 || index >= m_options.size() || index == m_current) return;
    setCurrentIndex(index);
    Q_EMIT chosen(index);
}

QFont SegmentControl::partFont() const
{
    const bool small = controlSize(this) == ControlSize::Small;
    return Theme::of(this).font(small ? TypeRole::Small : TypeRole::Interface, QFont::Medium);
}

qreal SegmentControl::partWidth(int index) const
{
    const Theme &theme = Theme::of(this);
    const int pad = theme.grown(controlSize(this) == ControlSize::Small ? 10 : 12);
    return std::ceil(QFontMetricsF(partFont()).horizontalAdvance(m_options[index])) + 2 * pad;
}

QSize SegmentControl::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int gaps = std::max(0, static_cast<int>(m_options.size()) - 1);
    qreal width = 2 * kInset + kSegmentGap * gaps;
    for (int i = 0; i < m_options.size(); ++i)
        width += partWidth(i);
    return {static_cast<int>(width), theme.grown(controlSize(this) == ControlSize::Small ? 28 : 32)};
}

QRectF SegmentControl::partRect(int index) const
{
    const qreal height = this->height() - 2 * kInset;
    if (m_equal) {
        const qreal count = static_cast<qreal>(m_options.size());
        const qreal part = (width() - 2 * kInset - kSegmentGap * (count - 1)) / count;
        return {kInset + index * (part + kSegmentGap), kInset, part, height};
    }
    qreal x = kInset;
    for (int i = 0; i < index; ++i)
        x += partWidth(i) + kSegmentGap;
    return {x, kInset, partWidth(index), height};
}

int SegmentControl::partAt(const QPointF &pos) const
{
    for (int i = 0; i < m_options.size(); ++i)
        if (partRect(i).contains(pos)) return i;
    return -1;
}

void SegmentControl::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    if (!isEnabled()) painter.setOpacity(0.45);
    drawRounded(painter, rect(), 8, theme.hover);
    if (m_current >= 0) {
        const bool moving = m_slide.state() == QAbstractAnimation::Running;
        const QRectF thumb = moving ? m_slide.currentValue().toRectF() : partRect(m_current);
        drawRounded(painter, thumb.adjusted(-1, -1, 1, 1), 7, theme.dark ? theme.press : theme.surface, theme.line2);
    }
    for (int i = 0; i < m_options.size(); ++i) {
        const QColor ink = i == m_current || i == m_hovered ? theme.t1 : theme.t2;
        drawElided(painter, partRect(i), m_options[i], partFont(), ink, Qt::AlignHCenter);
    }
}

void SegmentControl::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) choose(partAt(event->position()));
}

void SegmentControl::mouseMoveEvent(QMouseEvent *event)
{
    const int over = partAt(event->position());
    if (over == m_hovered) return;
    m_hovered = over;
    update();
}

void SegmentControl::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void SegmentControl::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_options.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up: return choose(std::max(0, m_current - 1));
    case Qt::Key_Right:
    case Qt::Key_Down: return choose(std::min(last, m_current + 1));
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(last);
    default: QWidget::keyPressEvent(event);
    }
}

void SegmentControl::resizeEvent(QResizeEvent *)
{
    m_slide.stop();
}

void SegmentControl::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace sotto
