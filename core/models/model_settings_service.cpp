#include "core/models/model_settings_service.h"

#include "core/settings/settings_file.h"

#include <algorithm>

namespace sotto {
namespace {

// Templates of many models together.
constexpr SettingsFile::Rules kRules{ErrorCode::ModelSettingsUnreadable, 64LL * 1024 * 1024};

} // namespace

ModelSettingsService::ModelSettingsService(QString file, QObject *parent)
    : QObject(parent),
      m_file(std::make_unique<SettingsFile>(std::move(file), kRules, [this] { return toJson(m_entries); }))
{
    connect(m_file.get(), &SettingsFile::writeFailed, this, &ModelSettingsService::writeFailed);
    auto read = m_file->read().and_then([](const std::optional<QByteArray> &json) -> Result<QList<ModelEntry>> {
        return json ? modelEntriesFromJson(*json) : QList<ModelEntry>{};
    });
    if (read) {
        m_entries = *std::move(read);
        return;
    }
    m_problem = read.error();
    m_problem->subject = m_file->shownName();
    m_file->setAside();
}

ModelSettingsService::~ModelSettingsService() = default;

const ModelEntry *ModelSettingsService::find(const ModelFile &model) const
{
    if (m_entries.isEmpty()) return nullptr;
    const auto exact = std::ranges::find(m_entries, model.path, &ModelEntry::path);
    if (exact != m_entries.end()) return &*exact;
    const QString fingerprint = fingerprintOf(model.spec);
    if (fingerprint.isEmpty()) return nullptr;
    const auto renamed = std::ranges::find_if(m_entries, [&](const ModelEntry &entry) {
        return entry.fingerprint == fingerprint && !m_listed.contains(entry.path);
    });
    return renamed != m_entries.end() ? &*renamed : nullptr;
}

template <class Change>
void ModelSettingsService::change(const ModelFile &model, Change &&change)
{
    const ModelEntry *found = find(model);
    ModelEntry next = found ? *found : ModelEntry{};
    next.path = model.path;
    next.fingerprint = fingerprintOf(model.spec);
    change(next);
    const bool says = next.settings != ModelSettings{} || next.checksum;
    if (found ? *found == next : !says) return;
    if (found) m_entries.removeAt(found - m_entries.constData());
    if (says) m_entries.append(std::move(next));
    m_file->touch();
    Q_EMIT changed(model.path);
}

ModelSettings ModelSettingsService::of(const ModelFile &model) const
{
    const ModelEntry *entry = find(model);
    return entry ? entry->settings : ModelSettings{};
}

void ModelSettingsService::set(const ModelFile &model, ModelSettings settings)
{
    settings.chatTemplate.truncate(kMostTemplateChars);
    settings.notes.truncate(kMostNotesChars);
    if (settings.adapters.size() > kMostAdapters) settings.adapters.resize(kMostAdapters);
    change(model, [&](ModelEntry &entry) { entry.settings = std::move(settings); });
}

std::optional<FileChecksum> ModelSettingsService::checksumOf(const ModelFile &model) const
{
    const ModelEntry *entry = find(model);
    return entry ? entry->checksum : std::nullopt;
}

void ModelSettingsService::setChecksum(const ModelFile &model, const FileChecksum &checksum)
{
    change(model, [&](ModelEntry &entry) { entry.checksum = checksum; });
}

} // namespace sotto
