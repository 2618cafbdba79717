#include "base/utf8.h"
#include "tests/support/tiny_models.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPrompts = 50;
constexpr int kTokens = 40;

/// ChatML by name, so that both programs see the same text whatever stands in for a missing template.
constexpr const char *kChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + "
                                "message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                                "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

std::string promptNumber(int number)
{
    static constexpr const char *words[] = {"Where", "does", "the",  "small", "river", "go",
                                            "kali",  "moru", "zeta", "wori",  "naïve", "你好"};
    std::string text;
    for (int i = 0; i < 3 + number % 9; ++i)
        text +=
            (i > 0 ? " " : "") + std::string(words[static_cast<std::size_t>(i * 5 + number * 7 + number / 12) % 12]);
    return text + (number % 3 == 0 ? "?" : number % 3 == 1 ? "\nTwo lines." : " " + std::to_string(number));
}

struct Output {
    QByteArray text;
    QString failure;
};

/// A word model whose most likely words are so by a margin; what is taken of two equals is nobody's promise.
std::filesystem::path writeWords(const TinyModels &models)
{
    WordModelOptions options;
    options.corpus = "The small river runs past the old mill.\nIt reaches the sea by evening.\n\n"
                     "The small river runs past the old mill.\nIt reaches the sea by evening.\n\n"
                     "The small river runs past the old mill.\nIt sleeps in winter.\n\n"
                     "A small river carries leaves to the sea.\nIt reaches the sea by evening.\n";
    const auto path = models.file("parity words.gguf");
    return writeWordModel(path, options) ? path : std::filesystem::path();
}

/// What llama-completion writes after `prompt`, greedily. It writes from a thread that it does not always wait for at
/// its end, so an output without its last lines is asked for again.
Output complete(const QString &program, const std::filesystem::path &model, const std::string &prompt)
{
    for (int attempt = 0; attempt < 20; ++attempt) {
        QProcess process;
        process.start(program, {u"-m"_s,          QString::fromStdString(model.string()),
                                u"-p"_s,          QString::fromStdString(prompt),
                                u"-n"_s,          QString::number(kTokens),
                                u"--temp"_s,      u"0"_s,
                                u"--seed"_s,      u"1"_s,
                                u"-no-cnv"_s,     u"--no-display-prompt"_s,
                                u"--simple-io"_s, u"--no-escape"_s,
                                u"--no-warmup"_s, u"-t"_s,
                                u"1"_s,           u"-c"_s,
                                u"1024"_s,        u"-b"_s,
                                u"512"_s,         u"-ub"_s,
                                u"512"_s,         u"-fa"_s,
                                u"auto"_s,        u"-ngl"_s,
                                u"0"_s,           u"-dev"_s,
                                u"none"_s});
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            return {{}, process.errorString() + u' ' + QString::fromUtf8(process.readAllStandardError().right(500))};
        if (!process.readAllStandardError().contains("graph reallocs")) continue;
        QByteArray text = process.readAllStandardOutput();
        if (text.endsWith("\n\n")) text.chop(2); // written at the end of every completion
        if (text.endsWith(" [end of text]\n")) text.chop(15);
        return {text, {}};
    }
    return {{}, u"llama-completion never writes to its end"_s};
}

} // namespace

/// At temperature 0 Sotto writes, token for token, what llama.cpp's own program writes.
class TestLlamaParity final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameTextAsLlamaCompletion_data();
    void sameTextAsLlamaCompletion();

private:
    QString m_program;
    TinyModels m_models;
};

void TestLlamaParity::initTestCase()
{
    m_program = QStandardPaths::findExecutable(u"llama-completion"_s);
    const bool inRoot = qEnvironmentVariableIsSet("SOTTO_DEV_ROOT");
    if (m_program.isEmpty() && !inRoot) QSKIP("llama-completion is not installed: there is nothing to compare with");
    QVERIFY2(!m_program.isEmpty(), "the development root lacks llama.cpp-tools");
}

void TestLlamaParity::sameTextAsLlamaCompletion_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("words") << u"words"_s;
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
}

void TestLlamaParity::sameTextAsLlamaCompletion()
{
    QFETCH(QString, model);
    RandomModelOptions options;
    options.architecture = model.toStdString();
    options.layers = model == u"gemma3"_s ? 6 : 3;
    options.contextLength = 1024;
    options.chatTemplate = kChatMl;
    const auto path =
        model == u"words"_s ? writeWords(m_models) : m_models.random("parity " + model.toStdString(), options);
    const auto backend = makeLlamaBackend();
    LoadOptions load;
    load.gpuLayers = 0;
    load.contextLength = 1024;
    QVERIFY(backend->open(path, load, {}, {}));
    for (int i = 0; i < kPrompts; ++i) {
        const std::string prompt = promptNumber(i);
        const auto [text, failure] =
            complete(m_program, path, "<|im_start|>user\n" + prompt + "<|im_end|>\n<|im_start|>assistant\n");
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
        const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, prompt}}, kTokens));
        QVERIFY(reply.finished());
        QVERIFY(!reply.text.empty());
        std::string ours = reply.text;
        std::erase(ours, '\0'); // llama-completion prints its pieces as C strings
        QCOMPARE(QString::fromStdString(ours), QString::fromStdString(sanitizedUtf8(text.toStdString())));
    }
}

QTEST_GUILESS_MAIN(TestLlamaParity)
#include "test_llama_parity.moc"
