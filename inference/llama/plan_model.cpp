#include "inference/llama/plan_model.h"

#include "inference/gguf/gguf_reader.h"
#include "inference/llama/compute_devices.h"
#include "inference/llama/load_planner.h"

namespace sotto {

Result<OffloadPlan> planModel(const std::filesystem::path &path, const LoadOptions &options, const LlamaHost &host)
{
    const auto spec = readModelSpec(path);
    if (!spec) return std::unexpected(spec.error());
    loadComputeBackends(host.backendsFolder);
    std::vector<Device> devices = listComputeDevices();
    if (devices.empty()) return fail(ErrorCode::NoBackend);
    LoadPlanner planner(path, *spec, options, host, std::move(devices));
    if (const Status planned = planner.begin(); !planned) return std::unexpected(planned.error());
    return planner.plan();
}

} // namespace sotto
