#include "ui/components/search_field.h"

#include "ui/components/buttons.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QAction>
#include <QEvent>
#include <QPainter>

namespace sotto {

SearchField::SearchField(const QString &placeholder, QWidget *parent) : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    m_clear = addAction(icon(IconName::Close), TrailingPosition);
    m_clear->setVisible(false);
    connect(m_clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, this, [this] { m_clear->setVisible(!text().isEmpty()); });
    refresh();
}

void SearchField::setKeyHint(const QString &keys)
{
    m_keys = keys;
    update();
}

QSize SearchField::sizeHint() const
{
    return QLineEdit::sizeHint() + QSize(Theme::of(this).grown(24), 0);
}

void SearchField::refresh()
{
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Clear"));
    setTextMargins(Theme::of(this).grown(24), 0, 0, 0);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal side = theme.grown(16);
    const qreal left = isFrameless(this) ? 0 : theme.grown(10);
    paintIcon(painter, IconName::Search, QRectF(left, (height() - side) / 2.0, side, side), theme.t3);
    if (text().isEmpty() && !m_keys.isEmpty())
        paintKeyHint(painter, theme, QRectF(rect()).adjusted(0, 0, -10, 0), m_keys);
}

void SearchField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::LanguageChange) refresh();
    QLineEdit::changeEvent(event);
}

} // namespace sotto
