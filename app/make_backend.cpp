#include "app/make_backend.h"

#include "core/models/load_store.h"
#include "core/models/tuning_store.h"
#include "hardware/host.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <utility>

namespace sotto {

using namespace Qt::StringLiterals;

LlamaHost makeHost(const AppPaths &paths)
{
    const CpuInfo cpu = readCpuInfo();
    LlamaHost host;
    host.backendsFolder = QFile::encodeName(backendsFolder(QCoreApplication::applicationDirPath())).toStdString();
    host.physicalCores = cpu.usableCores();
    host.performanceCores = std::min(cpu.performanceCores, host.physicalCores);
    host.logicalCpus = cpu.cpuQuota > 0 ? std::min(cpu.cpuQuota, cpu.logicalCpus) : cpu.logicalCpus;
    host.machine = cpu.model;
    host.availableMemory = [] { return readMemoryInfo().available; };
    host.loads = LoadStore(paths.cacheFolder + u"/measured-loads.json"_s).memory();
    return host;
}

std::unique_ptr<LlamaBackend> makeBackend(const AppPaths &paths, std::shared_ptr<const Clock> clock,
                                          Measuring measuring)
{
    LlamaHost host = makeHost(paths);
    const TuningStore store(paths.cacheFolder + u"/measured-models.json"_s);
    host.tunings.recall = [store](const std::string &key) { return store.recall(key); };
    if (measuring == Measuring::WhenIdle)
        host.tunings.remember = [store](const std::string &key, const Tuning &tuning) { store.remember(key, tuning); };
    return std::make_unique<LlamaBackend>(std::move(host), std::move(clock));
}

} // namespace sotto
