#include "base/bytes.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/meters/layer_strip.h"
#include "ui/meters/memory_bar.h"
#include "ui/meters/meter_math.h"
#include "ui/meters/meters_panel.h"
#include "ui/meters/power_gauge.h"
#include "ui/meters/section_head.h"
#include "ui/meters/sparkline.h"
#include "ui/meters/speed_text.h"
#include "ui/theme/style.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

MemoryBreakdown onCpu(std::uint64_t weights, std::uint64_t kv, std::uint64_t compute)
{
    return {{{"CPU", DeviceKind::Cpu, weights, kv, compute}}};
}

SystemSnapshot system(std::uint64_t total, std::uint64_t available, std::uint64_t own)
{
    SystemSnapshot snapshot;
    snapshot.memory = {total, available, own};
    snapshot.processPrivate = own;
    return snapshot;
}

std::uint64_t sum(const MemoryShares &shares)
{
    return shares.model() + shares.otherApps.value_or(0) + shares.free.value_or(0);
}

ModelStatus ready(int onGpu, int layers)
{
    LoadedModel model;
    model.layerDevices.assign(static_cast<std::size_t>(layers), "CPU");
    for (int i = layers - onGpu; i < layers; ++i)
        model.layerDevices[static_cast<std::size_t>(i)] = "Vulkan0";
    model.spec.layerCount = static_cast<std::uint32_t>(layers - 1);
    model.spec.layerBytes.assign(static_cast<std::size_t>(layers - 1), 218 * MiB);
    model.memory = onCpu(8 * MiB, 3 * MiB, 11 * MiB);
    if (onGpu > 0) model.memory.devices.push_back({"Vulkan0", DeviceKind::Gpu, 6 * GiB, GiB, GiB});
    ModelStatus status;
    status.phase = ModelPhase::Ready;
    status.file.path = u"/m/a.gguf"_s;
    status.loaded = model;
    return status;
}

QString textOf(const MetersPanel &panel, const QString &title)
{
    for (const SectionHead *head : panel.findChildren<SectionHead *>())
        if (head->title() == title) return head->value();
    return u"no such section"_s;
}

} // namespace

class TestMeters final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void hostMemoryAddsUp()
    {
        // Weights are mapped: the system calls their 4 GiB available, and they are not private.
        const MemoryBreakdown model = onCpu(4 * GiB, GiB, GiB);
        const MemoryShares shares = hostShares(system(32 * GiB, 20 * GiB, 2 * GiB), &model);
        QCOMPARE(sum(shares), 32 * GiB);
        QCOMPARE(*shares.free, 16 * GiB);      // 20 − the mapped weights
        QCOMPARE(*shares.otherApps, 10 * GiB); // 12 used − 2 own
        QCOMPARE(*shares.used(), 16 * GiB);
    }

    void hostMemoryWithoutMappingIsTheSame()
    {
        // Weights were read into private memory: used 16, own 6 of it.
        const MemoryBreakdown model = onCpu(4 * GiB, GiB, GiB);
        const MemoryShares shares = hostShares(system(32 * GiB, 16 * GiB, 6 * GiB), &model);
        QCOMPARE(*shares.free, 16 * GiB);
        QCOMPARE(*shares.otherApps, 10 * GiB);
        QCOMPARE(sum(shares), 32 * GiB);
    }

    void hostMemoryNeverSaysMoreFreeThanTheSystem()
    {
        const MemoryBreakdown model = onCpu(8 * MiB, 3 * MiB, 11 * MiB);
        const MemoryShares shares = hostShares(system(8 * GiB, 5 * GiB, 400 * MiB), &model);
        QVERIFY(*shares.free <= 5 * GiB);
        QCOMPARE(sum(shares), 8 * GiB);
        QCOMPARE(*hostShares(system(8 * GiB, 5 * GiB, 0), nullptr).free, 5 * GiB);
    }

    void unknownMemoryIsNotZero()
    {
        const MemoryShares shares = hostShares(SystemSnapshot{}, nullptr);
        QVERIFY(!shares.free && !shares.otherApps && !shares.used());
        QVERIFY(layoutMemory(shares, 248).empty());
        MemoryBar bar;
        bar.setShares(shares, MemoryBar::Model::None);
        QCOMPARE(bar.summary(), u"–"_s);
        for (const auto &[name, value] : bar.legend())
            QCOMPARE(value, u"–"_s);
    }

    void gpuMemory()
    {
        const DeviceMemory model{"V", DeviceKind::Gpu, 6 * GiB, GiB / 2, GiB / 2};
        const Device now{"V", "RTX", DeviceKind::Gpu, 8 * GiB, GiB / 2};
        const MemoryShares shares = deviceShares(model, &now);
        QCOMPARE(*shares.otherApps, GiB / 2);
        QCOMPARE(sum(shares), 8 * GiB);
        const Device before{"V", "RTX", DeviceKind::Gpu, 8 * GiB, 7 * GiB}; // read before the model was there
        QVERIFY(!deviceShares(model, &before).free);
        QVERIFY(!deviceShares(model, nullptr).used());
    }

    void tooMuchMemoryIsSaid()
    {
        const DeviceMemory model{"V", DeviceKind::Gpu, 8 * GiB, GiB, 0};
        const Device device{"V", "RTX", DeviceKind::Gpu, 8 * GiB, 0};
        const MemoryShares shares = deviceShares(model, &device);
        QCOMPARE(shares.over, GiB);
        QCOMPARE(layoutMemory(shares, 248).back().part, MemoryPart::Over);
        MemoryBar bar;
        bar.resize(248, 100);
        bar.show();
        const int before = bar.height();
        bar.setShares(shares, MemoryBar::Model::Loaded);
        QVERIFY(bar.overText().startsWith(u"1.0 GiB"_s));
        QVERIFY(bar.height() > before);
    }

    void memorySegments_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {40, 120, 247, 248, 496, 1001})
            QTest::addRow("%d", width) << width;
    }

    void memorySegments()
    {
        QFETCH(int, width);
        const MemoryBreakdown model = onCpu(8 * MiB, 3 * MiB, 11 * MiB);
        const auto segments = layoutMemory(hostShares(system(8 * GiB, 5 * GiB, 100 * MiB), &model), width);
        QCOMPARE(segments.size(), 5U);
        QCOMPARE(segments.front().x, 0.0);
        QCOMPARE(segments.back().x + segments.back().width, static_cast<qreal>(width));
        for (std::size_t i = 0; i < segments.size(); ++i) {
            QVERIFY(segments[i].width >= 2);
            QCOMPARE(segments[i].width, std::round(segments[i].width));
            if (i > 0) QCOMPARE(segments[i].x, segments[i - 1].x + segments[i - 1].width + 2);
        }
    }

    void layerCellsFillTheWidth_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("cells");
        QTest::newRow("7") << 7 << 248 << true;
        QTest::newRow("33") << 33 << 248 << true;
        QTest::newRow("62, just") << 62 << 246 << true;
        QTest::newRow("63, not") << 63 << 249 << false;
        QTest::newRow("81") << 81 << 180 << false;
    }

    void layerCellsFillTheWidth()
    {
        QFETCH(int, count);
        QFETCH(int, width);
        QFETCH(bool, cells);
        std::vector<LayerCell> layers(static_cast<std::size_t>(count));
        for (int i = count / 2; i < count; ++i)
            layers[static_cast<std::size_t>(i)] = {LayerPlace::Gpu, 0, 0};
        const auto runs = layoutLayers(layers, width, 18);
        QCOMPARE(runs.size(), cells ? static_cast<std::size_t>(count) : 2U);
        QCOMPARE(runs.front().rect.left(), 0.0);
        QCOMPARE(runs.back().rect.right(), static_cast<qreal>(width));
        for (const LayerRun &run : runs)
            QVERIFY(run.rect.width() >= 2);
        QCOMPARE(layerAt(runs, 0), 0);
        QCOMPARE(layerAt(runs, width - 1), count - 1);
        QCOMPARE(layerAt(runs, width + 5), -1);
    }

    void layersOfALoadedModel()
    {
        LayerStrip strip;
        strip.resize(248, 18);
        strip.setCells(layerCells(*ready(0, 7).loaded));
        QCOMPARE(strip.summary(), u"7 of 7 on CPU"_s);
        strip.setCells(layerCells(*ready(33, 33).loaded));
        QCOMPARE(strip.summary(), u"33 of 33 on GPU 0"_s);
        strip.setCells(layerCells(*ready(24, 33).loaded));
        QCOMPARE(strip.summary(), u"24 of 33 on GPU"_s);
        QCOMPARE(strip.shares(), QStringList({u"9 on CPU"_s, u"24 on GPU 0"_s}));
        QCOMPARE(strip.hoverText({1, 5}), u"Layer 1, CPU, 218 MiB"_s);
        QCOMPARE(strip.hoverText({247, 5}), u"Output layer, GPU 0"_s);
        QVERIFY(strip.accessibleName().contains(u"24 of 33"_s));
    }

    void layersWhileLoading()
    {
        ModelSpec spec;
        spec.layerCount = 32;
        const auto count = [](const std::vector<LayerCell> &cells, LayerPlace place) {
            return std::ranges::count(cells, place, &LayerCell::place);
        };
        const auto half = loadingCells(spec, 0.5F);
        QCOMPARE(half.size(), 33U);
        QCOMPARE(count(half, LayerPlace::Loading), 16);
        QCOMPARE(count(half, LayerPlace::Waiting), 17);
        QCOMPARE(count(loadingCells(spec, 7.0F), LayerPlace::Loading), 33);
        QCOMPARE(count(loadingCells(spec, -1.0F), LayerPlace::Waiting), 33);
        QVERIFY(loadingCells(ModelSpec{}, 0.5F).empty());
    }

    void gauge()
    {
        QCOMPARE(gaugeSweep(200, 200), 150.0); // the scale is 1.2 × the limit
        QCOMPARE(gaugeSweep(900, 200), 180.0);
        QCOMPARE(gaugeSweep(100, 0), 0.0);
        PowerGauge gauge;
        QCOMPARE(gauge.valueText(), u"–"_s);
        QCOMPARE(gauge.captionText(), u"no sensor"_s);
        gauge.setReading({GaugeState::Measured, 174, 200, false, false});
        QCOMPARE(gauge.valueText(), u"174"_s);
        QCOMPARE(gauge.captionText(), u"limit 200 W"_s);
        gauge.setReading({GaugeState::Estimated, 49, 0, false, false});
        QCOMPARE(gauge.valueText(), u"≈49"_s);
        gauge.setReading({GaugeState::Measured, 15, 200, true, false});
        QCOMPARE(gauge.captionText(), u"idle"_s);
    }

    void gaugePaintsItsArc()
    {
        PowerGauge gauge;
        gauge.resize(gauge.sizeHint());
        const auto amber = [&] {
            const QImage image = gauge.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == Theme::of(&gauge).pow ? 1 : 0;
            return count;
        };
        QCOMPARE(amber(), 0);
        gauge.setReading({GaugeState::Measured, 50, 200, false, false});
        const int quarter = amber();
        QVERIFY(quarter > 200);
        gauge.setReading({GaugeState::Measured, 200, 200, false, false});
        QVERIFY(amber() > 3 * quarter);
    }

    void gaugeIsAProgressBarToAssistiveTechnology()
    {
        PowerGauge gauge;
        QAccessibleInterface *access = QAccessible::queryAccessibleInterface(&gauge);
        QVERIFY(access && access->valueInterface());
        QCOMPARE(access->role(), QAccessible::ProgressBar);
        QVERIFY(!access->valueInterface()->currentValue().isValid()); // unknown is no zero
        gauge.setReading({GaugeState::Measured, 174, 200, false, false});
        QCOMPARE(access->valueInterface()->currentValue().toDouble(), 174.0);
        QCOMPARE(access->valueInterface()->maximumValue().toDouble(), 200.0);
        QCOMPARE(access->text(QAccessible::Name), u"Power 174 watts of 200"_s);
        MemoryBar bar;
        QCOMPARE(QAccessible::queryAccessibleInterface(&bar)->role(), QAccessible::Graphic);
        QVERIFY(bar.accessibleDescription().contains(u"KV cache"_s));
    }

    void sparklineKeepsAMinute()
    {
        Sparkline line(Sparkline::Tone::Speed);
        line.resize(248, 32);
        QVERIFY(!line.hasSamples());
        for (int i = 0; i < 200; ++i)
            line.add(10'000 + i * 500, i);
        QCOMPARE(line.sample(0), std::optional(199.0));
        QCOMPARE(line.sample(119), std::optional(80.0));
        QVERIFY(!line.sample(120));
        QCOMPARE(line.hoverText({244, 5}), u"199.0, now"_s);
        QVERIFY(line.hoverText({0, 5}).endsWith(u"59 s ago"_s));
    }

    void sparklineLeavesAHoleWhereNothingWasMeasured()
    {
        Sparkline line(Sparkline::Tone::Speed);
        line.add(0, 5);
        line.add(2000, 6); // three samples are missing
        QCOMPARE(line.sample(0), std::optional(6.0));
        QVERIFY(!line.sample(1) && !line.sample(2) && !line.sample(3));
        QCOMPARE(line.sample(4), std::optional(5.0));
        line.add(2100, 7); // too soon: takes the place of the last
        QCOMPARE(line.sample(0), std::optional(7.0));
        QVERIFY(!line.sample(1));
        line.add(9'000'000, 8);
        QCOMPARE(line.sample(0), std::optional(8.0));
        QVERIFY(!line.sample(119));
    }

    void speedReadsHonestly()
    {
        QCOMPARE(speedText({}, 0).rest, u"idle"_s);
        QCOMPARE(speedText({}, 48.3).strong, u"48.3"_s);
        QCOMPARE(speedText({}, 48.3).below, u"Last reply"_s);
        ReplyProgress reply;
        QCOMPARE(speedText(reply, 48.3).strong, QString()); // unknown yet, and not the last one's
        reply.promptTotal = 3000;
        reply.promptDone = 100;
        QCOMPARE(speedText(reply, 0).rest, u"reading"_s);
        reply.outputTokens = 3;
        reply.tokensPerSecond = 6.8;
        QCOMPARE(speedText(reply, 0), SpeedText({u"6.8"_s, u"tok/s"_s, {}}));
        reply.thinking = true;
        reply.thinkingTime = std::chrono::seconds(12);
        QCOMPARE(speedText(reply, 0).below, u"Thinking, 12 s"_s);
        reply.waitingForModel = true;
        QCOMPARE(speedText(reply, 0).rest, u"waiting"_s);
    }

    void panelShowsWhatItIsGiven()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.setHost({"x", 2, 2}, false);
        QCOMPARE(textOf(panel, u"Layers"_s), u"no model"_s);
        QCOMPARE(textOf(panel, u"Speed"_s), u"idle"_s);
        QCOMPARE(textOf(panel, u"Memory"_s), u"–"_s);
        panel.setModel(ready(0, 7));
        panel.setSystem(system(8 * GiB, 5 * GiB, 100 * MiB));
        QCOMPARE(textOf(panel, u"Layers"_s), u"7 of 7 on CPU"_s);
        QCOMPARE(textOf(panel, u"Memory"_s), u"3.0 / 8.0 GiB"_s);
        panel.setModel(ready(24, 33));
        QCOMPARE(textOf(panel, u"GPU memory"_s), QString());
        QCOMPARE(panel.findChildren<MemoryBar *>().size(), 2);
        ModelStatus loading;
        loading.phase = ModelPhase::Loading;
        loading.progress = 0.62F;
        panel.setModel(loading);
        QCOMPARE(textOf(panel, u"Layers"_s), u"Loading, 62%"_s);
        panel.setLastSpeed(48.3);
        QCOMPARE(textOf(panel, u"Speed"_s), u"48.3 tok/s"_s);
    }

    void panelSaysWhatIsKeptOfChats()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.show();
        auto *row = panel.findChild<Label *>(u"keptChats"_s);
        QVERIFY(row && !row->isVisibleTo(&panel)); // nothing is kept
        panel.setKept({.inMemory = 3, .memoryBytes = 420 * MiB, .onDisk = 9, .diskBytes = GiB});
        QVERIFY(row->isVisibleTo(&panel));
        QVERIFY2(row->text().contains(u"3, 420 MiB"_s), qPrintable(row->text()));
        panel.setKept({});
        QVERIFY(!row->isVisibleTo(&panel));
    }

    void panelDropsTheCurveWhereItIsLow()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.show();
        auto *line = panel.findChild<Sparkline *>(u"speedLine"_s);
        QVERIFY(line->isVisibleTo(&panel));
        panel.resize(288, 520);
        QVERIFY(!line->isVisibleTo(&panel));
    }

    void panelClosesByKeyboard()
    {
        MetersPanel panel;
        panel.show();
        QSignalSpy closed(&panel, &MetersPanel::closeRequested);
        auto *button = panel.findChild<IconButton *>(u"closeMeters"_s);
        QVERIFY(button && !button->accessibleName().isEmpty());
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(closed.size(), 1);
    }

    void hiddenMetersHaveNoTimer()
    {
        PowerGauge gauge;
        Easing easing(&gauge);
        easing.to(100);
        QVERIFY(!easing.isMoving()); // not visible: at once
        QCOMPARE(easing.value(), 100.0);
        gauge.show();
        if (!easing.moves()) QSKIP("this style moves nothing");
        easing.to(200);
        QVERIFY(easing.isMoving());
        gauge.hide();
        QVERIFY(!easing.isMoving());
        QCOMPARE(easing.value(), 200.0);
    }

    /// Printed, not asserted: the budget is 1 ms in a release build.
    void timeOfAPanelRepaint()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.setModel(ready(24, 33));
        for (int i = 0; i < 120; ++i)
            panel.setSystem(system(8 * GiB, 5 * GiB, static_cast<std::uint64_t>(i)));
        QImage image(288, 800, QImage::Format_ARGB32_Premultiplied);
        panel.render(&image); // fills the caches
        QElapsedTimer timer;
        timer.start();
        constexpr int kTimes = 50;
        for (int i = 0; i < kTimes; ++i)
            panel.render(&image);
        qInfo("whole panel: %.3f ms", static_cast<double>(timer.nsecsElapsed()) / 1e6 / kTimes);
    }
};

QTEST_MAIN(TestMeters)
#include "test_meters.moc"
