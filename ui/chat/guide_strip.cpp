#include "ui/chat/guide_strip.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace sotto {

GuideStrip::GuideStrip(QWidget *parent)
    : QWidget(parent), m_text(new Label({}, TypeRole::Small, Ink::Secondary)),
      m_open(makeButton({}, ButtonKind::Default, nullptr, ControlSize::Small))
{
    m_text->setElided(true);
    m_open->setIcon(icon(IconName::Cube));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 0, 16, 1);
    row->setSpacing(16);
    row->addWidget(m_text, 1);
    row->addWidget(m_open);
    connect(m_open, &QAbstractButton::clicked, this, &GuideStrip::openModelRequested);
    retranslate();
    applyHeight();
}

void GuideStrip::setText(const QString &text)
{
    m_given = text;
    retranslate();
}

void GuideStrip::retranslate()
{
    m_text->setText(m_given.isEmpty()
                        ? tr("Built in · a placeholder that recites what it is · it does not understand what is asked")
                        : m_given);
    m_open->setText(tr("Open a model…"));
    setAccessibleName(m_text->text());
}

void GuideStrip::applyHeight()
{
    setFixedHeight(Theme::of(this).grown(44));
}

void GuideStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.sunken);
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

void GuideStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::StyleChange) applyHeight();
}

} // namespace sotto
