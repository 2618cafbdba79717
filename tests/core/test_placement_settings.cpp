#include "core/models/fake_devices.h"
#include "core/models/model_settings.h"
#include "core/text/plan_text.h"
#include "inference/load_change.h"

#include <QJsonDocument>
#include <QTest>

#include <utility>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

PlacementSettings all()
{
    PlacementSettings s;
    s.splitMode = SplitMode::Row;
    s.mainGpu = u"CUDA1"_s;
    s.shares = {{u"CUDA0"_s, 3}, {u"CUDA1"_s, 1.5}};
    s.experts = ExpertsChoice::OnCpu;
    s.cacheOnGpu = false;
    s.access = WeightAccess::MappedLocked;
    s.devicesOff = {u"Vulkan0"_s};
    return s;
}

} // namespace

/// What a person sets of where models go, how it is kept, and what it means to a load.
class TestPlacementSettings final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackFromJson();
    void nonsenseCountsAsNotSet();
    void isPartOfBothFiles();
    void aModelGoesBeforeAll();
    void whatAChangeNeeds();
    void thoughtDevices();
    void badThoughtDevices_data();
    void badThoughtDevices();
    void everyReasonHasWords();
};

void TestPlacementSettings::comesBackFromJson()
{
    QCOMPARE(placementFromJson(toJson(all())), all());
    QVERIFY(toJson(PlacementSettings{}).isEmpty()); // automatic is absent
    QCOMPARE(placementFromJson({}), PlacementSettings{});
}

void TestPlacementSettings::nonsenseCountsAsNotSet()
{
    const auto json = QJsonDocument::fromJson(
        R"({"splitMode":"diagonal","mainGpu":7,"shares":[{"device":"A","share":-1},{"share":1},3],
            "experts":true,"cacheOnGpu":"yes","access":[],"devicesOff":["",1]})");
    QCOMPARE(placementFromJson(json.object()), PlacementSettings{});
}

void TestPlacementSettings::isPartOfBothFiles()
{
    Settings settings;
    settings.placement = all();
    QCOMPARE(settingsFromJson(toJson(settings))->placement, all());
    ModelEntry entry{.path = u"/m.gguf"_s, .fingerprint = {}, .settings = {}, .checksum = {}};
    entry.settings.placement = all();
    QCOMPARE(modelEntriesFromJson(toJson({entry}))->front().settings.placement, all());
}

void TestPlacementSettings::aModelGoesBeforeAll()
{
    Settings settings;
    ModelSettings model;
    QCOMPARE(optionsFor(settings, model).offload, OffloadOptions{});
    settings.placement = all();
    const OffloadOptions general = optionsFor(settings, model).offload;
    QCOMPARE(general.splitMode, SplitMode::Row);
    QCOMPARE(general.mainGpu, std::string("CUDA1"));
    QCOMPARE(general.shares.size(), std::size_t(2));
    QCOMPARE(general.expertsOnCpu.value_or(false), true);
    QVERIFY(!general.cacheOnGpu);
    QCOMPARE(general.access, WeightAccess::MappedLocked);
    model.placement.splitMode = SplitMode::Layer;
    model.placement.mainGpu = u"CUDA0"_s;
    model.placement.shares = {{u"CUDA0"_s, 1}};
    model.placement.experts = ExpertsChoice::Automatic;
    model.placement.cacheOnGpu = true;
    model.placement.access = WeightAccess::Automatic;
    model.placement.devicesOff = {u"CUDA1"_s, u"Vulkan0"_s};
    const OffloadOptions own = optionsFor(settings, model).offload;
    QCOMPARE(own.splitMode, SplitMode::Layer);
    QCOMPARE(own.mainGpu, std::string("CUDA0"));
    QCOMPARE(own.shares.size(), std::size_t(1));
    QVERIFY(!own.expertsOnCpu);
    QVERIFY(own.cacheOnGpu);
    QCOMPARE(own.access, WeightAccess::Automatic);
    QCOMPARE(own.devicesOff, (std::vector<std::string>{"Vulkan0", "CUDA1"}));
}

void TestPlacementSettings::whatAChangeNeeds()
{
    const auto after = [](auto &&change) {
        LoadOptions to;
        change(to);
        return changeBetween({}, to);
    };
    QCOMPARE(changeBetween({}, {}), LoadChange::Nothing);
    QCOMPARE(after([](LoadOptions &o) { o.contextLength = 4096; }), LoadChange::Context);
    QCOMPARE(after([](LoadOptions &o) { o.cacheType = CacheType::Q8_0; }), LoadChange::Context);
    QCOMPARE(after([](LoadOptions &o) { o.threads = 3; }), LoadChange::Context);
    QCOMPARE(after([](LoadOptions &o) { o.offload.cacheOnGpu = false; }), LoadChange::Context);
    QCOMPARE(after([](LoadOptions &o) { o.gpuLayers = 3; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.offload.splitMode = SplitMode::None; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.offload.mainGpu = "A"; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.offload.access = WeightAccess::Locked; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.offload.devicesOff = {"A"}; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.offload.expertsOnCpu = true; }), LoadChange::Weights);
    QCOMPARE(after([](LoadOptions &o) { o.adapters = {{"a", 1}}; }), LoadChange::Weights);
    QCOMPARE(gpuModeOf({}), GpuMode::Automatic);
    QCOMPARE(gpuModeOf(0), GpuMode::CpuOnly);
    QCOMPARE(gpuModeOf(7), GpuMode::Custom);
    QCOMPARE(gpuModeOf(kAllLayers), GpuMode::All);
}

void TestPlacementSettings::thoughtDevices()
{
    const auto machine = machineFromJson(R"([
        {"name":"CUDA0","backend":"CUDA","total_mib":24564,"free_mib":24100},
        {"name":"Vulkan0","backend":"Vulkan","total_mib":100,"free_mib":200,"kind":"integrated-gpu"},
        {"name":"CPU","backend":"CPU","total_mib":65536,"free_mib":60000}])");
    QVERIFY(machine);
    QCOMPARE(machine->devices.size(), std::size_t(3));
    QCOMPARE(machine->devices[0].kind, DeviceKind::Gpu);
    QCOMPARE(machine->devices[0].totalBytes, 24564 * MiB);
    QCOMPARE(machine->devices[0].freeBytes, 24100 * MiB);
    QCOMPARE(machine->devices[1].kind, DeviceKind::IntegratedGpu);
    QCOMPARE(machine->devices[1].freeBytes, 100 * MiB); // never more than there is
    QCOMPARE(machine->systemFreeBytes, 60000 * MiB);
    QCOMPARE(machineFromJson("[]")->systemFreeBytes, kEndlessMemory);
}

void TestPlacementSettings::badThoughtDevices_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("not JSON") << QByteArray("[");
    QTest::newRow("an object") << QByteArray("{}");
    QTest::newRow("no name") << QByteArray(R"([{"total_mib":1,"free_mib":1}])");
    QTest::newRow("no memory") << QByteArray(R"([{"name":"A"}])");
    QTest::newRow("memory in words") << QByteArray(R"([{"name":"A","total_mib":"1","free_mib":1}])");
    QTest::newRow("twice") << QByteArray(
        R"([{"name":"A","total_mib":1,"free_mib":1},{"name":"A","total_mib":1,"free_mib":1}])");
    QTest::newRow("too many") << '[' + QByteArray("0,").repeated(16) + "0]";
}

void TestPlacementSettings::badThoughtDevices()
{
    QFETCH(QByteArray, json);
    const auto machine = machineFromJson(json);
    QVERIFY(!machine);
    QCOMPARE(machine.error().code, ErrorCode::InvalidRequest);
    QVERIFY(!machine.error().detail.empty());
}

void TestPlacementSettings::everyReasonHasWords()
{
    QStringList seen;
    for (int i = 0; i <= static_cast<int>(PlanReason::Estimated); ++i) {
        const PlanNote note{static_cast<PlanReason>(i), 24, 33, 1181 * MiB, "CUDA0"};
        const QString text = planText(note);
        QVERIFY2(!text.isEmpty() && !text.contains(u'%') && text.endsWith(u'.'), qPrintable(text));
        QVERIFY2(!seen.contains(text), qPrintable(text)); // each has words of its own
        seen << text;
    }
    QCOMPARE(planText({PlanReason::SomeFit, 24, 33, 1181 * MiB, {}}),
             u"24 of 33 layers fit; 9 stay on the CPU because 1.2 GiB is kept free."_s);
    OffloadPlan plan;
    plan.notes = {{PlanReason::AllFit, 33, 33, 0, {}}, {.reason = PlanReason::Estimated}};
    QCOMPARE(planTexts(plan).size(), 2);
}

QTEST_GUILESS_MAIN(TestPlacementSettings)
#include "test_placement_settings.moc"
