#include "ui/components/label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>
#include <cmath>

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
    if (breaksLines()) return {fontMetrics().averageCharWidth() * 12, fontMetrics().height()};
    const QSize size = QLabel::minimumSizeHint();
    return m_elided ? QSize(fontMetrics().averageCharWidth() * 3, size.height()) : size;
}

bool Label::breaksLines() const
{
    constexpr auto reading = Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard | Qt::TextEditable;
    return wordWrap() && textFormat() == Qt::PlainText && !(textInteractionFlags() & reading);
}

qreal Label::layOut(qreal width, QPainter *painter, qreal top) const
{
    QTextLayout layout(QString(text()).replace(u'\n', QChar::LineSeparator), font());
    QTextOption option(alignment() & Qt::AlignHorizontal_Mask);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const qreal step = lineHeightPx(Theme::of(this), m_role, m_weight);
    qreal y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, y + (step - line.height()) / 2));
        y += step;
    }
    layout.endLayout();
    if (painter != nullptr) layout.draw(painter, QPointF(contentsRect().left(), top));
    return y;
}

int Label::heightForWidth(int width) const
{
    if (!breaksLines()) return QLabel::heightForWidth(width);
    const QMargins margins = contentsMargins();
    const int inner = std::max(1, width - margins.left() - margins.right());
    return static_cast<int>(std::ceil(layOut(inner, nullptr))) + margins.top() + margins.bottom();
}

QSize Label::sizeHint() const
{
    const QSize size = QLabel::sizeHint();
    return breaksLines() ? QSize(size.width(), heightForWidth(size.width())) : size;
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
    if (!m_elided && !breaksLines()) return QLabel::paintEvent(event);
    QPainter painter(this);
    if (!isEnabled()) painter.setOpacity(0.45);
    if (breaksLines()) {
        painter.setPen(palette().color(QPalette::WindowText));
        const QRect room = contentsRect();
        const qreal spare = room.height() - layOut(room.width(), nullptr);
        const bool centred = alignment().testFlag(Qt::AlignVCenter);
        layOut(room.width(), &painter, room.top() + (centred ? std::max(0.0, std::floor(spare / 2)) : 0.0));
        return;
    }
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
