#include "base/bytes.h"
#include "ui/components/segment_control.h"
#include "ui/components/slider_field.h"
#include "ui/components/switch.h"
#include "ui/pages/settings_page.h"
#include "ui/theme/style.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

SettingsFacts facts()
{
    SettingsFacts f;
    f.paths.modelsFolder = u"/home/a/models"_s;
    f.paths.databaseFile = u"/home/a/chats.db"_s;
    f.paths.settingsFile = u"/home/a/settings.json"_s;
    f.cpu = CpuInfo{.model = "Ryzen", .physicalCores = 4, .performanceCores = 4, .logicalCpus = 8};
    f.memoryTotal = 32 * GiB;
    f.modelLayers = 7;
    f.version = u"0.1.0"_s;
    return f;
}

template <class Widget>
Widget *find(const SettingsPage &page, const QString &name)
{
    for (Widget *widget : page.findChildren<Widget *>(name))
        if (!widget->isHidden()) return widget;
    return nullptr;
}

void choose(QComboBox *combo, const QVariant &data)
{
    const int index = combo->findData(data);
    QVERIFY2(index >= 0, qPrintable(combo->objectName()));
    combo->setFocus();
    while (combo->currentIndex() != index)
        QTest::keyClick(combo, combo->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

QStringList titles(const SettingsPage &page)
{
    QStringList list;
    for (const SettingRow *row : page.findChildren<SettingRow *>())
        list << row->title();
    return list;
}

} // namespace

class TestSettingsPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void showingAValueChangesNothing()
    {
        SettingsPage page;
        page.setFacts(facts());
        QSignalSpy changed(&page, &SettingsPage::changed);
        Settings s;
        s.language = u"zh_CN"_s;
        s.theme = ThemeChoice::Dark;
        s.textPercent = 150;
        s.lessMotion = true;
        s.onOpening = OnOpening::NewChat;
        s.sendKey = SendKey::CtrlEnter;
        s.nameChats = false;
        s.sendThoughts = true;
        s.contextLength = 6000; // not one of the choices
        s.threads = 3;
        s.gpuLayers = 40; // more than this model has
        s.cacheType = CacheType::Q8_0;
        s.quiet = true;
        s.lookUp = false;
        s.modelFolders = {u"/a"_s, u"/b"_s};
        page.setSettings(s);
        QCOMPARE(changed.size(), 0);
        QVERIFY(page.settings() == s);
        QCOMPARE(find<QComboBox>(page, u"language"_s)->currentText(), u"简体中文"_s);
        QCOMPARE(find<SegmentControl>(page, u"theme"_s)->currentIndex(), 2);
        QCOMPARE(find<SliderField>(page, u"textSize"_s)->value(), 150.0);
        QVERIFY(find<Switch>(page, u"lessMotion"_s)->isChecked());
        QVERIFY(!find<Switch>(page, u"nameChats"_s)->isChecked());
        QVERIFY(find<Switch>(page, u"sendThoughts"_s)->isChecked());
        QCOMPARE(find<QComboBox>(page, u"contextLength"_s)->currentData().toUInt(), 6000U);
        QCOMPARE(find<QComboBox>(page, u"gpuLayers"_s)->currentData().toInt(), 40);
        QCOMPARE(find<QComboBox>(page, u"threads"_s)->currentData().toInt(), 3);
        QCOMPARE(find<SegmentControl>(page, u"cacheType"_s)->currentIndex(), 1);
        QVERIFY(find<Switch>(page, u"quiet"_s)->isChecked());
        QVERIFY(!find<Switch>(page, u"lookUp"_s)->isChecked());
    }

    void everyControlChangesItsOwnValueByKeyboard()
    {
        SettingsPage page;
        page.resize(1032, 800);
        page.setFacts(facts());
        page.show();
        Settings expected;
        QSignalSpy changed(&page, &SettingsPage::changed);
        const auto check = [&](const char *what) {
            QVERIFY2(!changed.isEmpty(), what);
            QVERIFY2(changed.last().at(0).value<Settings>() == expected, what);
            QVERIFY2(page.settings() == expected, what);
        };
        choose(find<QComboBox>(page, u"language"_s), u"en"_s);
        expected.language = u"en"_s;
        check("language");
        QTest::keyClick(find<SegmentControl>(page, u"theme"_s), Qt::Key_End);
        expected.theme = ThemeChoice::Dark;
        check("theme");
        QTest::keyClick(find<SliderField>(page, u"textSize"_s)->slider(), Qt::Key_End);
        expected.textPercent = 200;
        check("text size");
        QTest::keyClick(find<Switch>(page, u"lessMotion"_s), Qt::Key_Space);
        expected.lessMotion = true;
        check("less motion");
        choose(find<QComboBox>(page, u"onOpening"_s), static_cast<int>(OnOpening::NewChat));
        expected.onOpening = OnOpening::NewChat;
        check("on opening");
        QTest::keyClick(find<SegmentControl>(page, u"sendKey"_s), Qt::Key_Right);
        expected.sendKey = SendKey::CtrlEnter;
        check("send with");
        QTest::keyClick(find<Switch>(page, u"nameChats"_s), Qt::Key_Space);
        expected.nameChats = false;
        check("name chats");
        QTest::keyClick(find<Switch>(page, u"sendThoughts"_s), Qt::Key_Space);
        expected.sendThoughts = true;
        check("send thoughts");
        choose(find<QComboBox>(page, u"whenFull"_s), true);
        expected.stopWhenFull = true;
        check("when a chat is too long");
        page.showTab(SettingsTab::Storage);
        choose(find<QComboBox>(page, u"keptMemory"_s), 0);
        expected.keptMemoryMiB = 0;
        check("kept in memory");
        choose(find<QComboBox>(page, u"keptDisk"_s), 8192);
        expected.keptDiskMiB = 8192;
        check("room on disk");
        QTest::keyClick(find<Switch>(page, u"keepOnDisk"_s), Qt::Key_Space);
        expected.keepOnDisk = false;
        check("kept on disk");
        QVERIFY(!find<QComboBox>(page, u"keptDisk"_s)->isEnabled());
        page.showTab(SettingsTab::Hardware);
        choose(find<QComboBox>(page, u"contextLength"_s), 8192U);
        expected.contextLength = 8192;
        check("context");
        choose(find<QComboBox>(page, u"gpuLayers"_s), 0);
        expected.gpuLayers = 0;
        check("layers");
        choose(find<QComboBox>(page, u"threads"_s), 4);
        expected.threads = 4;
        check("threads");
        QTest::keyClick(find<SegmentControl>(page, u"cacheType"_s), Qt::Key_Right);
        expected.cacheType = CacheType::Q8_0;
        check("cache type");
        QTest::keyClick(find<Switch>(page, u"quiet"_s), Qt::Key_Space);
        expected.quiet = true;
        check("quiet");
        QTest::keyClick(find<Switch>(page, u"lookUp"_s), Qt::Key_Space);
        expected.lookUp = false;
        check("look up");
    }

    void whatNeedsALoadSaysSo()
    {
        SettingsPage page;
        page.showTab(SettingsTab::Hardware);
        page.show();
        QVERIFY(!find<QPushButton>(page, u"reloadNow"_s)->isVisible());
        page.setReloadNeeded(true);
        page.setFacts(facts()); // the rows are made anew
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        auto *now = find<QPushButton>(page, u"reloadNow"_s);
        QVERIFY(now->isVisible());
        QSignalSpy reload(&page, &SettingsPage::reloadRequested);
        QTest::keyClick(now, Qt::Key_Space);
        QCOMPARE(reload.size(), 1);
        page.setReloadNeeded(false);
        QVERIFY(!now->isVisible());
    }

    void theCacheSaysWhatItSaves()
    {
        SettingsPage page;
        SettingsFacts f = facts();
        f.cacheSaving = 512 * MiB;
        page.setFacts(f);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        bool said = false;
        for (const QLabel *label : page.findChildren<QLabel *>())
            said = said || label->text().contains(u"512 MiB"_s);
        QVERIFY(said);
    }

    void foldersAreAddedMovedAndTakenOff()
    {
        SettingsPage page;
        page.setFacts(facts());
        page.showTab(SettingsTab::Storage);
        page.show();
        QVERIFY(titles(page).contains(u"/home/a/models"_s)); // none set: the default one
        QVERIFY(!find<QAbstractButton>(page, u"removeFolder0"_s));
        Settings s;
        s.modelFolders = {u"/a"_s, u"/b"_s};
        page.setSettings(s);
        QSignalSpy changed(&page, &SettingsPage::changed);
        find<QPushButton>(page, u"makeFirst1"_s)->click();
        QCOMPARE(page.settings().modelFolders, QStringList({u"/b"_s, u"/a"_s}));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        find<QAbstractButton>(page, u"removeFolder0"_s)->click();
        QCOMPARE(page.settings().modelFolders, QStringList({u"/a"_s}));
        QCOMPARE(changed.size(), 2);
        QSignalSpy add(&page, &SettingsPage::addFolderRequested);
        find<QPushButton>(page, u"addFolder"_s)->click();
        QCOMPARE(add.size(), 1);
        QSignalSpy show(&page, &SettingsPage::showRequested);
        find<QPushButton>(page, u"showDatabase"_s)->click();
        QCOMPARE(show.at(0).at(0).toString(), u"/home/a/chats.db"_s);
    }

    void tariffByTimeOfDay()
    {
        SettingsPage page;
        page.resize(1000, 800);
        page.setFacts(facts());
        page.showTab(SettingsTab::Power);
        page.setSettings({});
        QSignalSpy changed(&page, &SettingsPage::changed);
        auto *price = find<QDoubleSpinBox>(page, u"tariffPrice"_s);
        QCOMPARE(price->value(), 0.14); // the starting value
        price->setValue(0.3);
        auto settings = [&] { return changed.last()[0].value<Settings>().energy; };
        QCOMPARE(settings().tariff->perKwh, 0.3);
        auto *form = find<SegmentControl>(page, u"tariffForm"_s);
        QTest::keyClick(form, Qt::Key_Right);
        QVERIFY(settings().tariff->byHour);
        auto *from = find<QComboBox>(page, u"tariffLowFrom"_s);
        auto *to = find<QComboBox>(page, u"tariffLowTo"_s);
        QCOMPARE(from->currentData().toInt(), 22); // it goes over midnight
        QCOMPARE(to->currentData().toInt(), 6);
        find<QDoubleSpinBox>(page, u"tariffLow"_s)->setValue(0.1);
        to->setCurrentIndex(4);
        Q_EMIT to->activated(4);
        const auto hours = *settings().tariff->byHour;
        QCOMPARE(hours[3], 0.1);
        QCOMPARE(hours[4], 0.3);
        QCOMPARE(hours[22], 0.1);
        QTest::keyClick(form, Qt::Key_Left);
        QVERIFY(!settings().tariff->byHour);
    }

    void carbonByCountryOrByHand()
    {
        SettingsPage page;
        page.setFacts(facts());
        page.showTab(SettingsTab::Power);
        QSignalSpy changed(&page, &SettingsPage::changed);
        auto *country = find<QComboBox>(page, u"carbonCountry"_s);
        const int sweden = country->findData(u"SE"_s);
        QVERIFY(sweden > 0);
        country->setCurrentIndex(sweden);
        Q_EMIT country->activated(sweden);
        auto *grams = find<QDoubleSpinBox>(page, u"carbonGrams"_s);
        QCOMPARE(grams->value(), 41.0);
        grams->setValue(12);
        QCOMPARE(changed.last()[0].value<Settings>().energy.gramsPerKwh, std::optional(12.0));
        QCOMPARE(changed.last()[0].value<Settings>().energy.country, u"SE"_s);
    }

    void pricesOfTheCloud()
    {
        SettingsPage page;
        page.setFacts(facts());
        page.setSettings({});
        page.showTab(SettingsTab::Power);
        QSignalSpy changed(&page, &SettingsPage::changed);
        const auto prices = [&] { return changed.last()[0].value<Settings>().energy.cloudPrices.value(); };
        QCOMPARE(find<QDoubleSpinBox>(page, u"price0"_s)->value(), 5.0);
        find<QDoubleSpinBox>(page, u"price0"_s)->setValue(4);
        QCOMPARE(prices()[0].perMillion, 4.0);
        QCOMPARE(prices()[0].checked, QDate::currentDate());
        find<QPushButton>(page, u"addPrice"_s)->click();
        QCOMPARE(prices().size(), 3);
        find<QAbstractButton>(page, u"removePrice0"_s)->click();
        QCOMPARE(prices()[0].name, u"GPT-4o mini"_s);
        QCOMPARE(find<QDoubleSpinBox>(page, u"price0"_s)->value(), 0.3);
    }

    void estimatesCanBeSwitchedOff()
    {
        SettingsPage page;
        page.setFacts(facts());
        page.showTab(SettingsTab::Power);
        QSignalSpy changed(&page, &SettingsPage::changed);
        find<Switch>(page, u"estimates"_s)->click();
        QVERIFY(!changed.last()[0].value<Settings>().energy.estimates);
    }

    void tabsByKeyboard()
    {
        SettingsPage page;
        page.resize(1032, 800);
        page.show();
        auto *tabs = page.findChild<QListView *>(u"settingsTabs"_s);
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Down);
        QCOMPARE(page.currentTab(), SettingsTab::Hardware);
        QTest::keyClick(tabs, Qt::Key_End);
        QCOMPARE(page.currentTab(), SettingsTab::About);
        page.showTab(SettingsTab::Privacy);
        QCOMPARE(tabs->currentIndex().row(), 4);
    }

    void foldsInANarrowWindow()
    {
        SettingsPage page;
        page.resize(1032, 700);
        page.show();
        QVERIFY(!page.isFolded());
        page.resize(900, 700);
        QVERIFY(page.isFolded());
        auto *list = page.findChild<QComboBox *>(u"settingsFold"_s);
        QVERIFY(list->isVisible());
        QVERIFY(!page.findChild<QListView *>(u"settingsTabs"_s)->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(page.currentTab(), SettingsTab::Hardware);
        QCOMPARE(list->currentText(), u"Hardware"_s);
    }

    void hardwareSaysWhatThereIs()
    {
        SettingsPage page;
        SettingsFacts f = facts();
        page.setFacts(f);
        QVERIFY(titles(page).contains(u"Ryzen, 4 cores"_s));
        QVERIFY(titles(page).contains(u"No GPU found"_s));
        f.devices = {{"Vulkan0", "RTX 4070", DeviceKind::Gpu, 12 * GiB, 10 * GiB}};
        page.setFacts(f);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(titles(page).contains(u"RTX 4070"_s));
        QVERIFY(!titles(page).contains(u"No GPU found"_s));
    }

    void shortcutsAreListedFromTheActions()
    {
        SettingsPage page;
        QAction newChat(u"&New chat"_s);
        newChat.setShortcut(QKeySequence(u"Ctrl+N"_s));
        QAction bare(u"No keys"_s);
        page.setShortcuts({&newChat, &bare});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(titles(page).contains(u"New chat"_s));
        QVERIFY(!titles(page).contains(u"No keys"_s));
        bool spoken = false;
        for (const SettingRow *row : page.findChildren<SettingRow *>())
            spoken = spoken || row->accessibleName() == u"New chat, Ctrl+N"_s;
        QVERIFY(spoken);
    }

    void rebuildingKeepsPageValuesAndFocus()
    {
        SettingsPage page;
        page.resize(1032, 800);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        Settings s;
        s.textPercent = 120;
        page.setSettings(s);
        find<Switch>(page, u"lessMotion"_s)->setFocus();
        QEvent languageChange(QEvent::LanguageChange);
        QCoreApplication::sendEvent(&page, &languageChange);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(page.currentTab(), SettingsTab::General);
        QCOMPARE(find<SliderField>(page, u"textSize"_s)->value(), 120.0);
        QVERIFY(page.focusWidget());
        QCOMPARE(page.focusWidget()->objectName(), u"lessMotion"_s);
    }

    void everyControlHasAName()
    {
        SettingsPage page;
        page.setFacts(facts());
        for (const QComboBox *combo : page.findChildren<QComboBox *>())
            QVERIFY2(!combo->accessibleName().isEmpty(), qPrintable(combo->objectName()));
        for (const Switch *box : page.findChildren<Switch *>())
            QVERIFY2(!box->accessibleName().isEmpty(), qPrintable(box->objectName()));
    }
};

QTEST_MAIN(TestSettingsPage)
#include "test_settings_page.moc"
