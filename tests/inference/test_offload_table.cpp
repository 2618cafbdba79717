#include "inference/offload_planner.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

using namespace sotto;

namespace {

/// The shape of a model; its weights are counted from it, at so many bits each.
struct Shape {
    const char *name;
    std::uint32_t blocks;
    std::uint64_t width;
    std::uint64_t forward; ///< Of one expert, where there are several.
    std::uint32_t headsKv;
    std::uint32_t vocabulary;
    std::uint64_t experts; ///< 0: none.
};

// Llama 3.1, and two mixtures of experts (the shapes of Mixtral 8x7B and Qwen3 30B-A3B).
constexpr Shape kEight{"8B", 32, 4096, 14336, 8, 128256, 0};
constexpr Shape kSeventy{"70B", 80, 8192, 28672, 8, 128256, 0};
constexpr Shape kFourHundred{"405B", 126, 16384, 53248, 8, 128256, 0};
constexpr Shape kEightTimesSeven{"8x7B", 32, 4096, 14336, 8, 32000, 8};
constexpr Shape kThirty{"30B-A3B", 48, 2048, 768, 4, 151936, 128};

/// Bits a weight, averaged over published files.
double bitsOf(std::string_view quantization)
{
    static const std::map<std::string_view, double> bits{{"Q2_K", 3.0},    {"Q3_K_M", 3.89}, {"Q4_K_M", 4.82},
                                                         {"Q5_K_M", 5.66}, {"Q6_K", 6.56},   {"Q8_0", 8.5},
                                                         {"F16", 16.0}};
    return bits.at(quantization);
}

ModelSpec specOf(const Shape &shape, std::string_view quantization)
{
    const double bytes = bitsOf(quantization) / 8;
    const auto of = [bytes](std::uint64_t weights) {
        return static_cast<std::uint64_t>(static_cast<double>(weights) * bytes);
    };
    ModelSpec spec;
    spec.contextLength = 131072;
    spec.layerCount = shape.blocks;
    spec.embeddingLength = static_cast<std::uint32_t>(shape.width);
    spec.headCountKv = shape.headsKv;
    spec.keyLength = spec.valueLength = 128;
    spec.vocabularySize = shape.vocabulary;
    const std::uint64_t attention = of(2 * shape.width * shape.width + 2 * shape.width * shape.headsKv * 128);
    const std::uint64_t forward = of(3 * shape.width * shape.forward);
    LayerFacts facts;
    (shape.experts > 0 ? facts.experts : facts.feedForward) = forward * std::max<std::uint64_t>(shape.experts, 1);
    spec.layers.assign(shape.blocks, facts);
    spec.layerBytes.assign(shape.blocks, attention + facts.experts + facts.feedForward);
    spec.inputBytes = of(shape.width * shape.vocabulary);
    spec.tensorBytes = spec.layerBytes.front() * shape.blocks + 2 * spec.inputBytes;
    return spec;
}

enum class Box { One24, Two24, Laptop8, Unified36, One48, Eight80, Uneven, One6, Tiny, None };

Machine machineOf(Box box)
{
    static const std::map<Box, std::vector<std::uint64_t>> freeMib{
        {Box::One24, {24100}},        {Box::Two24, {24100, 24100}},
        {Box::Laptop8, {7680}},       {Box::Unified36, {36864}},
        {Box::One48, {48000}},        {Box::Eight80, std::vector<std::uint64_t>(8, 80000)},
        {Box::Uneven, {24100, 8000}}, {Box::One6, {5800}},
        {Box::Tiny, {1500}},          {Box::None, {}}};
    Machine machine;
    machine.systemFreeBytes = box == Box::Unified36 ? 40 * GiB : 1024 * GiB;
    for (const std::uint64_t mib : freeMib.at(box)) {
        const auto kind = box == Box::Unified36 ? DeviceKind::IntegratedGpu : DeviceKind::Gpu;
        machine.devices.push_back({"GPU" + std::to_string(machine.devices.size()), "", kind, mib * MiB, mib * MiB});
    }
    return machine;
}

struct Expected {
    int gpuLayers = 0;
    int expertLayersOnCpu = 0;
    bool partial = false;
};

constexpr auto kPlain = CacheType::F16;
constexpr auto kPacked = CacheType::Q8_0;

/// The sums of a plan, whatever it is a plan of.
void checkSums(const OffloadPlan &plan, const ModelSpec &spec)
{
    int layers = 0;
    int onGpus = 0;
    for (const DevicePlan &device : plan.devices) {
        layers += device.layers;
        if (device.kind == DeviceKind::Cpu) continue;
        onGpus += device.layers;
        QVERIFY(device.layers == 0 ? device.total() == 0 : device.total() + device.marginBytes <= device.freeBytes);
    }
    QCOMPARE(layers, static_cast<int>(spec.layerCount) + 1);
    QCOMPARE(onGpus, plan.gpuLayers);
    QCOMPARE(plan.weightBytes(), spec.tensorBytes);
    QVERIFY(plan.fits());
    QVERIFY(!plan.notes.empty());
}

} // namespace

/// Plans for models and machines that people have. The numbers were counted by a program of its own, from the rules in
/// the planner's header.
class TestOffloadTable final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plans_data();
    void plans();
    void theArticlesMachine();
    void moreMemoryNeverGivesFewerLayers();
    void moreMemoryNeverGivesAShorterContext();
    void aPackedCacheNeverGivesFewerLayers();
};

void TestOffloadTable::plans_data()
{
    QTest::addColumn<QString>("shape");
    QTest::addColumn<QByteArray>("quantization");
    QTest::addColumn<quint32>("context");
    QTest::addColumn<bool>("packed");
    QTest::addColumn<int>("box");
    QTest::addColumn<int>("gpuLayers");
    QTest::addColumn<int>("experts");
    QTest::addColumn<bool>("partial");
    static constexpr std::array boxes{"1x24 GiB", "2x24 GiB",     "8 GiB laptop", "unified 36 GiB", "1x48 GiB",
                                      "8x80 GiB", "24 and 8 GiB", "6 GiB",        "1.5 GiB",        "no GPU"};
    const auto row = [](const Shape &shape, const char *quantization, quint32 context, CacheType type, Box box,
                        const Expected &expected) {
        const bool packed = type == CacheType::Q8_0;
        QTest::addRow("%s %s, %u tokens%s, %s", shape.name, quantization, context, packed ? " packed" : "",
                      boxes.at(static_cast<std::size_t>(box)))
            << QString::fromLatin1(shape.name) << QByteArray(quantization) << context << packed << static_cast<int>(box)
            << expected.gpuLayers << expected.expertLayersOnCpu << expected.partial;
    };
    row(kEight, "Q2_K", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q3_K_M", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q5_K_M", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q6_K", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q8_0", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "F16", 8192, kPlain, Box::One24, {33, 0, false});
    row(kEight, "Q2_K", 8192, kPlain, Box::Laptop8, {33, 0, false});
    row(kEight, "Q3_K_M", 8192, kPlain, Box::Laptop8, {33, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::Laptop8, {33, 0, false});
    row(kEight, "Q5_K_M", 8192, kPlain, Box::Laptop8, {33, 0, false});
    row(kEight, "Q6_K", 8192, kPlain, Box::Laptop8, {30, 0, true});
    row(kEight, "Q8_0", 8192, kPlain, Box::Laptop8, {24, 0, true});
    row(kEight, "F16", 8192, kPlain, Box::Laptop8, {13, 0, true});
    row(kEight, "Q2_K", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kEight, "Q5_K_M", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kEight, "Q8_0", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kEight, "F16", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kSeventy, "Q2_K", 8192, kPlain, Box::Two24, {81, 0, false});
    row(kSeventy, "Q3_K_M", 8192, kPlain, Box::Two24, {81, 0, false});
    row(kSeventy, "Q4_K_M", 8192, kPlain, Box::Two24, {81, 0, false});
    row(kSeventy, "Q5_K_M", 8192, kPlain, Box::Two24, {73, 0, true});
    row(kSeventy, "Q6_K", 8192, kPlain, Box::Two24, {63, 0, false});
    row(kSeventy, "Q8_0", 8192, kPlain, Box::Two24, {49, 0, true});
    row(kSeventy, "F16", 8192, kPlain, Box::Two24, {27, 0, true});
    row(kSeventy, "Q2_K", 8192, kPlain, Box::One24, {67, 0, true});
    row(kSeventy, "Q4_K_M", 8192, kPlain, Box::One24, {43, 0, true});
    row(kSeventy, "Q8_0", 8192, kPlain, Box::One24, {25, 0, true});
    row(kSeventy, "Q4_K_M", 8192, kPlain, Box::One48, {81, 0, false});
    row(kFourHundred, "Q2_K", 8192, kPlain, Box::Two24, {38, 0, true});
    row(kFourHundred, "Q4_K_M", 8192, kPlain, Box::Two24, {24, 0, true});
    row(kFourHundred, "F16", 8192, kPlain, Box::Two24, {7, 0, true});
    row(kFourHundred, "Q4_K_M", 8192, kPlain, Box::Eight80, {127, 0, false});
    row(kFourHundred, "Q8_0", 8192, kPlain, Box::Eight80, {127, 0, false});
    row(kFourHundred, "F16", 8192, kPlain, Box::Eight80, {97, 0, true});
    row(kEight, "Q4_K_M", 32768, kPlain, Box::One24, {33, 0, false});
    row(kSeventy, "Q4_K_M", 32768, kPlain, Box::Two24, {72, 0, false});
    row(kEight, "Q4_K_M", 32768, kPacked, Box::One24, {33, 0, false});
    row(kSeventy, "Q4_K_M", 32768, kPacked, Box::Two24, {81, 0, true});
    row(kEight, "Q4_K_M", 131072, kPlain, Box::One24, {33, 0, false});
    row(kSeventy, "Q4_K_M", 131072, kPlain, Box::Two24, {44, 0, false});
    row(kEight, "Q4_K_M", 131072, kPacked, Box::One24, {33, 0, false});
    row(kSeventy, "Q4_K_M", 131072, kPacked, Box::Two24, {58, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::Unified36, {33, 0, false});
    row(kEight, "F16", 8192, kPlain, Box::Unified36, {33, 0, false});
    row(kSeventy, "Q3_K_M", 8192, kPlain, Box::Unified36, {81, 0, false});
    row(kEightTimesSeven, "Q4_K_M", 8192, kPlain, Box::One24, {33, 7, false});
    row(kEightTimesSeven, "Q4_K_M", 8192, kPlain, Box::Laptop8, {33, 27, false});
    row(kEightTimesSeven, "Q4_K_M", 8192, kPlain, Box::Two24, {33, 0, false});
    row(kThirty, "Q4_K_M", 8192, kPlain, Box::One24, {49, 0, false});
    row(kThirty, "Q4_K_M", 8192, kPlain, Box::Laptop8, {49, 34, false});
    row(kThirty, "Q4_K_M", 8192, kPlain, Box::Two24, {49, 0, false});
    row(kEightTimesSeven, "Q8_0", 8192, kPlain, Box::One24, {33, 19, false});
    row(kThirty, "Q8_0", 32768, kPacked, Box::One24, {49, 16, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::Uneven, {33, 0, false});
    row(kSeventy, "Q3_K_M", 8192, kPlain, Box::Uneven, {67, 0, true});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::One6, {27, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::Tiny, {0, 0, false});
    row(kEight, "Q4_K_M", 8192, kPlain, Box::None, {0, 0, false});
    row(kSeventy, "Q4_K_M", 32768, kPacked, Box::None, {0, 0, false});
}

void TestOffloadTable::plans()
{
    QFETCH(QString, shape);
    QFETCH(QByteArray, quantization);
    QFETCH(quint32, context);
    QFETCH(bool, packed);
    QFETCH(int, box);
    QFETCH(int, gpuLayers);
    QFETCH(int, experts);
    QFETCH(bool, partial);
    const auto shapes = {kEight, kSeventy, kFourHundred, kEightTimesSeven, kThirty};
    const auto *const found =
        std::ranges::find(shapes, shape, [](const Shape &s) { return QString::fromLatin1(s.name); });
    const ModelSpec spec = specOf(*found, quantization.toStdString());
    LoadOptions options{.contextLength = context};
    options.cacheType = packed ? kPacked : kPlain;
    const auto plan = planOffload(spec, options, machineOf(static_cast<Box>(box)));
    QVERIFY(plan);
    QCOMPARE(plan->gpuLayers, gpuLayers);
    QCOMPARE(plan->expertLayersOnCpu, experts);
    QCOMPARE(plan->partialLayer.has_value(), partial);
    QCOMPARE(plan->contextLength, context);
    checkSums(*plan, spec);
}

/// Two cards of 24 GiB: all 81 layers of the 70B in Q4 and all 33 of the 8B, while Q5 and above did not fit.
void TestOffloadTable::theArticlesMachine()
{
    const auto layers = [](const Shape &shape, const char *quantization) {
        return planOffload(specOf(shape, quantization), {}, machineOf(Box::Two24))->gpuLayers;
    };
    QCOMPARE(layers(kSeventy, "Q4_K_M"), 81);
    QCOMPARE(layers(kEight, "Q4_K_M"), 33);
    QCOMPARE(layers(kEight, "F16"), 33);
    for (const char *large : {"Q5_K_M", "Q6_K", "Q8_0", "F16"})
        QVERIFY(layers(kSeventy, large) < 81);
}

void TestOffloadTable::moreMemoryNeverGivesFewerLayers()
{
    for (const Shape &shape : {kEight, kSeventy, kEightTimesSeven, kThirty}) {
        const ModelSpec spec = specOf(shape, "Q4_K_M");
        int least = 0;
        int mostExperts = 1'000'000;
        for (std::uint64_t mib = 1024; mib <= 48 * 1024; mib += 331) {
            Machine machine = machineOf(Box::Uneven);
            machine.devices[0].freeBytes = mib * MiB;
            const auto plan = planOffload(spec, {.contextLength = 8192}, machine);
            QVERIFY(plan);
            checkSums(*plan, spec);
            QVERIFY(plan->gpuLayers >= least);
            if (plan->gpuLayers > least) mostExperts = 1'000'000;
            QVERIFY(plan->expertLayersOnCpu <= mostExperts);
            least = plan->gpuLayers;
            mostExperts = plan->expertLayersOnCpu;
        }
        QVERIFY(least > 0);
    }
}

void TestOffloadTable::moreMemoryNeverGivesAShorterContext()
{
    const ModelSpec spec = specOf(kEight, "Q4_K_M");
    std::uint32_t context = 0;
    for (std::uint64_t mib = 8 * 1024; mib <= 24 * 1024; mib += 257) {
        Machine machine = machineOf(Box::One24);
        machine.devices[0].freeBytes = mib * MiB;
        const auto plan = planOffload(spec, {}, machine);
        QCOMPARE(plan->gpuLayers, 33);
        QVERIFY(plan->contextLength >= context);
        context = plan->contextLength;
    }
    QCOMPARE(context, 32768U);
}

void TestOffloadTable::aPackedCacheNeverGivesFewerLayers()
{
    for (const Shape &shape : {kEight, kSeventy, kThirty}) {
        const ModelSpec spec = specOf(shape, "Q5_K_M");
        for (const std::uint32_t context : {4096U, 32768U, 131072U}) {
            LoadOptions options{.contextLength = context};
            const int plain = planOffload(spec, options, machineOf(Box::Laptop8))->gpuLayers;
            options.cacheType = CacheType::Q8_0;
            QVERIFY(planOffload(spec, options, machineOf(Box::Laptop8))->gpuLayers >= plain);
        }
    }
}

QTEST_GUILESS_MAIN(TestOffloadTable)
#include "test_offload_table.moc"
