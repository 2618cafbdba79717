#include "inference/gguf/gguf_reader.h"
#include "inference/llama/memory_report.h"
#include "tests/support/tiny_models.h"

#include <QTest>

#include <fstream>

using namespace sotto;
using namespace sotto::tests;

/// Opening model files: what is reported, what is refused, and stopping in the middle.
class TestLlamaLoad final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensAndDescribes();
    void contextIsBounded();
    void quietLeavesCoresFree();
    void cancelsWhileLoading();
    void refusesWhatIsNoModel();
    void refusesTruncated();
    void namesUnknownArchitecture();
    void refusesTooBig();
    void failureLeavesNothingOpen();
    void keepsTheLogOffTheTerminal();
    void readsMemoryFromLog();

private:
    TinyModels m_models;
};

void TestLlamaLoad::opensAndDescribes()
{
    const auto backend = makeLlamaBackend();
    std::vector<float> steps;
    LoadOptions options;
    options.gpuLayers = 0;
    const auto loaded = backend->open(m_models.words(), options, [&](float f) { steps.push_back(f); }, {});
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    QCOMPARE(loaded->spec.name, std::string("Sotto placeholder"));
    QCOMPARE(loaded->layerDevices, std::vector<std::string>(5, "CPU"));
    QVERIFY(loaded->memory.weights() > 0);
    QVERIFY(loaded->memory.kvCache() > 0);
    QVERIFY(loaded->memory.compute() > 0);
    QCOMPARE(loaded->memory.devices.size(), std::size_t(1));
    QCOMPARE(loaded->memory.devices.front().deviceId, std::string("CPU"));
    QCOMPARE(loaded->templateOrigin, TemplateOrigin::Model);
    QVERIFY(!loaded->steppedDown);
    QVERIFY(std::ranges::is_sorted(steps));
    QCOMPARE(steps.back(), 1.0F);
    QVERIFY(std::ranges::any_of(backend->devices(), [](const Device &d) { return d.kind == DeviceKind::Cpu; }));
}

void TestLlamaLoad::contextIsBounded()
{
    const auto backend = makeLlamaBackend();
    LoadOptions options;
    QCOMPARE(backend->open(m_models.words(), options, {}, {})->contextLength, 4096U);
    options.contextLength = 256;
    QCOMPARE(backend->open(m_models.words(), options, {}, {})->contextLength, 256U);
    options.contextLength = 100'000;
    options.threads = 1;
    const auto loaded = backend->open(m_models.words(), options, {}, {});
    QCOMPARE(loaded->contextLength, 4096U);
    QCOMPARE(loaded->tuning.threads, 1);
    QCOMPARE(backend->open(m_models.random("llama"), {}, {}, {})->templateOrigin, TemplateOrigin::Fallback);
}

void TestLlamaLoad::quietLeavesCoresFree()
{
    LoadOptions options;
    options.gpuLayers = 0;
    options.quiet = true;
    const auto threadsOf = [&](int cores) {
        LlamaHost host;
        host.physicalCores = cores;
        LlamaBackend backend(std::move(host), std::make_shared<SystemClock>());
        return backend.open(m_models.words(), options, {}, {})->tuning.threads;
    };
    QCOMPARE(threadsOf(1), 1);
    QCOMPARE(threadsOf(2), 1);
    QCOMPARE(threadsOf(3), 1);
    QCOMPARE(threadsOf(4), 2);
    options.threads = 1; // a person's word counts
    QCOMPARE(threadsOf(4), 1);
}

void TestLlamaLoad::cancelsWhileLoading()
{
    const auto backend = makeLlamaBackend();
    const CancelSource early;
    early.cancel();
    QCOMPARE(backend->open(m_models.words(), {}, {}, early.token()).error().code, ErrorCode::Cancelled);
    for (const float when : {0.1F, 0.5F, 0.96F}) {
        const CancelSource source;
        const auto stop = [&](float fraction) {
            if (fraction >= when) source.cancel();
        };
        const auto loaded = backend->open(m_models.words(), {}, stop, source.token());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Cancelled);
    }
    QVERIFY(backend->open(m_models.words(), {}, {}, {}));
}

void TestLlamaLoad::refusesWhatIsNoModel()
{
    const auto backend = makeLlamaBackend();
    QCOMPARE(backend->open(m_models.file("absent.gguf"), {}, {}, {}).error().code, ErrorCode::FileNotFound);
    const auto text = m_models.file("letter.gguf");
    std::ofstream(text) << "Dear model, this is only a letter and nothing else.";
    QCOMPARE(backend->open(text, {}, {}, {}).error().code, ErrorCode::NotGguf);
}

void TestLlamaLoad::refusesTruncated()
{
    const auto backend = makeLlamaBackend();
    const auto path = m_models.file("half.gguf");
    std::filesystem::copy_file(m_models.words(), path);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    QCOMPARE(backend->open(path, {}, {}, {}).error().code, ErrorCode::FileTruncated);
}

void TestLlamaLoad::namesUnknownArchitecture()
{
    const auto backend = makeLlamaBackend();
    RandomModelOptions options;
    options.architecture = "hummingbird";
    const auto loaded = backend->open(m_models.random("unknown", options), {}, {}, {});
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::UnknownArchitecture);
    QCOMPARE(loaded.error().subject, std::string("hummingbird"));
}

void TestLlamaLoad::refusesTooBig()
{
    const auto backend = makeLlamaBackend(/*availableMemory=*/200'000);
    const auto loaded = backend->open(m_models.words(), {}, {}, {});
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::NotEnoughMemory);
    QVERIFY(loaded.error().needed > loaded.error().available);
}

void TestLlamaLoad::failureLeavesNothingOpen()
{
    const auto backend = makeLlamaBackend();
    QVERIFY(backend->open(m_models.words(), {}, {}, {}));
    QVERIFY(backend->countTokens({{Role::User, "Hello"}}));
    QVERIFY(!backend->open(m_models.file("absent.gguf"), {}, {}, {}));
    QCOMPARE(backend->countTokens({{Role::User, "Hello"}}).error().code, ErrorCode::NoModel);
    const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, "Hello"}}, 4));
    QVERIFY(reply.failed());
    QCOMPARE(reply.failed()->error.code, ErrorCode::NoModel);
}

void TestLlamaLoad::keepsTheLogOffTheTerminal()
{
    const LogCapture log;
    const auto backend = makeLlamaBackend();
    QVERIFY(backend->open(m_models.words(), {}, {}, {}));
    const auto lines = log.lines();
    QVERIFY(std::ranges::any_of(lines, [](const LogLine &l) { return l.text.contains("KV buffer size"); }));
    QVERIFY(std::ranges::none_of(lines, [](const LogLine &l) { return l.text.contains('\n'); }));
}

void TestLlamaLoad::readsMemoryFromLog()
{
    Device gpu;
    gpu.id = "CUDA1";
    gpu.kind = DeviceKind::Gpu;
    Device cpu;
    cpu.id = "CPU";
    const std::vector<Device> devices{gpu, cpu};
    const auto line = [](const char *text) { return LogLine{LogLine::Level::Info, text}; };
    const std::vector<LogLine> lines{line("load_tensors: offloaded 3/7 layers to GPU"),
                                     line("load_tensors:   CPU_Mapped model buffer size =     2.00 MiB"),
                                     line("load_tensors:          AMX model buffer size =     1.00 MiB"),
                                     line("load_tensors:        CUDA1 model buffer size =  1024.50 MiB"),
                                     line("llama_kv_cache:      CUDA1 KV buffer size =   128.00 MiB"),
                                     line("llama_memory_recurrent:   CPU RS buffer size =     4.00 MiB"),
                                     line("sched_reserve:  CUDA_Host compute buffer size =     8.00 MiB"),
                                     line("load_tensors: layer   0 assigned to device CPU, is_swa = 0"),
                                     line("load_tensors: layer   1 assigned to device CUDA1, is_swa = 0")};
    const MemoryBreakdown memory = memoryFromLog(lines, devices);
    const auto of = [&](const std::string &id) {
        return *std::ranges::find(memory.devices, id, &DeviceMemory::deviceId);
    };
    QCOMPARE(memory.devices.size(), std::size_t(2));
    QCOMPARE(of("CPU").weights, std::uint64_t(3) << 20);
    QCOMPARE(of("CPU").kvCache, std::uint64_t(4) << 20);
    QCOMPARE(of("CPU").compute, std::uint64_t(8) << 20);
    QCOMPARE(of("CUDA1").weights, (std::uint64_t(2049) << 20) / 2);
    QCOMPARE(of("CUDA1").kvCache, std::uint64_t(128) << 20);
    QCOMPARE(of("CUDA1").kind, DeviceKind::Gpu);
    QCOMPARE(layerDevicesFromLog(lines), (std::vector<std::string>{"CPU", "CUDA1"}));
    QCOMPARE(movedTensorsFromLog({line("tensor blk.3.ffn_up.weight (2 MiB f32) buffer type overridden to CUDA_Host"),
                                  line("tensor blk.4.ffn_up.weight (2 MiB f32) buffer type overridden to CUDA1")},
                                 devices),
             (std::vector<OverriddenTensor>{{"blk.3.ffn_up.weight", "CPU"}, {"blk.4.ffn_up.weight", "CUDA1"}}));
    // Two caches, as of a model with sliding windows: each names its layers, then its size.
    const std::vector<LogLine> caches{
        line("llama_kv_cache: layer   1: dev = CUDA1"),
        line("llama_kv_cache:      CUDA1 KV buffer size =     0.00 MiB"),
        line("llama_kv_cache: size =   64.00 MiB ( 4096 cells,   1 layers,  1/1 seqs), K (f16):   32.00 MiB, V (f16):  "
             " 32.00 MiB"),
        line("llama_kv_cache: layer   0: dev = CPU"),
        line("llama_kv_cache: layer   2: dev = CUDA1"),
        line("llama_kv_cache: size =    4.00 MiB (  512 cells,   2 layers,  1/1 seqs), K (f16):    2.00 MiB, V (f16):  "
             "  2.00 MiB"),
    };
    QCOMPARE(layerCacheFromLog(caches, 3), (std::vector<std::uint64_t>{2ULL << 20, 64ULL << 20, 2ULL << 20}));
    QVERIFY(layerCacheFromLog(lines, 3).empty());
    QCOMPARE(unknownArchitectureFromLog({line("error: unknown model architecture: 'owl'")}), std::string("owl"));
}

QTEST_GUILESS_MAIN(TestLlamaLoad)
#include "test_llama_load.moc"
