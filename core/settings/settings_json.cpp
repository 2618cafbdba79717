#include "core/settings/settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

/// Words of an enum in the file; the index is its value.
constexpr std::array kThemes{"system"_L1, "light"_L1, "dark"_L1};
constexpr std::array kSendKeys{"enter"_L1, "ctrl-enter"_L1};
constexpr std::array kCacheTypes{"f16"_L1, "q8_0"_L1};
constexpr std::array kProxyModes{"system"_L1, "none"_L1, "http"_L1, "socks5"_L1};
constexpr std::array kOnOpening{"last-chat"_L1, "new-chat"_L1};

template <class Enum, std::size_t N>
QString wordOf(Enum value, const std::array<QLatin1StringView, N> &words)
{
    return words.at(static_cast<std::size_t>(value));
}

/// Reads members of one object; what is missing or of a wrong type leaves the value as it stands.
class Reader {
public:
    explicit Reader(const QJsonObject &object) : m_object(object) {}

    void read(QLatin1StringView key, QString &into) const
    {
        if (const QJsonValue value = m_object.value(key); value.isString()) into = value.toString();
    }
    void read(QLatin1StringView key, bool &into) const
    {
        if (const QJsonValue value = m_object.value(key); value.isBool()) into = value.toBool();
    }
    template <class Number>
    void read(QLatin1StringView key, Number &into, Number least, Number most) const
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isDouble()) return;
        const double bounded = std::clamp(value.toDouble(), static_cast<double>(least), static_cast<double>(most));
        into = static_cast<Number>(std::llround(bounded));
    }
    template <class Enum, std::size_t N>
    void read(QLatin1StringView key, Enum &into, const std::array<QLatin1StringView, N> &words) const
    {
        const QString word = m_object.value(key).toString();
        const auto found = std::ranges::find_if(words, [&](QLatin1StringView w) { return word == w; });
        if (found != words.end()) into = static_cast<Enum>(found - words.begin());
    }
    void read(QLatin1StringView key, QStringList &into) const
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isArray()) return;
        into.clear();
        for (const QJsonValue &item : value.toArray())
            if (item.isString() && !item.toString().isEmpty()) into.append(item.toString());
    }
    /// For each width class −1, 0 or 1.
    void readPanel(QLatin1StringView key, QList<int> &into) const
    {
        const QJsonArray items = m_object.value(key).toArray();
        if (items.size() != into.size()) return;
        for (qsizetype i = 0; i < items.size(); ++i)
            into[i] = std::clamp(items.at(i).toInt(-1), -1, 1);
    }

private:
    QJsonObject m_object;
};

QJsonArray panelToJson(const QList<int> &shown)
{
    QJsonArray items;
    for (const int value : shown)
        items.append(value);
    return items;
}

} // namespace

QByteArray toJson(const Settings &s)
{
    const QJsonObject object{
        {"language"_L1, s.language},
        {"theme"_L1, wordOf(s.theme, kThemes)},
        {"textPercent"_L1, s.textPercent},
        {"lessMotion"_L1, s.lessMotion},
        {"onOpening"_L1, wordOf(s.onOpening, kOnOpening)},
        {"sendKey"_L1, wordOf(s.sendKey, kSendKeys)},
        {"nameChats"_L1, s.nameChats},
        {"sendThoughts"_L1, s.sendThoughts},
        {"modelFolders"_L1, QJsonArray::fromStringList(s.modelFolders)},
        {"lastModel"_L1, s.lastModel},
        {"personaId"_L1, s.personaId},
        {"contextLength"_L1, static_cast<qint64>(s.contextLength)},
        {"threads"_L1, s.threads},
        {"gpuLayers"_L1, s.gpuLayers},
        {"stopWhenFull"_L1, s.stopWhenFull},
        {"keepOnDisk"_L1, s.keepOnDisk},
        {"keptMemoryMiB"_L1, s.keptMemoryMiB},
        {"keptDiskMiB"_L1, s.keptDiskMiB},
        {"unloadAfterMinutes"_L1, s.unloadAfterMinutes},
        {"cacheType"_L1, wordOf(s.cacheType, kCacheTypes)},
        {"placement"_L1, toJson(s.placement)},
        {"quiet"_L1, s.quiet},
        {"lookUp"_L1, s.lookUp},
        {"energy"_L1, toJson(s.energy)},
        {"offline"_L1, s.offline},
        {"hubMirror"_L1, s.hubMirror},
        {"ollamaMirror"_L1, s.ollamaMirror},
        {"proxyMode"_L1, wordOf(s.proxyMode, kProxyModes)},
        {"proxyHost"_L1, s.proxyHost},
        {"proxyPort"_L1, s.proxyPort},
        {"downloadKiB"_L1, s.downloadKiB},
        {"windowGeometry"_L1, QString::fromLatin1(s.windowGeometry.toBase64())},
        {"sidebarWidth"_L1, s.sidebarWidth},
        {"sidebarShown"_L1, panelToJson(s.sidebarShown)},
        {"metersShown"_L1, panelToJson(s.metersShown)},
    };
    return QJsonDocument(object).toJson();
}

Result<Settings> settingsFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return fail(ErrorCode::SettingsUnreadable, {}, problem.errorString().toStdString());
    if (!document.isObject()) return fail(ErrorCode::SettingsUnreadable, {}, "not a JSON object");

    const Reader reader(document.object());
    Settings s;
    reader.read("language"_L1, s.language);
    reader.read("theme"_L1, s.theme, kThemes);
    reader.read("textPercent"_L1, s.textPercent, 80, 200);
    reader.read("lessMotion"_L1, s.lessMotion);
    reader.read("onOpening"_L1, s.onOpening, kOnOpening);
    reader.read("sendKey"_L1, s.sendKey, kSendKeys);
    reader.read("nameChats"_L1, s.nameChats);
    reader.read("sendThoughts"_L1, s.sendThoughts);
    reader.read("modelFolders"_L1, s.modelFolders);
    reader.read("lastModel"_L1, s.lastModel);
    reader.read("personaId"_L1, s.personaId);
    reader.read("contextLength"_L1, s.contextLength, 0U, 16'777'216U);
    reader.read("threads"_L1, s.threads, 0, 1024);
    reader.read("gpuLayers"_L1, s.gpuLayers, -1, 100'000);
    reader.read("stopWhenFull"_L1, s.stopWhenFull);
    reader.read("keepOnDisk"_L1, s.keepOnDisk);
    reader.read("keptMemoryMiB"_L1, s.keptMemoryMiB, 0, 1'048'576);
    reader.read("keptDiskMiB"_L1, s.keptDiskMiB, 64, 1'048'576);
    reader.read("unloadAfterMinutes"_L1, s.unloadAfterMinutes, 0, 1440);
    reader.read("cacheType"_L1, s.cacheType, kCacheTypes);
    s.placement = placementFromJson(document["placement"_L1].toObject());
    reader.read("quiet"_L1, s.quiet);
    reader.read("lookUp"_L1, s.lookUp);
    s.energy = energySettingsFromJson(document["energy"_L1].toObject());
    reader.read("offline"_L1, s.offline);
    reader.read("hubMirror"_L1, s.hubMirror);
    reader.read("ollamaMirror"_L1, s.ollamaMirror);
    reader.read("proxyMode"_L1, s.proxyMode, kProxyModes);
    reader.read("proxyHost"_L1, s.proxyHost);
    reader.read("proxyPort"_L1, s.proxyPort, 0, 65'535);
    reader.read("downloadKiB"_L1, s.downloadKiB, 0, 100'000'000);
    QString geometry;
    reader.read("windowGeometry"_L1, geometry);
    s.windowGeometry = QByteArray::fromBase64(geometry.toLatin1());
    reader.read("sidebarWidth"_L1, s.sidebarWidth, 180, 480);
    reader.readPanel("sidebarShown"_L1, s.sidebarShown);
    reader.readPanel("metersShown"_L1, s.metersShown);
    return s;
}

} // namespace sotto
