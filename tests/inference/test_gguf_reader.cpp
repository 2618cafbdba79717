#include "inference/gguf/gguf_reader.h"
#include "inference/gguf/gguf_types.h"
#include "tests/support/gguf_builder.h"

#include <QtTest>

#include <ggml.h>
#include <limits>

using namespace sotto;
using namespace sotto::test;

namespace {

// Numbers of `enum gguf_type` and `enum ggml_type`.
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
constexpr std::uint32_t kF32 = 0;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

Result<ModelSpec> parse(const std::string &bytes, const GgufLimits &limits = {})
{
    return parseModelSpec(bytesOf(bytes), bytes.size(), limits);
}

int codeOf(const Result<ModelSpec> &result)
{
    return result ? -1 : static_cast<int>(result.error().code);
}

GgufBuilder minimal()
{
    GgufBuilder builder;
    builder.text("general.architecture", "llama").tensor("token_embd.weight", {32}, kF32, 128);
    return builder;
}

} // namespace

class TestGgufReader final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEverythingAboutAModel();
    void takesDefaultsWhereTheFileIsSilent();
    void tellsWhatLayersAreMadeOf();
    void readsVersionTwo();
    void cleansText();
    void wrongTypesCountAsMissing();
    void readsAllValuesOfTheSampler();
    void acceptsAnyAlignment();

    void everyTruncationIsAnError();
    void knowsMoreOfTheFileIsToCome();

    void refuses_data();
    void refuses();
    void limitsHold();
    void hugeCountsCostNothing();
    void tensorOutsideTheFileIsTruncated();
    void headerCanBeCut();

    void typesAgreeWithGgml();
    void quantizationNames();
};

void TestGgufReader::readsEverythingAboutAModel()
{
    const std::string bytes = smallLlama().file();
    const auto spec = parse(bytes);
    QVERIFY(spec.has_value());
    ModelSpec expected;
    expected.architecture = "llama";
    expected.name = "Tiny";
    expected.quantization = "Q4_K_M";
    expected.sizeLabel = "1K";
    expected.license = "apache-2.0";
    expected.description = "For tests";
    expected.chatTemplate = "{{ messages }}";
    expected.fileBytes = bytes.size();
    expected.tensorBytes = 1280 + 4352 + 256 + 8192;
    expected.parameterCount = 64 * 5 + 64 * 64 + 64 + 64 * 64;
    expected.contextLength = 4096;
    expected.layerCount = 2;
    expected.embeddingLength = 64;
    expected.headCount = 4;
    expected.headCountKv = 2;
    expected.keyLength = 16;
    expected.valueLength = 16;
    expected.vocabularySize = 5;
    expected.layerBytes = {4352 + 256, 8192};
    expected.layers.resize(2);
    expected.inputBytes = 1280;
    expected.tiedOutput = true;
    expected.sampling.temperature = 0.6F;
    expected.sampling.topK = 20;
    QVERIFY(*spec == expected);
}

void TestGgufReader::tellsWhatLayersAreMadeOf()
{
    constexpr std::uint64_t square = 64 * 64 * 4;
    const auto spec = parse(smallLlama()
                                .u32("llama.ssm.inner_size", 128)
                                .u32("llama.ssm.state_size", 16)
                                .u32("llama.ssm.conv_kernel", 4)
                                .tensor("output.weight", {64, 5}, 0, 1280)
                                .tensor("blk.0.attn_k.weight", {64, 32}, 0, square / 2)
                                .tensor("blk.0.attn_v.weight", {64, 16}, 0, square / 4)
                                .tensor("blk.0.ffn_up.weight", {64, 64}, 0, square)
                                .tensor("blk.0.ffn_down.weight", {64, 64}, 0, square)
                                .tensor("blk.0.ffn_norm.weight", {64}, 0, 256)
                                .tensor("blk.1.ffn_up_exps.weight", {64, 64, 2}, 0, 2 * square)
                                .tensor("blk.1.ffn_gate_inp.weight", {64, 2}, 0, 512)
                                .tensor("blk.1.ffn_up_shexp.weight", {64, 64}, 0, square)
                                .tensor("blk.1.ssm_in.weight", {64, 64}, 0, square)
                                .file());
    QVERIFY(spec);
    QCOMPARE(spec->layers.size(), std::size_t(2));
    QCOMPARE(spec->layers[0],
             (LayerFacts{.feedForward = 2 * square, .experts = 0, .cacheValues = 48, .stateBytes = 0}));
    // A block with attention (smallLlama() has its query there) and a state besides.
    const std::uint64_t state = (3 * 128 + 128 * 16) * 4;
    QCOMPARE(spec->layers[1],
             (LayerFacts{.feedForward = 0, .experts = 2 * square, .cacheValues = {}, .stateBytes = state}));
    QVERIFY(!spec->tiedOutput);
    QCOMPARE(spec->inputBytes, 1280ULL);
}

void TestGgufReader::takesDefaultsWhereTheFileIsSilent()
{
    const auto spec = parse(minimal().u32("llama.embedding_length", 128).u32("llama.attention.head_count", 8).file());
    QVERIFY(spec.has_value());
    QCOMPARE(spec->headCountKv, 8U);
    QCOMPARE(spec->keyLength, 16U);
    QCOMPARE(spec->valueLength, 16U);
    QCOMPARE(spec->quantization, std::string("?"));
    QVERIFY(spec->layerBytes.empty());
    QVERIFY(spec->sampling == SamplingOverrides{});
}

void TestGgufReader::readsVersionTwo()
{
    QVERIFY(parse(minimal().version(2).file()).has_value());
}

void TestGgufReader::cleansText()
{
    const auto spec = parse(minimal().text("general.name", "a\xFFz").file());
    QCOMPARE(spec->name, std::string("a\xEF\xBF\xBDz"));
}

void TestGgufReader::readsAllValuesOfTheSampler()
{
    SamplingOverrides expected;
    expected.sequence = "top_k;temperature";
    expected.topK = 11;
    expected.topP = 0.5F;
    expected.minP = 0.25F;
    expected.xtcProbability = 0.75F;
    expected.xtcThreshold = 0.125F;
    expected.temperature = 1.5F;
    expected.penaltyLastN = 32;
    expected.penaltyRepeat = 1.25F;
    expected.mirostat = 2;
    expected.mirostatTau = 4.5F;
    expected.mirostatEta = 0.375F;
    const auto spec = parse(minimal()
                                .text("general.sampling.sequence", "top_k;temperature")
                                .i32("general.sampling.top_k", 11)
                                .f32("general.sampling.top_p", 0.5F)
                                .f32("general.sampling.min_p", 0.25F)
                                .f32("general.sampling.xtc_probability", 0.75F)
                                .f32("general.sampling.xtc_threshold", 0.125F)
                                .f32("general.sampling.temp", 1.5F)
                                .i32("general.sampling.penalty_last_n", 32)
                                .f32("general.sampling.penalty_repeat", 1.25F)
                                .i32("general.sampling.mirostat", 2)
                                .f32("general.sampling.mirostat_tau", 4.5F)
                                .f32("general.sampling.mirostat_eta", 0.375F)
                                .file());
    QVERIFY(spec.has_value());
    QVERIFY(spec->sampling == expected);
}

void TestGgufReader::wrongTypesCountAsMissing()
{
    const auto spec = parse(minimal()
                                .u32("general.name", 1)
                                .text("llama.context_length", "many")
                                .i32("llama.embedding_length", -5)
                                .u64("llama.attention.head_count", 1ULL << 40)
                                .i32Array("llama.attention.head_count_kv", {4, -1})
                                .text("general.sampling.temp", "hot")
                                .f32("general.sampling.top_p", std::numeric_limits<float>::quiet_NaN())
                                .file());
    QVERIFY(spec.has_value());
    QCOMPARE(spec->name, std::string());
    QCOMPARE(spec->contextLength, 0U);
    QCOMPARE(spec->embeddingLength, 0U);
    QCOMPARE(spec->headCount, 0U);
    QCOMPARE(spec->headCountKv, 0U);
    QVERIFY(spec->sampling == SamplingOverrides{});
}

void TestGgufReader::acceptsAnyAlignment()
{
    for (const std::uint32_t alignment : {1U, 8U, 64U, 4096U}) {
        GgufBuilder builder;
        builder.alignment(alignment).text("general.architecture", "llama").u32("general.alignment", alignment);
        builder.tensor("a", {3}, kF32, 12).tensor("b", {32}, kF32, 128);
        const std::string bytes = builder.file();
        QVERIFY(parse(bytes).has_value());
        QCOMPARE(codeOf(parse(bytes.substr(0, bytes.size() - 1))), static_cast<int>(ErrorCode::FileTruncated));
    }
}

void TestGgufReader::everyTruncationIsAnError()
{
    const std::string bytes = smallLlama().file();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto spec = parse(bytes.substr(0, size));
        QVERIFY2(codeOf(spec) == static_cast<int>(ErrorCode::FileTruncated), std::to_string(size).c_str());
        QVERIFY(size < 4 || spec.error().needed > spec.error().available);
    }
}

void TestGgufReader::knowsMoreOfTheFileIsToCome()
{
    const std::string bytes = smallLlama().file();
    const std::string header = smallLlama().header();
    QVERIFY(parseModelSpec(bytesOf(header), bytes.size()).has_value());
    QCOMPARE(codeOf(parseModelSpec(bytesOf(std::string_view(header).substr(0, 100)), bytes.size())),
             static_cast<int>(ErrorCode::FileTruncated));
}

void TestGgufReader::refuses_data()
{
    using enum ErrorCode;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, ErrorCode code, const GgufBuilder &builder) {
        QTest::newRow(name) << QByteArray::fromStdString(builder.file()) << static_cast<int>(code);
    };
    row("another file", NotGguf, minimal().magic("ggml"));
    row("text", NotGguf, GgufBuilder().magic("Once"));
    row("version 0", GgufVersionUnsupported, minimal().version(0));
    row("version 1", GgufVersionUnsupported, minimal().version(1));
    row("version 4", GgufVersionUnsupported, minimal().version(4));
    row("big-endian", GgufVersionUnsupported, minimal().version(3U << 24));
    row("key twice", GgufMalformed, minimal().u32("a", 1).u32("a", 1));
    row("key without name", GgufMalformed, minimal().u32("", 1));
    row("key too long", GgufMalformed, minimal().u32(std::string(70'000, 'k'), 1));
    row("unknown value type", GgufMalformed, minimal().raw("a", 13, "12345678"));
    row("array of arrays", GgufMalformed,
        minimal().raw("a", kArray,
                      littleEndian(kArray) + littleEndian(std::uint64_t{1}) + littleEndian(std::uint32_t{0}) +
                          littleEndian(std::uint64_t{0})));
    row("array of unknown type", GgufMalformed,
        minimal().raw("a", kArray, littleEndian(77U) + littleEndian(std::uint64_t{1})));
    row("array too long", GgufMalformed, minimal().raw("a", kArray, littleEndian(0U) + littleEndian(kMost)));
    row("string too long", GgufMalformed, minimal().raw("a", kString, littleEndian(kMost)));
    row("too many pairs", GgufMalformed, minimal().claimValues(kMost));
    row("too many tensors", GgufMalformed, minimal().claimTensors(kMost));
    row("alignment 0", GgufMalformed, minimal().u32("general.alignment", 0));
    row("alignment 48", GgufMalformed, minimal().u32("general.alignment", 48));
    row("alignment of text", GgufMalformed, minimal().text("general.alignment", "32"));
    row("five dimensions", GgufMalformed, minimal().tensorAt("t", {1, 1, 1, 1, 1}, kF32, 0));
    row("dimensions overflow", GgufMalformed, minimal().tensorAt("t", {1ULL << 32, 1ULL << 32}, kF32, 0));
    row("bytes overflow", GgufMalformed, minimal().tensorAt("t", {1ULL << 62, 2}, kF32, 0));
    row("end overflows", GgufMalformed, minimal().tensorAt("t", {32}, kF32, kMost - 31));
    row("start of data overflows", GgufMalformed, minimal().tensorAt("t", {1}, kF32, kMost - 63));
    row("removed tensor type", GgufMalformed, minimal().tensorAt("t", {32}, 4, 0));
    row("unknown tensor type", GgufMalformed, minimal().tensorAt("t", {32}, 1000, 0));
    row("half a block", GgufMalformed, minimal().tensorAt("t", {33}, 2, 0));
    row("crooked offset", GgufMalformed, minimal().tensorAt("t", {1}, kF32, 7));
    row("tensor twice", GgufMalformed, minimal().tensorAt("t", {1}, kF32, 0).tensorAt("t", {1}, kF32, 0));
    row("tensor name too long", GgufMalformed, minimal().tensorAt(std::string(300, 't'), {1}, kF32, 0));
    row("no architecture", GgufMalformed, GgufBuilder().tensor("t", {1}, kF32, 4));
    row("architecture is a number", GgufMalformed,
        GgufBuilder().u32("general.architecture", 3).tensor("t", {1}, kF32, 4));
    row("too many blocks", GgufMalformed, minimal().u32("llama.block_count", 4'000'000'000U));
    row("projector", NotALanguageModel, GgufBuilder().text("general.architecture", "clip").tensor("t", {1}, kF32, 4));
    row("embedding model", NotALanguageModel,
        GgufBuilder().text("general.architecture", "nomic-bert").tensor("t", {1}, kF32, 4));
    row("adapter", NotALanguageModel, minimal().text("general.type", "adapter"));
    row("importance matrix", NotALanguageModel,
        GgufBuilder().text("general.type", "imatrix").tensor("t", {1}, kF32, 4));
    row("vocabulary alone", NotALanguageModel, GgufBuilder().text("general.architecture", "llama"));
}

void TestGgufReader::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QCOMPARE(codeOf(parse(bytes.toStdString())), code);
}

void TestGgufReader::limitsHold()
{
    const std::string bytes = smallLlama().file();
    constexpr int malformed = static_cast<int>(ErrorCode::GgufMalformed);
    QCOMPARE(codeOf(parse(bytes, {.maxHeaderBytes = 200})), malformed);
    QCOMPARE(codeOf(parse(bytes, {.maxKeyValues = 3})), malformed);
    QCOMPARE(codeOf(parse(bytes, {.maxTensors = 3})), malformed);
    QCOMPARE(codeOf(parse(bytes, {.maxStringBytes = 8})), malformed);
    QCOMPARE(codeOf(parse(bytes, {.maxArrayElements = 4})), malformed);
    QCOMPARE(codeOf(parse(bytes, {.maxTensors = 4})), -1);
}

void TestGgufReader::hugeCountsCostNothing()
{
    // Within the limits, but not there: must end at the end of the file at once, without making room first.
    QElapsedTimer timer;
    timer.start();
    const std::string many = littleEndian(std::uint64_t{16'000'000});
    const std::string claims[] = {
        minimal().claimTensors(65'536).header(),
        GgufBuilder().raw("a", kString, many).header(),
        GgufBuilder().raw("a", kArray, littleEndian(10U) + many).header(),
        GgufBuilder().raw("a", kArray, littleEndian(6U) + many).header(),
        GgufBuilder().raw("a", kArray, littleEndian(kString) + many).header(),
    };
    for (const std::string &bytes : claims) {
        QCOMPARE(codeOf(parse(bytes)), static_cast<int>(ErrorCode::FileTruncated));
    }
    QVERIFY(timer.elapsed() < 5000);
}

void TestGgufReader::tensorOutsideTheFileIsTruncated()
{
    const std::string bytes = minimal().tensorAt("far", {32}, kF32, 1ULL << 40).file();
    const auto spec = parse(bytes);
    QCOMPARE(codeOf(spec), static_cast<int>(ErrorCode::FileTruncated));
    QCOMPARE(spec.error().available, bytes.size());
    QVERIFY(spec.error().needed > 1ULL << 40);
}

void TestGgufReader::headerCanBeCut()
{
    // A file of 5 bytes that begins rightly is a download that has hardly begun; of another kind it is no GGUF.
    QCOMPARE(codeOf(parse("GGUF")), static_cast<int>(ErrorCode::FileTruncated));
    QCOMPARE(codeOf(parse("")), static_cast<int>(ErrorCode::FileTruncated));
    QCOMPARE(codeOf(parse("PK")), static_cast<int>(ErrorCode::NotGguf));
}

void TestGgufReader::typesAgreeWithGgml()
{
    for (int type = 0; type < GGML_TYPE_COUNT; ++type) {
        const auto layout = tensorType(static_cast<std::uint32_t>(type));
        const std::int64_t block = ggml_blck_size(static_cast<ggml_type>(type));
        QCOMPARE(layout.has_value(), block != 0);
        if (!layout) continue;
        QCOMPARE(layout->blockElements, static_cast<std::uint32_t>(block));
        QCOMPARE(layout->typeBytes, static_cast<std::uint32_t>(ggml_type_size(static_cast<ggml_type>(type))));
    }
    QVERIFY(!tensorType(GGML_TYPE_COUNT).has_value());
}

void TestGgufReader::quantizationNames()
{
    QCOMPARE(quantizationName(0), std::string_view("F32"));
    QCOMPARE(quantizationName(7), std::string_view("Q8_0"));
    QCOMPARE(quantizationName(15), std::string_view("Q4_K_M"));
    QCOMPARE(quantizationName(18), std::string_view("Q6_K"));
    QCOMPARE(quantizationName(32), std::string_view("BF16"));
    QCOMPARE(quantizationName(38), std::string_view("MXFP4"));
    QCOMPARE(quantizationName(41), std::string_view("Q2_0"));
    QCOMPARE(quantizationName(4), std::string_view("?"));
    QCOMPARE(quantizationName(42), std::string_view("?"));
    QCOMPARE(quantizationName(kMost), std::string_view("?"));
}

QTEST_GUILESS_MAIN(TestGgufReader)
#include "test_gguf_reader.moc"
