#include "core/text/error_text.h"
#include "tests/support/ui_fixture.h"
#include "ui/components/search_field.h"
#include "ui/components/segment_control.h"
#include "ui/components/slider_field.h"
#include "ui/header/model_popover.h"
#include "ui/header/persona_popover.h"
#include "ui/header/picker_models.h"
#include "ui/header/row_list.h"
#include "ui/header/temperature_popover.h"

#include <QAbstractItemModelTester>
#include <QDoubleSpinBox>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

ModelFile file(const QString &name, const char *quantization = "Q4_K_M")
{
    ModelFile model;
    model.path = u"/m/"_s + name;
    model.name = name;
    model.spec.quantization = quantization;
    model.spec.fileBytes = 4'700'000'000;
    model.spec.contextLength = 8192;
    return model;
}

ModelFile broken()
{
    ModelFile model = file(u"Broken"_s);
    model.problem = Error(ErrorCode::FileTruncated, "broken.gguf");
    return model;
}

Persona persona(const QString &id, const QString &name)
{
    Persona result;
    result.id = id;
    result.name = name;
    result.avatar = name.left(1);
    return result;
}

ModelStatus inUse(const ModelFile &model, ModelPhase phase = ModelPhase::Ready)
{
    ModelStatus status;
    status.phase = phase;
    status.file = model;
    if (phase == ModelPhase::Ready) {
        status.loaded = LoadedModel();
        status.loaded->layerDevices = {"CPU", "CPU"};
        status.loaded->contextLength = 4096;
    }
    return status;
}

SamplingPreset preset(const QString &id, float temperature, float topP)
{
    SamplingPreset result{id, id, {}};
    result.sampling.temperature = temperature;
    result.sampling.topP = topP;
    return result;
}

QPushButton *buttonNamed(const QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->text() == text) return button;
    return nullptr;
}

} // namespace

class TestPopovers final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void init()
    {
        test::fixedLook();
        m_window = std::make_unique<QWidget>();
        m_owner = new QPushButton(m_window.get());
        m_owner->setGeometry(100, 10, 120, 32);
        QVERIFY(test::showActive(*m_window));
        m_owner->setFocus();
    }

    void modelsKeepTheirPromises()
    {
        ModelListModel models;
        const QAbstractItemModelTester modelRules(&models, QAbstractItemModelTester::FailureReportingMode::QtTest);
        models.setModels({file(u"Qwen"_s), broken(), file(u"Phi"_s)}, {});
        models.setFilter(u"q"_s);
        models.setFilter({});
        models.setModels({file(u"Qwen"_s), broken()}, u"/m/Qwen"_s);
        QCOMPARE(models.rowCount(), 1);
        PersonaListModel personas;
        const QAbstractItemModelTester personaRules(&personas, QAbstractItemModelTester::FailureReportingMode::QtTest);
        personas.setPersonas({persona(u"a"_s, u"Assistant"_s), persona(u"b"_s, u"Coder"_s)}, u"b"_s);
        QCOMPARE(personas.currentRow(), 1);
        personas.setFilter(u"assist"_s);
        QCOMPARE(personas.currentRow(), -1);
        QCOMPARE(personas.rowCount(), 1);
    }

    void problemsAreShownAndNotChosen()
    {
        ModelListModel models;
        models.setModels({broken()}, {});
        const QModelIndex row = models.index(0, 0);
        QCOMPARE(row.data(DetailRole).toString(), errorText(*broken().problem).what);
        QVERIFY(row.data(ProblemRole).toBool());
        QVERIFY((row.flags() & Qt::ItemIsSelectable) == 0);
    }

    void detailSaysOnlyWhatIsKnown()
    {
        ModelFile model = file(u"Qwen"_s);
        QVERIFY(modelDetail(model).contains(u"GB"_s));
        model.spec.fileBytes = 0;
        model.spec.contextLength = 0;
        QVERIFY(modelDetail(model).isEmpty());
        LoadedModel loaded;
        loaded.contextLength = 8192;
        loaded.layerDevices = {"CPU", "Vulkan0", "Vulkan0"};
        QVERIFY(loadedDetail(loaded).startsWith(u"2 of 3 layers on GPU"_s));
        loaded.layerDevices = {"CPU"};
        QVERIFY(loadedDetail(loaded).startsWith(u"CPU only"_s));
    }

    void choosingAModelByKeyboard()
    {
        ModelPopover popover(m_window.get());
        popover.setModels({broken(), file(u"Phi-3.5 mini"_s), file(u"Qwen2.5 7B"_s)});
        const QSignalSpy chosen(&popover, &ModelPopover::chosen);
        popover.openFor(m_owner);
        QVERIFY(popover.searchField()->hasFocus());
        QCOMPARE(popover.list()->currentIndex().row(), 1);
        QTest::keyClick(popover.searchField(), Qt::Key_Up);
        QCOMPARE(popover.list()->currentIndex().row(), 1);
        QTest::keyClick(popover.searchField(), Qt::Key_Down);
        QCOMPARE(popover.list()->currentIndex().row(), 2);
        QTest::keyClick(popover.searchField(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<ModelFile>().name, u"Qwen2.5 7B"_s);
        QVERIFY(!popover.isOpen());
        QVERIFY(m_owner->hasFocus());
    }

    void filteringModels()
    {
        ModelPopover popover(m_window.get());
        popover.setModels({file(u"Phi-3.5 mini"_s), file(u"Qwen2.5 7B"_s, "Q8_0")});
        const QSignalSpy chosen(&popover, &ModelPopover::chosen);
        popover.openFor(m_owner);
        QTest::keyClicks(popover.searchField(), u"qwen q8"_s);
        QCOMPARE(popover.list()->model()->rowCount(), 1);
        QTest::keyClicks(popover.searchField(), u" nothing"_s);
        QCOMPARE(popover.list()->model()->rowCount(), 0);
        QTest::keyClick(popover.searchField(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        QVERIFY(popover.isOpen());
        QTest::keyClick(popover.searchField(), Qt::Key_Escape);
        popover.openFor(m_owner);
        QCOMPARE(popover.list()->model()->rowCount(), 2);
    }

    void unloadCancelAndTheLastRows()
    {
        ModelPopover popover(m_window.get());
        const QSignalSpy unload(&popover, &ModelPopover::unloadRequested);
        const QSignalSpy cancel(&popover, &ModelPopover::cancelRequested);
        const QSignalSpy open(&popover, &ModelPopover::openFileRequested);
        const QSignalSpy page(&popover, &ModelPopover::modelsPageRequested);
        popover.setModels({file(u"Phi"_s), file(u"Qwen"_s)});
        popover.setStatus(inUse(file(u"Phi"_s)));
        popover.openFor(m_owner);
        QCOMPARE(popover.list()->model()->rowCount(), 1);
        QTest::mouseClick(buttonNamed(popover, u"Unload"_s), Qt::LeftButton);
        popover.setStatus(inUse(file(u"Phi"_s), ModelPhase::Loading));
        QTest::mouseClick(buttonNamed(popover, u"Cancel"_s), Qt::LeftButton);
        QTest::mouseClick(buttonNamed(popover, u"Open a file…"_s), Qt::LeftButton);
        QVERIFY(!popover.isOpen());
        popover.openFor(m_owner);
        QTest::mouseClick(buttonNamed(popover, u"Models page"_s), Qt::LeftButton);
        QCOMPARE(unload.count() + cancel.count() + open.count() + page.count(), 4);
    }

    void clickingAModel()
    {
        ModelPopover popover(m_window.get());
        popover.setModels({broken(), file(u"Phi"_s)});
        const QSignalSpy chosen(&popover, &ModelPopover::chosen);
        popover.openFor(m_owner);
        QListView *list = popover.list();
        const auto click = [list](int row) {
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                              list->visualRect(list->model()->index(row, 0)).center());
        };
        click(0);
        QCOMPARE(chosen.count(), 0);
        click(1);
        QCOMPARE(chosen.count(), 1);
    }

    void choosingAPersona()
    {
        PersonaPopover popover(m_window.get());
        popover.setPersonas(
            {persona(u"a"_s, u"Assistant"_s), persona(u"b"_s, u"Coder"_s), persona(u"c"_s, u"Translator"_s)}, u"b"_s);
        const QSignalSpy chosen(&popover, &PersonaPopover::chosen);
        popover.openFor(m_owner);
        QCOMPARE(popover.list()->currentIndex().row(), 1);
        QVERIFY(popover.list()->currentIndex().data(TickRole).toBool());
        QTest::keyClick(popover.searchField(), Qt::Key_Down);
        QTest::keyClick(popover.searchField(), Qt::Key_Enter);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), u"c"_s);
        QVERIFY(m_owner->hasFocus());
    }

    void longListsScrollInSmallWindows()
    {
        m_window->resize(720, 520);
        ModelPopover popover(m_window.get());
        QList<ModelFile> many;
        for (int i = 0; i < 200; ++i)
            many << file(u"Model %1"_s.arg(i));
        popover.setModels(many);
        popover.openFor(m_owner);
        QVERIFY(m_window->rect().contains(popover.surfaceRect().translated(popover.pos())));
        QVERIFY(popover.list()->height() <= RowList::kMostRows * popover.list()->sizeHintForRow(0));
        for (int i = 0; i < 150; ++i)
            QTest::keyClick(popover.searchField(), Qt::Key_Down);
        const QRect row = popover.list()->visualRect(popover.list()->currentIndex());
        QCOMPARE(popover.list()->currentIndex().row(), 150);
        QVERIFY(popover.list()->viewport()->rect().contains(row));
    }

    void largeTextScrollsInsteadOfBeingCut()
    {
        test::fixedLook(ThemeChoice::Light, 200);
        QWidget window;
        auto *owner = new QPushButton(u"Owner"_s, &window);
        TemperaturePopover popover(&window);
        popover.setPresets(samplingPresets());
        popover.setLayers({}, u"Assistant"_s, u"A model"_s);
        QVERIFY(test::showActive(window, {720, 520}));
        popover.openFor(owner);
        QVERIFY(window.rect().contains(popover.surfaceRect().translated(popover.pos())));
        const auto *presets = popover.findChild<SegmentControl *>();
        const auto *field = popover.findChild<QDoubleSpinBox *>();
        QVERIFY(presets->height() >= presets->minimumSizeHint().height());
        QVERIFY(field->height() >= field->minimumSizeHint().height());
        // The keyboard brings into sight what is scrolled out of it.
        for (QWidget *part : popover.findChildren<QPushButton *>()) {
            part->setEnabled(true);
            part->setFocus(Qt::TabFocusReason);
            const QRect shown(part->mapTo(&popover, QPoint()), part->size());
            QVERIFY(popover.surfaceRect().contains(shown));
        }
        test::fixedLook();
    }

    void temperatureEditsAndReset()
    {
        TemperaturePopover popover(m_window.get());
        SamplingLayers layers;
        layers.persona.temperature = 0.7F;
        popover.setLayers(layers, u"Coder"_s, u"Qwen"_s);
        const QSignalSpy set(&popover, &TemperaturePopover::temperatureChosen);
        const QSignalSpy reset(&popover, &TemperaturePopover::temperatureReset);
        popover.openFor(m_owner);
        QCOMPARE(popover.slider()->value(), 0.7);
        QVERIFY(!popover.backButton()->isEnabled());
        QTest::keyClick(popover.slider()->slider(), Qt::Key_Right);
        QCOMPARE(set.count(), 1);
        QCOMPARE(set[0][0].toFloat(), 0.75F);
        layers.you.temperature = 0.75F;
        popover.setLayers(layers, u"Coder"_s, u"Qwen"_s);
        QCOMPARE(set.count(), 1);
        QCOMPARE(popover.backButton()->text(), u"Back to 0.70"_s);
        QTest::mouseClick(popover.backButton(), Qt::LeftButton);
        QCOMPARE(reset.count(), 1);
        QTest::keyClick(popover.slider()->slider(), Qt::Key_Escape);
        QVERIFY(m_owner->hasFocus());
    }

    void presetsFollowTheValues()
    {
        TemperaturePopover popover(m_window.get());
        popover.setPresets({preset(u"Precise"_s, 0.2F, 0.8F), preset(u"Balanced"_s, 0.7F, 0.9F)});
        const QSignalSpy chosen(&popover, &TemperaturePopover::presetChosen);
        SamplingLayers layers;
        popover.setLayers(layers, {}, {});
        QCOMPARE(popover.presets()->currentIndex(), -1);
        layers.persona = preset({}, 0.7F, 0.9F).sampling;
        popover.setLayers(layers, {}, {});
        QCOMPARE(popover.presets()->currentIndex(), 1);
        layers.you.temperature = 0.9F;
        popover.setLayers(layers, {}, {});
        QCOMPARE(popover.presets()->currentIndex(), 1);
        layers.you = preset({}, 0.2F, 0.8F).sampling;
        popover.setLayers(layers, {}, {});
        QCOMPARE(popover.presets()->currentIndex(), 0);
        QCOMPARE(chosen.count(), 0);
        QTest::keyClick(popover.presets(), Qt::Key_Right);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<SamplingPreset>().id, u"Balanced"_s);
    }

private:
    std::unique_ptr<QWidget> m_window;
    QPushButton *m_owner = nullptr;
};

QTEST_MAIN(TestPopovers)
#include "test_popovers.moc"
