#include "ui/chat/empty_chat.h"

#include "ui/chat/empty_chat_card.h"
#include "ui/components/avatar.h"
#include "ui/components/buttons.h"
#include "ui/components/content_scroll.h"
#include "ui/components/label.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QPushButton>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int gridWidth = 600;
constexpr int sentenceWidth = 440;
constexpr int sideMargin = 40;
constexpr int narrow = 520; // Below it two cards are too slim for their words.

} // namespace

EmptyChat::EmptyChat(QWidget *parent)
    : QWidget(parent), m_content(new QWidget), m_avatar(new Avatar(56)),
      m_title(new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold)),
      m_sentence(new Label({}, TypeRole::Interface, Ink::Secondary)), m_actions(new QWidget),
      m_grid(new QGridLayout(m_actions))
{
    for (Label *label : {m_title, m_sentence}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    }
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(sideMargin, 24, sideMargin, 24);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(m_avatar, 0, Qt::AlignHCenter);
    column->addSpacing(20);
    column->addWidget(m_title);
    column->addSpacing(8);
    column->addWidget(m_sentence, 0, Qt::AlignHCenter);
    column->addSpacing(32);
    column->addWidget(m_actions, 0, Qt::AlignHCenter);
    column->addStretch(1);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(makeContentScroll(m_content));
}

void EmptyChat::showPersona(const Persona &persona)
{
    if (m_variant == Variant::Persona && persona == m_persona && !m_cards.isEmpty()) return;
    m_variant = Variant::Persona;
    m_persona = persona;
    rebuild();
}

void EmptyChat::showNoModel()
{
    m_variant = Variant::NoModel;
    rebuild();
}

void EmptyChat::rebuild()
{
    qDeleteAll(std::exchange(m_cards, {}));
    m_columns = 0;
    const bool noModel = m_variant == Variant::NoModel;
    m_avatar->setVisible(!noModel);
    if (noModel) {
        m_title->setText(tr("Choose a model to begin."));
        m_sentence->setText(tr("A small model is built in and needs no download, but it is only a placeholder. "
                               "For real answers, open a GGUF file. Whatever you write stays on this computer."));
        fillModelButtons();
    } else {
        m_avatar->setAvatar(m_persona.avatar, m_persona.tint);
        m_title->setText(m_persona.greeting.isEmpty() ? m_persona.name : m_persona.greeting);
        const QString promise = tr("Whatever you write stays on this computer.");
        m_sentence->setText(m_persona.description.isEmpty() ? promise
                                                            : tr("%1 %2").arg(m_persona.description, promise));
        fillStarters();
    }
    // Made anew, they would come last in the window. An order can only be given after something that takes focus.
    QWidget *before = previousInFocusChain();
    while (before != this && !(before->focusPolicy() & Qt::TabFocus))
        before = before->previousInFocusChain();
    for (QWidget *card : std::as_const(m_cards)) {
        setTabOrder(before, card);
        before = card;
    }
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_sentence->text());
    arrangeCards();
}

void EmptyChat::fillStarters()
{
    for (const StarterPrompt &starter : std::as_const(m_persona.starters)) {
        auto *card = new StarterCard(starter.title, starter.prompt, m_actions);
        connect(card, &QAbstractButton::clicked, this,
                [this, prompt = starter.prompt] { Q_EMIT starterChosen(prompt); });
        m_cards.append(card);
    }
}

void EmptyChat::fillModelButtons()
{
    QPushButton *file = makeButton(tr("Open a model…"), ButtonKind::Primary, m_actions);
    connect(file, &QAbstractButton::clicked, this, &EmptyChat::openFile);
    QPushButton *browse = makeButton(tr("Browse models"), ButtonKind::Default, m_actions);
    connect(browse, &QAbstractButton::clicked, this, &EmptyChat::browseModels);
    QPushButton *builtIn = makeButton(tr("Use the built-in model"), ButtonKind::Default, m_actions);
    connect(builtIn, &QAbstractButton::clicked, this, &EmptyChat::useBuiltIn);
    m_cards = {file, browse, builtIn};
}

void EmptyChat::arrangeCards()
{
    const Theme &theme = Theme::of(this);
    const int room = width() - 2 * sideMargin;
    const int sentence = std::min(room, theme.grown(sentenceWidth));
    // A wrapping label takes less width than it may unless it is told.
    m_sentence->setFixedWidth(std::max(sentence, 1));
    m_sentence->setFixedHeight(m_sentence->heightForWidth(m_sentence->width()));
    const bool noModel = m_variant == Variant::NoModel;
    const int most = noModel ? 3 : 2;
    const int columns = room < theme.grown(narrow) ? 1 : most;
    if (!noModel) m_actions->setFixedWidth(std::max(std::min(room, theme.grown(gridWidth)), 1));
    if (noModel) {
        m_actions->setMinimumWidth(0);
        m_actions->setMaximumWidth(QWIDGETSIZE_MAX);
    }
    if (columns == m_columns) return;
    m_columns = columns;
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        m_grid->addWidget(m_cards.at(i), static_cast<int>(i) / columns, static_cast<int>(i) % columns);
        m_cards.at(i)->show();
    }
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, !noModel && column < columns ? 1 : 0);
}

void EmptyChat::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeCards();
}

void EmptyChat::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) rebuild();
    if (event->type() == QEvent::StyleChange) arrangeCards();
}

} // namespace sotto
