#pragma once

#include "core/personas/persona.h"
#include "ui/components/popover.h"

class QListView;

namespace sotto
{

class PersonaListModel;
class SearchField;

/// Chooses a persona for the next reply.
class PersonaPopover final : public Popover
{
    Q_OBJECT
public:
    explicit PersonaPopover(QWidget *window);

    void setPersonas(const QList<Persona> &personas, const QString &currentId);
    /// Opens with an empty search and the persona in use current.
    void openFor(QWidget *owner);

    [[nodiscard]] SearchField *searchField() const { return m_search; }
    [[nodiscard]] QListView *list() const { return m_list; }

Q_SIGNALS:
    void chosen(const QString &personaId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void refresh();
    void activate(const QModelIndex &index);

    SearchField *m_search;
    QListView *m_list;
    PersonaListModel *m_model;
};

} // namespace sotto
