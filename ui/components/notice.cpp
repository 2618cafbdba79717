#include "ui/components/notice.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace sotto {

Notice::Notice(QWidget *parent)
    : QFrame(parent), m_text(new Label({}, TypeRole::Interface, Ink::Primary)), m_buttons(new QHBoxLayout)
{
    setFrameShape(NoFrame);
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    const Theme &theme = Theme::of(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14 + theme.grown(16) + 12, 12, 14, 12);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    m_buttons->setSpacing(8);
    row->addLayout(m_buttons);
}

void Notice::setNotice(IconName icon, const QString &text, NoticeTone tone)
{
    m_icon = icon;
    m_tone = tone;
    m_text->setText(text);
    setAccessibleName(text);
    update();
}

QString Notice::text() const
{
    return m_text->text();
}

QPushButton *Notice::addButton(const QString &text)
{
    Q_ASSERT(m_buttons->count() < 2);
    QPushButton *button = makeButton(text, ButtonKind::Default, this, ControlSize::Small);
    m_buttons->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void Notice::clearButtons()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void Notice::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    drawRounded(painter, rect(), 10, theme.sunken, theme.line);
    const qreal side = theme.grown(16);
    const qreal line = lineHeightPx(theme, TypeRole::Interface);
    const qreal top = m_text->heightForWidth(m_text->width()) > 1.5 * line ? m_text->y() + (line - side) / 2
                                                                           : (height() - side) / 2.0;
    paintIcon(painter, m_icon, QRectF(14, top, side, side), m_tone == NoticeTone::Danger ? theme.dngText : theme.t2);
}

} // namespace sotto
