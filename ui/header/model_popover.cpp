#include "ui/header/model_popover.h"

#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/search_field.h"
#include "ui/header/in_use_row.h"
#include "ui/header/picker_models.h"
#include "ui/header/row_list.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sotto {

using namespace Qt::StringLiterals;

ModelPopover::ModelPopover(QWidget *window) : Popover(window)
{
    build();
    retranslate();
    m_details->hide();
    refresh();
}

QListView *ModelPopover::list() const
{
    return m_list;
}

void ModelPopover::build()
{
    setSurfaceWidth(392);
    m_search = new SearchField({});
    setFrameless(m_search);
    m_inUse = new InUseRow;
    m_libraryTitle = makeSectionLabel({});
    m_libraryTitle->setContentsMargins(15, 12, 15, 4);
    m_list = new RowList(m_search);
    m_model = new ModelListModel(this);
    m_list->setModel(m_model);
    m_nothing = new Label({}, TypeRole::Interface, Ink::Tertiary);
    m_nothing->setContentsMargins(15, 8, 15, 8);
    m_nothing->setWordWrap(true);
    m_openFile = makeButton({}, ButtonKind::Quiet, nullptr, ControlSize::Small);
    m_page = makeButton({}, ButtonKind::Quiet, nullptr, ControlSize::Small);
    m_openFile->setIcon(icon(IconName::Folder));
    m_page->setIcon(icon(IconName::Cube));
    m_details = makeButton({}, ButtonKind::Quiet, nullptr, ControlSize::Small);
    m_details->setObjectName(u"details"_s);
    m_footer = new Label({}, TypeRole::Caption, Ink::Secondary);
    m_footer->setWordWrap(true);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(15, 6, 15, 6);
    head->addWidget(m_search);
    auto *acts = new QHBoxLayout;
    acts->setContentsMargins(6, 4, 6, 6);
    acts->addWidget(m_openFile);
    acts->addStretch(1);
    acts->addWidget(m_details);
    acts->addWidget(m_page);
    auto *footer = new PopoverFooter;
    footer->setIcon(IconName::Info);
    footer->row()->addWidget(m_footer, 1);
    body()->addLayout(head);
    body()->addWidget(new Rule);
    body()->addWidget(m_inUse);
    body()->addWidget(m_libraryTitle);
    body()->addWidget(m_list);
    body()->addWidget(m_nothing);
    body()->addLayout(acts);
    body()->addStretch(1);
    body()->addWidget(footer);

    connect(m_search, &QLineEdit::textChanged, this, &ModelPopover::refresh);
    connect(m_list, &RowList::picked, this, &ModelPopover::activate);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelPopover::refreshFooter);
    connect(m_inUse, &InUseRow::unloadClicked, this, &ModelPopover::unloadRequested);
    connect(m_inUse, &InUseRow::cancelClicked, this, &ModelPopover::cancelRequested);
    connect(m_openFile, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT openFileRequested();
    });
    connect(m_details, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT detailsRequested(m_status.file.path);
    });
    connect(m_page, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT modelsPageRequested();
    });
}

void ModelPopover::retranslate()
{
    setAccessibleName(tr("Choose a model"));
    m_search->setPlaceholderText(tr("Find a model"));
    m_search->setAccessibleName(tr("Find a model"));
    m_list->setAccessibleName(tr("Library"));
    m_libraryTitle->setText(tr("Library"));
    m_openFile->setText(tr("Open a file…"));
    m_page->setText(tr("Models page"));
    m_details->setText(tr("Details…"));
    m_details->setAccessibleName(tr("Details of the model in use"));
    m_inUse->retranslate();
    refreshFooter();
}

void ModelPopover::setModels(const QList<ModelFile> &models)
{
    m_models = models;
    refresh();
}

void ModelPopover::setStatus(const ModelStatus &status)
{
    const bool sameRows = status.phase == m_status.phase && status.file.path == m_status.file.path;
    m_status = status;
    m_inUse->setStatus(status);
    m_details->setVisible(status.phase != ModelPhase::None);
    sameRows ? refreshFooter() : refresh();
}

void ModelPopover::openFor(QWidget *owner)
{
    m_search->clear();
    refresh();
    openAt(owner, m_search);
}

void ModelPopover::refresh()
{
    const bool inUse = m_status.phase == ModelPhase::Ready || m_status.phase == ModelPhase::Loading;
    m_model->setModels(m_models, inUse ? m_status.file.path : QString());
    m_model->setFilter(m_search->text());
    const bool empty = m_model->rowCount() == 0;
    m_list->setVisible(!empty);
    m_nothing->setVisible(empty);
    m_nothing->setText(m_search->text().isEmpty() ? tr("No other models yet. Open a file, or add a folder in Settings.")
                                                  : tr("Nothing found for “%1”.").arg(m_search->text()));
    m_list->updateGeometry();
    m_list->selectFirst();
    refreshFooter();
}

void ModelPopover::refreshFooter()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid()) return m_footer->setText(tr("A model is loaded into memory before it can reply."));
    const QString name = m_model->at(index.row()).name;
    switch (m_status.phase) {
    case ModelPhase::Ready: return m_footer->setText(tr("Loading %1 unloads %2.").arg(name, m_status.file.name));
    case ModelPhase::Loading:
        return m_footer->setText(tr("Loading %1 stops the loading of %2.").arg(name, m_status.file.name));
    case ModelPhase::None:
    case ModelPhase::Unloaded:
    case ModelPhase::Failed: return m_footer->setText(tr("Enter loads %1.").arg(name));
    }
}

void ModelPopover::activate(const QModelIndex &index)
{
    const ModelFile file = m_model->at(index.row());
    dismiss();
    Q_EMIT chosen(file);
}

void ModelPopover::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
    Popover::changeEvent(event);
}

} // namespace sotto
