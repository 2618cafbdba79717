#pragma once

#include "core/personas/persona.h"
#include "ui/components/popover.h"

class QListView;

namespace sotto {

class Label;
class PersonaListModel;
class RowList;
class SearchField;

/// Chooses a persona for the next reply.
class PersonaPopover final : public Popover {
    Q_OBJECT
public:
    explicit PersonaPopover(QWidget *window);

    void setPersonas(const QList<Persona> &personas, const QString &currentId);
    /// Opens with an empty search and the persona in use current.
    void openFor(QWidget *owner);

    [[nodiscard]] SearchField *searchField() const { return m_search; }
    [[nodiscard]] QListView *list() const;

Q_SIGNALS:
    void chosen(const QString &personaId);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void refresh();
    void activate(const QModelIndex &index);

    SearchField *m_search;
    RowList *m_list;
    Label *m_nothing;
    PersonaListModel *m_model;
};

} // namespace sotto
