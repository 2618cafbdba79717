#include "inference/json/json_reader.h"
#include "inference/output_filter.h"

#include <QtTest>

#include <random>
#include <set>

using namespace sotto;

namespace {

constexpr const char *kTools = R"json([
    {"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{
        "city":{"type":"string"},"days":{"type":"integer"},"zip":{"type":"string"}}}}},
    {"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{}}}}])json";

/// A reply in words that can be compared: `think[…] text[…] name{…} name{…}#id`.
struct Whole {
    std::string reasoning;
    std::string text;
    std::vector<ToolCall> calls;
    bool ended = false;

    [[nodiscard]] QByteArray shown(bool withIds = false) const
    {
        std::string all = reasoning.empty() ? std::string() : "think[" + reasoning + "] ";
        all += "text[" + text + "]";
        for (const ToolCall &call : calls)
            all += ' ' + call.name + call.arguments + (withIds ? '#' + call.id : std::string());
        return QByteArray::fromStdString(all + (ended ? " ended" : ""));
    }
};

Whole run(std::string_view bytes, const std::vector<std::size_t> &cuts = {}, std::string tools = kTools,
          std::string promptTail = {})
{
    OutputFilter filter({.stop = {}, .promptTail = std::move(promptTail), .tools = std::move(tools)});
    Whole whole;
    const auto add = [&](FilteredOutput out) {
        whole.reasoning += out.reasoning;
        whole.text += out.text;
        whole.calls.append_range(std::move(out.calls));
    };
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        add(filter.push(bytes.substr(from, cut - from)));
        from = cut;
    }
    add(filter.push(bytes.substr(from)));
    whole.ended = filter.ended();
    add(filter.finish());
    return whole;
}

std::vector<std::size_t> randomCuts(std::minstd_rand &random, std::size_t size)
{
    std::vector<std::size_t> cuts;
    for (std::size_t at = random() % 4; at < size; at += 1 + random() % 7)
        cuts.push_back(at);
    return cuts;
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class TestToolCalls final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void plainChatsAreNotChanged_data();
    void plainChatsAreNotChanged();
    void idsAreTheModelsOrMade();
    void callMarksAreMarks();
    void recipientsOfFunctionary();
    void streamsWhatIsNoCall();
    void longCallsAreText();
    void anythingGoesIn();
};

void TestToolCalls::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, QByteArray bytes, QByteArray expected) {
        QTest::newRow(name) << bytes << expected;
    };
    const QByteArray call = R"({"name": "get_weather", "arguments": {"city": "Bern", "days": 2}})";
    const QByteArray read = R"(get_weather{"city":"Bern","days":2})";

    row("hermes", "<tool_call>\n" + call + "\n</tool_call>", "text[] " + read);
    row("hermes, several",
        "<tool_call>\n" + call + "\n</tool_call>\n<tool_call>\n{\"name\": \"get_time\"}\n</tool_call>",
        "text[] " + read + " get_time{}");
    row("hermes, two in one", "<tool_call>" + call + "\n" + call + "</tool_call>", "text[] " + read + ' ' + read);
    row("hermes, list", "<tool_call>[" + call + "," + call + "]</tool_call>", "text[] " + read + ' ' + read);
    row("words before", "I look.\n<tool_call>" + call + "</tool_call>", "text[I look.\n] " + read);
    row("words after", "<tool_call>" + call + "</tool_call>\nDone.", "text[Done.] " + read);
    row("words around", "A.<tool_call>" + call + "</tool_call>\nB.", "text[A.\n\nB.] " + read);
    row("thought before", "<think>Hm.</think>\n\n<tool_call>" + call + "</tool_call>", "think[Hm.] text[] " + read);
    row("not closed", "<tool_call>" + call, "text[] " + read);
    row("closed by half", "<tool_call>" + call + "</tool_c", "text[] " + read);
    row("mark inside a string", R"(<tool_call>{"name":"get_weather","arguments":{"city":"</tool_call>"}}</tool_call>)",
        R"(text[] get_weather{"city":"</tool_call>"})");
    row("arguments in a string", R"(<tool_call>{"name":"get_weather","arguments":"{\"city\": \"Bern\"}"}</tool_call>)",
        R"(text[] get_weather{"city":"Bern"})");
    row("line break in a string", "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"a\nb\"}}</tool_call>",
        R"(text[] get_weather{"city":"a\nb"})");
    row("openai's form", R"(<tool_call>{"type":"function","function":)" + call + "}</tool_call>", "text[] " + read);

    row("qwen coder",
        "<tool_call>\n<function=get_weather>\n<parameter=city>\nBern\n</parameter>\n<parameter=days>\n2\n</parameter>\n"
        "</function>\n</tool_call>",
        "text[] " + read);
    row("qwen coder, string by schema",
        "<tool_call><function=get_weather><parameter=zip>\n3000\n</parameter></function></tool_call>",
        R"(text[] get_weather{"zip":"3000"})");
    row("qwen coder, many lines",
        "<tool_call><function=get_weather><parameter=city>\n a\n\"b\" "
        "</function>\n\n</parameter></function></tool_call>",
        R"(text[] get_weather{"city":" a\n\"b\" </function>\n"})");
    row("qwen coder, mark inside a value",
        "<tool_call><function=get_weather><parameter=city>x</tool_call>y</parameter></function></tool_call>",
        R"(text[] get_weather{"city":"x</tool_call>y"})");
    row("qwen coder, two",
        "<tool_call><function=get_time></function></tool_call>\n<tool_call><function=get_time></function></tool_call>",
        "text[] get_time{} get_time{}");
    row("seed",
        "<seed:think>a</seed:think><seed:tool_call><function=get_weather><parameter=city>Bern</parameter></function>"
        "</seed:tool_call>",
        R"(think[a] text[] get_weather{"city":"Bern"})");
    row("minimax",
        "<minimax:tool_call>\n<invoke name=\"get_weather\">\n<parameter name=\"city\">Bern</parameter>\n</invoke>\n"
        "<invoke name=\"get_time\">\n</invoke>\n</minimax:tool_call>",
        R"(text[] get_weather{"city":"Bern"} get_time{})");
    row("deepseek 3.2",
        "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"get_weather\">\n<｜DSML｜parameter name=\"city\" "
        "string=\"true\">12</｜DSML｜parameter>\n<｜DSML｜parameter name=\"days\" "
        "string=\"false\">2</｜DSML｜parameter>\n"
        "</｜DSML｜invoke>\n</｜DSML｜function_calls>",
        R"(text[] get_weather{"city":"12","days":2})");
    row("glm",
        "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Bern</arg_value>\n<arg_key>days</arg_key>\n"
        "<arg_value>2</arg_value>\n</tool_call>",
        "text[] " + read);
    row("glm, no arguments", "<tool_call>get_time\n</tool_call>", "text[] get_time{}");

    row("llama", R"({"name": "get_weather", "parameters": {"city": "Bern", "days": 2}})", "text[] " + read);
    row("llama, two", R"({"name": "get_time", "parameters": {}}; {"name": "get_time", "parameters": {}})",
        "text[] get_time{} get_time{}");
    row("llama, type first", R"( {"type": "function", "name": "get_time", "parameters": {}})", "text[] get_time{}");
    row("llama, python tag", R"(<|python_tag|>{"name": "get_time", "parameters": {}})", "text[] get_time{}");
    row("llama, built in", R"(<|python_tag|>get_weather.call(city="Bern", days=2))", "text[] " + read);
    row("list at the start", "[" + call + "]", "text[] " + read);

    row("mistral", "[TOOL_CALLS][" + call + "]", "text[] " + read);
    row("mistral, args", R"([TOOL_CALLS]get_weather[ARGS]{"city": "Bern", "days": 2})", "text[] " + read);
    row("mistral, args, two", R"([TOOL_CALLS]get_time[ARGS]{}[TOOL_CALLS]get_time[ARGS]{})",
        "text[] get_time{} get_time{}");
    row("mistral, call id", R"([TOOL_CALLS]get_time[CALL_ID]abc123DEF[ARGS]{})", "text[] get_time{}");
    row("mistral, bare", "I ask.[TOOL_CALLS]get_time{}", "text[I ask.] get_time{}");

    row("deepseek 3",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{\"city\": \"Bern\", "
        "\"days\": 2}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>get_time\n```json\n{}\n```"
        "<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "text[] " + read + " get_time{} ended");
    row("deepseek 3.1",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{\"city\": \"Bern\", \"days\": 2}"
        "<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "text[] " + read + " ended");
    row("command", R"(<|START_THINKING|>a<|END_THINKING|><|START_ACTION|>[
    {"tool_call_id": "0", "tool_name": "get_weather", "parameters": {"city": "Bern", "days": 2}}
]<|END_ACTION|>)",
        "think[a] text[] " + read + " ended");
    row("granite", "<|tool_call|>[" + call + "]", "text[] " + read);
    row("phi 4 mini", "<|tool_call|>[" + call + "]<|/tool_call|>", "text[] " + read);
    row("functools", " functools[" + call + "]", "text[] " + read);
    row("nemotron", "<think></think><TOOLCALL>[" + call + "]</TOOLCALL>", "text[] " + read);
    row("apriel", "<tool_calls>[" + call + "]</tool_calls>", "text[] " + read);
    row("apertus", R"(<|tools_prefix|>[{"get_weather": {"city": "Bern", "days": 2}}]<|tools_suffix|>)",
        "text[] " + read);
    row("kimi",
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>"
        "{\"city\":\"Bern\",\"days\":2}<|tool_call_end|><|tool_calls_section_end|>",
        "text[] " + read + " ended");
    row("kimi, thought left open",
        "<think>Hm.<|tool_calls_section_begin|><|tool_call_begin|>functions.get_time:0<|tool_call_argument_begin|>"
        "{}<|tool_call_end|><|tool_calls_section_end|>",
        "think[Hm.] text[] get_time{} ended");
    row("lfm2", R"(<|tool_call_start|>[get_weather(city="Bern", days=2), get_time()]<|tool_call_end|>)",
        "text[] " + read + " get_time{}");
    row("lfm2, python's words",
        R"(<|tool_call_start|>[get_weather(a=True, b=None, c=[1, 'x'], d={"k": -1.5})]<|tool_call_end|>)",
        R"(text[] get_weather{"a":true,"b":null,"c":[1,"x"],"d":{"k":-1.5}})");
    row("function tag", R"(<function=get_weather>{"city": "Bern", "days": 2}</function>)", "text[] " + read);
    row("function tag, mark inside", R"(<function=get_weather>{"city": "</function>"}</function>)",
        R"(text[] get_weather{"city":"</function>"})");
    row("gemma", R"(<|tool_call>call:get_weather{city:<|"|>Be"rn<|"|>,days:2}<tool_call|>)",
        R"(text[] get_weather{"city":"Be\"rn","days":2})");
    row("function gemma", "<start_function_call>call:get_weather{city:<escape>Bern<escape>}<end_function_call>",
        R"(text[] get_weather{"city":"Bern"})");

    const QByteArray analysis = "<|channel|>analysis<|message|>a<|end|><|start|>assistant";
    row("harmony",
        analysis +
            "<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{\"city\":\"Bern\",\"days\":2}"
            "<|call|>",
        "think[a] text[] " + read + " ended");
    row("harmony, no call mark", analysis + "<|channel|>commentary to=functions.get_time json<|message|>{}",
        "think[a] text[] get_time{}");
    row("harmony, recipient in the role", analysis + " to=functions.get_time<|channel|>commentary<|message|>{}<|call|>",
        "think[a] text[] get_time{} ended");
    row("harmony, no message mark",
        analysis + "<|channel|>commentary to=functions.get_time <|constrain|>json{}<|call|>",
        "think[a] text[] get_time{} ended");
    row("harmony, not json", analysis + "<|channel|>commentary to=functions.get_time<|message|>now, good<|call|>",
        "think[a] text[now, good]");
    row("harmony, to a person", "<|channel|>commentary to=user<|message|>{}<|end|>", "text[{}]");

    // What is no call stays as it stood.
    for (const char *text : {
             "Hello",
             "{\"name\": \"Bern\", \"size\": 3}",
             "{\"name\": \"no_such_tool\", \"arguments\": {}}",
             "{",
             "[1, 2]",
             "{\"city\": \"Bern\"}",
             "<tool_call>",
             "<tool_call>\n{\"name\": \"a\"",
             "<tool_call>{\"name\": 1}</tool_call> x",
             "<tool_call>{\"name\":\"a\",\"arguments\":[1]}</tool_call>",
             "<tool_call>hello</tool_call>",
             "<tool_call>{}</tool_call>",
             "<tool_call><function=a><parameter=b>c</tool_call>",
             "<tool",
             "a [TOOL_CALLS] b",
             "[TOOL_CALLS]",
             "[TOOL_CALLS]two words{}",
             "<function=f>{\"a\":</function>",
             "<function=",
             "<|python_tag|>print(1)",
             "<|tool_call>call:f{a:}<tool_call|>",
             "<|tool_call_start|>[f(a=)]<|tool_call_end|>",
             "<|tool_call|> []",
             "<|START_ACTION|>[]<|END_ACTION|>",
             "<｜tool▁calls▁begin｜>x<｜tool▁calls▁end｜>",
             "<|tool_call_begin|>f:0<|tool_call_end|>",
             " functools",
             "x > y >>> z",
             "<|tools_prefix|>[{\"a\":1}]<|tools_suffix|>",
         })
        row(text, text, QByteArray("text[") + text + "]");
    row("good after bad", "<tool_call>{\"name\": </tool_call>\n<tool_call>{\"name\":\"get_time\"}</tool_call>",
        "text[<tool_call>{\"name\": </tool_call>\n] get_time{}");
    row("good after an open one", "<tool_call><tool_call>{\"name\":\"get_time\"}</tool_call>",
        "text[<tool_call>] get_time{}");
    row("good after an open python tag", "<|python_tag|>x\n<tool_call>{\"name\":\"get_time\"}</tool_call>",
        "text[<|python_tag|>x\n] get_time{}");
}

void TestToolCalls::reads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    const std::string_view reply = viewOf(bytes);
    const Whole whole = run(reply);
    QCOMPARE(whole.shown(), expected);
    std::set<std::string> ids;
    for (const ToolCall &call : whole.calls) {
        QVERIFY(readJson(call.arguments).has_value());
        QVERIFY(!call.id.empty());
        ids.insert(call.id);
    }
    QCOMPARE(ids.size(), whole.calls.size());
    for (std::size_t cut = 0; cut <= reply.size(); ++cut)
        QCOMPARE(run(reply, {cut}).shown(true), whole.shown(true));
    std::minstd_rand random(static_cast<unsigned>(reply.size()));
    for (int round = 0; round < 20; ++round)
        QCOMPARE(run(reply, randomCuts(random, reply.size())).shown(true), whole.shown(true));
}

void TestToolCalls::plainChatsAreNotChanged_data()
{
    reads_data();
}

/// Without tools there are no calls: of all that is no thought, every byte is text.
void TestToolCalls::plainChatsAreNotChanged()
{
    QFETCH(QByteArray, bytes);
    if (bytes.contains("<|channel|>") || bytes.contains("think") || bytes.contains("THINK")) return;
    const Whole whole = run(viewOf(bytes), {}, {});
    QCOMPARE(QByteArray::fromStdString(whole.text), bytes);
    QVERIFY(whole.calls.empty());
}

void TestToolCalls::idsAreTheModelsOrMade()
{
    const auto idOf = [](std::string_view reply) { return run(reply).calls.at(0).id; };
    QCOMPARE(idOf("[TOOL_CALLS]get_time[CALL_ID]abc123DEF[ARGS]{}"), std::string("abc123DEF"));
    QCOMPARE(idOf(R"([TOOL_CALLS][{"name":"get_time","arguments":{},"id":"123456789"}])"), std::string("123456789"));
    QCOMPARE(idOf("<|tool_call_begin|>functions.get_time:3<|tool_call_argument_begin|>{}<|tool_call_end|>"),
             std::string("functions.get_time:3"));
    const std::string made = idOf("[TOOL_CALLS]get_time{}");
    QCOMPARE(made.size(), std::size_t{9});
    QVERIFY(std::ranges::all_of(made, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }));
    QCOMPARE(idOf("[TOOL_CALLS]get_time{}"), made);
    OutputFilter next({.stop = {}, .tools = kTools, .idSeed = 40});
    const auto later = next.push("[TOOL_CALLS]get_time{}");
    QVERIFY(later.calls.at(0).id != made);
}

/// Control tokens are handed to the filter as such; a call's are part of the answer.
void TestToolCalls::callMarksAreMarks()
{
    OutputFilter filter({.stop = {}, .promptTail = "<think>", .tools = kTools});
    QCOMPARE(filter.push("Hm.").reasoning, std::string("Hm."));
    QCOMPARE(filter.pushMark("[TOOL_CALLS]"), FilteredOutput());
    QVERIFY(!filter.inReasoning());
    QCOMPARE(filter.push("get_time"), FilteredOutput());
    QCOMPARE(filter.pushMark("[ARGS]"), FilteredOutput());
    const FilteredOutput out = filter.push("{}");
    QCOMPARE(out.calls.size(), std::size_t{1});
    QCOMPARE(out.calls[0].name, std::string("get_time"));
    QCOMPARE(filter.finish(), FilteredOutput());
}

void TestToolCalls::recipientsOfFunctionary()
{
    const auto shown = [](std::string_view reply, std::string tools) {
        return run(reply, {}, std::move(tools), "<|start_header_id|>assistant<|end_header_id|>\n\n>>>").shown();
    };
    QCOMPARE(shown("all\nHello.", {}), QByteArray("text[Hello.]"));
    QCOMPARE(shown("all\nHello.", kTools), QByteArray("text[Hello.]"));
    QCOMPARE(shown("get_weather\n{\"city\": \"Bern\"}", kTools), QByteArray(R"(text[] get_weather{"city":"Bern"})"));
    QCOMPARE(shown("all\nI look.>>>get_time\n{}>>>get_time\n{}", kTools),
             QByteArray("text[I look.] get_time{} get_time{}"));
    QCOMPARE(shown("Hello, no header {}", kTools), QByteArray("text[Hello, no header {}]"));
    QCOMPARE(shown("al", {}), QByteArray("text[al]"));
}

void TestToolCalls::streamsWhatIsNoCall()
{
    OutputFilter filter({.stop = {}, .tools = kTools});
    QCOMPARE(filter.push("Well, <to").text, std::string("Well, "));
    QCOMPARE(filter.push("p> is").text, std::string("<top> is"));
    OutputFilter json({.stop = {}, .tools = kTools});
    QCOMPARE(json.push("{\"nam"), FilteredOutput());
    QCOMPARE(json.push("ed\": 1").text, std::string("{\"named\": 1"));
}

void TestToolCalls::longCallsAreText()
{
    const std::string big(std::size_t{1200} * 1024, 'x');
    for (const std::string &bytes :
         {"<tool_call>{\"name\": \"a\", \"arguments\": {\"b\": \"" + big, "<tool_call><function=f><parameter=a>" + big,
          "[TOOL_CALLS]" + big, "{\"name\": \"" + big, "<|python_tag|>" + big,
          "<tool_call>" + std::string(5000, ' ')}) {
        const Whole whole = run(bytes);
        QCOMPARE(whole.text.size(), bytes.size());
        QVERIFY(whole.text == bytes && whole.calls.empty());
        std::vector<std::size_t> cuts;
        for (std::size_t at = 0; at < bytes.size(); at += 4999)
            cuts.push_back(at);
        QVERIFY(run(bytes, cuts).text == bytes);
    }
}

/// Fuzz: marks, pieces of JSON and noise in any order. Nothing crashes, cuts change nothing, and what is no call is
/// there. SOTTO_FUZZ_SECONDS makes it run for that long with a new seed.
void TestToolCalls::anythingGoesIn()
{
    std::vector<std::string> words{"{",
                                   "}",
                                   "[",
                                   "]",
                                   "\"",
                                   "\\",
                                   ",",
                                   ":",
                                   "\n",
                                   " ",
                                   "a",
                                   "get_time",
                                   "\"name\"",
                                   "get_weather",
                                   "{\"name\":\"get_time\",\"arguments\":{}}",
                                   "\"arguments\":",
                                   "{}",
                                   "(",
                                   ")",
                                   "=",
                                   "1",
                                   "'",
                                   ">",
                                   "call:",
                                   "<parameter=a>",
                                   "</parameter>",
                                   "</function>",
                                   "<arg_key>a</arg_key>",
                                   "<arg_value>b</arg_value>",
                                   "\xE4\xBD\xA0",
                                   "\xE4",
                                   "<",
                                   "<think>",
                                   "</think>",
                                   "[ARGS]",
                                   "<｜tool▁call▁begin｜>",
                                   "<｜tool▁sep｜>",
                                   "<｜tool▁call▁end｜>",
                                   "<|tool_call_argument_begin|>",
                                   "functions.get_time:0",
                                   "<|\"|>",
                                   "<|channel|>",
                                   "<|message|>",
                                   "<|call|>",
                                   "<|end|>",
                                   "<|start|>",
                                   "commentary to=functions.get_time",
                                   "analysis",
                                   "final",
                                   ";",
                                   "all\n",
                                   ">>>"};
    for (const CallFormat &format : callFormats()) {
        words.emplace_back(format.open);
        if (!format.close.empty()) words.emplace_back(format.close);
    }
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const unsigned seed = seconds > 0 ? std::random_device()() : 20261125;
    qInfo("seed %u", seed);
    std::minstd_rand random(seed);
    QElapsedTimer timer;
    timer.start();
    int calls = 0;
    for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 15'000; ++round) {
        std::string bytes;
        for (std::size_t n = random() % 24; n > 0; --n)
            bytes += words[random() % words.size()];
        const std::string tools = random() % 4 == 0 ? "" : kTools;
        const std::string tail = random() % 8 == 0 ? ">>>" : random() % 6 == 0 ? "<|start|>assistant" : "";
        const Whole whole = run(bytes, {}, tools, tail);
        const Whole cut = run(bytes, randomCuts(random, bytes.size()), tools, tail);
        QVERIFY2(
            cut.shown(true) == whole.shown(true),
            ("cuts changed " + bytes + "\n" + whole.shown(true).toStdString() + "\n" + cut.shown(true).toStdString())
                .c_str());
        for (const ToolCall &call : whole.calls) {
            const auto arguments = readJson(call.arguments);
            QVERIFY(arguments && arguments->object() && !call.name.empty() && !call.id.empty());
        }
        calls += static_cast<int>(whole.calls.size());
        const bool hasMarks = bytes.contains("think>") || bytes.contains("<|") || !tail.empty();
        if (whole.calls.empty() && !hasMarks) QCOMPARE(whole.text, sanitizedUtf8(bytes));
    }
    qInfo("%d calls", calls);
    QVERIFY(calls > 100); // it reaches deep enough to find some
}

QTEST_GUILESS_MAIN(TestToolCalls)
#include "test_tool_calls.moc"
