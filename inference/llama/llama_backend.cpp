#include "inference/llama/llama_backend.h"

#include "inference/llama/compute_devices.h"
#include "inference/llama/embedder.h"
#include "inference/llama/reply_writer.h"
#include "inference/llama/state_digest.h"
#include "inference/llama/state_keeper.h"
#include "inference/llama/tuner.h"
#include "inference/llama/turn_ahead.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace sotto {
namespace {

// A window that has just shown the end of a reply asks for its title and draws first.
constexpr Duration kAheadPause = std::chrono::milliseconds(100);

/// The open model with everything that lives as long as it does.
struct Session {
    Session(OpenModel opened, const LoadOptions &options, const LlamaHost &host, const Clock &clock, StateCache &kept,
            std::unique_ptr<DraftModel> draft)
        : open(std::move(opened)), digest(digestOf(open, options)), cache(open.context.get()),
          states(kept, cache, digest), tuner(open, options, host, digest, clock),
          prompts(open.vocab(), templateOf(open, options), static_cast<int>(open.loaded.contextLength)),
          text(open.vocab()), ahead(open, cache, states, prompts), speculator(options.lookUp, std::move(draft))
    {
        useTuning();
        prompts.setMarksTurns(cache.needsCheckpoints());
        const ChatTemplate &chosen = prompts.chatTemplate();
        open.loaded.templateOrigin = chosen.origin();
        open.loaded.templateProblem = chosen.problem();
        open.loaded.canSwitchThinking = chosen.canSwitchThinking();
    }

    /// Passes on what the tuner has found.
    void useTuning()
    {
        cache.setBatchTokens(open.loaded.tuning.batchTokens);
        if (open.loaded.tuningOrigin == TuningOrigin::Measured) speculator.useThreads(open.loaded.tuning);
    }

    static StateDigest digestOf(const OpenModel &open, const LoadOptions &options)
    {
        const std::string key = open.loaded.spec.architecture + ".rope.scaling.original_context_length";
        char value[32];
        const bool lengthDecides = llama_model_meta_val_str(open.model.get(), key.c_str(), value, sizeof value) >= 0;
        return stateDigest(open.loaded, options, lengthDecides);
    }

    static ChatTemplate templateOf(const OpenModel &open, const LoadOptions &options)
    {
        const char *text = llama_model_chat_template(open.model.get(), nullptr);
        return templateFor(open.vocab(), open.loaded.spec.architecture, text ? text : "", options.chatTemplate);
    }

    OpenModel open;
    StateDigest digest;
    KvSession cache;
    StateKeeper states;
    Tuner tuner;
    PromptBuilder prompts;
    TokenText text;
    TurnAhead ahead;
    Speculator speculator;
};

} // namespace

struct LlamaBackend::Impl final : StateKeeping, SelfTuning {
    Impl(LlamaHost h, std::shared_ptr<const Clock> c) : host(std::move(h)), clock(std::move(c)) {}

    void setLimits(const StateLimits &limits) override { stateCache.setLimits(limits); }
    void forget(const std::string &key) override { session ? session->states.forget(key) : stateCache.forget(key); }
    void retain(const std::vector<std::string> &keys) override
    {
        stateCache.retain(keys);
        if (!session || session->states.key().empty() || std::ranges::contains(keys, session->states.key())) return;
        session->states.forget(std::string(session->states.key()));
    }
    [[nodiscard]] KeptStates kept() override { return stateCache.kept(); }
    [[nodiscard]] bool wantsToCompute() const override { return session && session->ahead.isDue(); }
    [[nodiscard]] std::optional<Duration> idle(Duration idleFor, const std::function<bool()> &interrupted) override
    {
        if (wantsToCompute()) {
            if (idleFor < kAheadPause) return kAheadPause - idleFor;
            session->ahead.compute(interrupted);
            return Duration::zero();
        }
        if (stateCache.hasUnwritten()) stateCache.writeOne(interrupted);
        const auto again = session ? session->states.idle(idleFor) : std::nullopt;
        return stateCache.hasUnwritten() ? Duration::zero() : again;
    }

    [[nodiscard]] bool isDue() const override { return session && session->tuner.isDue(); }
    [[nodiscard]] std::optional<Duration> measure(Duration idleFor, const std::function<bool()> &interrupted) override
    {
        if (!isDue()) return std::nullopt;
        if (idleFor < host.tuningPause) return host.tuningPause - idleFor;
        if (const Duration rest = session->tuner.rest(); rest > Duration::zero()) return rest;
        if (const auto wait = session->states.idle(idleFor)) return wait; // a conversation is copied when all is quiet
        if (interrupted()) return Duration::zero();
        if (!session->states.vacate()) {
            session->tuner.postpone(); // rather than read the conversation again
            return std::nullopt;
        }
        session->tuner.measureOne(interrupted);
        if (isDue()) return Duration::zero();
        session->useTuning();
        return std::nullopt;
    }
    void measureAgain() override
    {
        if (session) session->tuner.again();
    }
    [[nodiscard]] std::optional<Tuned> takeResult() override
    {
        return session ? session->tuner.takeResult() : std::nullopt;
    }

    LlamaHost host;
    std::shared_ptr<const Clock> clock;
    StateCache stateCache; ///< Outlives the session, which leaves its state there.
    std::unique_ptr<Session> session;
};

LlamaBackend::LlamaBackend(LlamaHost host, std::shared_ptr<const Clock> clock)
    : m_impl(std::make_unique<Impl>(std::move(host), std::move(clock)))
{
}

LlamaBackend::~LlamaBackend() = default;

std::vector<Device> LlamaBackend::devices()
{
    loadComputeBackends(m_impl->host.backendsFolder);
    std::vector<Device> found = listComputeDevices();
    // ggml reports all of the system's memory as free.
    for (Device &device : found) {
        if (device.kind == DeviceKind::Cpu && m_impl->host.availableMemory)
            device.freeBytes = std::min(device.totalBytes, m_impl->host.availableMemory());
    }
    return found;
}

Result<LoadedModel> LlamaBackend::open(const std::filesystem::path &path, const LoadOptions &options,
                                       const std::function<void(float)> &progress, const CancelToken &cancel)
{
    close();
    try {
        auto opened = openModel(path, options, m_impl->host, progress, cancel);
        if (!opened) return std::unexpected(opened.error());
        *opened->cancel = CancelToken();
        std::unique_ptr<DraftModel> draft;
        if (!options.draftModel.empty()) {
            LoadOptions small = options;
            small.contextLength = opened->loaded.contextLength;
            auto made = DraftModel::open(small, opened->vocab(), m_impl->host, cancel);
            if (!made && made.error().code == ErrorCode::Cancelled) return std::unexpected(made.error());
            opened->loaded.draftUse = made ? DraftUse::Guesses : DraftUse::Refused;
            if (made) draft = *std::move(made);
        }
        m_impl->session = std::make_unique<Session>(*std::move(opened), options, m_impl->host, *m_impl->clock,
                                                    m_impl->stateCache, std::move(draft));
        m_impl->session->cache.alterStatus(m_impl->host.alterDecodeStatus);
        return m_impl->session->open.loaded;
    } catch (const std::exception &exception) {
        return fail(ErrorCode::ModelRejected, path.filename().string(), exception.what());
    }
}

void LlamaBackend::close()
{
    if (m_impl->session) m_impl->session->states.keep(); // the model may come back
    m_impl->session.reset();
}

void LlamaBackend::generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                            const CancelToken &cancel)
{
    if (!m_impl->session) return sink(Failed{Error(ErrorCode::NoModel)});
    Session &session = *m_impl->session;
    *session.open.cancel = cancel;
    session.ahead.begin(request);
    const GenerationSink heard = [&](GenerationEvent event) {
        session.ahead.hear(event);
        sink(std::move(event));
    };
    try {
        ReplyWriter({session.open, session.cache, session.states, session.prompts, session.text, session.speculator,
                     *m_impl->clock},
                    request, accepted, heard, cancel)
            .run();
    } catch (const std::bad_alloc &) {
        session.cache.clear();
        heard(Failed{Error(ErrorCode::MemoryRanOut, session.open.loaded.path.filename().string())});
    } catch (const std::exception &exception) {
        session.cache.clear();
        heard(Failed{Error(ErrorCode::DecodeFailed, session.open.loaded.path.filename().string(), exception.what())});
    }
    session.states.end();
    *session.open.cancel = CancelToken();
}

Result<std::vector<std::vector<float>>> LlamaBackend::embed(const std::vector<std::string> &texts,
                                                            const CancelToken &cancel)
{
    if (!m_impl->session) return fail(ErrorCode::NoModel);
    return embedTexts(m_impl->session->open, texts, cancel);
}

StateKeeping *LlamaBackend::states()
{
    return m_impl.get();
}

SelfTuning *LlamaBackend::tuning()
{
    return m_impl.get();
}

Result<int> LlamaBackend::countTokens(const std::vector<ChatMessage> &messages)
{
    if (!m_impl->session) return fail(ErrorCode::NoModel);
    try {
        return m_impl->session->prompts.count(messages);
    } catch (const std::exception &exception) {
        return fail(ErrorCode::TemplateFailed, {}, exception.what());
    }
}

int LlamaBackend::countDropped(const std::vector<ChatMessage> &messages)
{
    if (!m_impl->session) return 0;
    try {
        const auto prompt = m_impl->session->prompts.build(messages, std::nullopt);
        return prompt ? prompt->droppedMessages : 0; // one that cannot be sent leaves nothing out
    } catch (const std::exception &) {
        return 0;
    }
}

} // namespace sotto
