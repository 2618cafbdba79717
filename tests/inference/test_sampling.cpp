#include "inference/sampling_table.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace sotto;

class TestSampling final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTheirOwnResolution() { QVERIFY(resolve({}) == SamplingParams{}); }
    void firstLayerThatSetsAValueWins();
    void everyFieldIsTaken();
    void everyFieldSaysWhoSetIt();
    void sequencesAreRead();
    void seedIsTaken();
    void temperatureSaysWhoSetIt();
    void valuesAreBroughtIntoRange();
    void noNumberBecomesTheDefault();
    void clampingTwiceChangesNothing();
};

void TestSampling::firstLayerThatSetsAValueWins()
{
    SamplingLayers layers;
    layers.model.temperature = 0.3F;
    layers.model.topK = 10;
    layers.model.minP = 0.2F;
    layers.persona.temperature = 0.5F;
    layers.persona.topK = 20;
    layers.you.temperature = 0.7F;
    const SamplingParams params = resolve(layers);
    QCOMPARE(params.temperature, 0.7F);
    QCOMPARE(params.topK, 20);
    QCOMPARE(params.minP, 0.2F);
    QCOMPARE(params.topP, 0.95F);
}

/// Each field of the table, set in each layer to something that is not its default.
void TestSampling::everyFieldIsTaken()
{
    QCOMPARE(samplingFields().size(), 26U);
    for (SamplingOverrides SamplingLayers::*layer :
         {&SamplingLayers::you, &SamplingLayers::persona, &SamplingLayers::model}) {
        SamplingLayers layers;
        eachOverride(layers.*layer, []<class T>(const SamplingField &field, std::optional<T> &value) {
            if constexpr (std::is_same_v<T, std::string>)
                value = "temperature;top_k";
            else if constexpr (std::is_same_v<T, std::vector<std::string>>)
                value = {"x"};
            else if constexpr (std::is_same_v<T, std::uint32_t>)
                value = 99U;
            else
                value = std::midpoint(std::get<SamplingSlot<T>>(field.slot).least, T{2});
        });
        const SamplingParams params = resolve(layers);
        const SamplingOverrides &set = layers.*layer;
        QVERIFY(params.seed == 99U);
        QCOMPARE(params.sequence, std::string("temperature;top_k"));
        QVERIFY(params.dryBreakers == std::vector<std::string>{"x"});
        eachOverride(set, [&]<class T>(const SamplingField &field, const std::optional<T> &value) {
            if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, std::uint32_t>) {
                const auto &slot = std::get<SamplingSlot<T>>(field.slot);
                QVERIFY2(params.*slot.value == std::clamp(*value, slot.least, slot.most), field.key.data());
            }
        });
    }
}

void TestSampling::everyFieldSaysWhoSetIt()
{
    for (const SamplingField &field : samplingFields()) {
        SamplingLayers layers;
        QCOMPARE(sourceOf(layers, field), ValueSource::Sotto);
        const auto set = [&](SamplingOverrides &overrides) {
            eachOverride(overrides, [&](const SamplingField &one, auto &value) {
                if (one.key == field.key) value.emplace();
            });
        };
        set(layers.model);
        QCOMPARE(sourceOf(layers, field), ValueSource::Model);
        set(layers.persona);
        QCOMPARE(sourceOf(layers, field), ValueSource::Persona);
        set(layers.you);
        QCOMPARE(sourceOf(layers, field), ValueSource::You);
        for (const SamplingField &other : samplingFields())
            QVERIFY(other.key == field.key || sourceOf(layers, other) == ValueSource::Sotto);
    }
}

void TestSampling::sequencesAreRead()
{
    using Kinds = std::vector<SamplerKind>;
    QVERIFY((samplerSequence("top_k;temperature") == Kinds{SamplerKind::TopK, SamplerKind::Temperature}));
    QVERIFY((samplerSequence("temp; top-p ;nucleus;magic") == Kinds{SamplerKind::Temperature, SamplerKind::TopP}));
    QCOMPARE(samplerSequence(SamplingParams().sequence).size(), 10U);
    QVERIFY(samplerSequence("") == samplerSequence(SamplingParams().sequence));
    QVERIFY(samplerSequence(";;;x") == samplerSequence(SamplingParams().sequence));
    SamplingParams params;
    params.sequence = "temp;typical;typical";
    QCOMPARE(clamped(params).sequence, std::string("temperature;typ_p"));
    params.dryBreakers = {"", "\n", std::string("a\0b", 3), std::string(65, 'x')};
    QVERIFY(clamped(params).dryBreakers == std::vector<std::string>{"\n"});
}

void TestSampling::seedIsTaken()
{
    SamplingLayers layers;
    layers.persona.seed = 5;
    QVERIFY(resolve(layers).seed == 5U);
    layers.you.seed = 0;
    QVERIFY(resolve(layers).seed == 0U);
}

void TestSampling::temperatureSaysWhoSetIt()
{
    SamplingLayers layers;
    QCOMPARE(sourceOf(layers, &SamplingOverrides::temperature), ValueSource::Sotto);
    layers.model.temperature = 0.1F;
    QCOMPARE(sourceOf(layers, &SamplingOverrides::temperature), ValueSource::Model);
    layers.persona.temperature = 0.1F;
    QCOMPARE(sourceOf(layers, &SamplingOverrides::temperature), ValueSource::Persona);
    layers.you.temperature = 0.1F;
    QCOMPARE(sourceOf(layers, &SamplingOverrides::temperature), ValueSource::You);
}

void TestSampling::valuesAreBroughtIntoRange()
{
    SamplingParams low;
    low.penaltyLastN = low.dryPenaltyLastN = low.dryAllowedLength = low.topK = low.mirostat = -1000;
    low.penaltyRepeat = low.dryMultiplier = low.dryBase = low.typicalP = low.topP = low.minP = -1000.0F;
    low.temperature = low.xtcProbability = low.xtcThreshold = low.mirostatTau = low.mirostatEta = -1000.0F;
    const SamplingParams raised = clamped(low);
    QCOMPARE(raised.penaltyLastN, -1);
    QCOMPARE(raised.dryPenaltyLastN, -1);
    QCOMPARE(raised.dryAllowedLength, 0);
    QCOMPARE(raised.topK, 0);
    QCOMPARE(raised.mirostat, 0);
    QVERIFY(raised.penaltyRepeat > 0.0F);
    QVERIFY(raised.dryBase >= 1.0F);
    for (const float value : {raised.dryMultiplier, raised.typicalP, raised.topP, raised.minP, raised.temperature,
                              raised.xtcProbability, raised.xtcThreshold, raised.mirostatTau, raised.mirostatEta}) {
        QCOMPARE(value, 0.0F);
    }

    SamplingParams high;
    high.topP = high.minP = high.typicalP = high.xtcProbability = high.xtcThreshold = 7.0F;
    high.mirostat = 9;
    high.temperature = 1e30F;
    const SamplingParams lowered = clamped(high);
    for (const float value :
         {lowered.topP, lowered.minP, lowered.typicalP, lowered.xtcProbability, lowered.xtcThreshold}) {
        QCOMPARE(value, 1.0F);
    }
    QCOMPARE(lowered.mirostat, 2);
    QCOMPARE(lowered.temperature, 5.0F);
}

void TestSampling::noNumberBecomesTheDefault()
{
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    SamplingParams params;
    params.temperature = params.topNSigma = params.penaltyRepeat = params.xtcThreshold = nan;
    params.topP = infinity;
    params.minP = -infinity;
    QVERIFY(clamped(params) == SamplingParams{});

    SamplingLayers layers;
    layers.model.temperature = nan;
    QCOMPARE(resolve(layers).temperature, 0.8F);
}

void TestSampling::clampingTwiceChangesNothing()
{
    SamplingParams params;
    params.topK = -5;
    params.temperature = 300.0F;
    params.dryBase = 0.0F;
    QVERIFY(clamped(clamped(params)) == clamped(params));
    QVERIFY(clamped(SamplingParams{}) == SamplingParams{});
}

QTEST_GUILESS_MAIN(TestSampling)
#include "test_sampling.moc"
