#include "inference/grammar/gbnf.h"
#include "inference/grammar/grammar_matcher.h"

#include <QtTest>

#include <random>

using namespace sotto;

namespace {

/// "yes", "begun" or "no": whether `text` is whole, could become so, or never.
std::string fate(const std::string &gbnf, std::string_view text)
{
    auto grammar = parseGbnf(gbnf);
    if (!grammar) return grammar.error().subject;
    GrammarMatcher matcher(std::make_shared<const Grammar>(*std::move(grammar)));
    const bool taken = text.empty() || matcher.push(text);
    if (matcher.hasOverflowed()) return "overflow";
    return !taken ? "no" : matcher.isComplete() ? "yes" : "begun";
}

std::string problemOf(const std::string &gbnf, const GrammarLimits &limits = {})
{
    const auto grammar = parseGbnf(gbnf, limits);
    if (grammar) return "accepted";
    return grammar.error().code == ErrorCode::GrammarInvalid ? grammar.error().subject : "another code";
}

} // namespace

/// Grammars in GBNF: what they accept, and which of them are refused.
class TestGrammar final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void charactersMayBeCut();
    void nothingChangesWhereRefused();
    void longTextsStaySmall();
    void ambiguityEndsInAnOverflow();
    void limitsHold();
    void setsOfCharacters();
    void damagedGrammarsNeverCrash();
};

void TestGrammar::accepts_data()
{
    QTest::addColumn<QByteArray>("gbnf");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *gbnf, const char *text, const char *expected) {
        QTest::addRow("%s | %s", gbnf, text) << QByteArray(gbnf) << QByteArray(text) << QString::fromLatin1(expected);
    };
    row(R"(root ::= "yes" | "no")", "yes", "yes");
    row(R"(root ::= "yes" | "no")", "ye", "begun");
    row(R"(root ::= "yes" | "no")", "nope", "no");
    row(R"(root ::= "a"*)", "", "yes");
    row(R"(root ::= "a"*)", "aaaa", "yes");
    row(R"(root ::= "a"+)", "", "begun");
    row(R"(root ::= "ab"+)", "abab", "yes");
    row(R"(root ::= "ab"+)", "aba", "begun");
    row(R"(root ::= "a"? "b")", "b", "yes");
    row(R"(root ::= [a-c]{2})", "ab", "yes");
    row(R"(root ::= [a-c]{2})", "abc", "no");
    row(R"(root ::= [a-c]{2,})", "abcabc", "yes");
    row(R"(root ::= [a-c]{1,3} "x")", "abcx", "yes");
    row(R"(root ::= [a-c]{1,3} "x")", "abcax", "no");
    row(R"(root ::= [a-c]{0,0} "x")", "x", "yes");
    row(R"(root ::= [^a-c\n])", "d", "yes");
    row(R"(root ::= [^a-c\n])", "b", "no");
    row(R"(root ::= [\]\\^-])", "^", "yes");
    row(R"(root ::= [\]\\^-])", "-", "yes");
    row(R"(root ::= [\x41\u00e9\U0001F600])", "\xF0\x9F\x98\x80", "yes");
    row(R"(root ::= [\x41\u00e9\U0001F600])", "\xC3\xA9", "yes");
    row("root ::= [α-ω]+", "\xCE\xB1\xCF\x89", "yes");
    row("root ::= \"中\" .", "中é", "yes");
    row("root ::= .", "\xFF", "no");
    row("root ::= .", "\xED\xA0\x80", "no");
    row("root ::= .", "\xC0\x80", "no");
    row("root ::= (\"a\" | # comment\n \"b\"\n) \"c\"\n\n# end", "bc", "yes");
    row("root ::= a |\n b\na ::= \"1\"\nb ::= \"2\"", "2", "yes");
    row("root ::=\n  \"x\"\r\nother ::= \"y\"", "x", "yes");
    row("root ::= item (\",\" item)*\nitem ::= [0-9]+ | \"(\" root \")\"", "1,(2,(3)),4", "yes");
    row("root ::= item (\",\" item)*\nitem ::= [0-9]+ | \"(\" root \")\"", "1,(2,(3),4", "begun");
    row("root ::= \"x\" root | \"\"", "xxx", "yes");
    row("root ::= \"(\" root \")\" | \"\"", "((()))", "yes");
    row("root ::= \"(\" root \")\" | \"\"", "(()))", "no");
    row("root ::= | \"a\"", "", "yes");
    row("root ::= \"a\" | \"ab\" | \"abc\"", "ab", "yes");
    row("root ::= (\"a\"?){3} \"b\"", "aab", "yes");
}

void TestGrammar::accepts()
{
    QFETCH(QByteArray, gbnf);
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(fate(gbnf.toStdString(), text.toStdString())), expected);
}

void TestGrammar::refuses_data()
{
    QTest::addColumn<QByteArray>("gbnf");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *gbnf, const char *problem) {
        QTest::addRow("%s", gbnf) << QByteArray(gbnf) << QString::fromUtf8(problem);
    };
    row("", "line 1, column 1: there is no rule “root”");
    row("start ::= \"a\"", "line 1, column 1: there is no rule “root”");
    row("root ::= missing", "line 1, column 10: there is no rule “missing”");
    row("root = \"a\"", "line 1, column 6: “::=” is expected");
    row("root ::= \"a", "line 1, column 12: the grammar ends inside quotes or a set");
    row("root ::= [a", "line 1, column 12: the grammar ends inside quotes or a set");
    row("root ::= (\"a\"", "line 1, column 14: “)” is expected");
    row("root ::= \"a\")", "line 1, column 13: the end of the rule is expected");
    row("root ::= \"a\"{3,2}", "line 1, column 18: the repetition ends before it begins");
    row("root ::= \"a\"{x}", "line 1, column 14: a number up to 100000 is expected");
    row("root ::= \"a\"**", "line 1, column 14: one repetition is enough; put the first into a group");
    row("root ::= \"\\q\"", "line 1, column 12: this escape is not known");
    row("root ::= \"\\uD800\"", "line 1, column 13: the number of a character is expected");
    row("root ::= \"a\"\nroot ::= \"b\"", "line 2, column 6: this rule is there already");
    row("root ::= <[5]>", "line 1, column 10: the end of the rule is expected");
    row("root ::= root \"a\" | \"b\"", "the rule “root” begins with itself (left recursion)");
    row("root ::= a\na ::= b \"x\"\nb ::= a | \"y\"", "the rule “a” begins with itself (left recursion)");
    row("root ::= (\"x\"? root) \"a\"", "the rule “root” begins with itself (left recursion)");
    row("root ::= empty root\nempty ::= \"\" | \"e\"", "the rule “root” begins with itself (left recursion)");
    row("root ::= (\"a\"?)*", "the rule “root” repeats without end what may be empty");
    row("root ::= ws+ \"a\"\nws ::= \" \"*", "the rule “root” repeats without end what may be empty");
    row("root ::= ((\"a\"{10000}){10000}){10000}",
        "the grammar is too large: its repetitions, written out, take more than 400000 steps");
}

void TestGrammar::refuses()
{
    QFETCH(QByteArray, gbnf);
    QFETCH(QString, problem);
    QCOMPARE(QString::fromStdString(problemOf(gbnf.toStdString())), problem);
}

void TestGrammar::charactersMayBeCut()
{
    auto grammar = parseGbnf("root ::= [é中]{2}");
    QVERIFY(grammar);
    GrammarMatcher matcher(std::make_shared<const Grammar>(*std::move(grammar)));
    QVERIFY(matcher.push("\xE4"));
    QVERIFY(!matcher.isComplete());
    QVERIFY(!matcher.accepts("\xB9")); // the second byte of another character
    QVERIFY(!matcher.accepts("a"));
    QVERIFY(matcher.push("\xB8"));
    QVERIFY(matcher.push("\xAD\xC3"));
    QVERIFY(!matcher.accepts("\xAB"));
    QVERIFY(matcher.push("\xA9"));
    QVERIFY(matcher.isComplete());
    QVERIFY(!matcher.accepts("\xC3"));
}

void TestGrammar::nothingChangesWhereRefused()
{
    auto grammar = parseGbnf("root ::= \"abc\" | \"abd\"");
    QVERIFY(grammar);
    GrammarMatcher matcher(std::make_shared<const Grammar>(*std::move(grammar)));
    QVERIFY(matcher.push("a"));
    QVERIFY(!matcher.push("bx"));
    QVERIFY(!matcher.accepts(""));
    QVERIFY(matcher.accepts("bd"));
    QVERIFY(matcher.push("bc"));
    QVERIFY(matcher.isComplete());
}

/// A list does not nest with its length, whether it is written as a loop or as a rule that ends with itself.
void TestGrammar::longTextsStaySmall()
{
    const std::string text(200'000, 'x');
    QCOMPARE(fate("root ::= item*\nitem ::= \"x\"", text), std::string("yes"));
    QCOMPARE(fate("root ::= \"x\" root | \"\"", text), std::string("yes"));
}

/// Every token can be read in two ways that differ for ever: 2^n stacks. It stops there, and accepts no more.
void TestGrammar::ambiguityEndsInAnOverflow()
{
    const std::string gbnf = "root ::= \"x\" root a | \"x\" root b | \"x\"\na ::= \"a\"\nb ::= \"b\"";
    QCOMPARE(fate(gbnf, "xxxc"), std::string("no"));
    QCOMPARE(fate(gbnf, "xxxaa"), std::string("yes"));
    QCOMPARE(fate(gbnf, std::string(100, 'x')), std::string("overflow"));
}

void TestGrammar::limitsHold()
{
    QVERIFY(problemOf("root ::= \"abcdef\"", {.bytes = 10}).contains("too long"));
    QVERIFY(problemOf("root ::= a b\na ::= \"\"\nb ::= \"\"", {.rules = 2}).contains("too many rules"));
    const std::string deep = "root ::= " + std::string(65, '(') + "\"a\"" + std::string(65, ')');
    QVERIFY(problemOf(deep).contains("too deep"));
    QVERIFY(problemOf("root ::= " + std::string(1 << 20, '(')).contains("too"));
    QCOMPARE(problemOf("root ::= \"a\"{0,100000}"), std::string("accepted"));
    std::string chain = "root ::= r0\n";
    for (int i = 0; i < 8000; ++i)
        chain += "r" + std::to_string(i) + " ::= r" + std::to_string(i + 1) + "\n";
    QCOMPARE(problemOf(chain + "r8000 ::= \"x\""), std::string("accepted"));
}

void TestGrammar::setsOfCharacters()
{
    const CharacterSet set({{'c', 'f'}, {'a', 'd'}, {'h', 'h'}, {0xD700, 0xE000}});
    const std::vector<CharacterSet::Range> expected{{'a', 'f'}, {'h', 'h'}, {0xD700, 0xD7FF}, {0xE000, 0xE000}};
    QVERIFY(set.ranges() == expected);
    QVERIFY(set.contains('e') && !set.contains('g') && set.intersects('g', 'i') && !set.intersects('i', 0xD6FF));
    const CharacterSet others({{'b', 0x10FFFF}}, true);
    QVERIFY((others.ranges() == std::vector<CharacterSet::Range>{{0, 'a'}}));
    QVERIFY(CharacterSet({{0, 0x10FFFF}}, true).ranges().empty());
}

/// SOTTO_FUZZ_SECONDS makes it run for that long; without it the seed and the number of rounds are fixed.
void TestGrammar::damagedGrammarsNeverCrash()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const auto seed = seconds > 0 ? std::random_device()() : 20261125U;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    const std::string good = "root ::= item (\",\" item)* | [^a-c\\n]{1,9}\nitem ::= [0-9]+ | \"(\" root \")\" # x\n"
                             "w ::= \"\\x41é\"? root*";
    constexpr std::string_view alphabet = "()[]{}|*+?\"\\:=.#-^,0a9 \nr\xC3";
    QElapsedTimer timer;
    timer.start();
    int accepted = 0;
    for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 4000; ++round) {
        std::string text = good;
        for (std::size_t n = 1 + below(4); n > 0; --n) {
            const std::size_t at = below(text.size());
            switch (below(3)) {
            case 0: text.insert(at, 1, alphabet[below(alphabet.size())]); break;
            case 1: text.erase(at, 1 + below(3)); break;
            default: text.insert(at, text.substr(below(text.size()), below(12))); break;
            }
        }
        auto grammar = parseGbnf(text);
        if (!grammar) continue;
        ++accepted;
        GrammarMatcher matcher(std::make_shared<const Grammar>(*std::move(grammar)));
        for (int step = 0; step < 40; ++step)
            (void)matcher.push(std::string(1, static_cast<char>(below(256))));
    }
    QVERIFY(accepted > 0);
}

QTEST_GUILESS_MAIN(TestGrammar)
#include "test_grammar.moc"
