#pragma once

#include "core/models/model_service.h"
#include "core/personas/persona.h"

#include <QAbstractListModel>

namespace sotto {

/// What is known of a model without opening it: "4.70 GB · 128k context", or why it cannot be used.
[[nodiscard]] QString modelDetail(const ModelFile &file);
/// What a model took: "33 of 33 layers on GPU · 8k context".
[[nodiscard]] QString loadedDetail(const LoadedModel &model);

/// The library without the model in use, filtered by name. Models with a problem are listed and cannot be selected.
class ModelListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setModels(const QList<ModelFile> &models, const QString &inUsePath);
    void setFilter(const QString &words);
    /// A row that exists.
    [[nodiscard]] const ModelFile &at(int row) const { return m_shown[row]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void refresh();

    QList<ModelFile> m_all;
    QList<ModelFile> m_shown;
    QString m_inUse;
    QString m_filter;
};

/// The personas, filtered by name and description.
class PersonaListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setPersonas(const QList<Persona> &personas, const QString &currentId);
    void setFilter(const QString &words);
    [[nodiscard]] const Persona &at(int row) const { return m_shown[row]; }
    /// Row of the persona in use; −1 while the filter hides it.
    [[nodiscard]] int currentRow() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void refresh();

    QList<Persona> m_all;
    QList<Persona> m_shown;
    QString m_current;
    QString m_filter;
};

} // namespace sotto
