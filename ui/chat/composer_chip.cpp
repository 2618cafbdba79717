#include "ui/chat/composer_chip.h"

#include "ui/components/buttons.h"
#include "ui/components/paint.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

#include <cmath>

namespace sotto {

ComposerChip::ComposerChip(const QString &text, QWidget *parent) : QWidget(parent), m_text(text)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setAccessibleName(text);
    auto *remove = new IconButton(IconName::Close, tr("Remove %1").arg(text), this);
    remove->setExtent(24);
    connect(remove, &QAbstractButton::clicked, this, &ComposerChip::removeClicked);
    m_remove = remove;
}

QSize ComposerChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const qreal text = QFontMetricsF(theme.font(TypeRole::Caption, QFont::Medium)).horizontalAdvance(m_text);
    return {static_cast<int>(std::ceil(text)) + theme.grown(8 + 14 + 6 + 4 + 26), theme.grown(26)};
}

QSize ComposerChip::minimumSizeHint() const
{
    return {Theme::of(this).grown(96), sizeHint().height()};
}

void ComposerChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRounded(painter, rect(), 6, theme.hover);
    const int side = theme.grown(14);
    const QRectF icon(theme.grown(8), (height() - side) / 2.0, side, side);
    paintIcon(painter, IconName::Document, icon, theme.t2);
    const qreal left = icon.right() + theme.grown(6);
    drawElided(painter, QRectF(left, 0, m_remove->x() - left, height()), m_text,
               theme.font(TypeRole::Caption, QFont::Medium), theme.t2);
}

void ComposerChip::resizeEvent(QResizeEvent *)
{
    const QSize size = m_remove->sizeHint();
    m_remove->setGeometry(width() - size.width() - 1, (height() - size.height()) / 2, size.width(), size.height());
}

void ComposerChip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace sotto
