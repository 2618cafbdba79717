#include "ui/model_details/details_card.h"

#include "ui/components/card.h"
#include "ui/components/label.h"

#include <QEvent>
#include <QHBoxLayout>

namespace sotto {

using namespace Qt::StringLiterals;

DetailsCard::DetailsCard(const QString &heading, QWidget *parent)
    : QWidget(parent), m_head(new QHBoxLayout), m_rows(new QVBoxLayout)
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card(this);
    whole->addWidget(card);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 14, 1, 10);
    column->setSpacing(6);
    m_head->setContentsMargins(16, 0, 16, 0);
    m_head->setSpacing(8);
    m_head->addWidget(new Label(heading, TypeRole::Interface, Ink::Primary, QFont::DemiBold, card));
    m_head->addStretch(1);
    m_rows->setSpacing(0);
    column->addLayout(m_head);
    column->addLayout(m_rows);
    setAccessibleName(heading);
}

void DetailsCard::setDetails(const ModelDetails &details)
{
    m_details = details;
    present(m_details);
}

FactRow::FactRow(const QString &name, QWidget *parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)),
      m_name(new Label(name, TypeRole::Interface, Ink::Secondary, QFont::Normal, this)),
      m_value(new Label({}, TypeRole::Interface, Ink::Primary, QFont::Normal, this))
{
    m_row->setContentsMargins(16, 4, 16, 4);
    m_row->setSpacing(8);
    m_name->setWordWrap(true);
    m_value->setWordWrap(true);
    m_row->addWidget(m_name, 0, Qt::AlignTop);
    m_row->addWidget(m_value, 1, Qt::AlignTop);
    fit();
}

void FactRow::setValue(const QString &value)
{
    m_value->setText(value.isEmpty() ? u"–"_s : value);
    setAccessibleName(u"%1: %2"_s.arg(m_name->text(), m_value->text()));
}

void FactRow::setPathValue(const QString &path)
{
    m_value->setRole(TypeRole::Code);
    m_value->setWordWrap(false);
    m_value->setElided(true);
    setValue(path);
}

QString FactRow::value() const
{
    return m_value->text();
}

void FactRow::fit()
{
    m_name->setFixedWidth(Theme::of(this).grown(112));
}

void FactRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fit();
}

} // namespace sotto
