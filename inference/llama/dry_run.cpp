#include "inference/llama/dry_run.h"

#include "inference/llama/log_capture.h"
#include "inference/llama/memory_report.h"
#include "inference/llama/model_params.h"

#include <llama.h>

#include <memory>

namespace sotto {
namespace {

using DryModel = std::unique_ptr<llama_model, decltype(&llama_model_free)>;
using DryContext = std::unique_ptr<llama_context, decltype(&llama_free)>;

Result<BufferFigures> figuresFrom(const LogCapture &log, std::size_t blocks, const std::vector<Device> &devices)
{
    BufferFigures figures;
    figures.layerCache = layerCacheFromLog(log.lines(), blocks);
    for (const DeviceMemory &device : memoryFromLog(log.lines(), devices).devices)
        if (device.compute > 0) figures.compute.emplace_back(device.deviceId, device.compute);
    if (figures.compute.empty()) return fail(ErrorCode::Internal, {}, "the dry run told nothing");
    return figures;
}

} // namespace

Result<BufferFigures> dryRun(const std::filesystem::path &path, const ModelSpec &spec, const OffloadPlan &plan,
                             const std::vector<Device> &devices)
{
    const LogCapture log;
    ModelParams params(plan, {});
    params.get().load_mode = LLAMA_LOAD_MODE_NONE; // mapping is not for what is not loaded
    params.get().no_alloc = true;
    const DryModel model(openModelFiles(filesOf(spec, path), params.get()), &llama_model_free);
    if (!model) return fail(ErrorCode::DeviceFailed, path.filename().string(), log.lastErrors());
    const CacheType type = plan.quantizedCache ? CacheType::Q8_0 : CacheType::F16;
    const DryContext context(llama_init_from_model(model.get(), contextParamsFor(plan, type, {})), &llama_free);
    if (!context) return fail(ErrorCode::DeviceFailed, path.filename().string(), log.lastErrors());
    return figuresFrom(log, spec.layerBytes.size(), devices);
}

} // namespace sotto
