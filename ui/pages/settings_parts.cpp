#include "ui/pages/settings_parts.h"

#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/theme/style.h"

#include <QComboBox>
#include <QEvent>
#include <QPushButton>

#include <algorithm>

namespace sotto {

SettingRow::SettingRow(const QString &title, const QString &detail, QWidget *control, QWidget *parent)
    : QWidget(parent), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)),
      m_title(new Label(title, TypeRole::Interface, Ink::Primary, QFont::Medium, this)),
      m_detail(new Label(detail, TypeRole::Small, Ink::Tertiary, QFont::Normal, this)), m_control(control)
{
    m_layout->setContentsMargins(16, 9, 16, 9);
    m_layout->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    m_title->setWordWrap(true);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::NoTextInteraction);
    words->addStretch(1);
    words->addWidget(m_title);
    words->addWidget(m_detail);
    words->addStretch(1);
    m_detail->setVisible(!detail.isEmpty());
    m_layout->addLayout(words, 1);
    if (control) {
        control->setParent(this);
        m_layout->addWidget(control, 0, Qt::AlignVCenter);
    }
    setMinimumHeight(Theme::of(this).grown(56));
}

void SettingRow::setDetail(const QString &detail)
{
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

void SettingRow::setPathTitle()
{
    m_title->setRole(TypeRole::Code, QFont::Medium);
    m_title->setWordWrap(false);
    m_title->setElided(true);
}

QString SettingRow::title() const
{
    return m_title->text();
}

void SettingRow::fit()
{
    setMinimumHeight(Theme::of(this).grown(56));
    if (!m_control) return;
    const int words = Theme::of(this).grown(200);
    const bool below = words + 48 + std::max(m_control->sizeHint().width(), m_control->minimumWidth()) > width();
    const auto direction = below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    if (direction == m_layout->direction()) return;
    m_layout->setDirection(direction);
    m_layout->setSpacing(below ? 8 : 16);
    m_layout->setAlignment(m_control, below ? Qt::AlignLeft : Qt::AlignVCenter);
}

void SettingRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void SettingRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fit();
}

SettingGroup::SettingGroup(const QString &heading, QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    if (!heading.isEmpty())
        column->addWidget(new Label(heading, TypeRole::Heading, Ink::Primary, QFont::DemiBold, this));
    auto *card = new Card(this);
    m_rows = new QVBoxLayout(card);
    m_rows->setContentsMargins(1, 1, 1, 1);
    m_rows->setSpacing(0);
    column->addWidget(card);
}

SettingRow *SettingGroup::addRow(const QString &title, const QString &detail, QWidget *control)
{
    auto *row = new SettingRow(title, detail, control);
    addWidget(row);
    return row;
}

void SettingGroup::addWidget(QWidget *widget)
{
    if (m_rows->count() > 0) m_rows->addWidget(new Rule(this));
    m_rows->addWidget(widget);
}

void SettingGroup::addButton(QPushButton *button)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(8, 6, 16, 6);
    line->addWidget(button);
    line->addStretch(1);
    addWidget(row);
}

SettingsSection::SettingsSection(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(36, 28, 36, 28);
    m_column->setSpacing(28);
}

SettingGroup *SettingsSection::addGroup(const QString &heading)
{
    auto *group = new SettingGroup(heading, this);
    m_column->addWidget(group);
    return group;
}

void SettingsSection::addWidget(QWidget *widget)
{
    m_column->addWidget(widget);
}

void SettingsSection::finish()
{
    m_column->addStretch(1);
}

QComboBox *makeCombo(const QString &objectName, const QString &accessibleName)
{
    auto *combo = new QComboBox;
    combo->setObjectName(objectName);
    combo->setAccessibleName(accessibleName);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setControlSize(combo, ControlSize::Small);
    return combo;
}

void selectData(QComboBox *combo, const QVariant &data, const QString &text)
{
    const QSignalBlocker quiet(combo);
    int index = combo->findData(data);
    if (index < 0) {
        combo->addItem(text, data);
        index = combo->count() - 1;
    }
    combo->setCurrentIndex(index);
}

} // namespace sotto
