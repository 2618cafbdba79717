#include "core/models/model_settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

// Words of an enum in the file; the index is its value.
constexpr std::array kCacheTypes{"f16"_L1, "q8_0"_L1};
constexpr std::array kThinking{"template"_L1, "on"_L1, "off"_L1};

constexpr qsizetype kMostEntries = 10'000;
constexpr qsizetype kMostPathChars = 4096;
constexpr qsizetype kMostParts = 10'000;
constexpr double kMostScale = 10;

// Reading: what is missing, of a wrong type or unknown is not set.

template <class Number>
std::optional<Number> number(const QJsonValue &value, Number least, Number most)
{
    if (!value.isDouble()) return std::nullopt;
    const double bounded = std::clamp(value.toDouble(), static_cast<double>(least), static_cast<double>(most));
    return static_cast<Number>(std::llround(bounded));
}

std::optional<bool> boolean(const QJsonValue &value)
{
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

template <class Enum, std::size_t N>
std::optional<Enum> word(const QJsonValue &value, const std::array<QLatin1StringView, N> &words)
{
    const QString text = value.toString();
    const auto found = std::ranges::find_if(words, [&](QLatin1StringView w) { return text == w; });
    return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

QList<AdapterChoice> adapters(const QJsonValue &value)
{
    QList<AdapterChoice> all;
    for (const QJsonValue &item : value.toArray()) {
        const QString path = item["path"_L1].toString().left(kMostPathChars);
        if (path.isEmpty() || all.size() >= kMostAdapters) continue;
        all.append({path, std::clamp(item["scale"_L1].toDouble(1), -kMostScale, kMostScale)});
    }
    return all;
}

ModelSettings settings(const QJsonObject &object)
{
    ModelSettings s;
    s.contextLength = number(object["contextLength"_L1], 0U, 16'777'216U);
    s.gpuLayers = number(object["gpuLayers"_L1], -1, 100'000);
    s.threads = number(object["threads"_L1], 0, 1024);
    s.quiet = boolean(object["quiet"_L1]);
    s.cacheType = word<CacheType>(object["cacheType"_L1], kCacheTypes);
    s.lookUp = boolean(object["lookUp"_L1]);
    s.thinking = word<Thinking>(object["thinking"_L1], kThinking);
    s.chatTemplate = object["chatTemplate"_L1].toString().left(kMostTemplateChars);
    s.adapters = adapters(object["adapters"_L1]);
    s.placement = placementFromJson(object["placement"_L1].toObject());
    s.draftModel = object["draftModel"_L1].toString().left(kMostPathChars);
    s.notes = object["notes"_L1].toString().left(kMostNotesChars);
    s.favourite = object["favourite"_L1].toBool();
    return s;
}

std::optional<FileChecksum> checksum(const QJsonValue &value)
{
    FileChecksum sum;
    for (const QJsonValue &part : value["sha256"_L1].toArray())
        if (part.toString().size() == 64 && sum.sha256.size() < kMostParts) sum.sha256.append(part.toString());
    if (sum.sha256.isEmpty()) return std::nullopt;
    sum.bytes = value["bytes"_L1].toInteger();
    sum.changedMs = value["changedMs"_L1].toInteger();
    sum.computedMs = value["computedMs"_L1].toInteger();
    return sum;
}

// Writing: what is not set is left out.

template <class T>
void put(QJsonObject &object, QLatin1StringView key, const std::optional<T> &value)
{
    if (value) object.insert(key, QJsonValue(*value));
}

void put(QJsonObject &object, QLatin1StringView key, const QString &text)
{
    if (!text.isEmpty()) object.insert(key, text);
}

template <class Enum, std::size_t N>
void put(QJsonObject &object, QLatin1StringView key, const std::optional<Enum> &value,
         const std::array<QLatin1StringView, N> &words)
{
    if (value) object.insert(key, QString(words.at(static_cast<std::size_t>(*value))));
}

QJsonArray toArray(const QList<AdapterChoice> &all)
{
    QJsonArray items;
    for (const AdapterChoice &adapter : all)
        items.append(QJsonObject{{"path"_L1, adapter.path}, {"scale"_L1, adapter.scale}});
    return items;
}

QJsonObject toObject(const ModelEntry &entry)
{
    const ModelSettings &s = entry.settings;
    QJsonObject object{{"path"_L1, entry.path}};
    put(object, "fingerprint"_L1, entry.fingerprint);
    put(object, "contextLength"_L1, s.contextLength.transform([](std::uint32_t n) { return static_cast<qint64>(n); }));
    put(object, "gpuLayers"_L1, s.gpuLayers);
    put(object, "threads"_L1, s.threads);
    put(object, "quiet"_L1, s.quiet);
    put(object, "cacheType"_L1, s.cacheType, kCacheTypes);
    put(object, "lookUp"_L1, s.lookUp);
    put(object, "thinking"_L1, s.thinking, kThinking);
    put(object, "chatTemplate"_L1, s.chatTemplate);
    if (!s.adapters.isEmpty()) object.insert("adapters"_L1, toArray(s.adapters));
    if (const QJsonObject placement = toJson(s.placement); !placement.isEmpty())
        object.insert("placement"_L1, placement);
    put(object, "draftModel"_L1, s.draftModel);
    put(object, "notes"_L1, s.notes);
    if (s.favourite) object.insert("favourite"_L1, true);
    if (const auto &sum = entry.checksum)
        object.insert("checksum"_L1, QJsonObject{{"sha256"_L1, QJsonArray::fromStringList(sum->sha256)},
                                                 {"bytes"_L1, sum->bytes},
                                                 {"changedMs"_L1, sum->changedMs},
                                                 {"computedMs"_L1, sum->computedMs}});
    return object;
}

} // namespace

QByteArray toJson(const QList<ModelEntry> &entries)
{
    QJsonArray models;
    for (const ModelEntry &entry : entries)
        models.append(toObject(entry));
    return QJsonDocument(QJsonObject{{"models"_L1, models}}).toJson();
}

Result<QList<ModelEntry>> modelEntriesFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return fail(ErrorCode::ModelSettingsUnreadable, {}, problem.errorString().toStdString());
    if (!document.isObject()) return fail(ErrorCode::ModelSettingsUnreadable, {}, "not a JSON object");
    QList<ModelEntry> entries;
    for (const QJsonValue &item : document["models"_L1].toArray()) {
        ModelEntry entry{item["path"_L1].toString(), item["fingerprint"_L1].toString().left(64),
                         settings(item.toObject()), checksum(item["checksum"_L1])};
        if (entry.path.isEmpty() || entry.path.size() > kMostPathChars || entries.size() >= kMostEntries) continue;
        entries.append(std::move(entry));
    }
    return entries;
}

} // namespace sotto
