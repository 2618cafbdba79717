#include "inference/gguf/gguf_reader.h"
#include "tests/support/gguf_builder.h"

#include <QtTest>

#include <format>
#include <limits>

using namespace sotto;
using namespace sotto::test;

namespace {

constexpr std::uint32_t kF32 = 0; // of `enum ggml_type`

GgufBuilder minimal(std::string_view architecture = "llama")
{
    GgufBuilder builder;
    builder.text("general.architecture", architecture).tensor("token_embd.weight", {32}, kF32, 128);
    return builder;
}

/// RWKV's spelling of all bytes but one.
std::vector<std::string> byteTokens(int without = -1)
{
    std::vector<std::string> tokens{"<s>"};
    for (int byte = 0; byte < 256; ++byte) {
        if (byte == without) continue;
        if (byte == '\n')
            tokens.emplace_back("\\n");
        else if (byte == '\\')
            tokens.emplace_back("\\\\");
        else if (byte > 32 && byte < 127)
            tokens.emplace_back(1, static_cast<char>(byte));
        else
            tokens.push_back(std::format("\\x{:02x}", byte));
    }
    return tokens;
}

} // namespace

/// Each row refused here ended the process, or never came back, when llama 0.7.0 was given such a file.
class TestModelCheck final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
};

void TestModelCheck::judges_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, int code, const GgufBuilder &builder) {
        QTest::newRow(name) << QByteArray::fromStdString(builder.file()) << code;
    };
    constexpr int sound = -1;
    constexpr int damaged = static_cast<int>(ErrorCode::GgufMalformed);
    const auto experts = [](std::uint32_t all, std::uint32_t used) {
        return minimal().u32("llama.expert_count", all).u32("llama.expert_used_count", used);
    };
    const auto epsilon = [](float value) { return minimal().f32("llama.attention.layer_norm_rms_epsilon", value); };
    const auto scaling = [](std::string_view name) { return minimal().text("llama.rope.scaling.type", name); };
    const auto tokens = [](std::string_view kind, const std::vector<std::string> &list) {
        return minimal().text("tokenizer.ggml.model", kind).textArray("tokenizer.ggml.tokens", list);
    };

    row("no blocks", damaged, minimal().u32("llama.block_count", 0));
    row("most blocks", sound, minimal().u32("llama.block_count", 512));
    row("too many blocks", damaged, minimal().u32("llama.block_count", 513));
    row("no experts", sound, experts(0, 0));
    row("some of the experts", sound, experts(8, 2));
    row("most experts", sound, experts(512, 10));
    row("too many experts", damaged, experts(513, 10));
    row("more experts used than there are", damaged, experts(8, 9));
    row("no expert used", damaged, experts(8, 0));
    row("experts used and none there", damaged, minimal().u32("llama.expert_used_count", 2));
    row("an architecture of experts without them", damaged, minimal("smallthinker"));
    row("an epsilon", sound, epsilon(1e-5F));
    row("an epsilon of 0", sound, epsilon(0));
    row("a negative epsilon", damaged, epsilon(-1));
    row("an epsilon that is no number", damaged, epsilon(std::numeric_limits<float>::quiet_NaN()));
    row("a known rope scaling", sound, scaling("yarn"));
    row("an unknown rope scaling", damaged, scaling("nonsense"));
    row("tokens", sound, tokens("llama", {"a", "b", "c"}));
    row("two tokens of one text", damaged, tokens("llama", {"a", "b", "a"}));
    row("merges may repeat", sound, minimal().textArray("tokenizer.ggml.merges", {"a b", "a b"}));
    row("word pieces", static_cast<int>(ErrorCode::NotALanguageModel), tokens("bert", {"a", "b"}));
    row("RWKV's bytes", sound, tokens("rwkv", byteTokens()));
    row("RWKV without a letter", damaged, tokens("rwkv", byteTokens('a')));
    row("RWKV without a line break", damaged, tokens("rwkv", byteTokens('\n')));
    row("weights of 64-bit integers", damaged, minimal().tensor("w", {4}, 27, 32));
    row("weights of doubles", damaged, minimal().tensor("w", {4}, 28, 32));
}

void TestModelCheck::judges()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    const std::string text = bytes.toStdString();
    const auto spec = parseModelSpec(bytesOf(text), text.size());
    QCOMPARE(spec ? -1 : static_cast<int>(spec.error().code), code);
}

QTEST_GUILESS_MAIN(TestModelCheck)
#include "test_model_check.moc"
