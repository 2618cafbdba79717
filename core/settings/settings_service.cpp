#include "core/settings/settings.h"
#include "core/settings/settings_file.h"

namespace sotto {

SettingsService::SettingsService(QString file, QObject *parent)
    : QObject(parent), m_file(std::make_unique<SettingsFile>(std::move(file), SettingsFile::Rules{},
                                                             [this] { return toJson(m_settings); }))
{
    connect(m_file.get(), &SettingsFile::writeFailed, this, &SettingsService::writeFailed);
    const auto read = m_file->read().and_then([](const std::optional<QByteArray> &json) -> Result<Settings> {
        return json ? settingsFromJson(*json) : Settings{};
    });
    if (read) {
        m_settings = *read;
        return;
    }
    m_problem = read.error();
    m_problem->subject = m_file->shownName();
    m_file->setAside();
}

SettingsService::~SettingsService() = default;

void SettingsService::set(const Settings &settings)
{
    if (settings == m_settings) return;
    m_settings = settings;
    m_file->touch();
    Q_EMIT changed(m_settings);
}

} // namespace sotto
