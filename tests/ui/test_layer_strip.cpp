// Where the layers of a model lie, as cells in the meters.

#include "tests/ui/meters_fixture.h"

#include "ui/meters/layer_strip.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestLayerStrip final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

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
};

QTEST_MAIN(TestLayerStrip)
#include "test_layer_strip.moc"
