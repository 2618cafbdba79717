#include "ui/header/picker_models.h"

#include "core/text/error_text.h"
#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/header/row_list.h"

#include <algorithm>
#include <iterator>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

/// Every word somewhere in the text, in any case.
bool matches(const QString &text, const QString &words)
{
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(parts, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool isOnCpu(const LoadedModel &model, const std::string &device)
{
    const auto found = std::ranges::find(model.memory.devices, device, &DeviceMemory::deviceId);
    return found == model.memory.devices.end() ? device == "CPU" : found->kind == DeviceKind::Cpu;
}

QString tagOf(const ModelFile &file)
{
    return file.spec.quantization == "?" ? QString() : QString::fromStdString(file.spec.quantization);
}

} // namespace

QString modelDetail(const ModelFile &file)
{
    if (file.problem) return errorText(*file.problem).what;
    QStringList parts;
    if (file.builtIn) parts << ModelListModel::tr("Built in");
    if (file.spec.fileBytes > 0) parts << formatFileSize(file.spec.fileBytes);
    if (file.spec.contextLength > 0) parts << formatContext(file.spec.contextLength);
    return parts.join(u" · "_s);
}

QString loadedDetail(const LoadedModel &model)
{
    const auto all = std::ssize(model.layerDevices);
    const auto cpu =
        std::ranges::count_if(model.layerDevices, [&](const std::string &id) { return isOnCpu(model, id); });
    const QString layers = cpu == all ? ModelListModel::tr("CPU only")
                                      : ModelListModel::tr("%1 of %2 layers on GPU").arg(all - cpu).arg(all);
    return layers + u" · "_s + formatContext(model.contextLength);
}

void ModelListModel::setModels(const QList<ModelFile> &models, const QString &inUsePath)
{
    m_all = models;
    m_inUse = inUsePath;
    refresh();
}

void ModelListModel::setFilter(const QString &words)
{
    m_filter = words;
    refresh();
}

void ModelListModel::refresh()
{
    beginResetModel();
    m_shown.clear();
    std::ranges::copy_if(m_all, std::back_inserter(m_shown), [this](const ModelFile &file) {
        return file.path != m_inUse && matches(file.name + u' ' + tagOf(file), m_filter);
    });
    endResetModel();
}

int ModelListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ModelListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ModelFile &file = m_shown[index.row()];
    switch (role) {
    case Qt::DisplayRole: return file.name;
    case Qt::ToolTipRole: return file.problem ? errorText(*file.problem).whole() : file.path;
    case Qt::AccessibleTextRole: return QStringList{file.name, tagOf(file), modelDetail(file)}.join(u", "_s);
    case DetailRole: return modelDetail(file);
    case TagRole: return tagOf(file);
    case DotRole: return static_cast<int>(file.problem ? Dot::Failed : Dot::Ring);
    case ProblemRole: return file.problem.has_value();
    default: return {};
    }
}

Qt::ItemFlags ModelListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) return {};
    const bool usable = !m_shown[index.row()].problem;
    return usable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                  : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

void PersonaListModel::setPersonas(const QList<Persona> &personas, const QString &currentId)
{
    m_all = personas;
    m_current = currentId;
    refresh();
}

void PersonaListModel::setFilter(const QString &words)
{
    m_filter = words;
    refresh();
}

void PersonaListModel::refresh()
{
    beginResetModel();
    m_shown.clear();
    std::ranges::copy_if(m_all, std::back_inserter(m_shown), [this](const Persona &persona) {
        return matches(persona.name + u' ' + persona.description, m_filter);
    });
    endResetModel();
}

int PersonaListModel::currentRow() const
{
    const auto found = std::ranges::find(m_shown, m_current, &Persona::id);
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

int PersonaListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PersonaListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Persona &persona = m_shown[index.row()];
    const bool current = persona.id == m_current;
    QStringList detail{persona.description};
    if (!persona.presetName.isEmpty()) detail << persona.presetName;
    switch (role) {
    case Qt::DisplayRole: return persona.name;
    case Qt::ToolTipRole: return persona.description;
    case Qt::AccessibleTextRole:
        return current ? tr("%1, in use, %2").arg(persona.name, persona.description)
                       : QStringList{persona.name, persona.description}.join(u", "_s);
    case DetailRole: return detail.join(u" · "_s);
    case AvatarRole: return persona.avatar;
    case TintRole: return static_cast<int>(persona.tint);
    case TickRole: return current;
    default: return {};
    }
}

} // namespace sotto
