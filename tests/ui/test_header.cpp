#include "tests/support/ui_fixture.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/header/chat_header.h"
#include "ui/header/header_parts.h"
#include "ui/header/temperature_parts.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

ModelStatus ready(int gpuLayers, int cpuLayers)
{
    ModelStatus status;
    status.phase = ModelPhase::Ready;
    status.file.path = u"/m/llama.gguf"_s;
    status.file.name = u"R1 Distill Llama 8B"_s;
    status.file.spec.quantization = "Q8_0";
    LoadedModel model;
    model.contextLength = 8192;
    model.memory.devices = {{.deviceId = "CPU", .kind = DeviceKind::Cpu},
                            {.deviceId = "Vulkan0", .kind = DeviceKind::Gpu}};
    model.layerDevices.assign(static_cast<std::size_t>(cpuLayers), "CPU");
    model.layerDevices.insert(model.layerDevices.end(), static_cast<std::size_t>(gpuLayers), "Vulkan0");
    status.loaded = model;
    return status;
}

template <class T>
T *part(const ChatHeader &header)
{
    return header.findChild<T *>();
}

IconButton *gauge(const ChatHeader &header)
{
    for (IconButton *button : header.findChildren<IconButton *>())
        if (button->isCheckable()) return button;
    return nullptr;
}

} // namespace

class TestHeader final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::fixedLook(); }

    void dots()
    {
        QCOMPARE(dotFor(ready(33, 0)), Dot::Full);
        QCOMPARE(dotFor(ready(24, 9)), Dot::Half);
        QCOMPARE(dotFor(ready(0, 33)), Dot::Full);
        ModelStatus status;
        QCOMPARE(dotFor(status), Dot::Ring);
        status.phase = ModelPhase::Failed;
        QCOMPARE(dotFor(status), Dot::Failed);
    }

    void chipSaysTheState()
    {
        ChatHeader header;
        auto *chip = part<ModelChip>(header);
        QCOMPARE(chip->name(), u"Choose a model"_s);
        QVERIFY(chip->state().isEmpty());
        header.setModel(ready(24, 9));
        QCOMPARE(chip->state(), u"Partly on CPU"_s);
        QCOMPARE(chip->accessibleName(), u"Model: R1 Distill Llama 8B, Q8_0, Partly on CPU"_s);
        ModelStatus loading = ready(33, 0);
        loading.phase = ModelPhase::Loading;
        loading.progress = 0.62F;
        header.setModel(loading);
        QCOMPARE(chip->state(), u"62%"_s);
        const int width = chip->sizeHint().width();
        loading.progress = 1;
        header.setModel(loading);
        QCOMPARE(chip->sizeHint().width(), width);
        loading.phase = ModelPhase::Failed;
        header.setModel(loading);
        QCOMPARE(chip->state(), u"Failed"_s);
    }

    void progressIsDrawnAlongTheLowerEdge()
    {
        ChatHeader header;
        ModelStatus loading = ready(33, 0);
        loading.phase = ModelPhase::Loading;
        loading.progress = 0.5F;
        header.setModel(loading);
        auto *chip = part<ModelChip>(header);
        chip->resize(chip->sizeHint());
        const QImage picture = chip->grab().toImage();
        const Theme &theme = Theme::of(chip);
        QCOMPARE(picture.pixelColor(chip->width() / 2 - 10, chip->height() - 1), theme.accBar);
        QVERIFY(picture.pixelColor(chip->width() / 2 + 10, chip->height() - 1) != theme.accBar);
    }

    void emitsWishes()
    {
        ChatHeader header;
        QVERIFY(test::showActive(header, {1000, 56}));
        const QSignalSpy persona(&header, &ChatHeader::personaClicked);
        const QSignalSpy model(&header, &ChatHeader::modelClicked);
        const QSignalSpy temperature(&header, &ChatHeader::temperatureClicked);
        const QSignalSpy meters(&header, &ChatHeader::metersToggled);
        QTest::mouseClick(header.personaOwner(), Qt::LeftButton);
        QTest::keyClick(header.modelOwner(), Qt::Key_Space);
        QTest::mouseClick(header.temperatureOwner(), Qt::LeftButton);
        QTest::mouseClick(gauge(header), Qt::LeftButton);
        QCOMPARE(persona.count() + model.count() + temperature.count() + meters.count(), 4);
    }

    /// The button shows what is, not what was asked for.
    void gaugeFollowsTheMeters()
    {
        ChatHeader header;
        QTest::mouseClick(gauge(header), Qt::LeftButton);
        QVERIFY(!gauge(header)->isChecked());
        header.setMetersOpen(true);
        QVERIFY(gauge(header)->isChecked());
        QCOMPARE(gauge(header)->accessibleName(), u"Hide the meters"_s);
    }

    void narrowWindowsFold()
    {
        ChatHeader header;
        QMenu menu;
        header.setMenu(&menu);
        header.setModel(ready(33, 0));
        header.setCompactFigures(u"– W · 48.3 tok/s"_s);
        QVERIFY(test::showActive(header, {900, 56}));
        auto *figures = header.findChild<Label *>();
        QVERIFY(!figures->isVisible());
        header.setLayoutClass(WidthClass::Medium);
        QVERIFY(figures->isVisible());
        QVERIFY(header.temperatureOwner() == part<TemperatureChip>(header));
        header.setLayoutClass(WidthClass::Narrow);
        QVERIFY(!part<TemperatureChip>(header)->isVisible());
        QVERIFY(header.temperatureOwner() != part<TemperatureChip>(header));
        header.resize(320, 56);
        QVERIFY(!figures->isVisible());
    }

    void partsStayInTheHeader_data()
    {
        QTest::addColumn<int>("percent");
        QTest::addColumn<int>("width");
        QTest::newRow("100, least") << 100 << 664;
        QTest::newRow("200, least") << 200 << 664;
        QTest::newRow("200, wide") << 200 << 1032;
    }

    void partsStayInTheHeader()
    {
        QFETCH(int, percent);
        QFETCH(int, width);
        test::fixedLook(ThemeChoice::Light, percent);
        ChatHeader header;
        Persona persona;
        persona.name = u"A persona with a very long name that cannot fit"_s;
        persona.avatar = u"A"_s;
        header.setPersona(persona);
        header.setModel(ready(24, 9));
        header.setLayoutClass(WidthClass::Narrow);
        QVERIFY(test::showActive(header, {width, header.sizeHint().height()}));
        QCOMPARE(header.height(), Theme::of(&header).grown(56));
        QVERIFY2(header.minimumSizeHint().width() <= width,
                 qPrintable(QString::number(header.minimumSizeHint().width())));
        for (const auto *button : header.findChildren<QAbstractButton *>())
            if (button->isVisible()) QVERIFY(header.rect().contains(button->geometry()));
    }

    void temperatureIsWrittenShort()
    {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(temperatureText(0.7F), u"0.7"_s);
        QCOMPARE(temperatureText(0.75F), u"0.75"_s);
        QCOMPARE(temperatureText(0), u"0.0"_s);
        QCOMPARE(temperatureText(2), u"2.0"_s);
    }

    void temperatureInWords()
    {
        QCOMPARE(temperatureWord(0), u"Exact"_s);
        QCOMPARE(temperatureWord(0.3), u"Steady"_s);
        QCOMPARE(temperatureWord(0.7F), u"Balanced"_s);
        QCOMPARE(temperatureWord(0.9F), u"Varied"_s);
        QCOMPARE(temperatureWord(2), u"Lively"_s);
    }

    void menuOpensFromMore()
    {
        ChatHeader header;
        QMenu menu;
        menu.addAction(u"Rename"_s);
        header.setMenu(&menu);
        header.setLayoutClass(WidthClass::Narrow);
        QVERIFY(test::showActive(header, {900, 56}));
        QTest::mouseClick(header.temperatureOwner(), Qt::LeftButton);
        QTRY_VERIFY(menu.isVisible());
        menu.close();
    }
};

QTEST_MAIN(TestHeader)
#include "test_header.moc"
