// Runs `sotto-cli plan` and `sotto-cli devices` over models of any size: a header, a table of tensors and a hole.

#include "tests/support/gguf_builder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint32_t kQ4K = 12; ///< Number of ggml's type: 256 values in 144 bytes.
constexpr std::uint32_t kF32 = 0;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

std::uint64_t q4k(std::uint64_t elements)
{
    return elements / 256 * 144;
}

/// Llama 3.1 with that many blocks, all matrices in Q4_K. The data is a hole.
void writeLlama(const QString &path, std::uint32_t blocks, std::uint64_t width, std::uint64_t forward)
{
    constexpr std::uint64_t words = 1024;
    sotto::test::GgufBuilder gguf;
    std::vector<std::string> tokens;
    for (std::uint64_t i = 0; i < words; ++i)
        tokens.push_back("t" + std::to_string(i));
    gguf.text("general.architecture", "llama")
        .text("general.name", "Llama 3.1 shape")
        .u32("llama.context_length", 131072)
        .u32("llama.block_count", blocks)
        .u32("llama.embedding_length", static_cast<std::uint32_t>(width))
        .u32("llama.feed_forward_length", static_cast<std::uint32_t>(forward))
        .u32("llama.attention.head_count", static_cast<std::uint32_t>(width / 128))
        .u32("llama.attention.head_count_kv", 8)
        .f32("llama.attention.layer_norm_rms_epsilon", 1e-5F)
        .text("tokenizer.ggml.model", "gpt2")
        .textArray("tokenizer.ggml.tokens", tokens);
    std::uint64_t data = 0;
    const auto add = [&](const std::string &name, std::uint64_t rows, std::uint64_t columns) {
        const bool matrix = columns > 1;
        const std::uint64_t bytes = matrix ? q4k(rows * columns) : rows * 4;
        gguf.tensorAt(name, matrix ? std::vector{rows, columns} : std::vector{rows}, matrix ? kQ4K : kF32, data);
        data += (bytes + 31) / 32 * 32;
    };
    add("token_embd.weight", width, words);
    add("output.weight", width, words);
    add("output_norm.weight", width, 1);
    for (std::uint32_t i = 0; i < blocks; ++i) {
        const std::string block = "blk." + std::to_string(i) + ".";
        for (const char *square : {"attn_q", "attn_output"})
            add(block + square + ".weight", width, width);
        for (const char *narrow : {"attn_k", "attn_v"})
            add(block + narrow + ".weight", width, 1024);
        for (const char *up : {"ffn_up", "ffn_gate"})
            add(block + up + ".weight", width, forward);
        add(block + "ffn_down.weight", forward, width);
        for (const char *norm : {"attn_norm", "ffn_norm"})
            add(block + norm + ".weight", width, 1);
    }
    const std::string header = gguf.header();
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(header.data(), static_cast<qint64>(header.size())), static_cast<qint64>(header.size()));
    QVERIFY(file.resize(static_cast<qint64>((header.size() + 31) / 32 * 32 + data)));
}

} // namespace

class TestPlan final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allOfASmallModel();
    void theLargeOneOverTwoCards();
    void aPartOfItOnOne();
    void onlyTheDevicesThatAreNamed();
    void chosenLayersThatDoNotFitAreSaid();
    void textHasATableAndReasons();
    void inChinese();
    void systemMemoryOfTheFile();
    void wrongFiles_data();
    void wrongFiles();
    void forThisComputer();
    void devicesTellBackendsAndFeatures();

private:
    [[nodiscard]] Outcome run(const QStringList &arguments) const;
    [[nodiscard]] QJsonObject plan(const QStringList &arguments) const;
    [[nodiscard]] QString fake(const QByteArray &json);

    QTemporaryDir m_dir;
    QString m_eight, m_seventy;
    QString m_one24, m_two24;
};

void TestPlan::initTestCase()
{
    m_eight = m_dir.filePath(u"8b.gguf"_s);
    m_seventy = m_dir.filePath(u"70b.gguf"_s);
    writeLlama(m_eight, 32, 4096, 14336);
    writeLlama(m_seventy, 80, 8192, 28672);
    QVERIFY(QFile(m_seventy).size() > 35'000'000'000);
    m_one24 = fake(R"([{"name":"CUDA0","backend":"CUDA","total_mib":24564,"free_mib":24100}])");
    m_two24 = fake(R"([{"name":"CUDA0","backend":"CUDA","total_mib":24564,"free_mib":24100},
                       {"name":"CUDA1","backend":"CUDA","total_mib":24564,"free_mib":24100}])");
}

QString TestPlan::fake(const QByteArray &json)
{
    static int count = 0;
    const QString path = m_dir.filePath(u"devices%1.json"_s.arg(++count));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size()) qFatal("no file of devices");
    return path;
}

Outcome TestPlan::run(const QStringList &arguments) const
{
    QProcess process;
    QStringList all{u"--home"_s, m_dir.filePath(u"home"_s)};
    process.start(QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s, all + arguments);
    if (!process.waitForFinished(60'000)) return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QJsonObject TestPlan::plan(const QStringList &arguments) const
{
    const Outcome outcome = run(QStringList{u"plan"_s} + arguments + QStringList{u"--json"_s});
    if (outcome.code != 0) QTest::qFail(outcome.err + " (the plan's exit code is not 0)", __FILE__, __LINE__);
    return QJsonDocument::fromJson(outcome.out).object();
}

void TestPlan::allOfASmallModel()
{
    const QJsonObject found = plan({m_eight, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"8192"_s});
    QCOMPARE(found["gpuLayers"_L1].toInt(), 33);
    QCOMPARE(found["layers"_L1].toInt(), 33);
    QCOMPARE(found["contextLength"_L1].toInt(), 8192);
    QVERIFY(found["fits"_L1].toBool());
    QVERIFY(found["estimated"_L1].toBool());
    const QJsonObject gpu = found["devices"_L1].toArray().first().toObject();
    QCOMPARE(gpu["id"_L1].toString(), u"CUDA0"_s);
    QCOMPARE(gpu["kvCacheBytes"_L1].toInteger(), 1LL << 30); // 32 layers of 8 heads, 8192 tokens
    QVERIFY(gpu["totalBytes"_L1].toInteger() + gpu["marginBytes"_L1].toInteger() <= gpu["freeBytes"_L1].toInteger());
    QCOMPARE(found["reasons"_L1].toArray().first()["code"_L1].toString(), u"all-fit"_s);
    const QJsonObject cpu = found["devices"_L1].toArray().last().toObject();
    QCOMPARE(cpu["id"_L1].toString(), u"CPU"_s);
    QVERIFY(!cpu.contains("freeBytes"_L1)); // the file does not say
}

void TestPlan::theLargeOneOverTwoCards()
{
    const QJsonObject found = plan({m_seventy, u"--fake-devices"_s, m_two24, u"--ctx"_s, u"8192"_s});
    QCOMPARE(found["gpuLayers"_L1].toInt(), 81);
    const QJsonArray devices = found["devices"_L1].toArray();
    const int first = devices[0]["layers"_L1].toInt();
    const int second = devices[1]["layers"_L1].toInt();
    QCOMPARE(first + second, 81);
    QVERIFY(std::abs(first - second) <= 3);
}

void TestPlan::aPartOfItOnOne()
{
    const QJsonObject found = plan({m_seventy, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"8192"_s});
    const int layers = found["gpuLayers"_L1].toInt();
    QVERIFY(layers > 30 && layers < 60);
    QCOMPARE(found["reasons"_L1].toArray().first()["code"_L1].toString(), u"some-fit"_s);
    const QJsonObject packed =
        plan({m_seventy, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"32768"_s, u"--cache-type"_s, u"q8_0"_s});
    const QJsonObject plain = plan({m_seventy, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"32768"_s});
    QVERIFY(packed["gpuLayers"_L1].toInt() > plain["gpuLayers"_L1].toInt());
}

void TestPlan::onlyTheDevicesThatAreNamed()
{
    const QJsonObject found = plan({m_seventy, u"--fake-devices"_s, m_two24, u"--device"_s, u"CUDA1"_s});
    QCOMPARE(found["devices"_L1].toArray().size(), 2);
    QCOMPARE(found["devices"_L1].toArray().first()["id"_L1].toString(), u"CUDA1"_s);
    const QJsonObject none = plan({m_eight, u"--fake-devices"_s, m_two24, u"--device"_s, u"CPU"_s});
    QCOMPARE(none["gpuLayers"_L1].toInt(), 0);
    QCOMPARE(none["reasons"_L1].toArray().first()["code"_L1].toString(), u"gpus-off"_s);
}

void TestPlan::chosenLayersThatDoNotFitAreSaid()
{
    const QJsonObject found =
        plan({m_seventy, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"8192"_s, u"--gpu-layers"_s, u"81"_s});
    QCOMPARE(found["gpuLayers"_L1].toInt(), 81);
    QVERIFY(!found["fits"_L1].toBool());
    QStringList codes;
    for (const QJsonValue &reason : found["reasons"_L1].toArray())
        codes << reason["code"_L1].toString();
    QVERIFY(codes.contains(u"over-budget"_s));
}

void TestPlan::textHasATableAndReasons()
{
    const Outcome outcome = run({u"plan"_s, m_seventy, u"--fake-devices"_s, m_one24, u"--ctx"_s, u"8192"_s});
    QCOMPARE(outcome.code, 0);
    for (const char *words : {"CUDA0", "CPU", "Weights", "KV cache", "Context: 8,192 tokens.", "of 81 layers fit;",
                              "stay on the CPU because", "estimated by a formula"})
        QVERIFY2(outcome.out.contains(words), outcome.out);
}

void TestPlan::inChinese()
{
    const Outcome outcome = run({u"--lang"_s, u"zh_CN"_s, u"plan"_s, m_eight, u"--fake-devices"_s, m_one24});
    QCOMPARE(outcome.code, 0);
    QVERIFY2(!outcome.out.contains("layers") && !outcome.out.contains("Weights"), outcome.out);
}

void TestPlan::systemMemoryOfTheFile()
{
    const QString small = fake(R"([{"name":"CPU","backend":"CPU","total_mib":8192,"free_mib":6000}])");
    const Outcome outcome = run({u"plan"_s, m_seventy, u"--fake-devices"_s, small, u"--json"_s});
    QCOMPARE(outcome.code, 3);
    QCOMPARE(QJsonDocument::fromJson(outcome.out)["code"_L1].toString(), u"not-enough-memory"_s);
    const QJsonObject fits = plan({m_eight, u"--fake-devices"_s, small});
    QCOMPARE(fits["gpuLayers"_L1].toInt(), 0);
    QCOMPARE(fits["reasons"_L1].toArray().first()["code"_L1].toString(), u"no-gpu"_s);
}

void TestPlan::wrongFiles_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("code");
    QTest::newRow("not JSON") << QByteArray("CUDA0") << 2;
    QTest::newRow("no memory") << QByteArray(R"([{"name":"A"}])") << 2;
}

void TestPlan::wrongFiles()
{
    QFETCH(QByteArray, json);
    QFETCH(int, code);
    const Outcome outcome = run({u"plan"_s, m_eight, u"--fake-devices"_s, fake(json)});
    QCOMPARE(outcome.code, code);
    QVERIFY(!outcome.err.isEmpty());
    QCOMPARE(run({u"plan"_s, m_eight, u"--fake-devices"_s, m_dir.filePath(u"none"_s)}).code, 1);
    QCOMPARE(run({u"plan"_s, m_dir.filePath(u"none.gguf"_s), u"--fake-devices"_s, m_one24}).code, 3);
    QCOMPARE(run({u"plan"_s}).code, 2);
}

/// With the model that comes with the program, on what there is.
void TestPlan::forThisComputer()
{
    const QString model = QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/models/sotto-placeholder.gguf"_s;
    if (!QFile::exists(model)) QSKIP("the built-in model is not built");
    const QJsonObject found = plan({model, u"--ctx"_s, u"512"_s});
    const int layers = found["layers"_L1].toInt();
    int placed = 0;
    for (const QJsonValue &device : found["devices"_L1].toArray())
        placed += device["layers"_L1].toInt();
    QCOMPARE(placed, layers);
    QVERIFY(layers > 1);
}

void TestPlan::devicesTellBackendsAndFeatures()
{
    const Outcome outcome = run({u"devices"_s, u"--json"_s});
    QCOMPARE(outcome.code, 0);
    bool cpu = false;
    for (const QByteArray &line : outcome.out.split('\n')) {
        const QJsonObject device = QJsonDocument::fromJson(line).object();
        if (device.isEmpty()) continue;
        QVERIFY(!device["backend"_L1].toString().isEmpty());
        if (device["kind"_L1] != "cpu"_L1) continue;
        cpu = true;
        QCOMPARE(device["backend"_L1].toString(), u"CPU"_s);
        QVERIFY(device["features"_L1].isArray());
        QVERIFY(device["performanceCores"_L1].toInt() >= 1);
    }
    QVERIFY(cpu);
}

QTEST_GUILESS_MAIN(TestPlan)
#include "test_plan.moc"
