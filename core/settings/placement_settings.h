#pragma once

#include "inference/offload_options.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace sotto {

/// Where the experts of a mixture go.
enum class ExpertsChoice : std::uint8_t { Automatic, OnCpu, OnGpu };

/// How much of a model one GPU takes, against the others.
struct GpuPortion {
    QString deviceId;
    double share = 1;

    bool operator==(const GpuPortion &) const = default;
};

/// What a person set of where models go, for one model or for all. What is not set is left: of a model to the settings
/// for all, of those to Sotto.
struct PlacementSettings {
    std::optional<SplitMode> splitMode;
    QString mainGpu;          ///< Empty: not set.
    QList<GpuPortion> shares; ///< Empty: not set.
    std::optional<ExpertsChoice> experts;
    std::optional<bool> cacheOnGpu;
    std::optional<WeightAccess> access;
    QStringList devicesOff; ///< GPUs that are not used. Those off for all are off for each model.

    bool operator==(const PlacementSettings &) const = default;
};

/// Of a model's and the general ones. Pure. Thread: any.
[[nodiscard]] OffloadOptions offloadFrom(const PlacementSettings &general, const PlacementSettings &model);

/// To and from JSON: what is not set is left out; what is unknown, of a wrong type or out of range counts as not set.
/// Pure. Thread: any.
[[nodiscard]] QJsonObject toJson(const PlacementSettings &settings);
[[nodiscard]] PlacementSettings placementFromJson(const QJsonObject &object);

} // namespace sotto
