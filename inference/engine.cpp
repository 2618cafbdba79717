#include "inference/engine.h"

#include "inference/engine_worker.h"

#include <utility>

namespace sotto {
namespace {

template <class Act>
EngineErrand ofStates(Act act)
{
    return [act = std::move(act)](Backend &backend) {
        if (StateKeeping *states = backend.states()) act(*states);
    };
}

} // namespace

Engine::Engine(std::unique_ptr<Backend> backend, EngineListener listener, std::shared_ptr<const Clock> clock,
               std::shared_ptr<WorkJournal> journal)
    : m_worker(
          std::make_unique<EngineWorker>(std::move(backend), std::move(listener), std::move(clock), std::move(journal)))
{
}

Engine::~Engine() = default;

RequestId Engine::load(std::filesystem::path path, LoadOptions options)
{
    return m_worker->queue().add(LoadJob{std::move(path), std::move(options)});
}

RequestId Engine::unload()
{
    return m_worker->queue().add(UnloadJob{});
}

RequestId Engine::submit(GenerationRequest request)
{
    return m_worker->queue().add(std::move(request));
}

RequestId Engine::countTokens(std::vector<ChatMessage> messages)
{
    return m_worker->queue().addCount(std::move(messages));
}

RequestId Engine::embed(std::vector<std::string> texts)
{
    return m_worker->queue().add(EmbedJob{std::move(texts)});
}

RequestId Engine::listDevices()
{
    return m_worker->queue().add(DevicesJob{});
}

void Engine::setStateLimits(StateLimits limits)
{
    m_worker->queue().addErrand(
        ofStates([limits = std::move(limits)](StateKeeping &states) { states.setLimits(limits); }));
}

void Engine::forgetState(std::string key)
{
    m_worker->queue().addErrand(ofStates([key = std::move(key)](StateKeeping &states) { states.forget(key); }));
}

void Engine::retainStates(std::vector<std::string> keys)
{
    m_worker->queue().addErrand(ofStates([keys = std::move(keys)](StateKeeping &states) { states.retain(keys); }));
}

void Engine::measureAgain()
{
    m_worker->queue().addErrand([](Backend &backend) {
        if (SelfTuning *tuning = backend.tuning()) tuning->measureAgain();
    });
}

void Engine::cancel(RequestId id)
{
    m_worker->queue().cancel(id);
}

bool Engine::isIdle() const
{
    return m_worker->queue().isIdle();
}

} // namespace sotto
