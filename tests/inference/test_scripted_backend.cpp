#include "inference/scripted_backend.h"

#include "inference/engine.h"
#include "tests/support/event_recorder.h"

#include <QtTest>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

struct Bench {
    std::shared_ptr<ScriptedBackend::Script> script = std::make_shared<ScriptedBackend::Script>();
    EventRecorder recorder;
    Engine engine{std::make_unique<ScriptedBackend>(script), recorder.listener(), std::make_shared<SystemClock>()};

    RequestId ask(std::string text, std::optional<int> maxTokens = std::nullopt)
    {
        GenerationRequest request;
        request.messages = {{Role::System, "Be brief"}, {Role::User, std::move(text)}};
        request.maxTokens = maxTokens;
        return engine.submit(request);
    }
};

} // namespace

class TestScriptedBackend final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsTheScriptInOrder();
    void echoesWithoutAScript();
    void splitsTextIntoWords();
    void countsFigures();
    void failsWhereToldTo();
    void stopsAtTheTokenLimit();
    void waitingNoticesCancellation();
    void opensAndReports();
    void openFailsOnce();
    void openCanBeCancelled();
    void countsWordsAndListsDevices();
    void embedsByItsWords();
};

void TestScriptedBackend::playsTheScriptInOrder()
{
    Bench bench;
    ScriptedBackend::Reply reply;
    const ToolCall call{"1", "get_time", "{}"};
    reply.pieces = {ReasoningDelta{"hm"}, TextDelta{"a"}, TextDelta{"b"}, call};
    bench.script->replies.push_back(reply);
    LoadOptions options;
    options.contextLength = 512;
    bench.engine.load("m.gguf", options);
    const RequestId id = bench.ask("one two");
    QVERIFY(bench.recorder.waitForLast(id));
    const std::vector<EngineEventBody> events = bench.recorder.of(id);
    QCOMPARE(events.size(), std::size_t{7});
    QVERIFY(events[0] == EngineEventBody(Started{4, 0, 0, 512}));
    QVERIFY(events[1] == EngineEventBody(PromptProgress{4, 4}));
    QVERIFY(events[2] == EngineEventBody(ReasoningDelta{"hm", 1}));
    QVERIFY(events[3] == EngineEventBody(TextDelta{"a", 2}));
    QVERIFY(events[4] == EngineEventBody(TextDelta{"b", 3}));
    QVERIFY(events[5] == EngineEventBody(call));
    QCOMPARE(std::get<Finished>(events[6]).reason, FinishReason::EndOfReply);
    QCOMPARE(bench.script->seen.size(), std::size_t{1});
    QCOMPARE(bench.script->seen.front().messages.back().content, std::string("one two"));
}

void TestScriptedBackend::echoesWithoutAScript()
{
    Bench bench;
    bench.engine.load("m.gguf");
    const RequestId id = bench.ask("Say this back");
    QVERIFY(bench.recorder.waitForLast(id));
    QCOMPARE(bench.recorder.text(id), std::string("Say this back"));
}

void TestScriptedBackend::splitsTextIntoWords()
{
    const auto joined = [](std::string_view text) {
        std::string all;
        for (const GenerationEvent &piece : scriptedText(text).pieces) {
            all += std::get<TextDelta>(piece).text + "|";
        }
        return all;
    };
    QCOMPARE(joined("Hello, big world"), std::string("Hello,| big| world|"));
    QCOMPARE(joined("a\n\n b "), std::string("a|\n\n b| |"));
    QCOMPARE(joined(""), std::string());
}

void TestScriptedBackend::countsFigures()
{
    Bench bench;
    ScriptedBackend::Reply reply = scriptedText("a b c", 2ms);
    reply.pieces.insert(reply.pieces.begin(), ReasoningDelta{"t"});
    bench.script->replies.push_back(reply);
    bench.engine.load("m.gguf");
    const RequestId id = bench.ask("x");
    QVERIFY(bench.recorder.waitForLast(id));
    const Usage usage = std::get<Finished>(bench.recorder.last(id)).usage;
    QCOMPARE(usage.promptTokens, 3);
    QCOMPARE(usage.outputTokens, 4);
    QCOMPARE(usage.reasoningTokens, 1);
    QCOMPARE(usage.decodeTime, Duration(6ms));
    QCOMPARE(usage.timeToFirstToken, Duration(2ms));
    QCOMPARE(usage.tokensPerSecond(), 500.0);
}

void TestScriptedBackend::failsWhereToldTo()
{
    Bench bench;
    ScriptedBackend::Reply reply = scriptedText("a b");
    reply.failure = Error(ErrorCode::DecodeFailed);
    bench.script->replies.push_back(reply);
    bench.engine.load("m.gguf");
    const RequestId id = bench.ask("x");
    QVERIFY(bench.recorder.waitForLast(id));
    QCOMPARE(bench.recorder.text(id), std::string("a b"));
    QVERIFY(bench.recorder.last(id) == EngineEventBody(Failed{Error(ErrorCode::DecodeFailed)}));
}

void TestScriptedBackend::stopsAtTheTokenLimit()
{
    Bench bench;
    bench.engine.load("m.gguf");
    const RequestId id = bench.ask("a b c d", 2);
    QVERIFY(bench.recorder.waitForLast(id));
    QCOMPARE(bench.recorder.text(id), std::string("a b"));
    QCOMPARE(std::get<Finished>(bench.recorder.last(id)).reason, FinishReason::TokenLimit);
}

void TestScriptedBackend::waitingNoticesCancellation()
{
    Bench bench;
    bench.script->replies.push_back(scriptedText("never shown", 1h));
    bench.engine.load("m.gguf");
    const RequestId id = bench.ask("x");
    QVERIFY(bench.recorder.waitFor<PromptProgress>(id));
    bench.engine.cancel(id);
    QVERIFY(bench.recorder.waitForLast(id));
    QCOMPARE(std::get<Finished>(bench.recorder.last(id)).reason, FinishReason::Cancelled);
    QCOMPARE(bench.recorder.text(id), std::string());
}

void TestScriptedBackend::opensAndReports()
{
    Bench bench;
    bench.script->model.spec.name = "Scripted";
    const RequestId id = bench.engine.load("folder/m.gguf");
    QVERIFY(bench.recorder.waitForLast(id));
    const std::vector<EngineEventBody> events = bench.recorder.of(id);
    QCOMPARE(events.size(), std::size_t{11});
    QVERIFY(events[9] == EngineEventBody(LoadProgress{1.0F}));
    const LoadedModel model = std::get<Loaded>(events[10]).model;
    QCOMPARE(model.path.string(), std::string("folder/m.gguf"));
    QCOMPARE(model.spec.name, std::string("Scripted"));
    QCOMPARE(model.contextLength, kDefaultContext);
}

void TestScriptedBackend::openFailsOnce()
{
    Bench bench;
    bench.script->openFailure = Error(ErrorCode::NotGguf, "m.gguf");
    const RequestId first = bench.engine.load("m.gguf");
    const RequestId reply = bench.ask("x");
    const RequestId second = bench.engine.load("m.gguf");
    QVERIFY(bench.recorder.waitForLast(second));
    QVERIFY(bench.recorder.last(first) == EngineEventBody(Failed{Error(ErrorCode::NotGguf, "m.gguf")}));
    QVERIFY(bench.recorder.last(reply) == EngineEventBody(Failed{Error(ErrorCode::NoModel)}));
    QVERIFY(std::holds_alternative<Loaded>(bench.recorder.last(second)));
}

void TestScriptedBackend::openCanBeCancelled()
{
    Bench bench;
    bench.script->openDelay = 10h;
    const RequestId id = bench.engine.load("m.gguf");
    bench.engine.cancel(id);
    QVERIFY(bench.recorder.waitForLast(id));
    QVERIFY(bench.recorder.last(id) == EngineEventBody(Failed{Error(ErrorCode::Cancelled)}));
}

void TestScriptedBackend::countsWordsAndListsDevices()
{
    Bench bench;
    bench.script->devices = {{"CPU", "Made up", DeviceKind::Cpu, 2, 1}};
    bench.engine.load("m.gguf");
    const RequestId count = bench.engine.countTokens({{Role::User, "one  two"}, {Role::Assistant, "three"}});
    const RequestId devices = bench.engine.listDevices();
    QVERIFY(bench.recorder.waitForLast(count));
    QVERIFY(bench.recorder.waitForLast(devices));
    QVERIFY(bench.recorder.last(count) == EngineEventBody(TokensCounted{3}));
    QVERIFY(bench.recorder.last(devices) == EngineEventBody(DevicesListed{bench.script->devices}));
}

void TestScriptedBackend::embedsByItsWords()
{
    Bench bench;
    bench.engine.load("m.gguf");
    const RequestId id = bench.engine.embed({"one two three", "three two one", "something else entirely"});
    QVERIFY(bench.recorder.waitForLast(id));
    const auto embedded = std::get<Embedded>(bench.recorder.last(id));
    QCOMPARE(embedded.vectors.size(), std::size_t{3});
    QVERIFY(embedded.vectors[0] == embedded.vectors[1]); // the same words
    QVERIFY(embedded.vectors[0] != embedded.vectors[2]);
    for (const std::vector<float> &vector : embedded.vectors) {
        float squares = 0;
        for (const float value : vector)
            squares += value * value;
        QVERIFY(std::abs(squares - 1) < 1e-5F);
    }
    const RequestId empty = bench.engine.embed({" "});
    QVERIFY(bench.recorder.waitForLast(empty));
    QCOMPARE(std::get<Failed>(bench.recorder.last(empty)).error.code, ErrorCode::InvalidRequest);
}

QTEST_GUILESS_MAIN(TestScriptedBackend)
#include "test_scripted_backend.moc"
