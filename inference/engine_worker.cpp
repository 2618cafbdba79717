#include "inference/engine_worker.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace sotto {
namespace {

/// What the exception being handled means; called from a catch block only.
Error currentExceptionAsError()
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return Error(ErrorCode::NotEnoughMemory, {}, "out of memory");
    } catch (const std::exception &e) {
        return Error(ErrorCode::Internal, {}, e.what());
    } catch (...) {
        return Error(ErrorCode::Internal, {}, "unknown exception");
    }
}

bool isLastOfReply(const GenerationEvent &event)
{
    return std::holds_alternative<Finished>(event) || std::holds_alternative<Failed>(event);
}

bool usesOtherThanCpu(const LoadedModel &model)
{
    return std::ranges::any_of(model.memory.devices,
                               [](const DeviceMemory &device) { return device.kind != DeviceKind::Cpu; });
}

/// One entry of the journal, for as long as the work takes.
class Noted final {
public:
    Noted(WorkJournal *journal, RiskyWork work, const std::filesystem::path &model) : m_journal(journal)
    {
        if (m_journal) m_journal->begin(work, model);
    }
    ~Noted()
    {
        if (m_journal) m_journal->end();
    }
    Noted(const Noted &) = delete;
    Noted &operator=(const Noted &) = delete;

private:
    WorkJournal *m_journal;
};

} // namespace

EngineWorker::EngineWorker(std::unique_ptr<Backend> backend, EngineListener listener,
                           std::shared_ptr<const Clock> clock, std::shared_ptr<WorkJournal> journal)
    : m_backend(std::move(backend)), m_listener(std::move(listener)), m_clock(clock), m_journal(std::move(journal)),
      m_queue(std::move(clock)), m_thread([this] { run(); })
{
}

EngineWorker::~EngineWorker()
{
    m_queue.stop();
    m_thread.join();
}

void EngineWorker::run()
{
    while (waitForWork()) {
        serveSideLane();
        if (const auto job = m_queue.takeJob()) perform(*job);
        tellKept();
        m_idleSince = m_clock->now();
        m_idleCall = Duration::zero();
    }
    m_backend.reset();
}

/// False when the engine is to end.
bool EngineWorker::waitForWork()
{
    while (!m_queue.wait(m_idleCall))
        beIdle();
    return m_queue.hasWork();
}

void EngineWorker::beIdle()
{
    m_idleCall.reset();
    const auto interrupted = [this] { return m_queue.isPressing(); };
    try {
        m_idleCall = doPutOff(interrupted);
    } catch (...) {
        return; // what could not be kept will be computed again, what could not be measured stays as it is
    }
    tellKept();
    tellTuned();
}

/// One piece of what is done when nothing else is. Measuring comes last, so that it finds the disk and the memory
/// still.
std::optional<Duration> EngineWorker::doPutOff(const std::function<bool()> &interrupted)
{
    StateKeeping *states = m_backend->states();
    std::optional<Duration> first;
    if (states) {
        const Noted noted(states->wantsToCompute() ? journalOfReplies() : nullptr, RiskyWork::Replying, m_modelOnGpu);
        first = states->idle(m_clock->now() - m_idleSince, interrupted);
    }
    if (first == Duration::zero()) return first;
    const auto second = measure(interrupted);
    return first && second ? std::min(*first, *second) : (first ? first : second);
}

std::optional<Duration> EngineWorker::measure(const std::function<bool()> &interrupted)
{
    SelfTuning *tuning = m_backend->tuning();
    if (!tuning || !tuning->isDue()) return std::nullopt;
    // A driver that ends the process here would do so again at each start.
    const Noted noted(journalOfReplies(), RiskyWork::Replying, m_modelOnGpu);
    return tuning->measure(m_clock->now() - m_idleSince, interrupted);
}

void EngineWorker::perform(const EngineJob &job)
{
    if (const auto *request = std::get_if<GenerationRequest>(&job.work))
        reply(job, *request);
    else if (const auto *work = std::get_if<LoadJob>(&job.work))
        deliver(job.id, load(job, *work));
    else if (const auto *texts = std::get_if<EmbedJob>(&job.work))
        deliver(job.id, embed(job, *texts));
    else if (job.isUnload())
        deliver(job.id, unload());
    else
        deliver(job.id, listDevices());
    m_queue.finishJob();
}

EngineEventBody EngineWorker::load(const EngineJob &job, const LoadJob &work)
{
    const CancelToken cancel = job.cancel.token();
    if (cancel.isCancelled()) return Failed{Error(ErrorCode::Cancelled)};
    const auto progress = [&](float fraction) {
        deliver(job.id, LoadProgress{fraction});
        deliverEnded();
    };
    try {
        m_modelOpen = false;
        const Noted noted(m_journal.get(), RiskyWork::Opening, work.path);
        Result<LoadedModel> model = m_backend->open(work.path, work.options, progress, cancel);
        if (!model) return Failed{std::move(model.error())};
        m_modelOpen = true;
        m_modelOnGpu = usesOtherThanCpu(*model) ? work.path : std::filesystem::path();
        return Loaded{std::move(*model)};
    } catch (...) {
        const Error error = currentExceptionAsError();
        closeBackend();
        return Failed{error};
    }
}

EngineEventBody EngineWorker::unload()
{
    closeBackend();
    return Unloaded{};
}

EngineEventBody EngineWorker::listDevices()
{
    try {
        return DevicesListed{m_backend->devices()};
    } catch (...) {
        return Failed{currentExceptionAsError()};
    }
}

EngineEventBody EngineWorker::embed(const EngineJob &job, const EmbedJob &work)
{
    const CancelToken cancel = job.cancel.token();
    if (cancel.isCancelled()) return Failed{Error(ErrorCode::Cancelled)};
    if (!m_modelOpen) return Failed{Error(ErrorCode::NoModel)};
    try {
        auto vectors = m_backend->embed(work.texts, cancel);
        if (!vectors) return Failed{std::move(vectors.error())};
        return Embedded{*std::move(vectors)};
    } catch (...) {
        return Failed{currentExceptionAsError()};
    }
}

void EngineWorker::reply(const EngineJob &job, const GenerationRequest &request)
{
    bool ended = false;
    try {
        generate(job, request, ended);
        if (ended) return;
        if (job.cancel.token().isCancelled())
            deliver(job.id, Finished{{}, FinishReason::Cancelled});
        else
            deliver(job.id, Failed{Error(ErrorCode::Internal, {}, "the backend ended without a last event")});
    } catch (...) {
        if (!ended) deliver(job.id, Failed{currentExceptionAsError()});
    }
}

void EngineWorker::generate(const EngineJob &job, const GenerationRequest &request, bool &ended)
{
    const CancelToken cancel = job.cancel.token();
    if (cancel.isCancelled()) return;
    if (!m_modelOpen) {
        ended = true;
        deliver(job.id, Failed{Error(ErrorCode::NoModel)});
        return;
    }
    const auto sink = [&](GenerationEvent event) {
        if (ended) return;
        ended = isLastOfReply(event);
        std::visit([&](auto &body) { deliver(job.id, std::move(body)); }, event);
        if (!ended) serveSideLane();
    };
    const Noted noted(journalOfReplies(), RiskyWork::Replying, m_modelOnGpu);
    m_backend->generate(request, job.accepted, sink, cancel);
}

EngineEventBody EngineWorker::count(const std::vector<ChatMessage> &messages)
{
    if (!m_modelOpen) return Failed{Error(ErrorCode::NoModel)};
    try {
        const Result<int> tokens = m_backend->countTokens(messages);
        if (!tokens) return Failed{tokens.error()};
        return TokensCounted{*tokens, m_backend->countDropped(messages)};
    } catch (...) {
        return Failed{currentExceptionAsError()};
    }
}

void EngineWorker::deliverEnded()
{
    for (EngineEvent &event : m_queue.takeEnded())
        deliver(event.request, std::move(event.body));
}

void EngineWorker::serveSideLane()
{
    deliverEnded();
    runErrands();
    if (const auto pending = m_queue.takeCount()) deliver(pending->id, count(pending->messages));
}

void EngineWorker::runErrands()
{
    const std::vector<EngineErrand> errands = m_queue.takeErrands();
    for (const EngineErrand &errand : errands) {
        try {
            errand(*m_backend);
        } catch (...) {
            continue; // nobody waits for it
        }
    }
    if (!errands.empty()) tellKept();
}

void EngineWorker::tellKept()
{
    StateKeeping *states = m_backend->states();
    const KeptStates kept = states ? states->kept() : KeptStates{};
    if (kept == m_toldKept) return;
    m_toldKept = kept;
    deliver({}, kept);
}

void EngineWorker::tellTuned()
{
    SelfTuning *tuning = m_backend->tuning();
    if (const auto tuned = tuning ? tuning->takeResult() : std::nullopt) deliver({}, *tuned);
}

void EngineWorker::closeBackend()
{
    m_modelOpen = false;
    try {
        m_backend->close();
    } catch (...) {
        // A close that throws has nobody to tell; the next open() says what is wrong.
        return;
    }
}

} // namespace sotto
