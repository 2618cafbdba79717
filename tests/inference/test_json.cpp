#include "inference/json/json_reader.h"
#include "inference/json/json_writer.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace sotto;

namespace {

std::string problemOf(std::string_view text, const JsonLimits &limits = {})
{
    const auto value = readJson(text, limits);
    if (value) return "accepted";
    return value.error().code == ErrorCode::InvalidRequest ? value.error().subject : "another code";
}

} // namespace

/// Reading and writing JSON: what RFC 8259 allows, what it does not, and where.
class TestJson final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data();
    void roundTrips();
    void refuses_data();
    void refuses();
    void valuesAreWhatWasWritten();
    void numbersKeepTheirDigits();
    void laterMembersWin();
    void limitsHold();
    void prefixLeavesTheRest();
    void writerEscapes();
    void damagedTextNeverCrashes();
};

void TestJson::roundTrips_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("compact");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &compact = {}) {
        QTest::newRow(name) << text << (compact.isNull() ? text : compact);
    };
    row("null", "null");
    row("true", " true\n", "true");
    row("false", "false");
    row("empty object", "{ }", "{}");
    row("empty array", "[\t]", "[]");
    row("order", R"({"b":1,"a":2,"c":[null,true,{"x":{}}]})");
    row("spaces", "\r\n{ \"a\" : [ 1 , 2 ] }\t", R"({"a":[1,2]})");
    row("numbers", "[0,-0,10,-1.5,1e5,1E+05,2.50e-3]");
    row("escapes", R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\b\f\n\r\t")");
    row("unicode escapes", R"("\u0041\u00e9\u4e2d\ud83d\ude00\u0000\u001F")", R"("Aé中😀\u0000\u001f")");
    row("utf-8", R"("é中😀")");
    row("byte order mark", "\xEF\xBB\xBF[1]", "[1]");
    row("delete and U+2028", "\"\x7F\xE2\x80\xA8\"");
}

void TestJson::roundTrips()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, compact);
    const auto value = readJson(text.toStdString());
    QVERIFY2(value, value ? "" : value.error().subject.c_str());
    QCOMPARE(writeJson(*value), compact.toStdString());
    QVERIFY(readJson(writeJson(*value)) == value);
}

void TestJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const QByteArray &text, const char *problem) {
        QTest::newRow(text.isEmpty() ? "(empty)" : text.toPercentEncoding().constData())
            << text << QString::fromLatin1(problem);
    };
    row("", "JSON, line 1, column 1: the text ends where a value is expected");
    row("[1,]", "JSON, line 1, column 4: a value is expected");
    row("[1 2]", "JSON, line 1, column 4: a comma or ] is missing");
    row("{\"a\" 1}", "JSON, line 1, column 6: a colon is missing");
    row("{\"a\":1\n \"b\":2}", "JSON, line 2, column 2: a comma or } is missing");
    row("{a:1}", "JSON, line 1, column 2: a name in quotes is expected");
    row("{\"a\":1,}", "JSON, line 1, column 8: a name in quotes is expected");
    row("nul", "JSON, line 1, column 1: a value is expected");
    row("'a'", "JSON, line 1, column 1: a value is expected");
    row("01", "JSON, line 1, column 2: something follows the value");
    row("+1", "JSON, line 1, column 1: a value is expected");
    row(".5", "JSON, line 1, column 1: a value is expected");
    row("-", "JSON, line 1, column 2: a value is expected");
    row("1.", "JSON, line 1, column 3: a digit is expected after the point");
    row("1e", "JSON, line 1, column 3: a digit is expected in the exponent");
    row("NaN", "JSON, line 1, column 1: a value is expected");
    row("\"a", "JSON, line 1, column 3: the text ends inside a string");
    row("\"a\\", "JSON, line 1, column 4: this escape is not known");
    row("\"\\x41\"", "JSON, line 1, column 3: this escape is not known");
    row("\"\\u12g4\"", "JSON, line 1, column 3: four hexadecimal digits are expected");
    row("\"\\u12", "JSON, line 1, column 3: four hexadecimal digits are expected");
    row("\"\\ud83d\"", "JSON, line 1, column 8: half of a surrogate pair is missing");
    row("\"\\ud83d\\u0041\"", "JSON, line 1, column 14: half of a surrogate pair is missing");
    row("\"\\ude00\"", "JSON, line 1, column 8: half of a surrogate pair is missing");
    row("\"\n\"", "JSON, line 1, column 2: a control character in a string must be escaped");
    row("\"\xFF\"", "JSON, line 1, column 3: these bytes are not UTF-8");
    row("\"\xC3\"", "JSON, line 1, column 3: these bytes are not UTF-8");
    row("\"\xED\xA0\x80\"", "JSON, line 1, column 5: these bytes are not UTF-8");
    row("// x\n1", "JSON, line 1, column 1: a value is expected");
    row(QByteArray("[1]\0", 4), "JSON, line 1, column 4: something follows the value");
    row(QByteArray("\0", 1), "JSON, line 1, column 1: a value is expected");
}

void TestJson::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    QCOMPARE(QString::fromStdString(problemOf(text.toStdString())), problem);
}

void TestJson::valuesAreWhatWasWritten()
{
    const auto value = readJson(R"({"yes":true,"n":1.5,"s":"x","list":[1,"two"],"none":null})");
    QVERIFY(value);
    QCOMPARE(*value->find("yes")->boolean(), true);
    QCOMPARE(value->find("n")->number()->value, 1.5);
    QCOMPARE(*value->find("s")->string(), std::string("x"));
    QCOMPARE(value->find("list")->array()->size(), 2U);
    QVERIFY(value->find("none")->isNull());
    QVERIFY(!value->find("missing"));
    QVERIFY(!value->find("n")->find("x"));
    QVERIFY(!value->find("n")->string() && !value->find("s")->number() && !value->array() && value->object());
}

void TestJson::numbersKeepTheirDigits()
{
    const auto value = readJson("[12345678901234567890,1e400,-1e400,1e-400,0.1]");
    QVERIFY(value);
    const JsonValue::Array &numbers = *value->array();
    QCOMPARE(numbers[0].number()->text, std::string("12345678901234567890"));
    QCOMPARE(numbers[0].number()->value, 12345678901234567890.0);
    QVERIFY(std::isinf(numbers[1].number()->value) && numbers[1].number()->value > 0);
    QVERIFY(std::isinf(numbers[2].number()->value) && numbers[2].number()->value < 0);
    QCOMPARE(numbers[3].number()->value, 0.0);
    QCOMPARE(numbers[4].number()->value, 0.1);
    QVERIFY(std::isinf(readJson(std::string(400, '9'))->number()->value));
    QCOMPARE(readJson("0." + std::string(400, '0') + "1")->number()->value, 0.0);
}

void TestJson::laterMembersWin()
{
    const auto value = readJson(R"({"a":1,"a":2})");
    QVERIFY(value);
    QCOMPARE(value->find("a")->number()->text, std::string("2"));
}

void TestJson::limitsHold()
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    QVERIFY(readJson(nested(64)));
    QCOMPARE(problemOf(nested(65)), std::string("JSON, line 1, column 65: values lie too deep within one another"));
    QVERIFY(!readJson(std::string(1 << 20, '[')));
    QVERIFY(readJson("[1,2,3]", {.values = 4}));
    QCOMPARE(problemOf("[1,2,3]", {.values = 3}), std::string("JSON, line 1, column 6: there are too many values"));
    QVERIFY(readJson("[1]", {.bytes = 3}));
    QCOMPARE(problemOf("[1] ", {.bytes = 3}), std::string("JSON, line 1, column 1: the text is too long"));
}

void TestJson::prefixLeavesTheRest()
{
    std::size_t used = 0;
    const auto value = readJsonPrefix("{\"a\":1}</tool_call>\xFF", used);
    QVERIFY(value);
    QCOMPARE(used, 7U);
    QVERIFY(!readJsonPrefix("{\"a\":", used));
    QCOMPARE(used, 5U);
}

void TestJson::writerEscapes()
{
    QCOMPARE(jsonQuoted("a\"\\\n\x01/é\x7F"), std::string("\"a\\\"\\\\\\n\\u0001/é\x7F\""));
    QCOMPARE(jsonQuoted("\xFF"), std::string("\"\xEF\xBF\xBD\""));
}

/// SOTTO_FUZZ_SECONDS makes it run for that long; without it the seed and the number of rounds are fixed.
void TestJson::damagedTextNeverCrashes()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const auto seed = seconds > 0 ? std::random_device()() : 20261125U;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    const std::string good = R"({"a":[1,-2.5e3,true,null,"x\n\u00e9\ud83d\ude00é"],"b":{"c":{},"d":[[]]}})";
    constexpr std::string_view alphabet = "{}[]\",:\\u0e-+.1tfn \xC3\xA9\xF0";
    QElapsedTimer timer;
    timer.start();
    int accepted = 0;
    for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 50'000; ++round) {
        std::string text = good;
        for (std::size_t n = 1 + below(4); n > 0; --n) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
            case 0: text[at] = alphabet[below(alphabet.size())]; break;
            case 1: text.insert(at, 1, alphabet[below(alphabet.size())]); break;
            case 2: text.erase(at, 1 + below(5)); break;
            default: text.insert(at, text.substr(below(text.size()), below(20))); break;
            }
            if (text.empty()) text = "1";
        }
        const auto value = readJson(text);
        if (!value) continue;
        ++accepted;
        QVERIFY(readJson(writeJson(*value)) == value);
    }
    QVERIFY(accepted > 0);
}

QTEST_GUILESS_MAIN(TestJson)
#include "test_json.moc"
