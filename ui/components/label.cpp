#include "ui/components/label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace sotto {

Label::Label(const QString &text, TypeRole role, Ink ink, int weight, QWidget *parent)
    : QLabel(text, parent), m_role(role), m_ink(ink), m_weight(weight)
{
    setTextFormat(Qt::PlainText);
    applyTheme();
}

void Label::setInk(Ink ink)
{
    m_ink = ink;
    applyTheme();
}

void Label::setRole(TypeRole role, int weight)
{
    m_role = role;
    m_weight = weight;
    applyTheme();
}

void Label::setTabular(bool tabular)
{
    m_tabular = tabular;
    applyTheme();
}

void Label::setElided(bool elided)
{
    m_elided = elided;
    updateGeometry();
    update();
}

QSize Label::minimumSizeHint() const
{
    const QSize size = QLabel::minimumSizeHint();
    return m_elided ? QSize(fontMetrics().averageCharWidth() * 3, size.height()) : size;
}

void Label::applyTheme()
{
    const Theme &theme = Theme::of(this);
    const QFont wanted = m_tabular ? theme.tabular(m_role, m_weight) : theme.font(m_role, m_weight);
    if (font() != wanted) setFont(wanted);
    QPalette colors = palette();
    const QColor ink = inkColor(theme, m_ink);
    if (colors.color(QPalette::WindowText) == ink) return;
    colors.setColor(QPalette::WindowText, ink);
    setPalette(colors);
}

void Label::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) applyTheme();
    QLabel::changeEvent(event);
}

void Label::paintEvent(QPaintEvent *event)
{
    if (!m_elided) return QLabel::paintEvent(event);
    QPainter painter(this);
    if (!isEnabled()) painter.setOpacity(0.45);
    drawElided(painter, contentsRect(), text(), font(), palette().color(QPalette::WindowText),
               alignment() & Qt::AlignHorizontal_Mask);
}

bool Label::event(QEvent *event)
{
    const bool cut = m_elided && fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    if (event->type() != QEvent::ToolTip || !cut || !toolTip().isEmpty()) return QLabel::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text().toHtmlEscaped(), this);
    return true;
}

Label *makeSectionLabel(const QString &text, QWidget *parent)
{
    return new Label(text, TypeRole::Caption, Ink::Tertiary, QFont::DemiBold, parent);
}

} // namespace sotto
