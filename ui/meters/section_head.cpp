#include "ui/meters/section_head.h"

#include "ui/components/label.h"

#include <QPainter>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kHeadIcon = 15;
constexpr int kHeadGap = 8;

QFont strongFont(const Theme &theme)
{
    QFont font = theme.tabular(TypeRole::Interface, QFont::DemiBold);
    font.setPointSizeF(font.pointSizeF() * 1.05);
    return font;
}

QFont restFont(const Theme &theme)
{
    return theme.tabular(TypeRole::Small, QFont::Medium);
}

} // namespace

SectionHead::SectionHead(IconName icon, Ink ink, QWidget *parent) : MeterWidget(parent), m_icon(icon), m_ink(ink)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SectionHead::setTitle(const QString &title)
{
    if (title == m_title) return;
    m_title = title;
    setAccessibleName(title);
    fitHeight();
    update();
}

void SectionHead::setValue(const QString &strong, const QString &rest)
{
    if (strong == m_strong && rest == m_rest) return;
    m_strong = strong;
    m_rest = rest;
    setAccessibleDescription(value());
    fitHeight();
    update();
}

QString SectionHead::value() const
{
    return m_strong.isEmpty() || m_rest.isEmpty() ? m_strong + m_rest : m_strong + QLatin1Char(' ') + m_rest;
}

int SectionHead::lineHeight() const
{
    return std::max(lineHeightPx(Theme::of(this), TypeRole::Interface), kHeadIcon);
}

int SectionHead::valueWidth() const
{
    const Theme &theme = Theme::of(this);
    const int gap = m_strong.isEmpty() || m_rest.isEmpty() ? 0 : 4;
    return QFontMetrics(strongFont(theme)).horizontalAdvance(m_strong) + gap +
           QFontMetrics(restFont(theme)).horizontalAdvance(m_rest);
}

bool SectionHead::fitsOneLine(int width) const
{
    const int title = QFontMetrics(labelFont(Theme::of(this))).horizontalAdvance(m_title);
    return kHeadIcon + kHeadGap + title + kHeadGap + valueWidth() <= width;
}

int SectionHead::contentHeight(int width) const
{
    return (fitsOneLine(width) ? 1 : 2) * lineHeight();
}

QSize SectionHead::sizeHint() const
{
    const int width = qRound(scaled(248));
    return {width, contentHeight(width)};
}

void SectionHead::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = lineHeight();
    paintIcon(painter, m_icon, QRectF(0, (line - kHeadIcon) / 2.0, kHeadIcon, kHeadIcon), inkColor(theme, m_ink));
    const bool oneLine = fitsOneLine(width());
    const int taken = valueWidth();
    const QRectF title(kHeadIcon + kHeadGap, 0, width() - kHeadIcon - kHeadGap - (oneLine ? taken + kHeadGap : 0),
                       line);
    drawElided(painter, title, m_title, labelFont(theme), theme.t1);
    QRectF value(std::max(0, width() - taken), oneLine ? 0 : line, std::min(taken, width()), line);
    value.setLeft(value.left() + drawElided(painter, value, m_strong, strongFont(theme), theme.t1));
    if (!m_strong.isEmpty()) value.setLeft(value.left() + 4);
    drawElided(painter, value.adjusted(0, 0, 1, 0), m_rest, restFont(theme), theme.t2);
}

Label *makeSectionNote(QWidget *parent)
{
    auto *label = new Label({}, TypeRole::Caption, Ink::Tertiary, QFont::Normal, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace sotto
