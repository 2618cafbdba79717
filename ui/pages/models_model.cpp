#include "ui/pages/models_model.h"

#include "core/text/error_text.h"
#include "core/text/format.h"

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

ModelRowState readyState(const LoadedModel &model)
{
    const auto isGpu = [&](const std::string &id) {
        const auto found = std::ranges::find(model.memory.devices, id, &DeviceMemory::deviceId);
        return found != model.memory.devices.end() &&
               (found->kind == DeviceKind::Gpu || found->kind == DeviceKind::IntegratedGpu);
    };
    const auto onGpu = std::ranges::count_if(model.layerDevices, isGpu);
    const bool mixed = onGpu > 0 && onGpu < static_cast<std::ptrdiff_t>(model.layerDevices.size());
    return mixed ? ModelRowState::PartlyOnCpu : ModelRowState::Ready;
}

QString spokenRow(const ModelRow &row)
{
    QStringList parts{row.file.name};
    if (!row.file.problem) {
        parts << QString::fromStdString(row.file.spec.quantization) << formatFileSize(row.file.spec.fileBytes);
        parts << libraryDetail(row.file);
    }
    parts << modelStateText(row.state);
    if (row.favourite) parts << ModelsModel::tr("favourite");
    if (row.error) parts << errorText(*row.error).whole();
    return parts.join(u", "_s);
}

} // namespace

ModelRowAction ModelRow::action() const
{
    switch (state) {
    case ModelRowState::NotLoaded:
    case ModelRowState::Failed: return ModelRowAction::Load;
    case ModelRowState::Loading: return ModelRowAction::Cancel;
    case ModelRowState::Ready:
    case ModelRowState::PartlyOnCpu: return ModelRowAction::Unload;
    case ModelRowState::Problem: return ModelRowAction::None;
    }
    return ModelRowAction::None;
}

bool thinksAloud(const ModelSpec &spec)
{
    const std::string &chat = spec.chatTemplate;
    return chat.contains("think>") || chat.contains("enable_thinking") || chat.contains("reasoning_content");
}

QString libraryDetail(const ModelFile &file)
{
    QStringList parts;
    if (file.builtIn) parts << ModelsModel::tr("Built in");
    if (file.spec.parameterCount > 0) parts << formatParameters(file.spec.parameterCount);
    if (file.spec.contextLength > 0) parts << formatContext(file.spec.contextLength);
    if (thinksAloud(file.spec)) parts << ModelsModel::tr("thinks", "a model that reasons before it replies");
    return parts.join(u" · "_s);
}

QString modelStateText(ModelRowState state)
{
    switch (state) {
    case ModelRowState::NotLoaded: return ModelsModel::tr("Not loaded");
    case ModelRowState::Loading: return ModelsModel::tr("Loading");
    case ModelRowState::Ready: return ModelsModel::tr("Ready");
    case ModelRowState::PartlyOnCpu: return ModelsModel::tr("Partly on CPU");
    case ModelRowState::Failed: return ModelsModel::tr("Failed");
    case ModelRowState::Problem: return ModelsModel::tr("Cannot be used");
    }
    return {};
}

QString modelActionText(ModelRowAction action)
{
    switch (action) {
    case ModelRowAction::Load: return ModelsModel::tr("Load");
    case ModelRowAction::Unload: return ModelsModel::tr("Unload");
    case ModelRowAction::Cancel: return ModelsModel::tr("Cancel");
    case ModelRowAction::None: break;
    }
    return {};
}

ModelRow modelRow(const ModelFile &file, const ModelStatus &status)
{
    ModelRow row{.file = file, .error = {}};
    if (file.problem) {
        row.state = ModelRowState::Problem;
        row.error = file.problem;
        return row;
    }
    if (status.phase == ModelPhase::None || status.file.path != file.path) return row;
    switch (status.phase) {
    case ModelPhase::None:
    case ModelPhase::Unloaded: break;
    case ModelPhase::Loading:
        row.state = ModelRowState::Loading;
        row.progress = status.progress;
        break;
    case ModelPhase::Ready: row.state = status.loaded ? readyState(*status.loaded) : ModelRowState::Ready; break;
    case ModelPhase::Failed:
        row.state = ModelRowState::Failed;
        row.error = status.error;
        break;
    }
    return row;
}

bool ModelsModel::matches(const ModelFile &file) const
{
    const QString text = file.name + u' ' + QString::fromStdString(file.spec.quantization) + u' ' +
                         libraryDetail(file) + u' ' + formatFileSize(file.spec.fileBytes);
    const QStringList words = m_filter.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

QList<qsizetype> ModelsModel::filtered() const
{
    QList<qsizetype> shown;
    for (qsizetype i = 0; i < m_models.size(); ++i)
        if (matches(m_models[i])) shown << i;
    std::ranges::stable_partition(shown, [&](qsizetype i) { return m_favourites.contains(m_models[i].path); });
    return shown;
}

void ModelsModel::show()
{
    beginResetModel();
    m_shown = filtered();
    endResetModel();
}

void ModelsModel::setModels(const QList<ModelFile> &models)
{
    if (models == m_models) return;
    const bool same = std::ranges::equal(models, m_models, {}, &ModelFile::path, &ModelFile::path);
    m_models = models;
    if (same && filtered() == m_shown)
        retranslate();
    else
        show();
}

void ModelsModel::setStatus(const ModelStatus &status)
{
    const QString before = m_status.file.path;
    m_status = status;
    for (const QString &path : {before, status.file.path}) {
        const QModelIndex changed = find(path);
        if (changed.isValid()) Q_EMIT dataChanged(changed, changed);
    }
}

void ModelsModel::setFilter(const QString &filter)
{
    if (filter == m_filter) return;
    m_filter = filter;
    if (filtered() != m_shown) show();
}

void ModelsModel::setFavourites(const QSet<QString> &paths)
{
    if (paths == m_favourites) return;
    m_favourites = paths;
    filtered() == m_shown ? retranslate() : show();
}

void ModelsModel::retranslate()
{
    if (!m_shown.isEmpty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

ModelRow ModelsModel::row(const QModelIndex &index) const
{
    ModelRow row = modelRow(m_models[m_shown[index.row()]], m_status);
    row.favourite = m_favourites.contains(row.file.path);
    return row;
}

QModelIndex ModelsModel::find(const QString &path) const
{
    if (path.isEmpty()) return {};
    for (qsizetype i = 0; i < m_shown.size(); ++i)
        if (m_models[m_shown[i]].path == path) return index(static_cast<int>(i));
    return {};
}

int ModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ModelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    switch (role) {
    case Qt::DisplayRole: return m_models[m_shown[index.row()]].name;
    case Qt::ToolTipRole: {
        const ModelRow shown = row(index);
        return shown.error ? errorText(*shown.error).whole() + u'\n' + shown.file.path : shown.file.path;
    }
    case Qt::AccessibleTextRole: return spokenRow(row(index));
    case RowRole: return QVariant::fromValue(row(index));
    default: return {};
    }
}

} // namespace sotto
