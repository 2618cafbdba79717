#include "inference/reply/harmony_splitter.h"

#include <QtTest>

#include <random>

using namespace sotto;

namespace {

struct Whole {
    std::string reasoning;
    std::string text;

    bool operator==(const Whole &) const = default;
};

Whole run(std::string_view opening, std::string_view bytes, const std::vector<std::size_t> &cuts = {})
{
    HarmonySplitter splitter(opening, HarmonySplitter::Calls::AreText);
    SplitReply out;
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        splitter.push(bytes.substr(from, cut - from), out);
        from = cut;
    }
    splitter.push(bytes.substr(from), out);
    splitter.finish(out);
    return {out.reasoning, out.text};
}

QByteArray shown(const Whole &whole)
{
    return QByteArray::fromStdString("reasoning[" + whole.reasoning + "] text[" + whole.text + "]");
}

constexpr const char *kOpening = "<|start|>assistant";

} // namespace

class TestHarmony final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void wordsAreNeverLostNorMarksShown();
    void streamsAtOnce();
    void goesOnFromThePrompt();
    void knowsWhereAPromptEnds();
};

void TestHarmony::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("reasoning");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, QByteArray bytes, QByteArray reasoning, QByteArray text) {
        QTest::newRow(name) << bytes << reasoning << text;
    };
    row("whole", "<|channel|>analysis<|message|>a b<|end|><|start|>assistant<|channel|>final<|message|>c d<|return|>",
        "a b", "c d");
    row("two thoughts",
        "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>analysis<|message|>b<|end|>"
        "<|start|>assistant<|channel|>final<|message|>c",
        "a\n\nb", "c");
    row("preamble",
        "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary<|message|>I look.<|end|>"
        "<|start|>assistant<|channel|>final<|message|>Found.",
        "a", "I look.\n\nFound.");
    row("white space around",
        "<|channel|>analysis<|message|>\n a \n<|end|>\n<|start|>assistant<|channel|>final"
        "<|message|>\n\nb\n",
        "a", "b");
    row("constrained", "<|channel|>final <|constrain|>json<|message|>{\"a\":1}<|return|>", "", "{\"a\":1}");
    row("tool asked for in a plain chat",
        "<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{\"a\":1}<|call|>", "",
        "{\"a\":1}");
    row("no channel", "<|message|>Hello", "", "Hello");
    row("no header at all", "Hello there", "", "Hello there");
    row("no header, long", QByteArray(400, 'x') + " y", "", QByteArray(400, 'x') + " y");
    row("no end", "<|channel|>analysis<|message|>a<|channel|>final<|message|>b", "a", "b");
    row("no end, start", "<|channel|>analysis<|message|>a<|start|>assistant<|channel|>final<|message|>b", "a", "b");
    row("no start", "<|channel|>analysis<|message|>a<|end|>assistant<|channel|>final<|message|>b", "a", "b");
    row("neither", "<|channel|>analysis<|message|>a<|end|><|channel|>final<|message|>b", "a", "b");
    row("channel for role", "<|channel|>analysis<|message|>a<|call|>commentary<|channel|>commentary<|message|>b", "a",
        "b");
    row("no message mark", "<|channel|>analysis I think so.<|end|><|start|>assistant<|channel|>final<|message|>b",
        "I think so.", "b");
    row("no message mark, no space", "<|channel|>analysisWe think.<|end|><|channel|>finalYes.", "We think.", "Yes.");
    row("no message mark, long", "<|channel|>analysis " + QByteArray(300, 'x') + "<|end|><|channel|>final<|message|>b",
        QByteArray(300, 'x'), "b");
    row("channel twice", "<|channel|>analysis<|channel|>analysis<|message|>a<|end|><|channel|>final<|message|>b", "a",
        "b");
    row("channel changed", "<|channel|>commentary to=assistant<|channel|>analysis<|message|>a", "a", "");
    row("message mark twice", "<|channel|>final<|message|><|message|>a<|message|> b", "", "a b");
    row("type without its mark", "<|channel|>analysis code<|message|>a", "a", "");
    row("stray words", "<|channel|>final some more words<|message|>a", "", "some more words a");
    row("unknown channel", "<|channel|>comment<|message|>a", "", "a");
    row("another role", "<|channel|>final<|message|>a<|end|><|start|>user<|message|>b", "", "a\n\nb");
    row("end alone", "<|end|><|end|>a", "", "a");
    row("cut in a mark", "<|channel|>final<|message|>a<|en", "", "a<|en");
    row("nothing said", "<|channel|>analysis<|message|><|end|><|start|>assistant<|channel|>final<|message|>", "", "");
    row("after the end", "<|channel|>final<|message|>a<|end|> and b", "", "a\n\nand b");
}

void TestHarmony::reads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, reasoning);
    QFETCH(QByteArray, text);
    const std::string_view reply(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const QByteArray expected = shown({reasoning.toStdString(), text.toStdString()});
    for (const char *opening : {kOpening, ""}) {
        if (opening[0] == '\0' && !bytes.startsWith('<')) continue; // is not known to be harmony
        QCOMPARE(shown(run(opening, reply)), expected);
        for (std::size_t cut = 0; cut <= reply.size(); ++cut)
            QCOMPARE(shown(run(opening, reply, {cut})), expected);
    }
}

/// Whatever the order of marks and words: every word comes out once, no mark does, and cuts change nothing.
void TestHarmony::wordsAreNeverLostNorMarksShown()
{
    const std::vector<std::string> marks{"<|start|>",     "<|channel|>", "<|message|>", "<|end|>",
                                         "<|constrain|>", "<|return|>",  "<|call|>"};
    const std::vector<std::string> headers{"assistant", "analysis", "commentary", "final", " to=functions.f ", "json"};
    std::minstd_rand random(20261125);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes;
        std::vector<std::string> words;
        for (int n = static_cast<int>(random() % 14); n > 0; --n) {
            switch (random() % 4) {
            case 0:
            case 1: bytes += marks[random() % marks.size()]; break;
            case 2: bytes += headers[random() % headers.size()]; break;
            default: // two words: one alone may be a name in a header
                words.push_back("W" + std::to_string(words.size()) + "x");
                words.push_back("W" + std::to_string(words.size()) + "y");
                bytes += ' ' + words[words.size() - 2] + ' ' + words.back() + ' ';
            }
        }
        const Whole whole = run(kOpening, bytes);
        std::vector<std::size_t> cuts;
        for (std::size_t at = random() % 3; at < bytes.size(); at += 1 + random() % 9)
            cuts.push_back(at);
        QCOMPARE(shown(run(kOpening, bytes, cuts)), shown(whole));
        const std::string all = whole.reasoning + '\n' + whole.text;
        for (const std::string &word : words)
            QVERIFY2(all.find(word) != std::string::npos && all.find(word) == all.rfind(word),
                     (word + " in " + bytes + " gave " + all).c_str());
        for (const std::string &mark : marks)
            QVERIFY2(!all.contains(mark), bytes.c_str());
    }
}

void TestHarmony::streamsAtOnce()
{
    HarmonySplitter splitter(kOpening, HarmonySplitter::Calls::AreText);
    SplitReply out;
    splitter.push("<|channel|>analysis<|message|>Hm", out);
    QVERIFY(splitter.inReasoning());
    QCOMPARE(out.reasoning, std::string("Hm"));
    splitter.push("<|end|><|start|>assistant<|channel|>final<|message|>Yes", out);
    QVERIFY(!splitter.inReasoning());
    QCOMPARE(out.text, std::string("Yes"));
}

void TestHarmony::goesOnFromThePrompt()
{
    QCOMPARE(shown(run("<|start|>assistant<|channel|>final<|message|>Once upon", " a time")), shown({"", " a time"}));
    QCOMPARE(shown(run("<|start|>assistant<|channel|>analysis<|message|>", "a<|end|>")), shown({"a", ""}));
    QCOMPARE(shown(run("<|start|>assistant<|channel|>final<|message|>a ", "b<|end|><|channel|>final<|message|>c")),
             shown({"", "b\n\nc"}));
}

void TestHarmony::knowsWhereAPromptEnds()
{
    const auto none = std::string_view::npos;
    QCOMPARE(harmonyLeftOpen("<|end|><|start|>assistant"), std::size_t{7});
    QCOMPARE(harmonyLeftOpen("x<|start|>assistant<|channel|>analysis<|message|>"), std::size_t{1});
    QCOMPARE(harmonyLeftOpen("<|start|>assistant<|channel|>final<|message|>a<|end|>"), none);
    QCOMPARE(harmonyLeftOpen("<|start|>assistant<|im_end|>\n<|im_start|>assistant\n"), none);
    QCOMPARE(harmonyLeftOpen("<|im_start|>assistant\n"), none);
    QCOMPARE(harmonyLeftOpen(""), none);
}

QTEST_GUILESS_MAIN(TestHarmony)
#include "test_harmony.moc"
