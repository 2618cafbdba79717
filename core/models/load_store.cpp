#include "core/models/load_store.h"

#include "core/models/remembered_facts.h"

#include <QDateTime>
#include <QJsonArray>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMonthMs = 30LL * 24 * 3600 * 1000;
constexpr qsizetype kMostKeptLayers = 4096;
constexpr qsizetype kMostKeptDevices = 64;

std::optional<std::uint64_t> bytesIn(const QJsonValue &value)
{
    const qint64 bytes = value.toInteger(-1);
    return bytes < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(bytes));
}

} // namespace

LoadMemory LoadStore::memory() const
{
    const LoadStore store = *this;
    LoadMemory port;
    port.recallFigures = [store](const std::string &key) { return store.recallFigures(key); };
    port.rememberFigures = [store](const std::string &key, const BufferFigures &f) { store.rememberFigures(key, f); };
    port.recallPlan = [store](const std::string &key) {
        return store.recallPlan(key, QDateTime::currentMSecsSinceEpoch());
    };
    port.rememberPlan = [store](const std::string &key, const LoadPlan &plan) { store.rememberPlan(key, plan); };
    return port;
}

std::optional<BufferFigures> LoadStore::recallFigures(const std::string &key) const
{
    const QJsonObject kept = recallFacts(m_file, QString::fromStdString(key));
    BufferFigures figures;
    const QJsonArray cache = kept.value("layerCache"_L1).toArray();
    const QJsonArray compute = kept.value("compute"_L1).toArray();
    if (compute.isEmpty() || cache.size() > kMostKeptLayers || compute.size() > kMostKeptDevices) return std::nullopt;
    for (const QJsonValue &layer : cache) {
        const auto bytes = bytesIn(layer);
        if (!bytes) return std::nullopt;
        figures.layerCache.push_back(*bytes);
    }
    for (const QJsonValue &device : compute) {
        const auto bytes = bytesIn(device["bytes"_L1]);
        const std::string id = device["id"_L1].toString().toStdString();
        if (!bytes || id.empty()) return std::nullopt;
        figures.compute.emplace_back(id, *bytes);
    }
    return figures;
}

void LoadStore::rememberFigures(const std::string &key, const BufferFigures &figures) const
{
    QJsonArray cache;
    for (const std::uint64_t bytes : figures.layerCache)
        cache.append(static_cast<qint64>(bytes));
    QJsonArray compute;
    for (const auto &[id, bytes] : figures.compute)
        compute.append(QJsonObject{{"id"_L1, QString::fromStdString(id)}, {"bytes"_L1, static_cast<qint64>(bytes)}});
    rememberFacts(m_file, QString::fromStdString(key), {{"layerCache"_L1, cache}, {"compute"_L1, compute}});
}

std::optional<LoadPlan> LoadStore::recallPlan(const std::string &key, qint64 nowMs) const
{
    const QJsonObject kept = recallFacts(m_file, QString::fromStdString(key));
    const qint64 context = kept.value("context"_L1).toInteger();
    const qint64 layers = kept.value("gpuLayers"_L1).toInteger(-1);
    const qint64 experts = kept.value("experts"_L1).toInteger(-1);
    const bool sane = context > 0 && context <= 16'777'216 && layers >= 0 && layers <= kAllLayers && experts >= 0 &&
                      experts <= static_cast<qint64>(ExpertPlace::OnCpu);
    const qint64 age = nowMs - static_cast<qint64>(kept.value("at"_L1).toDouble());
    if (!sane || age > kMonthMs) return std::nullopt;
    return LoadPlan{static_cast<std::uint32_t>(context), static_cast<int>(layers), static_cast<ExpertPlace>(experts)};
}

void LoadStore::rememberPlan(const std::string &key, const LoadPlan &plan) const
{
    rememberFacts(m_file, QString::fromStdString(key),
                  {{"context"_L1, static_cast<qint64>(plan.context)},
                   {"gpuLayers"_L1, plan.gpuLayers},
                   {"experts"_L1, static_cast<int>(plan.experts)}});
}

} // namespace sotto
