#include "tests/support/engine_bench.h"

#include <QtTest>

#include <map>
#include <new>
#include <random>

using namespace sotto;
using namespace sotto::test;

class TestEngineEnds final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cancelStopsARunningReply();
    void cancelTakesAWaitingReplyOut();
    void cancelBeforeTheWorkerSawIt();
    void cancelRightAfterSubmitIsNeverLost();
    void cancelDuringLoad();
    void cancelledWaitingLoadKeepsTheModel();
    void cancelOfStrangersDoesNothing();
    void waitingCancelIsToldDuringALoad();
    void destructorEndsEverything();
    void destructorDuringLoad();
    void requestsDuringDestructionAreRefused();
    void everyRequestEndsOnceUnderStress();
};

void TestEngineEnds::cancelStopsARunningReply()
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

void TestEngineEnds::cancelTakesAWaitingReplyOut()
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

void TestEngineEnds::cancelBeforeTheWorkerSawIt()
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

void TestEngineEnds::cancelRightAfterSubmitIsNeverLost()
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

void TestEngineEnds::cancelDuringLoad()
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

void TestEngineEnds::cancelledWaitingLoadKeepsTheModel()
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

void TestEngineEnds::cancelOfStrangersDoesNothing()
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

void TestEngineEnds::waitingCancelIsToldDuringALoad()
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

void TestEngineEnds::destructorEndsEverything()
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

void TestEngineEnds::destructorDuringLoad()
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

void TestEngineEnds::requestsDuringDestructionAreRefused()
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

void TestEngineEnds::everyRequestEndsOnceUnderStress()
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

QTEST_GUILESS_MAIN(TestEngineEnds)
#include "test_engine_ends.moc"
