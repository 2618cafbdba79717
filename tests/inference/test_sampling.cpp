#include "inference/sampling.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace sotto;

class TestSampling final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTheirOwnResolution() { QVERIFY(resolve({}) == SamplingParams{}); }
    void firstLayerThatSetsAValueWins();
    void everyFieldIsTaken();
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

void TestSampling::everyFieldIsTaken()
{
    SamplingOverrides o;
    o.penaltyLastN = 11;
    o.penaltyRepeat = 1.1F;
    o.penaltyFrequency = 0.2F;
    o.penaltyPresence = 0.3F;
    o.dryMultiplier = 0.8F;
    o.dryBase = 1.5F;
    o.dryAllowedLength = 3;
    o.dryPenaltyLastN = 12;
    o.topNSigma = 1.5F;
    o.topK = 13;
    o.typicalP = 0.9F;
    o.topP = 0.8F;
    o.minP = 0.1F;
    o.xtcProbability = 0.4F;
    o.xtcThreshold = 0.2F;
    o.temperature = 0.6F;
    o.dynamicTemperatureRange = 0.25F;
    o.dynamicTemperatureExponent = 1.25F;
    o.mirostat = 2;
    o.mirostatTau = 4.0F;
    o.mirostatEta = 0.2F;
    o.seed = 99;
    const SamplingParams expected{11,   1.1F, 0.2F, 0.3F, 0.8F, 1.5F,  3,     12, 1.5F, 13,   0.9F,
                                  0.8F, 0.1F, 0.4F, 0.2F, 0.6F, 0.25F, 1.25F, 2,  4.0F, 0.2F, 99};
    QVERIFY(resolve({o, {}, {}}) == expected);
    QVERIFY(resolve({{}, o, {}}) == expected);
    QVERIFY(resolve({{}, {}, o}) == expected);
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
    QCOMPARE(temperatureSource(layers), ValueSource::Sotto);
    layers.model.temperature = 0.1F;
    QCOMPARE(temperatureSource(layers), ValueSource::Model);
    layers.persona.temperature = 0.1F;
    QCOMPARE(temperatureSource(layers), ValueSource::Persona);
    layers.you.temperature = 0.1F;
    QCOMPARE(temperatureSource(layers), ValueSource::You);
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
    QCOMPARE(lowered.temperature, 100.0F);
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
