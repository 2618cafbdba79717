#include "inference/grammar/gbnf.h"
#include "inference/json/json_reader.h"
#include "inference/json/json_writer.h"
#include "tests/support/schema_check.h"
#include "tests/support/tiny_models.h"

#include <QFile>
#include <QTest>

using namespace sotto;
using namespace sotto::tests;

/// Answers that must have a form, written by a model of noise: what it would say never has the form by itself.
class TestLlamaFormat final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersFitTheirSchemas_data();
    void answersFitTheirSchemas();
    void greedyIsDeterministicUnderAForm();
    void rawGrammarHolds();
    void answerBeginsAfterTheThought();
    void mirostatKeepsTheForm();
    void badFormsFailBeforeAnything();

private:
    [[nodiscard]] static GenerationRequest request(OutputFormat::Kind kind, const std::string &text)
    {
        GenerationRequest request = greedyRequest({{Role::User, "dabo feri guno"}}, 700);
        request.format = OutputFormat{kind, text};
        return request;
    }

    TinyModels m_models;
    std::unique_ptr<LlamaBackend> m_backend;
    JsonValue m_corpus;
};

void TestLlamaFormat::initTestCase()
{
    m_backend = makeLlamaBackend();
    LoadOptions options;
    options.gpuLayers = 0;
    QVERIFY(m_backend->open(m_models.random("llama"), options, {}, {}));
    QFile file(QStringLiteral(SOTTO_SOURCE_DIR "/tests/inference/data/schema_corpus.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto corpus = readJson(file.readAll().toStdString());
    QVERIFY(corpus);
    m_corpus = *corpus;
}

void TestLlamaFormat::answersFitTheirSchemas_data()
{
    QTest::addColumn<float>("temperature");
    QTest::newRow("greedy") << 0.0F;
    QTest::newRow("sampled") << 1.0F;
}

/// The marks that close what is open are made likelier, so that noise comes to an end; see the tokens of bytes in
/// tiny_vocabulary.h.
void TestLlamaFormat::answersFitTheirSchemas()
{
    QFETCH(float, temperature);
    int whole = 0;
    for (const JsonValue &row : *m_corpus.array()) {
        const JsonValue &schema = *row.find("schema");
        const std::string text = writeJson(schema);
        GenerationRequest asked = request(OutputFormat::Kind::JsonSchema, text);
        asked.sampling.temperature = temperature;
        asked.sampling.seed = 7;
        for (const char closing : {'"', '}', ']', '0'})
            asked.logitBias.push_back({3 + static_cast<unsigned char>(closing), 4.0F});
        asked.logitBias.push_back({2, 6.0F}); // the end of the reply
        const ReplyRecord reply = runReply(*m_backend, asked);
        QVERIFY2(reply.finished(), (text + (reply.failed() ? reply.failed()->error.subject : "")).c_str());
        // Noise may go on for ever where the schema lets it; what has ended must fit.
        if (reply.finished()->reason != FinishReason::EndOfReply) continue;
        ++whole;
        const auto value = readJson(reply.text, {.depth = 2000});
        QVERIFY2(value && fitsSchema(*value, schema, schema), (text + ": " + reply.text).c_str());
    }
    QVERIFY2(whole * 10 >= static_cast<int>(m_corpus.array()->size()) * 8, std::to_string(whole).c_str());
}

void TestLlamaFormat::greedyIsDeterministicUnderAForm()
{
    const auto asked = request(OutputFormat::Kind::JsonSchema, R"({"enum":["alpha","beta","gamma"]})");
    const std::string first = runReply(*m_backend, asked).text;
    QVERIFY(first == "\"alpha\"" || first == "\"beta\"" || first == "\"gamma\"");
    QCOMPARE(runReply(*m_backend, asked).text, first);
}

void TestLlamaFormat::rawGrammarHolds()
{
    const ReplyRecord reply =
        runReply(*m_backend, request(OutputFormat::Kind::Gbnf, "root ::= [a-c]{5} \"é中\" \"!\""));
    QCOMPARE(reply.finished()->reason, FinishReason::EndOfReply);
    QVERIFY2(reply.text.ends_with("é中!") && reply.text.size() == 11, reply.text.c_str());
}

/// The prompt has left a thought open: the model may think what it likes, and the form begins after it.
void TestLlamaFormat::answerBeginsAfterTheThought()
{
    GenerationRequest asked = request(OutputFormat::Kind::Gbnf, "root ::= \"yes\" | \"no\"");
    asked.messages.push_back({Role::Assistant, "<think>\n"});
    asked.maxTokens = 60;
    const ReplyRecord thinking = runReply(*m_backend, asked);
    QCOMPARE(thinking.finished()->usage.reasoningTokens, 60);
    QVERIFY(thinking.text.empty());
    asked.messages.back().content = "<think>\nwell</think>\n";
    const ReplyRecord answered = runReply(*m_backend, asked);
    QVERIFY2(answered.text == "yes" || answered.text == "no", answered.text.c_str());
}

void TestLlamaFormat::mirostatKeepsTheForm()
{
    GenerationRequest asked = request(OutputFormat::Kind::Gbnf, "root ::= [0-9]{8}");
    asked.sampling.temperature = 1;
    asked.sampling.seed = 4;
    for (const int version : {1, 2}) {
        asked.sampling.mirostat = version;
        const ReplyRecord reply = runReply(*m_backend, asked);
        QVERIFY2(reply.text.size() == 8 && reply.text.find_first_not_of("0123456789") == std::string::npos,
                 reply.text.c_str());
    }
    asked.sampling.mirostat = 0;
    asked.sampling.adaptiveTarget = 0.4F;
    QCOMPARE(runReply(*m_backend, asked).text.size(), 8U);
}

void TestLlamaFormat::badFormsFailBeforeAnything()
{
    const auto check = [&](OutputFormat::Kind kind, const std::string &text, ErrorCode code) {
        const ReplyRecord reply = runReply(*m_backend, request(kind, text));
        QCOMPARE(reply.events.size(), 1U);
        QVERIFY(reply.failed());
        QCOMPARE(reply.failed()->error.code, code);
        QVERIFY(!reply.failed()->error.subject.empty());
    };
    check(OutputFormat::Kind::Gbnf, "root ::= root", ErrorCode::GrammarInvalid);
    check(OutputFormat::Kind::Gbnf, "", ErrorCode::GrammarInvalid);
    check(OutputFormat::Kind::JsonSchema, "{", ErrorCode::InvalidRequest);
    check(OutputFormat::Kind::JsonSchema, R"({"not":{}})", ErrorCode::GrammarInvalid);
}

QTEST_GUILESS_MAIN(TestLlamaFormat)
#include "test_llama_format.moc"
