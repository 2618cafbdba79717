#include "core/settings/placement_settings.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

// Words of an enum in the file; the index is its value.
constexpr std::array kSplitModes{"layer"_L1, "none"_L1, "row"_L1, "tensor"_L1};
constexpr std::array kExperts{"automatic"_L1, "cpu"_L1, "gpu"_L1};
constexpr std::array kAccess{"automatic"_L1, "mapped"_L1, "read"_L1, "mapped-locked"_L1, "locked"_L1};

constexpr qsizetype kMostGpus = 64;
constexpr qsizetype kMostIdChars = 256;
constexpr double kMostShare = 1e6;

template <class Enum, std::size_t N>
std::optional<Enum> choiceIn(const QJsonValue &value, const std::array<QLatin1StringView, N> &words)
{
    const QString text = value.toString();
    const auto found = std::ranges::find_if(words, [&](QLatin1StringView word) { return text == word; });
    return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

template <class Enum, std::size_t N>
void putChoice(QJsonObject &object, QLatin1StringView key, std::optional<Enum> value,
               const std::array<QLatin1StringView, N> &words)
{
    if (value) object.insert(key, QString(words.at(static_cast<std::size_t>(*value))));
}

QList<GpuPortion> sharesIn(const QJsonValue &value)
{
    QList<GpuPortion> shares;
    for (const QJsonValue &item : value.toArray()) {
        const GpuPortion one{item["device"_L1].toString().left(kMostIdChars), item["share"_L1].toDouble()};
        if (!one.deviceId.isEmpty() && one.share > 0 && one.share <= kMostShare && shares.size() < kMostGpus)
            shares.append(one);
    }
    return shares;
}

QStringList idsIn(const QJsonValue &value)
{
    QStringList ids;
    for (const QJsonValue &item : value.toArray())
        if (const QString id = item.toString().left(kMostIdChars); !id.isEmpty() && ids.size() < kMostGpus)
            ids.append(id);
    return ids;
}

} // namespace

OffloadOptions offloadFrom(const PlacementSettings &general, const PlacementSettings &model)
{
    OffloadOptions options;
    options.splitMode = model.splitMode.or_else([&] { return general.splitMode; }).value_or(SplitMode::Layer);
    options.mainGpu = (model.mainGpu.isEmpty() ? general.mainGpu : model.mainGpu).toStdString();
    for (const GpuPortion &one : model.shares.isEmpty() ? general.shares : model.shares)
        options.shares.push_back({one.deviceId.toStdString(), one.share});
    const auto experts = model.experts.or_else([&] { return general.experts; }).value_or(ExpertsChoice::Automatic);
    if (experts != ExpertsChoice::Automatic) options.expertsOnCpu = experts == ExpertsChoice::OnCpu;
    options.cacheOnGpu = model.cacheOnGpu.or_else([&] { return general.cacheOnGpu; }).value_or(true);
    options.access = model.access.or_else([&] { return general.access; }).value_or(WeightAccess::Automatic);
    QStringList off = general.devicesOff + model.devicesOff;
    off.removeDuplicates();
    for (const QString &id : std::as_const(off))
        options.devicesOff.push_back(id.toStdString());
    return options;
}

QJsonObject toJson(const PlacementSettings &s)
{
    QJsonObject object;
    putChoice(object, "splitMode"_L1, s.splitMode, kSplitModes);
    if (!s.mainGpu.isEmpty()) object.insert("mainGpu"_L1, s.mainGpu);
    QJsonArray shares;
    for (const GpuPortion &one : s.shares)
        shares.append(QJsonObject{{"device"_L1, one.deviceId}, {"share"_L1, one.share}});
    if (!shares.isEmpty()) object.insert("shares"_L1, shares);
    putChoice(object, "experts"_L1, s.experts, kExperts);
    if (s.cacheOnGpu) object.insert("cacheOnGpu"_L1, *s.cacheOnGpu);
    putChoice(object, "access"_L1, s.access, kAccess);
    if (!s.devicesOff.isEmpty()) object.insert("devicesOff"_L1, QJsonArray::fromStringList(s.devicesOff));
    return object;
}

PlacementSettings placementFromJson(const QJsonObject &object)
{
    PlacementSettings s;
    s.splitMode = choiceIn<SplitMode>(object["splitMode"_L1], kSplitModes);
    s.mainGpu = object["mainGpu"_L1].toString().left(kMostIdChars);
    s.shares = sharesIn(object["shares"_L1]);
    s.experts = choiceIn<ExpertsChoice>(object["experts"_L1], kExperts);
    if (const QJsonValue value = object["cacheOnGpu"_L1]; value.isBool()) s.cacheOnGpu = value.toBool();
    s.access = choiceIn<WeightAccess>(object["access"_L1], kAccess);
    s.devicesOff = idsIn(object["devicesOff"_L1]);
    return s;
}

} // namespace sotto
