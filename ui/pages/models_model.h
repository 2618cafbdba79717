#pragma once

#include "core/models/model_service.h"

#include <QAbstractListModel>
#include <QLocale>
#include <QSet>

namespace sotto {

enum class ModelRowState : std::uint8_t { NotLoaded, Loading, Ready, PartlyOnCpu, Failed, Problem };

/// What the button of a row does.
enum class ModelRowAction : std::uint8_t { None, Load, Unload, Cancel };

/// A row of the library as its delegate paints it.
struct ModelRow {
    ModelFile file;
    ModelRowState state = ModelRowState::NotLoaded;
    float progress = 0;         ///< While Loading.
    std::optional<Error> error; ///< Failed and Problem.
    bool favourite = false;

    [[nodiscard]] ModelRowAction action() const;
    bool operator==(const ModelRow &) const = default;
};

/// "14.8 B · 128k context · thinks"; of the built-in model what it is; leaves out what the file does not say.
[[nodiscard]] QString libraryDetail(const ModelFile &file);
/// "Ready", "Loading", "Not loaded", "Partly on CPU", "Failed", "Cannot be used".
[[nodiscard]] QString modelStateText(ModelRowState state);
/// "Load", "Unload", "Cancel"; empty for None.
[[nodiscard]] QString modelActionText(ModelRowAction action);
/// Whether its chat template knows a thought.
[[nodiscard]] bool thinksAloud(const ModelSpec &spec);

/// A model as it stands in the list while `status` is that of the model in use.
[[nodiscard]] ModelRow modelRow(const ModelFile &file, const ModelStatus &status);

/// The library with the model in use marked, filtered by words that must all occur in name, quantisation, detail or
/// size. Thread: GUI.
class ModelsModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int { RowRole = Qt::UserRole + 1 };

    using QAbstractListModel::QAbstractListModel;

    /// Rows of the same files in the same order stay; else the list is reset.
    void setModels(const QList<ModelFile> &models);
    void setStatus(const ModelStatus &status);
    void setFilter(const QString &filter);
    /// Paths of models that come first.
    void setFavourites(const QSet<QString> &paths);
    /// Texts are in another language now.
    void retranslate();

    [[nodiscard]] const QList<ModelFile> &models() const { return m_models; }
    [[nodiscard]] const QString &filter() const { return m_filter; }
    [[nodiscard]] ModelRow row(const QModelIndex &index) const;
    /// Invalid if it is not listed now.
    [[nodiscard]] QModelIndex find(const QString &path) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] bool matches(const ModelFile &file) const;
    [[nodiscard]] QList<qsizetype> filtered() const;
    void show();

    QList<ModelFile> m_models;
    QList<qsizetype> m_shown; ///< Indices into m_models.
    ModelStatus m_status;
    QString m_filter;
    QSet<QString> m_favourites;
};

} // namespace sotto

Q_DECLARE_METATYPE(sotto::ModelRow)
