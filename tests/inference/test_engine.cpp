#include "inference/engine.h"
#include "tests/support/event_recorder.h"

#include <QtTest>

#include <atomic>
#include <latch>
#include <map>
#include <new>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

using namespace sotto;
using namespace sotto::test;

namespace {

/// Does whatever the test puts into its functions, and notes which threads called.
class HookBackend final : public Backend {
public:
    struct Hooks {
        std::function<std::vector<Device>()> devices = [] { return std::vector<Device>{}; };
        std::function<Result<LoadedModel>(const std::function<void(float)> &, const CancelToken &)> open =
            [](const auto &, const auto &) { return LoadedModel{}; };
        std::function<void(const GenerationRequest &, const GenerationSink &, const CancelToken &)> generate =
            [](const auto &, const auto &sink, const auto &) {
                sink(Started{});
                sink(Finished{});
            };
        std::function<Result<int>(const std::vector<ChatMessage> &)> count = [](const auto &) { return 7; };
        std::function<void()> close = [] {};
        std::mutex mutex;
        std::set<std::thread::id> threads;
        std::vector<std::string> opened;
        std::atomic<int> generated = 0;
        std::atomic<bool> destroyed = false;
    };

    explicit HookBackend(std::shared_ptr<Hooks> hooks) : m_hooks(std::move(hooks)) {}
    ~HookBackend() override
    {
        note();
        m_hooks->destroyed = true;
    }

    std::vector<Device> devices() override
    {
        note();
        return m_hooks->devices();
    }
    Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &,
                             const std::function<void(float)> &progress, const CancelToken &cancel) override
    {
        note();
        m_hooks->opened.push_back(path.string());
        return m_hooks->open(progress, cancel);
    }
    void close() override
    {
        note();
        m_hooks->close();
    }
    void generate(const GenerationRequest &request, Instant, const GenerationSink &sink,
                  const CancelToken &cancel) override
    {
        note();
        ++m_hooks->generated;
        m_hooks->generate(request, sink, cancel);
    }
    Result<int> countTokens(const std::vector<ChatMessage> &messages) override
    {
        note();
        return m_hooks->count(messages);
    }

private:
    void note()
    {
        const std::lock_guard lock(m_hooks->mutex);
        m_hooks->threads.insert(std::this_thread::get_id());
    }

    std::shared_ptr<Hooks> m_hooks;
};

struct Bench {
    std::shared_ptr<HookBackend::Hooks> hooks = std::make_shared<HookBackend::Hooks>();
    EventRecorder recorder;
    std::unique_ptr<Engine> engine;

    void start() { startWith(recorder.listener()); }
    void startWith(EngineListener listener)
    {
        engine = std::make_unique<Engine>(std::make_unique<HookBackend>(hooks), std::move(listener),
                                          std::make_shared<SystemClock>());
    }
    void startWithModel()
    {
        start();
        engine->load("model.gguf");
    }
    /// Keeps the inference thread busy until the latch falls. The hook must be set before start().
    void blockDevicesOn(std::latch &latch)
    {
        hooks->devices = [&latch] {
            latch.wait();
            return std::vector<Device>{};
        };
    }
};

GenerationRequest ask(std::string text)
{
    GenerationRequest request;
    request.messages = {{Role::User, std::move(text)}};
    return request;
}

std::vector<ChatMessage> draft(std::string text)
{
    return {{Role::User, std::move(text)}};
}

/// Writes "x" until somebody stops it.
void writeUntilCancelled(const GenerationRequest &, const GenerationSink &sink, const CancelToken &cancel)
{
    sink(Started{});
    while (!cancel.isCancelled()) {
        sink(TextDelta{"x", 1});
        std::this_thread::yield();
    }
    sink(Finished{Usage{.outputTokens = 1}, FinishReason::Cancelled});
}

const EngineEventBody kCancelledReply = Finished{Usage{}, FinishReason::Cancelled};
const EngineEventBody kCancelledOther = Failed{Error(ErrorCode::Cancelled)};

} // namespace

class TestEngine final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsRequestsInOrder();
    void usesOneThreadAndDestroysTheBackendThere();
    void refusesToWriteWithoutAModel();
    void loadReportsProgressAndModel();
    void failedLoadLeavesNoModel();
    void unloadClosesTheModel();
    void listsDevices();

    void cancelStopsARunningReply();
    void cancelTakesAWaitingReplyOut();
    void cancelBeforeTheWorkerSawIt();
    void cancelRightAfterSubmitIsNeverLost();
    void cancelDuringLoad();
    void cancelledWaitingLoadKeepsTheModel();
    void cancelOfStrangersDoesNothing();
    void waitingCancelIsToldDuringALoad();

    void countsBetweenTokens();
    void newestCountWins();
    void countWaitsForTheLoadBeforeIt();
    void cancelledCount();

    void destructorEndsEverything();
    void destructorDuringLoad();
    void listenerMayAskForMore();
    void requestsDuringDestructionAreRefused();

    void exceptionsBecomeErrors_data();
    void exceptionsBecomeErrors();
    void exceptionAfterTheEndIsQuiet();
    void exceptionInOpenClosesTheModel();
    void missingEndIsAdded();
    void secondEndIsDropped();

    void everyRequestEndsOnceUnderStress();
};

void TestEngine::runsRequestsInOrder()
{
    Bench bench;
    bench.hooks->generate = [](const GenerationRequest &request, const GenerationSink &sink, const CancelToken &) {
        sink(Started{});
        sink(TextDelta{request.messages.front().content, 1});
        sink(Finished{});
    };
    bench.startWithModel();
    const RequestId first = bench.engine->submit(ask("1"));
    const RequestId second = bench.engine->submit(ask("2"));
    const RequestId third = bench.engine->submit(ask("3"));
    QVERIFY(bench.recorder.waitForLast(third));

    std::string order;
    for (const EngineEvent &event : bench.recorder.events()) {
        if (const auto *delta = std::get_if<TextDelta>(&event.body)) order += delta->text;
    }
    QCOMPARE(order, std::string("123"));
    QVERIFY(first < second && second < third);
    const std::vector<EngineEventBody> expected{Started{}, TextDelta{"2", 1}, Finished{}};
    QVERIFY(bench.recorder.of(second) == expected);
}

void TestEngine::usesOneThreadAndDestroysTheBackendThere()
{
    Bench bench;
    bench.startWithModel();
    bench.engine->listDevices();
    bench.engine->countTokens(draft("a"));
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
    bench.engine.reset();
    QVERIFY(bench.hooks->destroyed);
    QCOMPARE(bench.hooks->threads.size(), std::size_t{1});
    QVERIFY(*bench.hooks->threads.begin() != std::this_thread::get_id());
}

void TestEngine::refusesToWriteWithoutAModel()
{
    Bench bench;
    bench.start();
    const RequestId reply = bench.engine->submit(ask("a"));
    const RequestId count = bench.engine->countTokens(draft("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QVERIFY(bench.recorder.waitForLast(count));
    QVERIFY(bench.recorder.last(reply) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));
    QVERIFY(bench.recorder.last(count) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));
    QCOMPARE(bench.hooks->generated.load(), 0);
}

void TestEngine::loadReportsProgressAndModel()
{
    Bench bench;
    LoadedModel model;
    model.contextLength = 99;
    bench.hooks->open = [&](const auto &progress, const auto &) {
        progress(0.5F);
        progress(1.0F);
        return model;
    };
    bench.start();
    const RequestId id = bench.engine->load("a.gguf");
    QVERIFY(bench.recorder.waitForLast(id));
    const std::vector<EngineEventBody> expected{LoadProgress{0.5F}, LoadProgress{1.0F}, Loaded{model}};
    QVERIFY(bench.recorder.of(id) == expected);
}

void TestEngine::failedLoadLeavesNoModel()
{
    Bench bench;
    bench.startWithModel();
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return !events.empty(); }));
    bench.hooks->open = [](const auto &, const auto &) { return fail(ErrorCode::NotGguf, "b.gguf"); };
    const RequestId load = bench.engine->load("b.gguf");
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QVERIFY(bench.recorder.last(load) == EngineEventBody(Failed{Error(ErrorCode::NotGguf, "b.gguf")}));
    QVERIFY(bench.recorder.last(reply) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));
}

void TestEngine::unloadClosesTheModel()
{
    Bench bench;
    std::atomic<int> closed = 0;
    bench.hooks->close = [&] { ++closed; };
    bench.startWithModel();
    const RequestId unload = bench.engine->unload();
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QCOMPARE(closed.load(), 1);
    QVERIFY(bench.recorder.last(unload) == EngineEventBody(Unloaded{}));
    QVERIFY(bench.recorder.last(reply) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));
}

void TestEngine::listsDevices()
{
    Bench bench;
    const std::vector<Device> devices{{"CPU", "A processor", DeviceKind::Cpu, 16, 8}};
    bench.hooks->devices = [&] { return devices; };
    bench.start();
    const RequestId id = bench.engine->listDevices();
    QVERIFY(bench.recorder.waitForLast(id));
    QVERIFY(bench.recorder.last(id) == EngineEventBody(DevicesListed{devices}));
}

void TestEngine::cancelStopsARunningReply()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    const RequestId id = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitFor<TextDelta>(id));
    bench.engine->cancel(id);
    QVERIFY(bench.recorder.waitForLast(id));
    QVERIFY(bench.recorder.last(id) == EngineEventBody(Finished{Usage{.outputTokens = 1}, FinishReason::Cancelled}));
    QVERIFY(bench.recorder.text(id).starts_with("x"));
}

void TestEngine::cancelTakesAWaitingReplyOut()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    const RequestId running = bench.engine->submit(ask("a"));
    const RequestId waiting = bench.engine->submit(ask("b"));
    QVERIFY(bench.recorder.waitFor<TextDelta>(running));
    bench.engine->cancel(waiting);
    // Told at once, while the first is still being written.
    QVERIFY(bench.recorder.waitForLast(waiting));
    QVERIFY(bench.recorder.last(waiting) == kCancelledReply);
    QCOMPARE(bench.recorder.lastCount(running), std::size_t{0});
    bench.engine->cancel(running);
    QVERIFY(bench.recorder.waitForLast(running));
    QVERIFY(bench.recorder.waitForLast(bench.engine->listDevices()));
    QCOMPARE(bench.hooks->generated.load(), 1);
}

void TestEngine::cancelBeforeTheWorkerSawIt()
{
    Bench bench;
    std::latch latch(1);
    bench.blockDevicesOn(latch);
    bench.start();
    bench.engine->listDevices();
    const RequestId load = bench.engine->load("a.gguf");
    const RequestId reply = bench.engine->submit(ask("a"));
    const RequestId devices = bench.engine->listDevices();
    bench.engine->cancel(load);
    bench.engine->cancel(reply);
    bench.engine->cancel(devices);
    latch.count_down();
    QVERIFY(bench.recorder.waitForLast(load));
    QVERIFY(bench.recorder.waitForLast(reply));
    QVERIFY(bench.recorder.waitForLast(devices));
    QVERIFY(bench.recorder.last(load) == kCancelledOther);
    QVERIFY(bench.recorder.last(reply) == kCancelledReply);
    QVERIFY(bench.recorder.last(devices) == kCancelledOther);
    QVERIFY(bench.hooks->opened.empty());
    QCOMPARE(bench.hooks->generated.load(), 0);
}

void TestEngine::cancelRightAfterSubmitIsNeverLost()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    for (int i = 0; i < 500; ++i) {
        const RequestId id = bench.engine->submit(ask("a"));
        bench.engine->cancel(id);
        QVERIFY(bench.recorder.waitForLast(id));
        const EngineEventBody last = bench.recorder.last(id);
        QVERIFY(std::holds_alternative<Finished>(last));
        QCOMPARE(std::get<Finished>(last).reason, FinishReason::Cancelled);
    }
}

void TestEngine::cancelDuringLoad()
{
    Bench bench;
    bench.hooks->open = [](const auto &progress, const CancelToken &cancel) -> Result<LoadedModel> {
        while (!cancel.isCancelled()) {
            progress(0.1F);
            std::this_thread::yield();
        }
        return fail(ErrorCode::Cancelled);
    };
    bench.start();
    const RequestId id = bench.engine->load("a.gguf");
    QVERIFY(bench.recorder.waitFor<LoadProgress>(id));
    bench.engine->cancel(id);
    QVERIFY(bench.recorder.waitForLast(id));
    QVERIFY(bench.recorder.last(id) == kCancelledOther);
}

void TestEngine::cancelledWaitingLoadKeepsTheModel()
{
    Bench bench;
    std::latch latch(1);
    bench.blockDevicesOn(latch);
    bench.startWithModel();
    bench.engine->listDevices();
    const RequestId second = bench.engine->load("b.gguf");
    const RequestId reply = bench.engine->submit(ask("a"));
    bench.engine->cancel(second);
    latch.count_down();
    QVERIFY(bench.recorder.waitForLast(reply));
    QVERIFY(bench.recorder.last(second) == kCancelledOther);
    QVERIFY(bench.recorder.last(reply) == EngineEventBody(Finished{}));
    QCOMPARE(bench.hooks->opened, std::vector<std::string>{"model.gguf"});
}

void TestEngine::cancelOfStrangersDoesNothing()
{
    Bench bench;
    bench.startWithModel();
    bench.engine->cancel(RequestId());
    bench.engine->cancel(RequestId(4711));
    const RequestId first = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(first));
    bench.engine->cancel(first);
    const RequestId second = bench.engine->submit(ask("b"));
    QVERIFY(bench.recorder.waitForLast(second));
    QVERIFY(bench.recorder.last(second) == EngineEventBody(Finished{}));
    QCOMPARE(bench.recorder.lastCount(first), std::size_t{1});
}

void TestEngine::waitingCancelIsToldDuringALoad()
{
    Bench bench;
    std::atomic<bool> told = false;
    bench.hooks->open = [&](const auto &progress, const auto &) {
        while (!told) {
            progress(0.1F);
            std::this_thread::yield();
        }
        return LoadedModel{};
    };
    bench.start();
    const RequestId load = bench.engine->load("a.gguf");
    const RequestId reply = bench.engine->submit(ask("a"));
    bench.engine->cancel(reply);
    QVERIFY(bench.recorder.waitForLast(reply));
    QCOMPARE(bench.recorder.lastCount(load), std::size_t{0});
    told = true;
    QVERIFY(bench.recorder.waitForLast(load));
}

void TestEngine::countsBetweenTokens()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitFor<TextDelta>(reply));
    const RequestId count = bench.engine->countTokens(draft("draft"));
    QVERIFY(bench.recorder.waitForLast(count));
    QVERIFY(bench.recorder.last(count) == EngineEventBody(TokensCounted{7}));
    QCOMPARE(bench.recorder.lastCount(reply), std::size_t{0});
    bench.engine->cancel(reply);
    QVERIFY(bench.recorder.waitForLast(reply));
}

void TestEngine::newestCountWins()
{
    Bench bench;
    std::latch latch(1);
    bench.blockDevicesOn(latch);
    std::vector<std::string> counted;
    bench.hooks->count = [&](const std::vector<ChatMessage> &messages) {
        counted.push_back(messages.front().content);
        return 3;
    };
    bench.startWithModel();
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return !events.empty(); }));
    bench.engine->listDevices();
    const RequestId first = bench.engine->countTokens(draft("h"));
    const RequestId second = bench.engine->countTokens(draft("he"));
    const RequestId third = bench.engine->countTokens(draft("hey"));
    latch.count_down();
    QVERIFY(bench.recorder.waitForLast(third));
    QVERIFY(bench.recorder.waitForLast(second));
    bench.engine.reset();
    QVERIFY(bench.recorder.last(third) == EngineEventBody(TokensCounted{3}));
    QVERIFY(bench.recorder.last(second) == kCancelledOther);
    // The first may have been served before the second came, or been replaced by it.
    QCOMPARE(bench.recorder.lastCount(first), std::size_t{1});
    QCOMPARE(counted.back(), std::string("hey"));
    QVERIFY(!std::ranges::contains(counted, "he"));
}

void TestEngine::countWaitsForTheLoadBeforeIt()
{
    Bench bench;
    std::latch latch(1);
    bench.blockDevicesOn(latch);
    bench.start();
    bench.engine->listDevices();
    bench.engine->load("a.gguf");
    const RequestId count = bench.engine->countTokens(draft("a"));
    latch.count_down();
    QVERIFY(bench.recorder.waitForLast(count));
    QVERIFY(bench.recorder.last(count) == EngineEventBody(TokensCounted{7}));
}

void TestEngine::cancelledCount()
{
    Bench bench;
    std::latch latch(1);
    bench.blockDevicesOn(latch);
    bench.start();
    bench.engine->listDevices();
    bench.engine->load("a.gguf");
    const RequestId count = bench.engine->countTokens(draft("a"));
    bench.engine->cancel(count);
    latch.count_down();
    QVERIFY(bench.recorder.waitForLast(count));
    QVERIFY(bench.recorder.last(count) == kCancelledOther);
}

void TestEngine::destructorEndsEverything()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    const RequestId running = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitFor<TextDelta>(running));
    const RequestId reply = bench.engine->submit(ask("b"));
    const RequestId load = bench.engine->load("b.gguf");
    const RequestId unload = bench.engine->unload();
    const RequestId devices = bench.engine->listDevices();
    const RequestId count = bench.engine->countTokens(draft("c")); // waits for the load before it
    bench.engine.reset();
    QCOMPARE(std::get<Finished>(bench.recorder.last(running)).reason, FinishReason::Cancelled);
    QVERIFY(bench.recorder.last(reply) == kCancelledReply);
    QVERIFY(bench.recorder.last(load) == kCancelledOther);
    QVERIFY(bench.recorder.last(unload) == EngineEventBody(Unloaded{}));
    QVERIFY(bench.recorder.last(devices) == kCancelledOther);
    QVERIFY(bench.recorder.last(count) == kCancelledOther);
    for (const RequestId id : {running, reply, load, unload, devices, count}) {
        QCOMPARE(bench.recorder.lastCount(id), std::size_t{1});
    }
}

void TestEngine::destructorDuringLoad()
{
    Bench bench;
    bench.hooks->open = [](const auto &progress, const CancelToken &cancel) -> Result<LoadedModel> {
        progress(0.5F);
        while (!cancel.isCancelled()) {
            std::this_thread::yield();
        }
        return fail(ErrorCode::Cancelled);
    };
    bench.start();
    const RequestId id = bench.engine->load("a.gguf");
    QVERIFY(bench.recorder.waitFor<LoadProgress>(id));
    bench.engine.reset();
    QVERIFY(bench.recorder.last(id) == kCancelledOther);
}

void TestEngine::listenerMayAskForMore()
{
    Bench bench;
    std::atomic<int> asked = 0;
    const EngineListener record = bench.recorder.listener();
    bench.startWith([&](EngineEvent event) {
        const bool finished = std::holds_alternative<Finished>(event.body);
        record(std::move(event));
        if (finished && asked++ < 3) bench.engine->submit(ask("again"));
    });
    bench.engine->load("a.gguf");
    bench.engine->submit(ask("first"));
    QVERIFY(bench.recorder.waitUntil([](const auto &events) {
        return std::ranges::count_if(events, [](const auto &e) { return std::holds_alternative<Finished>(e.body); }) ==
               4;
    }));
}

void TestEngine::requestsDuringDestructionAreRefused()
{
    Bench bench;
    bench.hooks->generate = writeUntilCancelled;
    const EngineListener record = bench.recorder.listener();
    std::atomic<Engine *> engine = nullptr;
    std::atomic<int> refused = 0;
    bench.startWith([&](EngineEvent event) {
        const bool finished = std::holds_alternative<Finished>(event.body);
        record(std::move(event));
        if (finished) refused += !engine.load()->submit(ask("more")).isValid();
    });
    engine = bench.engine.get();
    bench.engine->load("a.gguf");
    const RequestId id = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitFor<TextDelta>(id));
    bench.engine.reset();
    QCOMPARE(refused.load(), 1);
}

void TestEngine::exceptionsBecomeErrors_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    QTest::newRow("bad_alloc") << 0 << static_cast<int>(ErrorCode::NotEnoughMemory);
    QTest::newRow("runtime_error") << 1 << static_cast<int>(ErrorCode::Internal);
    QTest::newRow("something else") << 2 << static_cast<int>(ErrorCode::Internal);
}

void TestEngine::exceptionsBecomeErrors()
{
    QFETCH(int, kind);
    QFETCH(int, code);
    Bench bench;
    bool broken = true;
    const auto burst = [&] {
        if (!broken) return;
        if (kind == 0) throw std::bad_alloc();
        if (kind == 1) throw std::runtime_error("burst");
        throw 42;
    };
    bench.hooks->devices = [&] { return burst(), std::vector<Device>{}; };
    bench.hooks->generate = [&](const auto &, const auto &sink, const auto &) {
        sink(Started{});
        burst();
        sink(Finished{});
    };
    bench.hooks->count = [&](const auto &) { return burst(), 7; };
    bench.startWithModel();
    const RequestId devices = bench.engine->listDevices();
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    const RequestId count = bench.engine->countTokens(draft("a"));
    QVERIFY(bench.recorder.waitForLast(count));
    for (const RequestId id : {devices, reply, count}) {
        const EngineEventBody last = bench.recorder.last(id);
        QVERIFY(std::holds_alternative<Failed>(last));
        QCOMPARE(static_cast<int>(std::get<Failed>(last).error.code), code);
        QCOMPARE(bench.recorder.lastCount(id), std::size_t{1});
    }
    // The engine goes on, the model still open. (Nothing else runs now, so the flag may change.)
    broken = false;
    const RequestId next = bench.engine->submit(ask("b"));
    QVERIFY(bench.recorder.waitForLast(next));
    QVERIFY(bench.recorder.last(next) == EngineEventBody(Finished{}));
}

void TestEngine::exceptionAfterTheEndIsQuiet()
{
    Bench bench;
    bench.hooks->generate = [](const auto &, const auto &sink, const auto &) {
        sink(Finished{});
        throw std::runtime_error("late");
    };
    bench.startWithModel();
    const RequestId first = bench.engine->submit(ask("a"));
    const RequestId second = bench.engine->submit(ask("b"));
    QVERIFY(bench.recorder.waitForLast(second));
    QCOMPARE(bench.recorder.lastCount(first), std::size_t{1});
    QVERIFY(bench.recorder.last(first) == EngineEventBody(Finished{}));
}

void TestEngine::exceptionInOpenClosesTheModel()
{
    Bench bench;
    std::atomic<int> closed = 0;
    bench.hooks->open = [](const auto &, const auto &) -> Result<LoadedModel> { throw std::bad_alloc(); };
    bench.hooks->close = [&] {
        ++closed;
        throw std::runtime_error("even this");
    };
    bench.start();
    const RequestId load = bench.engine->load("a.gguf");
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QCOMPARE(std::get<Failed>(bench.recorder.last(load)).error.code, ErrorCode::NotEnoughMemory);
    QCOMPARE(std::get<Failed>(bench.recorder.last(reply)).error.code, ErrorCode::NoModel);
    QCOMPARE(closed.load(), 1);
}

void TestEngine::missingEndIsAdded()
{
    Bench bench;
    bench.hooks->generate = [&](const GenerationRequest &request, const auto &sink, const CancelToken &cancel) {
        sink(Started{});
        while (request.messages.front().content == "cancel" && !cancel.isCancelled()) {
            std::this_thread::yield();
        }
    };
    bench.startWithModel();
    const RequestId forgotten = bench.engine->submit(ask("a"));
    const RequestId stopped = bench.engine->submit(ask("cancel"));
    QVERIFY(bench.recorder.waitFor<Started>(stopped));
    bench.engine->cancel(stopped);
    QVERIFY(bench.recorder.waitForLast(stopped));
    QCOMPARE(std::get<Failed>(bench.recorder.last(forgotten)).error.code, ErrorCode::Internal);
    QVERIFY(bench.recorder.last(stopped) == kCancelledReply);
}

void TestEngine::secondEndIsDropped()
{
    Bench bench;
    bench.hooks->generate = [](const auto &, const auto &sink, const auto &) {
        sink(Started{});
        sink(Finished{});
        sink(TextDelta{"ghost", 1});
        sink(Failed{});
        sink(Finished{});
    };
    bench.startWithModel();
    const RequestId first = bench.engine->submit(ask("a"));
    const RequestId second = bench.engine->submit(ask("b"));
    QVERIFY(bench.recorder.waitForLast(second));
    const std::vector<EngineEventBody> expected{Started{}, Finished{}};
    QVERIFY(bench.recorder.of(first) == expected);
}

void TestEngine::everyRequestEndsOnceUnderStress()
{
    for (unsigned round = 0; round < 20; ++round) {
        Bench bench;
        bench.hooks->generate = [](const GenerationRequest &request, const GenerationSink &sink,
                                   const CancelToken &cancel) {
            sink(Started{});
            const auto length = request.messages.front().content.size();
            for (std::size_t i = 0; i < length && !cancel.isCancelled(); ++i) {
                sink(TextDelta{"x", 1});
            }
            if (length == 13) throw std::bad_alloc();
            if (length == 17) return;
            sink(Finished{});
        };
        bench.start();
        std::mutex mutex;
        std::vector<RequestId> all;
        const auto client = [&](unsigned seed) {
            std::minstd_rand random(seed);
            std::vector<RequestId> mine;
            for (int i = 0; i < 100; ++i) {
                switch (random() % 7) {
                case 0: mine.push_back(bench.engine->load("m.gguf")); break;
                case 1: mine.push_back(bench.engine->unload()); break;
                case 2: mine.push_back(bench.engine->countTokens(draft("d"))); break;
                case 3: mine.push_back(bench.engine->listDevices()); break;
                case 4:
                    if (!mine.empty()) bench.engine->cancel(mine[random() % mine.size()]);
                    break;
                default: mine.push_back(bench.engine->submit(ask(std::string(random() % 20 + 1, 'q')))); break;
                }
            }
            const std::lock_guard lock(mutex);
            all.insert(all.end(), mine.begin(), mine.end());
        };
        {
            std::vector<std::jthread> clients;
            for (unsigned i = 0; i < 4; ++i) {
                clients.emplace_back(client, round * 10 + i + 1);
            }
        }
        bench.engine.reset();

        std::map<RequestId, int> ends;
        for (const EngineEvent &event : bench.recorder.events()) {
            QVERIFY2(ends[event.request] == 0, "an event after the last one");
            ends[event.request] += isLast(event.body);
        }
        QCOMPARE(ends.size(), all.size());
        for (const RequestId id : all) {
            QCOMPARE(ends[id], 1);
        }
    }
}

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
