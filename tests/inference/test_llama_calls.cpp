#include "tests/support/tiny_models.h"

#include <QTest>

using namespace sotto;
using namespace sotto::tests;

/// Thoughts and calls out of the engine itself: a model that recites them, its marks control tokens.
class TestLlamaCalls final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksOfThoughtsAreRead();
    void callsBecomeEvents();
    void withoutToolsThereAreNoCalls();
    void endOfActionEndsTheReply();

private:
    std::unique_ptr<LlamaBackend> reciter(const std::string &reply, std::vector<std::string> controls);
    TinyModels m_models;
    int m_made = 0;
};

std::unique_ptr<LlamaBackend> TestLlamaCalls::reciter(const std::string &reply, std::vector<std::string> controls)
{
    const auto path = m_models.file("reciter" + std::to_string(++m_made) + ".gguf");
    WordModelOptions options;
    options.corpus = reply;
    options.controls = std::move(controls);
    if (!writeWordModel(path, options)) qFatal("a reciter could not be written");
    auto backend = makeLlamaBackend();
    if (!backend->open(path, {.gpuLayers = 0}, {}, {})) qFatal("a reciter does not open");
    return backend;
}

namespace {

const std::vector<std::string> kMistral{"[THINK]", "[/THINK]", "[TOOL_CALLS]", "[ARGS]"};
const std::string kReply = "[THINK] Let me see. [/THINK] I ask. [TOOL_CALLS] get_time [ARGS] {\"zone\":\"UTC\"}";
const std::string kTools = R"([{"type":"function","function":{"name":"get_time","parameters":{}}}])";

std::vector<ToolCall> callsOf(const ReplyRecord &reply)
{
    std::vector<ToolCall> calls;
    for (const GenerationEvent &event : reply.events)
        if (const auto *call = std::get_if<ToolCall>(&event)) calls.push_back(*call);
    return calls;
}

} // namespace

void TestLlamaCalls::marksOfThoughtsAreRead()
{
    const auto backend = reciter("[THINK] Let me see. [/THINK] It is noon.", kMistral);
    const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, "When?"}}, 40));
    QCOMPARE(reply.reasoning, std::string("Let me see."));
    QCOMPARE(reply.text, std::string("It is noon."));
    const Usage &usage = reply.finished()->usage;
    QCOMPARE(usage.outputTokens, 8);
    QCOMPARE(usage.reasoningTokens, 5); // the marks belong to the thought
    QVERIFY(usage.reasoningTime.count() > 0 && usage.reasoningTime <= usage.decodeTime);
}

void TestLlamaCalls::callsBecomeEvents()
{
    const auto backend = reciter(kReply, kMistral);
    GenerationRequest request = greedyRequest({{Role::User, "When?"}}, 40);
    request.tools = kTools;
    const ReplyRecord reply = runReply(*backend, request);
    QCOMPARE(reply.reasoning, std::string("Let me see."));
    QCOMPARE(reply.text, std::string("I ask."));
    const std::vector<ToolCall> calls = callsOf(reply);
    QCOMPARE(calls.size(), std::size_t{1});
    QCOMPARE(calls[0].name, std::string("get_time"));
    QCOMPARE(calls[0].arguments, std::string(R"({"zone":"UTC"})"));
    QCOMPARE(calls[0].id.size(), std::size_t{9});
    QVERIFY(std::holds_alternative<Finished>(reply.events.back()));
    QCOMPARE(reply.finished()->reason, FinishReason::EndOfReply);
    QCOMPARE(callsOf(runReply(*backend, request)), calls); // the same prompt, the same ids
}

void TestLlamaCalls::withoutToolsThereAreNoCalls()
{
    const auto backend = reciter(kReply, kMistral);
    const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, "When?"}}, 40));
    QVERIFY(callsOf(reply).empty());
    QCOMPARE(reply.text, std::string("I ask. get_time {\"zone\":\"UTC\"}")); // control tokens say nothing
}

void TestLlamaCalls::endOfActionEndsTheReply()
{
    const std::string action =
        R"(<|START_ACTION|> [{"tool_name":"get_time","parameters":{}}] <|END_ACTION|> And on and on.)";
    const auto backend = reciter(action, {"<|START_ACTION|>", "<|END_ACTION|>"});
    GenerationRequest request = greedyRequest({{Role::User, "When?"}}, 40);
    request.tools = kTools;
    const ReplyRecord reply = runReply(*backend, request);
    QCOMPARE(callsOf(reply).size(), std::size_t{1});
    QCOMPARE(reply.text, std::string());
    QCOMPARE(reply.finished()->reason, FinishReason::EndOfReply);
    QCOMPARE(reply.finished()->usage.outputTokens, 3);
}

QTEST_GUILESS_MAIN(TestLlamaCalls)
#include "test_llama_calls.moc"
