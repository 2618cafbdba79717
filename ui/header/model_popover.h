#pragma once

#include "core/models/model_service.h"
#include "ui/components/popover.h"

class QListView;
class QPushButton;

namespace sotto {

class InUseRow;
class Label;
class ModelListModel;
class RowList;
class SearchField;

/// Chooses a model: what is in use, then the library, with what loading would displace.
class ModelPopover final : public Popover {
    Q_OBJECT
public:
    explicit ModelPopover(QWidget *window);

    void setModels(const QList<ModelFile> &models);
    void setStatus(const ModelStatus &status);
    /// Opens with an empty search and the first usable model current.
    void openFor(QWidget *owner);

    [[nodiscard]] SearchField *searchField() const { return m_search; }
    [[nodiscard]] QListView *list() const;

Q_SIGNALS:
    void chosen(const sotto::ModelFile &model);
    void unloadRequested();
    void cancelRequested();
    void openFileRequested();
    void modelsPageRequested();
    void detailsRequested(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void retranslate();
    void refresh();
    void refreshFooter();
    void activate(const QModelIndex &index);

    SearchField *m_search = nullptr;
    RowList *m_list = nullptr;
    ModelListModel *m_model = nullptr;
    InUseRow *m_inUse = nullptr;
    Label *m_libraryTitle = nullptr;
    Label *m_nothing = nullptr;
    Label *m_footer = nullptr;
    QPushButton *m_openFile = nullptr;
    QPushButton *m_page = nullptr;
    QPushButton *m_details = nullptr;
    QList<ModelFile> m_models;
    ModelStatus m_status;
};

} // namespace sotto
