#include "ui/components/search_field.h"
#include "ui/pages/models_delegate.h"
#include "ui/pages/models_model.h"
#include "ui/pages/models_page.h"
#include "ui/pages/page_parts.h"
#include "ui/theme/style.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

ModelFile file(const QString &name, const std::string &quant, std::uint64_t bytes)
{
    ModelFile f;
    f.name = name;
    f.path = u"/models/"_s + name;
    f.spec.quantization = quant;
    f.spec.fileBytes = bytes;
    f.spec.parameterCount = 7'600'000'000;
    f.spec.contextLength = 131072;
    return f;
}

ModelFile broken()
{
    ModelFile f = file(u"broken"_s, "?", 0);
    f.problem = Error(ErrorCode::NotGguf, "broken.gguf");
    return f;
}

QList<ModelFile> three()
{
    return {file(u"Alpha"_s, "Q4_K_M", 4'700'000'000), file(u"Beta"_s, "Q8_0", 8'100'000'000), broken()};
}

ModelStatus status(ModelPhase phase, const ModelFile &of, float progress = 0)
{
    ModelStatus s;
    s.phase = phase;
    s.file = of;
    s.progress = progress;
    return s;
}

void click(ModelsPage &page, int row, ModelsDelegate::Part part)
{
    const auto *delegate = qobject_cast<ModelsDelegate *>(page.list()->itemDelegate());
    const QModelIndex index = page.model()->index(row);
    const QRect rect = delegate->partRect(part, page.list()->visualRect(index), index, page.list());
    QTest::mouseClick(page.list()->viewport(), Qt::LeftButton, {}, rect.center());
}

} // namespace

class TestModelsPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void favouritesComeFirst()
    {
        ModelsModel model;
        QList<ModelFile> files(3);
        for (int i = 0; i < 3; ++i) {
            files[i].name = QString(QChar(u'a' + i));
            files[i].path = u"/"_s + files[i].name;
        }
        model.setModels(files);
        model.setFavourites({u"/c"_s});
        QCOMPARE(model.row(model.index(0)).file.name, u"c"_s);
        QVERIFY(model.row(model.index(0)).favourite);
        QVERIFY(model.data(model.index(0), Qt::AccessibleTextRole).toString().contains(u"favourite"_s));
        QCOMPARE(model.row(model.index(1)).file.name, u"a"_s);
        model.setFavourites({});
        QCOMPARE(model.row(model.index(0)).file.name, u"a"_s);
    }

    void detailsByAltEnterAndMenu()
    {
        ModelsPage page;
        QList<ModelFile> files(1);
        files[0].name = u"a"_s;
        files[0].path = u"/a"_s;
        page.setModels(files);
        page.show();
        QSignalSpy details(&page, &ModelsPage::detailsRequested);
        QSignalSpy load(&page, &ModelsPage::loadRequested);
        page.focusModel(u"/a"_s);
        QTest::keyClick(page.list(), Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(details.size(), 1);
        QCOMPARE(details[0][0].toString(), u"/a"_s);
        QCOMPARE(load.size(), 0);
        QMenu *menu = page.makeMenu(u"/a"_s);
        for (QAction *action : menu->actions())
            if (action->text() == u"Details…"_s) action->trigger();
        QCOMPARE(details.size(), 2);
    }

    void initTestCase() { applyTheme(*qApp, Look{}); }

    void modelKeepsItsPromises()
    {
        ModelsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels(three());
        QCOMPARE(model.rowCount(), 3);
        model.setStatus(status(ModelPhase::Loading, three()[1], 0.5F));
        model.setFilter(u"beta"_s);
        QCOMPARE(model.rowCount(), 1);
        model.setFilter({});
        model.setModels({three()[2], three()[0]});
        QCOMPARE(model.rowCount(), 2);
        model.setModels({});
        QCOMPARE(model.rowCount(), 0);
    }

    void statesOfARow()
    {
        ModelsModel model;
        model.setModels(three());
        const auto state = [&](int row) { return model.row(model.index(row)).state; };
        QCOMPARE(state(0), ModelRowState::NotLoaded);
        QCOMPARE(state(2), ModelRowState::Problem);
        QCOMPARE(model.row(model.index(2)).action(), ModelRowAction::None);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setStatus(status(ModelPhase::Loading, three()[0], 0.62F));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(state(0), ModelRowState::Loading);
        QCOMPARE(model.row(model.index(0)).action(), ModelRowAction::Cancel);
        ModelStatus ready = status(ModelPhase::Ready, three()[1]);
        ready.loaded = LoadedModel{};
        ready.loaded->memory.devices = {{"CPU", DeviceKind::Cpu, 1, 1, 1}, {"V", DeviceKind::Gpu, 1, 1, 1}};
        ready.loaded->layerDevices = {"CPU", "V"};
        model.setStatus(ready);
        QCOMPARE(state(0), ModelRowState::NotLoaded);
        QCOMPARE(state(1), ModelRowState::PartlyOnCpu);
        ready.loaded->layerDevices = {"V", "V"};
        model.setStatus(ready);
        QCOMPARE(state(1), ModelRowState::Ready);
        QCOMPARE(model.row(model.index(1)).action(), ModelRowAction::Unload);
        ModelStatus failed = status(ModelPhase::Failed, three()[0]);
        failed.error = Error(ErrorCode::NotEnoughMemory);
        model.setStatus(failed);
        QCOMPARE(state(0), ModelRowState::Failed);
        QCOMPARE(model.row(model.index(0)).action(), ModelRowAction::Load);
    }

    void aRowIsSpokenWhole()
    {
        ModelsModel model;
        model.setModels(three());
        const QString spoken = model.index(0).data(Qt::AccessibleTextRole).toString();
        for (const QString &part : {u"Alpha"_s, u"Q4_K_M"_s, u"4.70 GB"_s, u"Not loaded"_s})
            QVERIFY2(spoken.contains(part), qPrintable(part + u" is not in "_s + spoken));
        QVERIFY(model.index(2).data(Qt::AccessibleTextRole).toString().contains(u"broken.gguf"_s));
    }

    void detail()
    {
        ModelFile plain = file(u"A"_s, "Q8_0", 1);
        QVERIFY(libraryDetail(plain).contains(u"128k context"_s));
        QVERIFY(!libraryDetail(plain).contains(u"thinks"_s));
        plain.spec.chatTemplate = "{{ '<think>' }}";
        QVERIFY(libraryDetail(plain).endsWith(u"thinks"_s));
        QCOMPARE(libraryDetail(ModelFile{}), QString()); // nothing is known, so nothing is said
    }

    void columnsDropInOrder()
    {
        const Theme theme = Theme::light();
        const auto at = [&](int width) { return modelColumns(QRect(0, 0, width, 68), theme); };
        QVERIFY(!at(966).sizeInDetail && !at(966).dotOnly);
        QVERIFY(at(600).sizeInDetail && !at(600).dotOnly);
        QVERIFY(at(500).dotOnly && !at(500).quantInDetail);
        QVERIFY(at(380).quantInDetail);
        for (int width = 380; width < 1000; ++width) {
            const ModelColumns c = at(width);
            QVERIFY2(c.name.width() >= 60, qPrintable(QString::number(width)));
            QVERIFY(!c.name.intersects(c.state) && !c.state.intersects(c.button) && !c.button.intersects(c.more));
            QVERIFY(c.more.right() < width);
        }
    }

    void buttonsDoWhatTheySay()
    {
        ModelsPage page;
        page.resize(1032, 800);
        page.setModels(three());
        page.show();
        QSignalSpy load(&page, &ModelsPage::loadRequested);
        QSignalSpy cancel(&page, &ModelsPage::cancelRequested);
        QSignalSpy unload(&page, &ModelsPage::unloadRequested);
        click(page, 1, ModelsDelegate::Part::Button);
        QCOMPARE(load.size(), 1);
        QCOMPARE(load.at(0).at(0).value<ModelFile>().name, u"Beta"_s);
        page.setStatus(status(ModelPhase::Loading, three()[1], 0.1F));
        click(page, 1, ModelsDelegate::Part::Button);
        QCOMPARE(cancel.size(), 1);
        page.setStatus(status(ModelPhase::Ready, three()[1]));
        click(page, 1, ModelsDelegate::Part::Button);
        QCOMPARE(unload.size(), 1);
        click(page, 2, ModelsDelegate::Part::Button); // a broken file has none
        QCOMPARE(load.size() + cancel.size() + unload.size(), 3);
        QTest::mouseClick(page.list()->viewport(), Qt::LeftButton, {},
                          page.list()->visualRect(page.model()->index(0)).topLeft() + QPoint(40, 30));
        QCOMPARE(load.size(), 1); // a click on the name only chooses the row
        QCOMPARE(page.list()->currentIndex().row(), 0);
    }

    void keyboardAlone()
    {
        ModelsPage page;
        page.resize(1032, 800);
        page.setModels(three());
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSignalSpy load(&page, &ModelsPage::loadRequested);
        QSignalSpy unload(&page, &ModelsPage::unloadRequested);
        page.list()->setFocus();
        QCOMPARE(page.list()->currentIndex().row(), 0);
        QTest::keyClick(page.list(), Qt::Key_Down);
        QTest::keyClick(page.list(), Qt::Key_Return);
        QCOMPARE(load.size(), 1);
        QCOMPARE(load.at(0).at(0).value<ModelFile>().name, u"Beta"_s);
        page.setStatus(status(ModelPhase::Ready, three()[1]));
        QTest::keyClick(page.list(), Qt::Key_Return); // Enter never unloads
        QCOMPARE(unload.size(), 0);
        QTest::keyClick(page.list(), Qt::Key_Space);
        QCOMPARE(unload.size(), 1);
        QTest::keyClick(page.list(), Qt::Key_End);
        QTest::keyClick(page.list(), Qt::Key_Return);
        QCOMPARE(load.size(), 1);
    }

    void menuOfARow()
    {
        ModelsPage page;
        page.setModels(three());
        QSignalSpy show(&page, &ModelsPage::showInFolderRequested);
        QSignalSpy copied(&page, &ModelsPage::pathCopied);
        const std::unique_ptr<QMenu> menu(page.makeMenu(three()[0].path));
        QStringList texts;
        for (QAction *action : menu->actions()) {
            texts << action->text();
            if (action->text() == u"Show in folder"_s || action->text() == u"Copy path"_s) action->trigger();
        }
        QCOMPARE(texts, QStringList({u"Load"_s, {}, u"Details…"_s, u"Show in folder"_s, u"Copy path"_s}));
        QCOMPARE(show.at(0).at(0).toString(), three()[0].path);
        QCOMPARE(copied.size(), 1);
        QCOMPARE(QGuiApplication::clipboard()->text(), three()[0].path);
        const std::unique_ptr<QMenu> bad(page.makeMenu(broken().path));
        QCOMPARE(bad->actions().size(), 3); // nothing to load
    }

    void filterFindsByNameQuantAndSize()
    {
        ModelsPage page;
        page.setModels(three());
        auto *field = page.findChild<SearchField *>();
        const auto rows = [&](const QString &text) {
            field->setText(text);
            return page.model()->rowCount();
        };
        QCOMPARE(rows(u"alp"_s), 1);
        QCOMPARE(rows(u"q8_0"_s), 1);
        QCOMPARE(rows(u"8.10"_s), 1);
        QCOMPARE(rows(u"alpha q8"_s), 0);
        QCOMPARE(page.hint(), u"Nothing found for “alpha q8”."_s);
        QCOMPARE(rows({}), 3);
    }

    void theCurrentRowStays()
    {
        ModelsPage page;
        page.setModels(three());
        page.list()->setCurrentIndex(page.model()->index(1));
        page.setModels({file(u"Aaa"_s, "Q8_0", 1), three()[0], three()[1], three()[2]});
        QCOMPARE(page.list()->currentIndex().row(), 2);
    }

    void emptyLibrarySaysWhatToDo()
    {
        ModelsPage page;
        ModelFile guide = file(u"Guide"_s, "Q8_0", 8'000'000);
        guide.builtIn = true;
        page.setModels({guide});
        QVERIFY(page.hint().contains(u"Add a file"_s));
        page.setScanning(true);
        QVERIFY(page.hint().startsWith(u"Looking"_s));
        page.setModels(three());
        page.setScanning(false);
        QVERIFY(page.hint().isEmpty());
    }

    void totalsDoNotInventFreeSpace()
    {
        ModelsPage page;
        page.setModels(three());
        page.setStorage(u"/models"_s, std::nullopt);
        QCOMPARE(page.totals(), u"12.8 GB of models"_s);
        page.setStorage(u"/models"_s, DiskSpace{500'000'000'000, 212'000'000'000});
        QCOMPARE(page.totals(), u"12.8 GB of models · 212 GB free"_s);
    }

    void pageButtons()
    {
        ModelsPage page;
        QSignalSpy add(&page, &ModelsPage::addFileRequested);
        QSignalSpy change(&page, &ModelsPage::changeFolderRequested);
        page.findChild<QPushButton *>(u"addFile"_s)->click();
        page.findChild<QPushButton *>(u"changeFolder"_s)->click();
        QCOMPARE(add.size(), 1);
        QCOMPARE(change.size(), 1);
    }

    void anErrorIsShownWhole()
    {
        ModelsPage page;
        page.resize(660, 600);
        page.setModels(three());
        page.show();
        const int plain = page.list()->visualRect(page.model()->index(0)).height();
        ModelStatus failed = status(ModelPhase::Failed, three()[0]);
        failed.error = Error(ErrorCode::NotEnoughMemory, "Alpha");
        failed.error->needed = 9'000'000'000;
        failed.error->available = 1'000'000'000;
        page.setStatus(failed);
        QTRY_VERIFY(page.list()->visualRect(page.model()->index(0)).height() > plain);
    }
};

QTEST_MAIN(TestModelsPage)
#include "test_models_page.moc"
