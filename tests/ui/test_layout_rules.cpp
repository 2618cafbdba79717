#include "ui/window/layout_rules.h"

#include <QTest>

using namespace sotto;

class TestLayoutRules final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDesignsWidths()
    {
        const Settings none;
        QCOMPARE(layoutFor(1280, none), (WindowLayout{WidthClass::Wide, SidebarForm::Full, MetersForm::Panel}));
        QCOMPARE(layoutFor(1180, none), (WindowLayout{WidthClass::Wide, SidebarForm::Full, MetersForm::Panel}));
        QCOMPARE(layoutFor(1179, none), (WindowLayout{WidthClass::Medium, SidebarForm::Full, MetersForm::Closed}));
        QCOMPARE(layoutFor(960, none), (WindowLayout{WidthClass::Medium, SidebarForm::Full, MetersForm::Closed}));
        QCOMPARE(layoutFor(959, none), (WindowLayout{WidthClass::Narrow, SidebarForm::Rail, MetersForm::Closed}));
    }

    void largerTextLeavesLessRoom()
    {
        QCOMPARE(widthForLayout(1280, 100), 1280);
        QCOMPARE(widthForLayout(1280, 200), 640);
        QCOMPARE(widthForLayout(1280, 80), 1280);
    }

    void aChoiceHoldsForItsWidthClassAlone()
    {
        const Settings closed = withMetersToggled({}, layoutFor(1280, {}));
        QCOMPARE(layoutFor(1280, closed).meters, MetersForm::Closed);
        QCOMPARE(layoutFor(1400, closed).meters, MetersForm::Closed);
        QCOMPARE(layoutFor(1000, closed).meters, MetersForm::Closed);
        const Settings open = withMetersToggled(closed, layoutFor(1000, closed));
        QCOMPARE(layoutFor(1000, open).meters, MetersForm::Drawer);
        QCOMPARE(layoutFor(1280, open).meters, MetersForm::Closed);
    }

    void theSidebarFoldsToTheRailAndOpensOverANarrowPage()
    {
        const Settings rail = withSidebarToggled({}, layoutFor(1280, {}));
        QCOMPARE(layoutFor(1280, rail).sidebar, SidebarForm::Rail);
        QCOMPARE(layoutFor(800, rail).sidebar, SidebarForm::Rail);
        const Settings over = withSidebarToggled(rail, layoutFor(800, rail));
        QCOMPARE(layoutFor(800, over).sidebar, SidebarForm::Overlay);
        QCOMPARE(layoutFor(1280, withSidebarToggled(over, layoutFor(1280, over))).sidebar, SidebarForm::Full);
    }

    void settingsFromElsewhereMayBeShort()
    {
        Settings settings;
        settings.sidebarShown = {};
        settings.metersShown = {1};
        QCOMPARE(layoutFor(1280, settings).sidebar, SidebarForm::Full);
        QCOMPARE(layoutFor(1000, withSidebarToggled(settings, layoutFor(1000, settings))).sidebar, SidebarForm::Rail);
    }
};

QTEST_GUILESS_MAIN(TestLayoutRules)
#include "test_layout_rules.moc"
