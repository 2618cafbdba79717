#include "inference/engine.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace sotto {
namespace {

struct LoadJob {
    std::filesystem::path path;
    LoadOptions options;
};
struct UnloadJob {};
struct DevicesJob {};
struct EmbedJob {
    std::vector<std::string> texts;
};

struct Job {
    RequestId id;
    std::variant<LoadJob, UnloadJob, GenerationRequest, DevicesJob, EmbedJob> work;
    Instant accepted;
    CancelSource cancel;

    [[nodiscard]] bool isReply() const { return std::holds_alternative<GenerationRequest>(work); }
    [[nodiscard]] bool isUnload() const { return std::holds_alternative<UnloadJob>(work); }
    [[nodiscard]] bool changesModel() const { return isUnload() || std::holds_alternative<LoadJob>(work); }
};

struct Count {
    RequestId id;
    std::vector<ChatMessage> messages;
};

/// Something asked of the backend that has no event of its own; done between two tokens.
using Errand = std::function<void(Backend &)>;

template <class Act>
Errand ofStates(Act act)
{
    return [act = std::move(act)](Backend &backend) {
        if (StateKeeping *states = backend.states()) act(*states);
    };
}

/// The last event of a request that was stopped before it began.
EngineEvent cancelledEvent(const Job &job)
{
    if (job.isReply()) return {job.id, Finished{{}, FinishReason::Cancelled}};
    return {job.id, Failed{Error(ErrorCode::Cancelled)}};
}

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

class Engine::Worker {
public:
    Worker(std::unique_ptr<Backend> backend, EngineListener listener, std::shared_ptr<const Clock> clock,
           std::shared_ptr<WorkJournal> journal)
        : m_backend(std::move(backend)), m_listener(std::move(listener)), m_clock(std::move(clock)),
          m_journal(std::move(journal)), m_thread([this] { run(); })
    {
    }

    ~Worker()
    {
        stop();
        m_thread.join();
    }

    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    RequestId enqueue(decltype(Job::work) work);
    RequestId enqueueCount(std::vector<ChatMessage> messages);
    void enqueueErrand(Errand errand);
    void cancel(RequestId id);
    [[nodiscard]] bool isIdle();

private:
    void stop();

    void run();
    [[nodiscard]] bool waitForWork();
    void beIdle();
    [[nodiscard]] std::optional<Duration> doPutOff(const std::function<bool()> &interrupted);
    [[nodiscard]] std::optional<Duration> measure(const std::function<bool()> &interrupted);
    [[nodiscard]] bool hasSomethingToDo() const;
    [[nodiscard]] bool countIsDue() const;
    [[nodiscard]] std::optional<Job> takeJob();
    [[nodiscard]] std::optional<Count> takeCount();

    void perform(const Job &job);
    [[nodiscard]] EngineEventBody load(const Job &job, const LoadJob &work);
    [[nodiscard]] EngineEventBody unload();
    [[nodiscard]] EngineEventBody listDevices();
    [[nodiscard]] EngineEventBody embed(const Job &job, const EmbedJob &work);
    void reply(const Job &job, const GenerationRequest &request);
    void generate(const Job &job, const GenerationRequest &request, bool &ended);
    [[nodiscard]] EngineEventBody count(const std::vector<ChatMessage> &messages);

    void deliver(RequestId id, EngineEventBody body) noexcept { m_listener({id, std::move(body)}); }
    void deliverEnded();
    void serveSideLane();
    void runErrands();
    void tellKept();
    void tellTuned();
    void closeBackend();

    // Used by the inference thread alone once it runs.
    std::unique_ptr<Backend> m_backend;
    const EngineListener m_listener;
    const std::shared_ptr<const Clock> m_clock;
    const std::shared_ptr<WorkJournal> m_journal;
    bool m_modelOpen = false;
    KeptStates m_toldKept;
    Instant m_idleSince{};
    std::optional<Duration> m_idleCall; ///< After so long without work the backend is called; nothing: not at all.
    std::filesystem::path m_modelOnGpu; ///< The open model where a device other than the CPU has a part of it.

    std::mutex m_mutex; ///< Guards what follows, never held while the backend or the listener is called.
    std::condition_variable m_wake;
    std::int64_t m_lastId = 0;
    std::deque<Job> m_queue;
    std::optional<Count> m_count; ///< Only the latest waits.
    std::vector<Errand> m_errands;
    std::vector<EngineEvent> m_ended; ///< Last events of requests stopped while they waited.
    RequestId m_runningId;
    CancelSource m_runningCancel;
    bool m_stopping = false;

    std::thread m_thread; ///< Last, so that all of the above is there when it starts.
};

RequestId Engine::Worker::enqueue(decltype(Job::work) work)
{
    const Instant now = m_clock->now();
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return {};
    const RequestId id(++m_lastId);
    m_queue.push_back({id, std::move(work), now, {}});
    m_wake.notify_one();
    return id;
}

RequestId Engine::Worker::enqueueCount(std::vector<ChatMessage> messages)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return {};
    const RequestId id(++m_lastId);
    if (m_count) m_ended.push_back({m_count->id, Failed{Error(ErrorCode::Cancelled)}});
    m_count = Count{id, std::move(messages)};
    m_wake.notify_one();
    return id;
}

void Engine::Worker::cancel(RequestId id)
{
    const std::lock_guard lock(m_mutex);
    if (!id.isValid()) return;
    if (id == m_runningId) {
        m_runningCancel.cancel();
    } else if (m_count && m_count->id == id) {
        m_count.reset();
        m_ended.push_back({id, Failed{Error(ErrorCode::Cancelled)}});
    } else if (const auto job = std::ranges::find(m_queue, id, &Job::id); job != m_queue.end() && !job->isUnload()) {
        m_ended.push_back(cancelledEvent(*job));
        m_queue.erase(job);
    }
    m_wake.notify_one();
}

bool Engine::Worker::isIdle()
{
    const std::lock_guard lock(m_mutex);
    return m_queue.empty() && !m_runningId.isValid();
}

void Engine::Worker::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_runningCancel.cancel();
    for (const Job &job : m_queue) {
        if (!job.isUnload()) m_ended.push_back(cancelledEvent(job));
    }
    std::erase_if(m_queue, [](const Job &job) { return !job.isUnload(); });
    if (m_count) m_ended.push_back({m_count->id, Failed{Error(ErrorCode::Cancelled)}});
    m_count.reset();
    m_wake.notify_one();
}

void Engine::Worker::enqueueErrand(Errand errand)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopping) return;
    m_errands.push_back(std::move(errand));
    m_wake.notify_one();
}

void Engine::Worker::run()
{
    while (waitForWork()) {
        serveSideLane();
        if (const auto job = takeJob()) perform(*job);
        tellKept();
        m_idleSince = m_clock->now();
        m_idleCall = Duration::zero();
    }
    m_backend.reset();
}

/// False when the engine is to end.
bool Engine::Worker::waitForWork()
{
    std::unique_lock lock(m_mutex);
    const auto woken = [this] { return m_stopping || hasSomethingToDo(); };
    while (!woken()) {
        if (!m_idleCall) {
            m_wake.wait(lock, woken);
        } else if (!m_wake.wait_for(lock, *m_idleCall, woken)) {
            lock.unlock();
            beIdle();
            lock.lock();
        }
    }
    return hasSomethingToDo();
}

void Engine::Worker::beIdle()
{
    m_idleCall.reset();
    const auto interrupted = [this] {
        const std::lock_guard lock(m_mutex);
        return m_stopping || hasSomethingToDo();
    };
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
std::optional<Duration> Engine::Worker::doPutOff(const std::function<bool()> &interrupted)
{
    StateKeeping *states = m_backend->states();
    const auto first = states ? states->idle(m_clock->now() - m_idleSince, interrupted) : std::nullopt;
    if (first == Duration::zero()) return first;
    const auto second = measure(interrupted);
    return first && second ? std::min(*first, *second) : (first ? first : second);
}

std::optional<Duration> Engine::Worker::measure(const std::function<bool()> &interrupted)
{
    SelfTuning *tuning = m_backend->tuning();
    if (!tuning || !tuning->isDue()) return std::nullopt;
    // A driver that ends the process here would do so again at each start.
    const Noted noted(m_modelOnGpu.empty() ? nullptr : m_journal.get(), RiskyWork::Replying, m_modelOnGpu);
    return tuning->measure(m_clock->now() - m_idleSince, interrupted);
}

bool Engine::Worker::hasSomethingToDo() const
{
    return !m_queue.empty() || !m_ended.empty() || !m_errands.empty() || m_count.has_value();
}

// A count asked for after a load means the model that load brings.
bool Engine::Worker::countIsDue() const
{
    return m_count &&
           std::ranges::none_of(m_queue, [this](const Job &job) { return job.changesModel() && job.id < m_count->id; });
}

std::optional<Job> Engine::Worker::takeJob()
{
    const std::lock_guard lock(m_mutex);
    if (m_queue.empty()) return std::nullopt;
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    m_runningId = job.id;
    m_runningCancel = job.cancel;
    return job;
}

std::optional<Count> Engine::Worker::takeCount()
{
    const std::lock_guard lock(m_mutex);
    return countIsDue() ? std::exchange(m_count, std::nullopt) : std::nullopt;
}

void Engine::Worker::perform(const Job &job)
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

    const std::lock_guard lock(m_mutex);
    m_runningId = {};
}

EngineEventBody Engine::Worker::load(const Job &job, const LoadJob &work)
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

EngineEventBody Engine::Worker::unload()
{
    closeBackend();
    return Unloaded{};
}

EngineEventBody Engine::Worker::listDevices()
{
    try {
        return DevicesListed{m_backend->devices()};
    } catch (...) {
        return Failed{currentExceptionAsError()};
    }
}

EngineEventBody Engine::Worker::embed(const Job &job, const EmbedJob &work)
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

void Engine::Worker::reply(const Job &job, const GenerationRequest &request)
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

void Engine::Worker::generate(const Job &job, const GenerationRequest &request, bool &ended)
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
    const Noted noted(m_modelOnGpu.empty() ? nullptr : m_journal.get(), RiskyWork::Replying, m_modelOnGpu);
    m_backend->generate(request, job.accepted, sink, cancel);
}

EngineEventBody Engine::Worker::count(const std::vector<ChatMessage> &messages)
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

void Engine::Worker::deliverEnded()
{
    std::vector<EngineEvent> ended;
    {
        const std::lock_guard lock(m_mutex);
        ended.swap(m_ended);
    }
    for (EngineEvent &event : ended) {
        deliver(event.request, std::move(event.body));
    }
}

void Engine::Worker::serveSideLane()
{
    deliverEnded();
    runErrands();
    if (const auto pending = takeCount()) deliver(pending->id, count(pending->messages));
}

void Engine::Worker::runErrands()
{
    std::vector<Errand> errands;
    {
        const std::lock_guard lock(m_mutex);
        errands.swap(m_errands);
    }
    for (const Errand &errand : errands) {
        try {
            errand(*m_backend);
        } catch (...) {
            continue; // nobody waits for it
        }
    }
    if (!errands.empty()) tellKept();
}

void Engine::Worker::tellKept()
{
    StateKeeping *states = m_backend->states();
    const KeptStates kept = states ? states->kept() : KeptStates{};
    if (kept == m_toldKept) return;
    m_toldKept = kept;
    deliver({}, kept);
}

void Engine::Worker::tellTuned()
{
    SelfTuning *tuning = m_backend->tuning();
    if (const auto tuned = tuning ? tuning->takeResult() : std::nullopt) deliver({}, *tuned);
}

void Engine::Worker::closeBackend()
{
    m_modelOpen = false;
    try {
        m_backend->close();
    } catch (...) {
        // A close that throws has nobody to tell; the next open() says what is wrong.
        return;
    }
}

Engine::Engine(std::unique_ptr<Backend> backend, EngineListener listener, std::shared_ptr<const Clock> clock,
               std::shared_ptr<WorkJournal> journal)
    : m_worker(std::make_unique<Worker>(std::move(backend), std::move(listener), std::move(clock), std::move(journal)))
{
}

Engine::~Engine() = default;

RequestId Engine::load(std::filesystem::path path, LoadOptions options)
{
    return m_worker->enqueue(LoadJob{std::move(path), std::move(options)});
}

RequestId Engine::unload()
{
    return m_worker->enqueue(UnloadJob{});
}

RequestId Engine::submit(GenerationRequest request)
{
    return m_worker->enqueue(std::move(request));
}

RequestId Engine::countTokens(std::vector<ChatMessage> messages)
{
    return m_worker->enqueueCount(std::move(messages));
}

RequestId Engine::embed(std::vector<std::string> texts)
{
    return m_worker->enqueue(EmbedJob{std::move(texts)});
}

RequestId Engine::listDevices()
{
    return m_worker->enqueue(DevicesJob{});
}

void Engine::setStateLimits(StateLimits limits)
{
    m_worker->enqueueErrand(ofStates([limits = std::move(limits)](StateKeeping &states) { states.setLimits(limits); }));
}

void Engine::forgetState(std::string key)
{
    m_worker->enqueueErrand(ofStates([key = std::move(key)](StateKeeping &states) { states.forget(key); }));
}

void Engine::retainStates(std::vector<std::string> keys)
{
    m_worker->enqueueErrand(ofStates([keys = std::move(keys)](StateKeeping &states) { states.retain(keys); }));
}

void Engine::measureAgain()
{
    m_worker->enqueueErrand([](Backend &backend) {
        if (SelfTuning *tuning = backend.tuning()) tuning->measureAgain();
    });
}

void Engine::cancel(RequestId id)
{
    m_worker->cancel(id);
}

bool Engine::isIdle() const
{
    return m_worker->isIdle();
}

} // namespace sotto
