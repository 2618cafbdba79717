// Memory in the meters: the shares add up, what is unknown stays unknown, and the bar shows them.

#include "tests/ui/meters_fixture.h"

#include "ui/meters/memory_bar.h"
#include "ui/meters/meter_math.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

std::uint64_t sum(const MemoryShares &shares)
{
    return shares.model() + shares.otherApps.value_or(0) + shares.free.value_or(0);
}

} // namespace

class TestMemoryBar final : public QObject {
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
};

QTEST_MAIN(TestMemoryBar)
#include "test_memory_bar.moc"
