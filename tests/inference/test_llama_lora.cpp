#include "inference/llama/gguf_builder.h"
#include "inference/llama/model_loader.h"
#include "tests/support/tiny_models.h"

#include <QTest>

#include <cmath>
#include <fstream>
#include <random>

using namespace sotto;
using namespace sotto::tests;

namespace {

constexpr int kRank = 4;
constexpr int kWidth = 64; // of RandomModelOptions

struct AdapterOptions {
    std::string type = "adapter";
    std::string kind = "lora";
    std::string architecture = "llama";
    std::string weight = "blk.0.attn_q.weight";
    int width = kWidth;
    int innerB = kRank;
    bool integerAlpha = false;
    bool onlyA = false;
};

void writeAdapter(const std::filesystem::path &path, const AdapterOptions &options = {})
{
    GgufBuilder gguf;
    gguf.set("general.type", options.type);
    gguf.set("general.architecture", options.architecture);
    gguf.set("adapter.type", options.kind);
    if (options.integerAlpha)
        gguf.set("adapter.lora.alpha", std::uint32_t{8});
    else
        gguf.set("adapter.lora.alpha", 8.0F);
    std::mt19937 random(3);
    std::uniform_real_distribution<float> noise(-1, 1);
    const auto values = [&](int count) {
        std::vector<float> out(static_cast<std::size_t>(count));
        for (float &value : out)
            value = noise(random);
        return out;
    };
    gguf.addTensor(options.weight + ".lora_a", {options.width, kRank}, values(options.width * kRank), GGML_TYPE_F32);
    if (!options.onlyA)
        gguf.addTensor(options.weight + ".lora_b", {options.innerB, kWidth}, values(options.innerB * kWidth),
                       GGML_TYPE_F32);
    if (!gguf.write(path)) qFatal("an adapter could not be written");
}

Result<OpenModel> openWith(const std::filesystem::path &model, std::vector<LoraAdapter> adapters)
{
    LlamaHost host;
    host.physicalCores = 1;
    LoadOptions options;
    options.gpuLayers = 0;
    options.adapters = std::move(adapters);
    return openModel(model, options, host, {}, {});
}

std::vector<float> logitsOf(const OpenModel &open)
{
    std::vector<llama_token> tokens{20, 30, 40, 50, 60};
    llama_memory_clear(llama_get_memory(open.context.get()), true);
    const llama_batch batch = llama_batch_get_one(tokens.data(), static_cast<int>(tokens.size()));
    if (llama_decode(open.context.get(), batch) != 0) qFatal("a few tokens cannot be computed");
    const float *logits = llama_get_logits_ith(open.context.get(), -1);
    return {logits, logits + llama_vocab_n_tokens(open.vocab())};
}

float distance(const std::vector<float> &a, const std::vector<float> &b)
{
    float most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

} // namespace

/// LoRA adapters: what they change, and what is refused.
class TestLlamaLora final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesWhatIsComputed();
    void saysWhichAreOn();
    void refuses_data();
    void refuses();
    void damagedFilesNeverCrash();

private:
    TinyModels m_models;
};

void TestLlamaLora::changesWhatIsComputed()
{
    const auto model = m_models.random("llama");
    const auto adapter = m_models.file("style.gguf");
    writeAdapter(adapter);
    const std::vector<float> plain = logitsOf(*openWith(model, {}));
    const auto with = [&](float scale) {
        const auto open = openWith(model, {{adapter, scale}});
        if (!open) qFatal("no adapter: %s", open.error().detail.c_str());
        return logitsOf(*open);
    };
    QCOMPARE(distance(with(0), plain), 0.0F);
    const float whole = distance(with(1), plain);
    QVERIFY2(whole > 1e-4F, qPrintable(QString::number(whole)));
    QVERIFY(distance(with(0.5F), plain) > 0);
    QVERIFY(distance(with(0.5F), with(1)) > 0);
    // Two at once: their scales add up.
    const auto twice = openWith(model, {{adapter, 0.25F}, {adapter, 0.75F}});
    QVERIFY(twice);
    QVERIFY(distance(logitsOf(*twice), with(1)) < 1e-3F * std::max(1.0F, whole));
}

void TestLlamaLora::saysWhichAreOn()
{
    const auto adapter = m_models.file("style.gguf");
    writeAdapter(adapter);
    const auto backend = makeLlamaBackend();
    LoadOptions options;
    options.gpuLayers = 0;
    options.adapters = {{adapter, 0.5F}};
    const auto loaded = backend->open(m_models.random("llama"), options, {}, {});
    QVERIFY(loaded);
    QVERIFY(loaded->adapters == options.adapters);
    const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, "dabo"}}, 4));
    QVERIFY(reply.finished());
    backend->close();
}

void TestLlamaLora::refuses_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, int kind, ErrorCode code) {
        QTest::newRow(name) << kind << static_cast<int>(code);
    };
    row("missing", 0, ErrorCode::FileNotFound);
    row("no GGUF", 1, ErrorCode::NotGguf);
    row("a model", 2, ErrorCode::AdapterUnsuitable);
    row("another architecture", 3, ErrorCode::AdapterUnsuitable);
    row("not LoRA", 4, ErrorCode::AdapterUnsuitable);
    row("a weight that is not there", 5, ErrorCode::AdapterUnsuitable);
    row("a weight of another shape", 6, ErrorCode::AdapterUnsuitable);
    row("tensors that do not meet", 7, ErrorCode::AdapterUnsuitable);
    row("half a pair", 8, ErrorCode::AdapterUnsuitable);
    row("alpha of another type", 9, ErrorCode::AdapterUnsuitable);
    row("cut short", 10, ErrorCode::FileTruncated);
}

void TestLlamaLora::refuses()
{
    QFETCH(int, kind);
    QFETCH(int, code);
    auto path = m_models.file("bad.gguf");
    std::filesystem::remove(path);
    if (kind == 1) std::ofstream(path) << "this is no GGUF file, but a text that is long enough to be looked at";
    if (kind == 2) path = m_models.random("llama");
    if (kind == 3) writeAdapter(path, {.architecture = "qwen2"});
    if (kind == 4) writeAdapter(path, {.kind = "control_vector"});
    if (kind == 5) writeAdapter(path, {.weight = "blk.99.attn_q.weight"});
    if (kind == 6) writeAdapter(path, {.width = 32});
    if (kind == 7) writeAdapter(path, {.innerB = 2});
    if (kind == 8) writeAdapter(path, {.onlyA = true});
    if (kind == 9) writeAdapter(path, {.integerAlpha = true});
    if (kind == 10) {
        writeAdapter(path);
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - 200);
    }
    const auto open = openWith(m_models.random("llama"), {{path, 1.0F}});
    QVERIFY(!open);
    QCOMPARE(static_cast<int>(open.error().code), code);
    QVERIFY(!open.error().subject.empty());
}

/// One byte changed at a time, all over the header, and cut at each place.
void TestLlamaLora::damagedFilesNeverCrash()
{
    const auto model = m_models.random("llama");
    const auto path = m_models.file("damaged.gguf");
    writeAdapter(path);
    std::ifstream in(path, std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(in)), {});
    std::mt19937 random(9);
    int refused = 0;
    for (int round = 0; round < 60; ++round) {
        std::string bytes = good;
        const std::size_t header = std::min<std::size_t>(bytes.size(), 480);
        if (round % 3 == 0)
            bytes.resize(random() % bytes.size());
        else
            bytes[random() % header] = static_cast<char>(random());
        std::ofstream(path, std::ios::binary) << bytes;
        const auto open = openWith(model, {{path, 1.0F}});
        refused += open ? 0 : 1;
        if (open) (void)logitsOf(*open);
    }
    QVERIFY(refused > 20);
}

QTEST_GUILESS_MAIN(TestLlamaLora)
#include "test_llama_lora.moc"
