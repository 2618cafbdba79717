#include "ui/chat/composer.h"

#include "core/text/format.h"
#include "ui/chat/composer_chip.h"
#include "ui/chat/composer_edit.h"
#include "ui/chat/composer_send_button.h"
#include "ui/chat/context_ring.h"
#include "ui/chat/thinking_button.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QMouseEvent>
#include <QPainter>
#include <QTextCursor>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnWidth = 720;
constexpr int pageMargin = 32;

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent), m_box(new QWidget(this)), m_edit(new ComposerEdit(m_box)), m_thinking(new ThinkingButton),
      m_ring(new ContextRing), m_figure(new Label({}, TypeRole::Small, Ink::Secondary)),
      m_button(new ComposerSendButton), m_chips(new QWidget), m_chipRow(new QHBoxLayout(m_chips)),
      m_hint(new Label({}, TypeRole::Caption, Ink::Tertiary))
{
    m_figure->setTabular(true);
    m_hint->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto *box = new QVBoxLayout(m_box);
    box->setContentsMargins(17, 13, 11, 9);
    box->setSpacing(10);
    box->addWidget(m_edit);
    box->addLayout(makeTools());
    auto *column = new QVBoxLayout(this);
    column->setSpacing(6);
    column->addWidget(m_box);
    column->addWidget(m_hint);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusProxy(m_edit);
    setTabOrder(m_edit, m_thinking);
    setTabOrder(m_thinking, m_button);
    connectEditor();
    applyMargins();
    retranslate();
}

QHBoxLayout *Composer::makeTools()
{
    auto *tools = new QHBoxLayout;
    tools->setSpacing(6);
    m_chipRow->setContentsMargins(0, 0, 0, 0);
    m_chipRow->setSpacing(8);
    m_chips->hide();
    m_thinking->hide();
    tools->addWidget(m_thinking);
    tools->addWidget(m_chips, 1, Qt::AlignVCenter | Qt::AlignLeft);
    tools->addStretch(0);
    tools->addWidget(m_ring);
    tools->addWidget(m_figure);
    tools->addSpacing(14);
    tools->addWidget(m_button);
    return tools;
}

void Composer::connectEditor()
{
    connect(m_edit, &ComposerEdit::sendPressed, this, &Composer::send);
    connect(m_edit, &ComposerEdit::upPressedInEmpty, this, [this] {
        if (m_pasted.isEmpty()) Q_EMIT editLastRequested();
    });
    connect(m_edit, &ComposerEdit::fileDropped, this, &Composer::fileDropped);
    connect(m_edit, &ComposerEdit::focusChanged, this, qOverload<>(&QWidget::update));
    connect(m_edit, &ComposerEdit::escapePressed, this, [this](bool *taken) {
        if (!m_replying) return;
        *taken = true;
        Q_EMIT stopRequested();
    });
    connect(m_edit, &ComposerEdit::largeTextPasted, this, [this](const QString &text) {
        m_pasted.append(text);
        showPasted();
        refresh();
        Q_EMIT draftChanged(this->text());
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        refresh();
        Q_EMIT draftChanged(text());
    });
    connect(m_thinking, &ThinkingButton::chosen, this, [this](Thinking thinking) {
        Q_EMIT thinkingChosen(thinking);
        focusEditor();
    });
    connect(m_button, &QAbstractButton::clicked, this, [this] {
        if (m_replying) {
            Q_EMIT stopRequested();
        } else {
            send();
        }
    });
}

void Composer::setPersonaName(const QString &name)
{
    m_persona = name;
    retranslate();
}

void Composer::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    retranslate();
}

void Composer::setReplying(bool replying)
{
    m_replying = replying;
    m_button->setAct(replying ? ComposerSendButton::Act::Stop : ComposerSendButton::Act::Send);
    retranslate();
}

void Composer::setSendKey(SendKey key)
{
    m_sendKey = key;
    m_edit->setSendKey(key);
    retranslate();
}

void Composer::setEnabledToSend(bool enabled)
{
    m_enabledToSend = enabled;
    refresh();
}

void Composer::setContext(int tokens, int contextLength, bool oldestLeftOut)
{
    m_tokens = tokens;
    m_contextLength = contextLength;
    m_oldestLeftOut = oldestLeftOut;
    showContext();
}

void Composer::setThinking(std::optional<Thinking> thinking)
{
    m_thinking->setVisible(thinking.has_value());
    if (thinking) m_thinking->setThinking(*thinking);
}

void Composer::showContext()
{
    const bool known = m_contextLength > 0;
    m_ring->setVisible(known);
    m_figure->setVisible(known);
    if (!known) return;
    m_ring->setUse(m_tokens, m_contextLength, m_oldestLeftOut);
    const QString used = m_tokens < 0 ? u"–"_s : formatTokens(m_tokens);
    const QString whole = formatTokens(m_contextLength);
    m_figure->setText(m_oldestLeftOut ? tr("%1 / %2, oldest left out").arg(used, whole)
                                      : tr("%1 / %2").arg(used, whole));
    m_figure->setInk(m_ring->fill() == ContextFill::Full ? Ink::Danger : Ink::Secondary);
}

QString Composer::text() const
{
    QStringList parts = m_pasted;
    const QString typed = m_edit->toPlainText();
    if (!typed.isEmpty() || parts.isEmpty()) parts.prepend(typed);
    return parts.join(u"\n\n"_s);
}

void Composer::setText(const QString &text)
{
    const bool fits = ComposerEdit::fitsEditor(text);
    m_pasted = fits ? QStringList() : QStringList{text};
    showPasted();
    m_edit->setPlainText(fits ? text : QString());
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::clear()
{
    setText({});
}

void Composer::focusEditor()
{
    m_edit->setFocus(Qt::OtherFocusReason);
}

bool Composer::canSend() const
{
    if (m_replying || !m_enabledToSend) return false;
    if (!m_pasted.isEmpty()) return true;
    const QString typed = m_edit->toPlainText();
    return std::ranges::any_of(typed, [](QChar c) { return !c.isSpace(); });
}

void Composer::send()
{
    if (canSend()) Q_EMIT sendRequested(text().trimmed());
}

void Composer::refresh()
{
    m_button->setEnabled(m_replying || canSend());
}

void Composer::showPasted()
{
    while (QLayoutItem *item = m_chipRow->takeAt(0)) {
        if (QWidget *chip = item->widget()) {
            chip->hide();
            chip->deleteLater();
        }
        delete item;
    }
    for (qsizetype i = 0; i < m_pasted.size(); ++i) {
        const QString size = formatFileSize(static_cast<std::uint64_t>(m_pasted.at(i).toUtf8().size()));
        auto *chip = new ComposerChip(tr("Pasted text · %1").arg(size), m_chips);
        chip->setToolTip(m_pasted.at(i).left(300).toHtmlEscaped());
        connect(chip, &ComposerChip::removeClicked, this, [this, i] {
            m_pasted.removeAt(i);
            showPasted();
            refresh();
            focusEditor();
            Q_EMIT draftChanged(text());
        });
        m_chipRow->addWidget(chip);
    }
    m_chips->setVisible(!m_pasted.isEmpty());
}

void Composer::retranslate()
{
    const QString placeholder = m_placeholder.isEmpty() ? tr("Message %1").arg(m_persona) : m_placeholder;
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAccessibleName(placeholder);
    const QString ctrlEnter = QKeySequence(Qt::CTRL | Qt::Key_Enter).toString(QKeySequence::NativeText);
    if (m_replying) {
        m_hint->setText(tr("Esc stops the reply · you can keep typing"));
    } else if (m_sendKey == SendKey::Enter) {
        m_hint->setText(tr("Enter sends · Shift+Enter adds a line"));
    } else {
        m_hint->setText(tr("%1 sends · Enter adds a line").arg(ctrlEnter));
    }
    m_edit->setAccessibleDescription(m_hint->text());
    showContext();
    refresh();
}

void Composer::applyMargins()
{
    const int side = std::max(pageMargin, (width() - columnWidth) / 2);
    layout()->setContentsMargins(side, 8, side, 8);
}

QRect Composer::boxRect() const
{
    return m_box->geometry();
}

void Composer::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = m_edit->hasFocus();
    drawRounded(painter, boxRect(), 14, theme.surface, focused ? QColor() : theme.line2);
    if (focused) drawFocusRing(painter, boxRect(), 14, theme.accBar);
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    applyMargins();
}

void Composer::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        showPasted();
        retranslate();
    }
    QWidget::changeEvent(event);
}

void Composer::mousePressEvent(QMouseEvent *event)
{
    if (boxRect().contains(event->position().toPoint())) focusEditor();
}

} // namespace sotto
