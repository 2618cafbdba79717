#include "core/energy/sensors.h"

#include "hardware/probes/all_probes.h"

namespace sotto {

std::vector<std::unique_ptr<Probe>> makeSensors(const EnergySettings &settings)
{
    ProbeOptions options = probeOptionsFromEnvironment();
    if (options.nvmlLibrary.empty()) options.nvmlLibrary = settings.nvmlLibrary.toStdString();
    return makeProbes(options);
}

} // namespace sotto
