#include "tests/support/engine_bench.h"

#include <QtTest>

#include <new>
#include <stdexcept>

using namespace sotto;
using namespace sotto::test;

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
    void embedsInItsTurn();
    void countsBetweenTokens();
    void newestCountWins();
    void countWaitsForTheLoadBeforeIt();
    void cancelledCount();
    void listenerMayAskForMore();
    void exceptionsBecomeErrors_data();
    void exceptionsBecomeErrors();
    void exceptionAfterTheEndIsQuiet();
    void exceptionInOpenClosesTheModel();
    void missingEndIsAdded();
    void secondEndIsDropped();
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

void TestEngine::embedsInItsTurn()
{
    Bench bench;
    bench.start();
    const RequestId early = bench.engine->embed({"a"});
    QVERIFY(bench.recorder.waitForLast(early));
    QVERIFY(bench.recorder.last(early) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));

    Bench open;
    open.hooks->generate = writeUntilCancelled;
    open.startWithModel();
    const RequestId reply = open.engine->submit(ask("a"));
    QVERIFY(open.recorder.waitFor<TextDelta>(reply));
    const RequestId waiting = open.engine->embed({"a", "b"});
    const RequestId stopped = open.engine->embed({"c"});
    open.engine->cancel(stopped);
    QVERIFY(open.recorder.waitForLast(stopped));
    QVERIFY(open.recorder.last(stopped) == EngineEventBody(Failed{Error(ErrorCode::Cancelled)}));
    QCOMPARE(open.recorder.lastCount(waiting), std::size_t{0});
    open.engine->cancel(reply);
    QVERIFY(open.recorder.waitForLast(waiting));
    QVERIFY(open.recorder.last(waiting) == EngineEventBody(Embedded{std::vector<std::vector<float>>(2)}));
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

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
