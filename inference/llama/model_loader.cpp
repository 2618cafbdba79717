#include "inference/llama/model_loader.h"

#include "inference/gguf/gguf_reader.h"
#include "inference/llama/compute_devices.h"
#include "inference/llama/kv_session.h"
#include "inference/llama/load_failure.h"
#include "inference/llama/load_planner.h"
#include "inference/llama/log_capture.h"
#include "inference/llama/memory_report.h"
#include "inference/llama/model_params.h"
#include "inference/step_down.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sotto {
namespace {

/// Passes progress on in steps of a hundredth and answers llama whether to go on.
class ProgressGate final {
public:
    ProgressGate(const std::function<void(float)> &progress, const CancelToken &cancel)
        : m_progress(progress), m_cancel(cancel)
    {
    }

    bool report(float fraction)
    {
        if (fraction >= m_last + 0.01F || (fraction >= 1.0F && m_last < 1.0F)) {
            m_last = fraction;
            if (m_progress) m_progress(fraction);
        }
        return !m_cancel.isCancelled();
    }

    static bool callback(float fraction, void *gate)
    {
        return static_cast<ProgressGate *>(gate)->report(fraction * kLoadShare);
    }

private:
    static constexpr float kLoadShare = 0.95F; // the rest is the context and the warm-up
    const std::function<void(float)> &m_progress;
    const CancelToken &m_cancel;
    float m_last = -1.0F;
};

/// One opening, from the file's header to the warm-up.
class Loader final {
public:
    Loader(const LoadOptions &options, const LlamaHost &host, const std::function<void(float)> &progress,
           const CancelToken &cancel)
        : m_options(options), m_host(host), m_gate(progress, cancel), m_cancel(cancel)
    {
    }

    [[nodiscard]] Result<OpenModel> run(const std::filesystem::path &path)
    {
        m_open.loaded.path = path;
        *m_open.cancel = m_cancel;
        if (const Status planned = readAndPlan(path); !planned) return std::unexpected(planned.error());
        for (;;) {
            const Status done = attempt();
            if (done) break;
            if (!stepDown(done.error().code)) return std::unexpected(done.error());
        }
        m_planner->loaded();
        m_open.loaded.steppedDown = m_planner->steppedDown();
        describe();
        m_gate.report(1.0F);
        return std::move(m_open);
    }

private:
    Status readAndPlan(const std::filesystem::path &path)
    {
        auto spec = readModelSpec(path);
        if (!spec) return std::unexpected(spec.error());
        m_open.loaded.spec = *std::move(spec);
        loadComputeBackends(m_host.backendsFolder);
        std::vector<Device> devices = listComputeDevices();
        if (std::ranges::none_of(devices, [](const Device &d) { return d.kind == DeviceKind::Cpu; }))
            return fail(ErrorCode::NoBackend);
        const int cores = m_options.quiet ? quietThreads(m_host.physicalCores) : m_host.physicalCores;
        const int threads = std::clamp(m_options.threads > 0 ? m_options.threads : cores, 1, 512);
        m_open.loaded.tuning = {threads, threads, kBatchTokens};
        m_open.loaded.tuningOrigin = m_options.threads > 0 ? TuningOrigin::Chosen : TuningOrigin::PerCore;
        m_open.quiet = m_options.quiet;
        if (m_host.alterDevices) m_host.alterDevices(devices);
        m_planner.emplace(m_open.loaded.path, m_open.loaded.spec, m_options, m_host, std::move(devices));
        if (const Status planned = m_planner->begin(); !planned) return planned;
        chooseCacheType(plan().quantizedCache ? CacheType::Q8_0 : CacheType::F16, CacheFallback::HeadSize);
        return m_cancel.isCancelled() ? fail(ErrorCode::Cancelled) : Status();
    }

    [[nodiscard]] const OffloadPlan &plan() const { return m_planner->plan(); }

    /// `reason`: why it is not the wanted one, if it is not.
    void chooseCacheType(CacheType type, CacheFallback reason)
    {
        LoadedModel &loaded = m_open.loaded;
        loaded.cacheType = usableCacheType(loaded.spec, type);
        loaded.cacheFallback = loaded.cacheType == m_options.cacheType ? CacheFallback::None : reason;
    }

    /// Plans something that takes less; false where the file or the person is the reason.
    [[nodiscard]] bool stepDown(ErrorCode code)
    {
        if (code == ErrorCode::NotEnoughMemory) return m_planner->stepDown(m_stage, LoadFailure::OutOfMemory);
        const bool maybeTheDevice = code == ErrorCode::ModelRejected || code == ErrorCode::DeviceFailed;
        return maybeTheDevice && m_planner->stepDown(m_stage, LoadFailure::Other);
    }

    /// Notes where the load is. Tests can say that the memory ends here.
    [[nodiscard]] Status enter(LoadStage stage)
    {
        m_stage = stage;
        const bool pretends = m_host.pretendOutOfMemory && m_host.pretendOutOfMemory(stage, m_planner->trying());
        return pretends ? std::unexpected(outOfMemory({})) : Status();
    }

    [[nodiscard]] Error outOfMemory(std::string detail) const
    {
        Error error(ErrorCode::NotEnoughMemory, fileName(), std::move(detail));
        error.needed = plan().totalBytes();
        error.available = m_host.availableMemory ? m_host.availableMemory() : 0;
        return error;
    }

    Status attempt()
    {
        const LogCapture log;
        m_open.context.reset();
        m_open.adapters.clear();
        m_open.model.reset();
        m_open.threadpool.reset();
        m_open.poolThreads = 0;
        if (const Status there = enter(LoadStage::Weights); !there) return there;
        if (const Status made = makeModel(log); !made) return made;
        if (const Status there = enter(LoadStage::Context); !there) return there;
        Status made = makeContext(log);
        if (!made && m_open.loaded.cacheType != CacheType::F16 && made.error().code != ErrorCode::Cancelled) {
            chooseCacheType(CacheType::F16, CacheFallback::Refused);
            made = makeContext(log);
        }
        if (!made) return made;
        if (const Status laid = layOn(log); !laid) return laid;
        if (const Status there = enter(LoadStage::WarmUp); !there) return there;
        if (const Status warm = warmUp(log); !warm) return warm;
        m_log = log.lines();
        return {};
    }

    Status makeModel(const LogCapture &log)
    {
        ModelParams params(plan(), m_options.offload);
        params.get().progress_callback = &ProgressGate::callback;
        params.get().progress_callback_user_data = &m_gate;
        m_open.model.reset(openModelFiles(filesOf(m_open.loaded.spec, m_open.loaded.path), params.get()));
        if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        if (!m_open.model) return rejection(log);
        return canChat() ? Status() : notALanguageModel();
    }

    [[nodiscard]] bool canChat() const
    {
        const llama_model *model = m_open.model.get();
        return llama_model_has_decoder(model) && !llama_model_has_encoder(model) && !llama_model_is_diffusion(model) &&
               llama_vocab_type(m_open.vocab()) != LLAMA_VOCAB_TYPE_NONE;
    }

    Status makeContext(const LogCapture &log)
    {
        llama_context_params params = contextParamsFor(plan(), m_open.loaded.cacheType, m_open.loaded.tuning);
        params.abort_callback = [](void *token) { return static_cast<CancelToken *>(token)->isCancelled(); };
        params.abort_callback_data = m_open.cancel.get();
        m_open.context.reset(llama_init_from_model(m_open.model.get(), params));
        if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        if (!m_open.context) return rejection(log);
        llama_context *context = m_open.context.get();
        const bool chats = llama_get_memory(context) && llama_get_causal_attn(context) &&
                           llama_pooling_type(context) == LLAMA_POOLING_TYPE_NONE;
        if (!chats) return notALanguageModel();
        useThreads(m_open, m_open.loaded.tuning, m_open.loaded.tuning.threads);
        m_gate.report(0.97F);
        return {};
    }

    Status layOn(const LogCapture &log)
    {
        const std::string &architecture = m_open.loaded.spec.architecture;
        auto laid = layAdapters(m_open.model.get(), m_open.context.get(), m_options.adapters, architecture, log);
        if (!laid) return fail(laid.error());
        m_open.adapters = *std::move(laid);
        m_open.loaded.adapters = m_options.adapters;
        return {};
    }

    /// Touches the weights and builds the graphs once, so that the first reply does not pay for it.
    Status warmUp(const LogCapture &log)
    {
        const llama_token bos = llama_vocab_bos(m_open.vocab());
        std::array<llama_token, 1> token{bos == LLAMA_TOKEN_NULL ? 0 : bos};
        llama_context *context = m_open.context.get();
        const int status = llama_decode(context, llama_batch_get_one(token.data(), 1));
        llama_synchronize(context);
        llama_memory_clear(llama_get_memory(context), true);
        if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        if (status == kDecodeOutOfMemory) return std::unexpected(outOfMemory(log.lastErrors()));
        return status == 0 ? Status() : fail(ErrorCode::DeviceFailed, fileName(), log.lastErrors());
    }

    [[nodiscard]] std::string fileName() const { return m_open.loaded.path.filename().string(); }

    [[nodiscard]] Status notALanguageModel() const
    {
        return fail(ErrorCode::NotALanguageModel, fileName(), m_open.loaded.spec.architecture);
    }

    [[nodiscard]] Status rejection(const LogCapture &log) const
    {
        const std::string unknown = unknownArchitectureFromLog(log.lines());
        if (!unknown.empty()) return fail(ErrorCode::UnknownArchitecture, unknown, log.lastErrors());
        if (tellsOfMemory(log.lines())) return std::unexpected(outOfMemory(log.lastErrors()));
        return fail(ErrorCode::ModelRejected, fileName(), log.lastErrors());
    }

    void describe()
    {
        LoadedModel &loaded = m_open.loaded;
        loaded.contextLength = llama_n_ctx(m_open.context.get());
        loaded.memory = memoryFromLog(m_log, m_planner->devices());
        loaded.layerDevices = layerDevicesFromLog(m_log);
        loaded.moved = movedTensorsFromLog(m_log, m_planner->devices());
        loaded.plan = plan();
        loaded.deviceChange = changeSince(m_planner->devices());
    }

    const LoadOptions &m_options;
    const LlamaHost &m_host;
    ProgressGate m_gate;
    const CancelToken &m_cancel;
    OpenModel m_open;
    std::optional<LoadPlanner> m_planner;
    std::vector<LogLine> m_log;
    LoadStage m_stage = LoadStage::Weights;
};

} // namespace

/// A pool of our own keeps its threads from one token to the next.
void useThreads(OpenModel &open, const Tuning &tuning, int poolThreads)
{
    llama_context *context = open.context.get();
    llama_set_n_threads(context, tuning.threads, tuning.batchThreads);
    const int threads = std::max({tuning.threads, tuning.batchThreads, poolThreads});
    ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    ggml_backend_reg_t registry = ggml_backend_dev_backend_reg(cpu);
    const auto make = reinterpret_cast<decltype(&ggml_threadpool_new)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new"));
    const auto free = reinterpret_cast<decltype(&ggml_threadpool_free)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free"));
    if (!make || !free || threads == open.poolThreads) return;
    std::unique_ptr<ggml_threadpool, ThreadpoolDeleter> pool;
    if (threads > 1) {
        ggml_threadpool_params params = ggml_threadpool_params_default(threads);
        if (open.quiet) params.prio = GGML_SCHED_PRIO_LOW;
        pool = {make(&params), ThreadpoolDeleter{free}};
    }
    if (pool)
        llama_attach_threadpool(context, pool.get(), pool.get());
    else
        llama_detach_threadpool(context);
    open.threadpool = std::move(pool);
    open.poolThreads = threads;
}

Result<OpenModel> openModel(const std::filesystem::path &path, const LoadOptions &options, const LlamaHost &host,
                            const std::function<void(float)> &progress, const CancelToken &cancel)
{
    return Loader(options, host, progress, cancel).run(path);
}

} // namespace sotto
