#include "inference/output_filter.h"
#include "inference/reply/thought_marks.h"

#include <QtTest>

#include <numeric>
#include <random>

using namespace sotto;

namespace {

struct Whole {
    std::string reasoning;
    std::string text;
    bool stopped = false;

    bool operator==(const Whole &) const = default;
};

struct Case {
    std::string bytes;
    std::vector<std::string> stops;
    std::string promptTail;
    Whole expected;
};

Whole run(const Case &c, const std::vector<std::size_t> &cuts)
{
    OutputFilter filter({.stop = c.stops, .promptTail = c.promptTail});
    Whole whole;
    const auto add = [&](const FilteredOutput &out) {
        whole.reasoning += out.reasoning;
        whole.text += out.text;
        whole.stopped = out.stopped;
    };
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        add(filter.push(std::string_view(c.bytes).substr(from, cut - from)));
        from = cut;
    }
    add(filter.push(std::string_view(c.bytes).substr(from)));
    add(filter.finish());
    return whole;
}

QByteArray shown(const Whole &whole)
{
    return QByteArray::fromStdString("reasoning[" + whole.reasoning + "] text[" + whole.text + "]" +
                                     (whole.stopped ? " stopped" : ""));
}

std::vector<std::pair<const char *, Case>> cases()
{
    const auto plain = [](std::string bytes, Whole expected) {
        return Case{std::move(bytes), {}, {}, std::move(expected)};
    };
    const auto stopping = [](std::string bytes, std::vector<std::string> stops, Whole expected) {
        return Case{std::move(bytes), std::move(stops), {}, std::move(expected)};
    };
    return {
        {"plain", plain("Hello, world", {"", "Hello, world"})},
        {"empty", plain("", {"", ""})},
        {"white space first", plain("\n  Hi", {"", "\n  Hi"})},
        {"white space alone", plain(" \n ", {"", " \n "})},
        {"much white space", plain(std::string(300, ' ') + "<think>a", {"", std::string(300, ' ') + "<think>a"})},
        {"multilingual",
         plain("Gr\u00fc\u00dfe \u4f60\u597d \U0001F680", {"", "Gr\u00fc\u00dfe \u4f60\u597d \U0001F680"})},
        {"malformed", plain("a\xE4\xBD", {"", "a\xEF\xBF\xBD"})},
        {"malformed in a thought", plain("<think>a\xE4\xBD</think>b", {"a\xEF\xBF\xBD", "b"})},

        {"think", plain("<think>\nI see.\n\nYes.\n</think>\n\nAnswer.", {"I see.\n\nYes.", "Answer."})},
        {"think after white space", plain("\n <think>a</think> b", {"a", "b"})},
        {"empty thought", plain("<think>\n\n</think>\n\nAnswer.", {"", "Answer."})},
        {"two thoughts", plain("<think>a</think>\n<think>b</think>c", {"a\n\nb", "c"})},
        {"thought without end", plain("<think>I was cut", {"I was cut", ""})},
        {"thought cut in its end tag", plain("<think>a</thi", {"a</thi", ""})},
        {"cut in the tag", plain("<thi", {"", "<thi"})},
        {"not quite a tag", plain("<thinly>veiled", {"", "<thinly>veiled"})},
        {"tag later is text", plain("Use <think> and </think>.", {"", "Use <think> and </think>."})},
        {"tag after the answer began", plain("<think>a</think>b <think>c</think>", {"a", "b <think>c</think>"})},
        {"almost the end tag", plain("<think>a</thinkk></think>b", {"a</thinkk>", "b"})},
        {"end tag doubled", plain("<think>a<</think>b", {"a<", "b"})},
        {"other style's end is thought", plain("<think>a[/THINK]b</think>c", {"a[/THINK]b", "c"})},
        {"seed", plain("<seed:think>a</seed:think>b", {"a", "b"})},
        {"bracket", plain("[THINK]a[/THINK]b", {"a", "b"})},
        {"bracket that is a list", plain("[TODO] b", {"", "[TODO] b"})},
        {"command", plain("<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>b", {"a", "b"})},
        {"channel tag", plain("<|channel>thought\na\n<channel|>b", {"a", "b"})},
        {"harmony",
         plain("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b", {"a", "b"})},
        {"harmony without end", plain("<|channel|>analysis<|message|>a<|channel|>final<|message|>b", {"a", "b"})},
        {"harmony without thought", plain("<|channel|>final<|message|>b", {"", "b"})},
        {"harmony twice",
         plain("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>analysis<|message|>b"
               "<|end|><|start|>assistant<|channel|>final<|message|>c",
               {"a\n\nb", "c"})},
        {"opened by the prompt", {"\nI see.\n</think>\n\nAnswer.", {}, "assistant\n<think>\n", {"I see.", "Answer."}}},
        {"opened by the prompt, no end", {"I see", {}, "[/INST][THINK]", {"I see", ""}}},
        {"closed by the prompt, closed again", {"</think>\n\nb", {}, "<think>\n\n</think>\n\n", {"", "b"}}},
        {"end tag twice", plain("<think>a</think></think>\nb", {"a", "b"})},
        {"other spellings", plain("<thinking>a</thinking>b", {"a", "b"})},
        {"reasoning", plain("<reasoning>\na\n</reasoning>\n\nb", {"a", "b"})},
        {"exaone", plain("<thought>\na\n</thought>\n\nb", {"a", "b"})},
        {"kimi vl", plain("\u25C1think\u25B7a\u25C1/think\u25B7b", {"a", "b"})},
        {"apertus", plain("<|inner_prefix|>a<|inner_suffix|>b", {"a", "b"})},
        {"openthinker",
         plain("<|begin_of_thought|>\n\na\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\nb\n<|end_of_solution|>",
               {"a", "b\n"})},
        {"granite", plain("<think>a</think>\n<response>b</response>", {"a", "b"})},
        {"granite cut off", plain("<think>a</think>\n<response>b</resp", {"a", "b</resp"})},
        {"answer's end is not the end", plain("<think>a</think><answer>b</answer> c", {"a", "b</answer> c"})},
        {"answer's mark alone is text", plain("<answer>b</answer>", {"", "<answer>b</answer>"})},
        {"apriel",
         {"a\n[BEGIN FINAL RESPONSE]\nb\n[END FINAL RESPONSE]\n", {}, "Here are my reasoning steps:\n", {"a", "b\n"}}},
        {"apriel's words elsewhere",
         plain("Here are my reasoning steps: 1, 2.", {"", "Here are my reasoning steps: 1, 2."})},
        {"gemma", plain("<|channel>thought\n<channel|>b", {"", "b"})},
        {"gemma without name", plain("<|channel>a<channel|>b", {"a", "b"})},
        {"gemma cut off", plain("<|channel>thou", {"thou", ""})},
        {"gemma with nothing", plain("<|channel>", {"", ""})},

        {"stop", stopping("one STOP two", {"STOP"}, {"", "one ", true})},
        {"stop at the start", stopping("STOP two", {"STOP"}, {"", "", true})},
        {"no stop after all", stopping("one STO two STO", {"STOP"}, {"", "one STO two STO"})},
        {"stop that repeats itself", stopping("aaab", {"aab"}, {"", "a", true})},
        {"earliest stop", stopping("a </s> b ### c", {"###", "</s>"}, {"", "a ", true})},
        {"completed first", stopping("xabcd", {"abcd", "bc"}, {"", "xa", true})},
        {"longest at one byte", stopping("xabc", {"bc", "abc"}, {"", "x", true})},
        {"empty stop is none", stopping("abc", {""}, {"", "abc"})},
        {"newline stops", stopping("a\n\nb", {"\n\n"}, {"", "a", true})},
        {"leading newlines stop", stopping("\n\nb", {"\n\n"}, {"", "", true})},
        {"stop inside a character", stopping("a\u4f60b", {"\u4f60"}, {"", "a", true})},
        {"stop not in the thought", stopping("<think>a STOP b</think>c STOP d", {"STOP"}, {"a STOP b", "c ", true})},
        {"stop across the end tag", stopping("<think>a</think>", {">"}, {"a", ""})},
        {"stop in what could be a tag", stopping("<thumb>", {"th"}, {"", "<", true})},
    };
}

} // namespace

class TestOutputFilter final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameHoweverCut_data();
    void sameHoweverCut();
    void randomStreamsAreTheSameHoweverCut();
    void showsTextAtOnce();
    void holdsBackOnlyWhatIsUndecided();
    void knowsWhenItIsInAThought();
    void nothingComesAfterAStop();
    void seesThoughtsLeftOpen();
    void controlTokensAreMarksAnywhere();
};

void TestOutputFilter::sameHoweverCut_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto &[name, c] : cases()) {
        QTest::newRow(name) << index++;
    }
}

void TestOutputFilter::sameHoweverCut()
{
    QFETCH(int, index);
    const Case c = cases()[static_cast<std::size_t>(index)].second;
    const std::size_t size = c.bytes.size();
    QCOMPARE(shown(run(c, {})), shown(c.expected));
    for (std::size_t a = 0; a <= size; ++a) {
        QCOMPARE(shown(run(c, {a})), shown(c.expected));
        for (std::size_t b = a; b <= size && size < 80; ++b) {
            QCOMPARE(shown(run(c, {a, b})), shown(c.expected));
        }
    }
    std::vector<std::size_t> everywhere(size);
    std::iota(everywhere.begin(), everywhere.end(), std::size_t{0});
    QCOMPARE(shown(run(c, everywhere)), shown(c.expected));
}

void TestOutputFilter::randomStreamsAreTheSameHoweverCut()
{
    const std::vector<std::string> words{"<think>",
                                         "</think>",
                                         "<th",
                                         "[THINK]",
                                         "[/THINK]",
                                         "<|channel|>",
                                         "final",
                                         "a",
                                         "<|message|>",
                                         "<|end|>",
                                         "<|start|>assistant",
                                         "analysis",
                                         "\n",
                                         " ",
                                         "ST",
                                         "OP",
                                         "S",
                                         "\xE4\xBD\xA0",
                                         "\xE4",
                                         "\xBD",
                                         "thought",
                                         "<|channel>",
                                         "<channel|>"};
    const std::vector<std::string> tails{"<think>", "[THINK]", "<|channel>", "<|start|>assistant",
                                         "<|start|>assistant<|channel|>analysis<|message|>a "};
    std::minstd_rand random(20261122);
    for (int round = 0; round < 5000; ++round) {
        Case c;
        if (random() % 2 == 0) c.promptTail = tails[random() % tails.size()];
        if (random() % 2 == 0) c.stops = {"STOP", "OPS", "\n\n", "STSTOP"};
        for (std::size_t n = random() % 12; n > 0; --n) {
            c.bytes += words[random() % words.size()];
        }
        const QByteArray whole = shown(run(c, {}));
        std::vector<std::size_t> cuts;
        for (std::size_t at = 0; at < c.bytes.size(); at += 1 + random() % 3) {
            cuts.push_back(at);
        }
        QCOMPARE(shown(run(c, cuts)), whole);
    }
}

void TestOutputFilter::showsTextAtOnce()
{
    OutputFilter filter({.stop = {"STOP"}});
    QCOMPARE(filter.push("Hel").text, std::string("Hel"));
    QCOMPARE(filter.push("lo").text, std::string("lo"));
    OutputFilter thinking({.stop = {}, .promptTail = "<think>"});
    QCOMPARE(thinking.push("Hm").reasoning, std::string("Hm"));
    QCOMPARE(thinking.push(" so").reasoning, std::string(" so"));
}

void TestOutputFilter::holdsBackOnlyWhatIsUndecided()
{
    OutputFilter filter({.stop = {"STOP"}});
    QCOMPARE(filter.push("a ST").text, std::string("a "));
    QCOMPARE(filter.push("ST").text, std::string("ST"));
    QCOMPARE(filter.push("A").text, std::string("STA"));
    OutputFilter tagged({});
    QCOMPARE(tagged.push("\n<thi"), FilteredOutput());
    QCOMPARE(tagged.push("s").text, std::string("\n<this"));
    QCOMPARE(tagged.push("<think").text, std::string("<think"));
    OutputFilter bytes({});
    QCOMPARE(bytes.push("x\xE4\xBD").text, std::string("x"));
    QCOMPARE(bytes.push("\xA0").text, std::string("\xE4\xBD\xA0"));
}

void TestOutputFilter::knowsWhenItIsInAThought()
{
    OutputFilter filter({});
    QVERIFY(!filter.inReasoning());
    QCOMPARE(filter.push("<think>"), FilteredOutput());
    QVERIFY(filter.inReasoning());
    QCOMPARE(filter.push("a</think>").reasoning, std::string("a"));
    QVERIFY(!filter.inReasoning());
    QVERIFY(OutputFilter({.stop = {}, .promptTail = "<|start|>assistant<|channel|>analysis<|message|>"}).inReasoning());
}

void TestOutputFilter::nothingComesAfterAStop()
{
    OutputFilter filter({.stop = {"X"}});
    const FilteredOutput first = filter.push("aXb");
    QCOMPARE(first.text, std::string("a"));
    QVERIFY(first.stopped);
    QVERIFY(filter.stopped());
    const FilteredOutput nothing{.stopped = true};
    QCOMPARE(filter.push("more"), nothing);
    QCOMPARE(filter.finish(), nothing);
}

void TestOutputFilter::seesThoughtsLeftOpen()
{
    const auto closing = [](std::string_view prompt) {
        const auto open = thoughtLeftOpen(prompt);
        return open ? open->close : std::string_view();
    };
    QVERIFY(closing("<|im_start|>assistant\n<think>\n") == "</think>");
    QVERIFY(closing("[/INST][THINK]") == "[/THINK]");
    QVERIFY(closing("<|CHATBOT_TOKEN|><|START_THINKING|>") == "<|END_THINKING|>");
    QVERIFY(closing("<|im_start|>assistant\n<think>\n\n</think>\n\n").empty());
    QVERIFY(closing("Use <think> here").empty());
    QVERIFY(closing("").empty());
}

/// What a token says on its own is a mark even where words would be words.
void TestOutputFilter::controlTokensAreMarksAnywhere()
{
    OutputFilter filter({});
    QCOMPARE(filter.push("Well. ").text, std::string("Well. "));
    QCOMPARE(filter.pushMark("<|START_THINKING|>"), FilteredOutput());
    QVERIFY(filter.inReasoning());
    QCOMPARE(filter.pushMark("<|START_RESPONSE|>"), FilteredOutput()); // none of this thought
    QCOMPARE(filter.push("a").reasoning, std::string("a"));
    QCOMPARE(filter.pushMark("<|END_THINKING|>"), FilteredOutput());
    QCOMPARE(filter.pushMark("<|START_RESPONSE|>"), FilteredOutput());
    QCOMPARE(filter.push("\nb").text, std::string("\n\nb"));
    QCOMPARE(filter.pushMark("<|END_THINKING|>"), FilteredOutput());
    QCOMPARE(filter.push(" c<th").text, std::string(" c<th"));
    QCOMPARE(filter.finish(), FilteredOutput());

    OutputFilter undecided({});
    QCOMPARE(undecided.push("<thi"), FilteredOutput());
    QCOMPARE(undecided.pushMark("<|constrain|>"), FilteredOutput());
    QCOMPARE(undecided.pushMark("<|channel|>").text, std::string("<thi"));
    QCOMPARE(undecided.push("analysis<|message|>a").reasoning, std::string("a"));
}

QTEST_GUILESS_MAIN(TestOutputFilter)
#include "test_output_filter.moc"
