#include "ui/header/persona_popover.h"

#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/search_field.h"
#include "ui/header/picker_models.h"
#include "ui/header/row_list.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sotto {

using namespace Qt::StringLiterals;

PersonaPopover::PersonaPopover(QWidget *window)
    : Popover(window), m_search(new SearchField({})), m_list(new RowList(m_search)),
      m_nothing(new Label({}, TypeRole::Interface, Ink::Tertiary)), m_model(new PersonaListModel(this))
{
    setSurfaceWidth(348);
    setFrameless(m_search);
    m_list->setModel(m_model);
    m_nothing->setContentsMargins(15, 8, 15, 8);
    m_nothing->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(15, 6, 15, 6);
    head->addWidget(m_search);
    body()->addLayout(head);
    body()->addWidget(new Rule);
    body()->addSpacing(6);
    body()->addWidget(m_list);
    body()->addWidget(m_nothing);
    body()->addSpacing(6);
    body()->addStretch(1);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        refresh();
        m_list->selectFirst();
    });
    connect(m_list, &RowList::picked, this, &PersonaPopover::activate);
    retranslate();
    refresh();
}

QListView *PersonaPopover::list() const
{
    return m_list;
}

void PersonaPopover::retranslate()
{
    setAccessibleName(tr("Choose a persona"));
    m_search->setPlaceholderText(tr("Find a persona"));
    m_search->setAccessibleName(tr("Find a persona"));
    m_list->setAccessibleName(tr("Personas"));
}

void PersonaPopover::setPersonas(const QList<Persona> &personas, const QString &currentId)
{
    m_model->setPersonas(personas, currentId);
    refresh();
}

void PersonaPopover::openFor(QWidget *owner)
{
    m_search->clear();
    refresh();
    m_list->selectFirst();
    if (const int row = m_model->currentRow(); row >= 0) m_list->setCurrentIndex(m_model->index(row, 0));
    openAt(owner, m_search);
}

void PersonaPopover::refresh()
{
    m_model->setFilter(m_search->text());
    const bool empty = m_model->rowCount() == 0;
    m_list->setVisible(!empty);
    m_nothing->setVisible(empty);
    m_nothing->setText(tr("Nothing found for “%1”.").arg(m_search->text()));
    m_list->updateGeometry();
}

void PersonaPopover::activate(const QModelIndex &index)
{
    const QString id = m_model->at(index.row()).id;
    dismiss();
    Q_EMIT chosen(id);
}

void PersonaPopover::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) retranslate();
    Popover::changeEvent(event);
}

} // namespace sotto
