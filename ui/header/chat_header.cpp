#include "ui/header/chat_header.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/header/header_parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QMenu>
#include <QPainter>

namespace sotto {

using namespace Qt::StringLiterals;

ChatHeader::ChatHeader(QWidget *parent)
    : QWidget(parent), m_persona(new PersonaButton(this)), m_model(new ModelChip(this)),
      m_temperature(new TemperatureChip(this)), m_figures(new Label({}, TypeRole::Small, Ink::Secondary)),
      m_gauge(new IconButton(IconName::Gauge, {}, this)), m_more(new IconButton(IconName::More, {}, this))
{
    build();
    retranslate();
    fit();
}

void ChatHeader::build()
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_figures->setTabular(true);
    m_figures->setElided(true);
    m_gauge->setCheckable(true);
    m_more->setEnabled(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 12, 1);
    row->setSpacing(8);
    row->setSizeConstraint(QLayout::SetNoConstraint);
    row->addWidget(m_persona);
    row->addWidget(m_model);
    row->addWidget(m_temperature);
    row->addStretch(1);
    row->addWidget(m_figures);
    row->addWidget(m_gauge);
    row->addWidget(m_more);
    connect(m_persona, &QAbstractButton::clicked, this, &ChatHeader::personaClicked);
    connect(m_model, &QAbstractButton::clicked, this, &ChatHeader::modelClicked);
    connect(m_temperature, &QAbstractButton::clicked, this, &ChatHeader::temperatureClicked);
    connect(m_more, &QAbstractButton::clicked, this, &ChatHeader::openMenu);
    connect(m_gauge, &QAbstractButton::clicked, this, [this] {
        m_gauge->setChecked(m_metersOpen);
        Q_EMIT metersToggled();
    });
}

void ChatHeader::retranslate()
{
    const auto keys = QKeySequence(u"Ctrl+Shift+M"_s).toString(QKeySequence::NativeText);
    m_gauge->setName(m_metersOpen ? tr("Hide the meters") : tr("Show the meters"), keys);
    m_more->setName(tr("More"));
}

void ChatHeader::setPersona(const Persona &persona)
{
    m_persona->setPersona(persona);
}

void ChatHeader::setModel(const ModelStatus &status)
{
    m_model->setStatus(status);
}

void ChatHeader::setTemperature(float value, ValueSource source)
{
    m_temperature->setTemperature(value, source);
}

void ChatHeader::setMetersOpen(bool open)
{
    m_metersOpen = open;
    m_gauge->setChecked(open);
    retranslate();
}

void ChatHeader::setCompactFigures(const QString &figures)
{
    if (m_figures->text() == figures) return;
    m_figures->setText(figures);
    fit();
}

void ChatHeader::setLayoutClass(WidthClass widthClass)
{
    m_class = widthClass;
    fit();
}

void ChatHeader::setMenu(QMenu *menu)
{
    m_menu = menu;
    m_more->setEnabled(menu != nullptr);
}

QWidget *ChatHeader::personaOwner() const
{
    return m_persona;
}

QWidget *ChatHeader::modelOwner() const
{
    return m_model;
}

QWidget *ChatHeader::temperatureOwner() const
{
    if (m_class == WidthClass::Narrow) return m_more;
    return m_temperature;
}

QSize ChatHeader::sizeHint() const
{
    return {480, Theme::of(this).grown(56)};
}

void ChatHeader::fit()
{
    m_temperature->setVisible(m_class != WidthClass::Narrow);
    const int room = width() - m_persona->sizeHint().width() - m_model->sizeHint().width() -
                     (m_class == WidthClass::Narrow ? 0 : m_temperature->sizeHint().width() + 8) - 16 - 12 - 2 * 36 -
                     24;
    const bool figures = m_class != WidthClass::Wide && !m_figures->text().isEmpty();
    m_figures->setVisible(figures && room >= m_figures->sizeHint().width());
}

void ChatHeader::openMenu()
{
    if (m_menu == nullptr) return;
    const QPoint corner = m_more->mapToGlobal(QPoint(m_more->width(), m_more->height() + 4));
    m_menu->popup(corner - QPoint(m_menu->sizeHint().width(), 0));
}

void ChatHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.bg);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

void ChatHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::StyleChange) fit();
    QWidget::changeEvent(event);
}

void ChatHeader::resizeEvent(QResizeEvent *)
{
    fit();
}

} // namespace sotto
