#include "inference/grammar/gbnf.h"
#include "inference/grammar/grammar_matcher.h"
#include "inference/grammar/json_schema.h"
#include "inference/json/json_reader.h"
#include "inference/json/json_writer.h"
#include "tests/support/schema_check.h"

#include <QFile>
#include <QtTest>

#include <random>

using namespace sotto;
using namespace sotto::tests;

namespace {

/// Schemas with texts that fit and texts that do not.
JsonValue corpus()
{
    QFile file(QStringLiteral(SOTTO_SOURCE_DIR "/tests/inference/data/schema_corpus.json"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the corpus is missing");
    const auto value = readJson(file.readAll().toStdString());
    if (!value) qFatal("the corpus: %s", value.error().subject.c_str());
    return *value;
}

Result<std::shared_ptr<const Grammar>> grammarOf(const std::string &schema)
{
    const auto made = grammarFromSchema(schema);
    if (!made) return fail(made.error());
    auto grammar = parseGbnf(made->gbnf);
    if (!grammar) return fail(grammar.error());
    return std::make_shared<const Grammar>(*std::move(grammar));
}

bool isWhole(const std::shared_ptr<const Grammar> &grammar, const std::string &text)
{
    GrammarMatcher matcher(grammar);
    return matcher.push(text) && matcher.isComplete();
}

/// Writes at random what a grammar allows, by tokens of one or several bytes, some of them halves of characters.
class RandomWriter final {
public:
    explicit RandomWriter(unsigned seed) : m_random(seed)
    {
        for (int byte = 0; byte < 256; ++byte)
            m_tokens.emplace_back(1, static_cast<char>(byte));
        for (const char *token :
             {"\"}", "\":", "{\"", "true", "false", "null", "  ", "\n",   "12", "0.5",  "abc",   "\"a\"", "é",
              "中",  "\\n", "\\u", "d8",   "],",    ", ",   "[]", "2024", "-0", "T12:", "bad\"", "z\"",   "\\\"\""})
            m_tokens.emplace_back(token);
    }

    /// Nothing where it does not come to an end.
    std::optional<std::string> write(const std::shared_ptr<const Grammar> &grammar)
    {
        GrammarMatcher matcher(grammar);
        std::string out;
        for (int step = 0; step < 3000; ++step) {
            std::vector<const std::string *> allowed;
            for (const std::string &token : m_tokens)
                if (matcher.accepts(token)) allowed.push_back(&token);
            if (matcher.isComplete() && (allowed.empty() || m_random() % 4 == 0)) return out;
            if (allowed.empty()) return std::nullopt;
            const std::string *token = allowed[m_random() % allowed.size()];
            if (step > 30) token = closing(allowed, token);
            if (!matcher.push(*token)) return std::nullopt;
            out += *token;
        }
        return std::nullopt;
    }

private:
    /// After a while it is time to end what is open.
    const std::string *closing(const std::vector<const std::string *> &allowed, const std::string *otherwise)
    {
        for (const std::string *token : allowed) {
            const bool closes = token->ends_with('"') || *token == "}" || *token == "]" || *token == "null";
            if (closes && m_random() % 3 != 0) otherwise = token;
        }
        return otherwise;
    }

    std::mt19937 m_random;
    std::vector<std::string> m_tokens;
};

std::string problemOf(const std::string &schema)
{
    const auto grammar = grammarOf(schema);
    return grammar ? "accepted" : grammar.error().subject;
}

} // namespace

/// From JSON Schema to grammar: what fits is accepted, what does not is refused, and whatever is written fits.
class TestJsonSchema final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void corpusIsMetExactly();
    void whatIsWrittenFits();
    void refusesByName_data();
    void refusesByName();
    void notesWhatItLeavesOut();
    void hostileSchemasEnd();
    void damagedSchemasNeverCrash();
};

void TestJsonSchema::corpusIsMetExactly()
{
    const JsonValue all = corpus();
    QVERIFY(all.array()->size() >= 60);
    for (const JsonValue &row : *all.array()) {
        const JsonValue &schema = *row.find("schema");
        const std::string text = writeJson(schema);
        const auto grammar = grammarOf(text);
        QVERIFY2(grammar, (text + (grammar ? "" : grammar.error().subject)).c_str());
        for (const JsonValue &valid : *row.find("valid")->array()) {
            const auto value = readJson(*valid.string());
            QVERIFY2(value && fitsSchema(*value, schema, schema), (text + " check: " + *valid.string()).c_str());
            QVERIFY2(isWhole(*grammar, *valid.string()), (text + " refuses " + *valid.string()).c_str());
        }
        for (const JsonValue &invalid : *row.find("invalid")->array())
            QVERIFY2(!isWhole(*grammar, *invalid.string()), (text + " accepts " + *invalid.string()).c_str());
    }
}

void TestJsonSchema::whatIsWrittenFits()
{
    RandomWriter writer(5);
    for (const JsonValue &row : *corpus().array()) {
        const JsonValue &schema = *row.find("schema");
        const std::string text = writeJson(schema);
        const auto grammar = grammarOf(text);
        QVERIFY(grammar);
        for (int sample = 0; sample < 20; ++sample) {
            const auto written = writer.write(*grammar);
            QVERIFY2(written, (text + " comes to no end").c_str());
            const auto value = readJson(*written, {.depth = 3000});
            QVERIFY2(value, (text + ": " + *written + (value ? "" : value.error().subject)).c_str());
            QVERIFY2(fitsSchema(*value, schema, schema), (text + ": " + *written).c_str());
        }
    }
}

void TestJsonSchema::refusesByName_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *schema, const char *named) {
        QTest::addRow("%s", schema) << QByteArray(schema) << QString::fromUtf8(named);
    };
    row("{", "JSON, line 1, column 2: a name in quotes is expected");
    row("[]", "schema: a schema is an object, true or false");
    row("false", "schema: nothing fits “false”");
    row(R"({"not":{}})", "schema: the keyword “not” is not known here");
    row(R"({"type":"array","uniqueItems":true})", "schema: the keyword “uniqueItems” is not known here");
    row(R"({"properties":{"a":{"patternProperties":{}}}})",
        "schema at /a: the keyword “patternProperties” is not known here");
    row(R"({"type":"number","multipleOf":0.1})", "schema: the keyword “multipleOf” is not known here");
    row(R"({"type":"text"})", "schema: the type “text” is not known");
    row(R"({"type":5})", "schema: “type” is no text");
    row(R"({"type":[]})", "schema: “type” names no type");
    row(R"({"enum":[]})", "schema: “enum” is no list of values");
    row(R"({"type":"string","enum":[1]})", "schema: no value of “enum” is of the type asked for");
    row(R"({"type":"integer","minimum":3,"maximum":2})", "schema: no number lies between the bounds");
    row(R"({"type":"integer","minimum":0.2,"maximum":0.8})", "schema: no number lies between the bounds");
    row(R"({"type":"integer","minimum":1e99})", "schema: “minimum” is no number of at most 40 digits");
    row(R"({"minLength":3,"maxLength":2})", "schema: “maxLength” is less than “minLength”");
    row(R"({"minLength":-1})", "schema: “minLength” is no whole number from 0");
    row(R"({"minItems":2,"items":false})", "schema: “minItems” asks for more than the items listed");
    row(R"({"$ref":"#/$defs/x"})", "schema: “$ref”: #/$defs/x is not in this schema");
    row(R"({"$ref":"http://example.org/s"})", "schema: “$ref”: http://example.org/s is not in this schema");
    row(R"x({"pattern":"a(?=b)"})x", "schema: pattern a(?=b): “(?…)” is not known here");
    row(R"x({"pattern":"a\\b"})x", "schema: pattern a\\b: “\\b” is not known here");
    row(R"x({"pattern":"(a"})x", "schema: pattern (a: “)” is missing");
    row(R"x({"pattern":"a)"})x", "schema: pattern a): “)” stands alone");
    row(R"x({"pattern":"[]"})x", "schema: pattern []: a set is empty");
    row(R"x({"pattern":"a{2001}"})x", "schema: pattern a{2001}: a repetition is not a number up to 2000");
    row(R"x({"pattern":"a","maxLength":3})x",
        "schema: “pattern” together with “minLength” or “maxLength” is not known here");
    row(R"({"required":["a"],"additionalProperties":false})",
        "schema: “a” is required, and no property of that name is allowed");
    row(R"({"allOf":[{"type":"string"},{"type":"integer"}]})", "schema: allOf: no type fits all parts");
    row(R"({"allOf":[{"pattern":"a"},{"pattern":"b"}]})",
        "schema: allOf: “pattern” stands in two parts that cannot be put together");
}

void TestJsonSchema::refusesByName()
{
    QFETCH(QByteArray, schema);
    QFETCH(QString, named);
    QCOMPARE(QString::fromStdString(problemOf(schema.toStdString())), named);
}

void TestJsonSchema::notesWhatItLeavesOut()
{
    const auto made = grammarFromSchema(
        R"({"title":"t","x-order":1,"properties":{"a":{"type":"string","format":"email"},"b":{"format":"email"}}})");
    QVERIFY(made);
    QCOMPARE(made->notes, (std::vector<std::string>{"x-order", "format: email"}));
}

void TestJsonSchema::hostileSchemasEnd()
{
    QVERIFY(problemOf(R"({"$ref":"#"})").contains("left recursion"));
    QVERIFY(problemOf(R"({"anyOf":[{"$ref":"#"},{"type":"null"}]})").contains("left recursion"));
    QVERIFY(problemOf(R"({"allOf":[{"$ref":"#"},{"type":"object"}]})").contains("circle"));
    // Each part doubles the one before.
    std::string bomb = R"({"$ref":"#/$defs/a30","$defs":{"a0":{"type":"object","properties":{"x":{"type":"null"}}})";
    for (int i = 1; i <= 30; ++i) {
        const std::string part = R"({"$ref":"#/$defs/a)" + std::to_string(i - 1) + R"("})";
        bomb += R"(,"a)" + std::to_string(i) + R"(":{"allOf":[)" + part + "," + part + "]}";
    }
    QVERIFY(problemOf(bomb + "}}") != "accepted");
    QVERIFY(problemOf(R"({"type":"array","items":{"type":"string","minLength":10000},"minItems":10000})") ==
            "accepted");
    QVERIFY(problemOf(R"({"type":"string","maxLength":1000000})").contains("100000"));
    std::string deep = "{}";
    for (int i = 0; i < 20; ++i)
        deep = R"({"type":"array","items":)" + deep + "}";
    QCOMPARE(problemOf(deep), std::string("accepted"));
}

/// SOTTO_FUZZ_SECONDS makes it run for that long; without it the seed and the number of rounds are fixed. What is
/// accepted must be a sound grammar: a schema never leads to one that parseGbnf() calls malformed.
void TestJsonSchema::damagedSchemasNeverCrash()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const auto seed = seconds > 0 ? std::random_device()() : 20261125U;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    std::vector<std::string> pieces{"0",  "-1", "1e9",   "2.5",        "true",         "false", "null",      "\"a\"",
                                    "{}", "[]", "\"#\"", "\"object\"", "\"^[a-z]+$\"", "[{}]",  "{\"a\":{}}"};
    std::vector<std::string> schemas;
    for (const JsonValue &row : *corpus().array())
        schemas.push_back(writeJson(*row.find("schema")));
    QElapsedTimer timer;
    timer.start();
    int accepted = 0;
    for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 3000; ++round) {
        std::string text = schemas[below(schemas.size())];
        for (std::size_t n = 1 + below(3); n > 0; --n) {
            const std::size_t colon = text.find(':', below(text.size()));
            if (colon == std::string::npos) continue;
            const std::size_t end = std::min(text.find_first_of(",}]", colon), text.size());
            text.replace(colon + 1, end - colon - 1, pieces[below(pieces.size())]);
        }
        const auto made = grammarFromSchema(text);
        if (!made) continue;
        ++accepted;
        const auto grammar = parseGbnf(made->gbnf);
        const bool sound = grammar || grammar.error().subject.contains("left recursion") ||
                           grammar.error().subject.contains("may be empty") ||
                           grammar.error().subject.contains("too large") || grammar.error().subject.contains("100000");
        QVERIFY2(sound, (text + "\n" + made->gbnf + (grammar ? "" : grammar.error().subject)).c_str());
    }
    QVERIFY(accepted > 100);
}

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "test_json_schema.moc"
