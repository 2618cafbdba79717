#include "ui/chat/thinking_button.h"

#include "ui/theme/style.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenu>

namespace sotto {

ThinkingButton::ThinkingButton(QWidget *parent) : QPushButton(parent)
{
    setAutoDefault(false);
    setButtonKind(this, ButtonKind::Quiet);
    setControlSize(this, ControlSize::Small);
    auto *menu = new QMenu(this);
    auto *group = new QActionGroup(this);
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        m_choices[i] = menu->addAction(QString());
        m_choices[i]->setCheckable(true);
        group->addAction(m_choices[i]);
        connect(m_choices[i], &QAction::triggered, this, [this, i] { Q_EMIT chosen(static_cast<Thinking>(i)); });
    }
    setMenu(menu);
    retranslate();
}

void ThinkingButton::setThinking(Thinking thinking)
{
    m_thinking = thinking;
    retranslate();
}

void ThinkingButton::retranslate()
{
    m_choices[static_cast<std::size_t>(Thinking::AsTemplate)]->setText(tr("As the model does by itself"));
    m_choices[static_cast<std::size_t>(Thinking::On)]->setText(tr("Think before answering"));
    m_choices[static_cast<std::size_t>(Thinking::Off)]->setText(tr("Answer at once"));
    m_choices[static_cast<std::size_t>(m_thinking)]->setChecked(true);
    switch (m_thinking) {
    case Thinking::AsTemplate: setText(tr("Thinking: auto")); break;
    case Thinking::On: setText(tr("Thinking: on")); break;
    case Thinking::Off: setText(tr("Thinking: off")); break;
    }
    setToolTip(tr("Whether the model thinks before it answers, in this chat, from the next reply"));
}

void ThinkingButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) retranslate();
    QPushButton::changeEvent(event);
}

} // namespace sotto
