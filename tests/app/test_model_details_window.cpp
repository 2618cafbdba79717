// The page of a model in the window: from the list to it and back, and what is set there holds.

#include "tests/app/window_fixture.h"

#include "ui/model_details/model_details_page.h"
#include "ui/model_details/template_dialog.h"
#include "ui/pages/settings_page.h"

#include <QComboBox>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace sotto;

class TestModelDetailsWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(m_home->isValid());
    }

    void thereAndBackByKeyboard()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QVERIFY(openDetails(f));
        QVERIFY(!f.window().detailsPage().details().file.path.isEmpty());
        QVERIFY(f.window().detailsPage().findChild<QWidget *>(u"back"_s)->hasFocus());
        QTest::keyClick(f.window().focusWidget(), Qt::Key_Escape);
        QVERIFY(!f.window().detailsPage().isVisible());
        QCOMPARE(f.window().page(), Page::Models);
        QCOMPARE(f.window().focusWidget()->objectName(), u"models"_s);
    }

    void whatIsSetNeedsAReloadAndHoldsAfterARestart()
    {
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            QVERIFY(openDetails(f));
            auto *now = f.window().detailsPage().findChild<QPushButton *>(u"reloadNow"_s);
            QVERIFY(!now->isVisible());
            auto *threads = f.window().detailsPage().findChild<QComboBox *>(u"ownThreads"_s);
            threads->setFocus();
            QTest::keyClick(threads, Qt::Key_End);
            QVERIFY(now->isVisible());
            now->click();
            QTRY_VERIFY(f.isReady());
            QVERIFY(!now->isVisible());
            QVERIFY(f.app->services().models().status().options.threads > 0);
        }
        WindowFixture again(m_home->path());
        QTRY_VERIFY(again.isReady());
        QVERIFY(again.app->services().models().status().options.threads > 0);
        QVERIFY(openDetails(again));
        auto *reset = again.window().detailsPage().findChild<QAbstractButton *>(u"ownThreadsReset"_s);
        QVERIFY(reset->isVisible());
        reset->click();
        QVERIFY(again.app->services().models().needsReload());
    }

    void theTemplateIsChangedInADialog()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QVERIFY(openDetails(f));
        f.window().detailsPage().findChild<QPushButton *>(u"changeTemplate"_s)->click();
        auto *editor = f.window().findChild<TemplateEditor *>();
        QVERIFY(editor);
        editor->editor()->setPlainText(u"{{ mine }}"_s);
        editor->useButton()->click();
        const ModelFile file = f.window().detailsPage().details().file;
        QCOMPARE(f.app->services().modelSettings().of(file).chatTemplate, u"{{ mine }}"_s);
        QVERIFY(f.app->services().models().needsReload());
        f.window().detailsPage().findChild<QPushButton *>(u"resetTemplate"_s)->click();
        QVERIFY(!f.app->services().models().needsReload());
    }

    void theFilesOwnTextIsNoOverride()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QVERIFY(openDetails(f));
        f.window().detailsPage().findChild<QPushButton *>(u"changeTemplate"_s)->click();
        f.window().findChild<TemplateEditor *>()->useButton()->click();
        const ModelFile file = f.window().detailsPage().details().file;
        QVERIFY(f.app->services().modelSettings().of(file).chatTemplate.isEmpty());
    }

    void anotherLanguageKeepsThePage()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QVERIFY(openDetails(f));
        const MainWindow *before = &f.window();
        Settings settings = f.app->services().settings().current();
        settings.language = u"zh_CN"_s;
        f.app->services().settings().set(settings);
        QTRY_VERIFY(&f.window() != before);
        QVERIFY(f.window().detailsPage().isVisible());
    }

    void settingsSayWhenAReloadIsNeeded()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        Settings settings = f.app->services().settings().current();
        settings.quiet = true;
        f.app->services().settings().set(settings);
        QVERIFY(f.app->services().models().needsReload());
        f.window().showPage(Page::Settings);
        auto *now = f.window().settingsPage().findChild<QPushButton *>(u"reloadNow"_s);
        QVERIFY(!now->parentWidget()->isHidden());
        now->click();
        QTRY_VERIFY(f.isReady());
        QVERIFY(f.app->services().models().status().options.quiet);
    }

private:
    /// From the model in use; false where the library does not list it.
    static bool openDetails(const WindowFixture &f)
    {
        f.window().activateWindow();
        if (!QTest::qWaitForWindowActive(&f.window())) return false;
        const QString path = f.app->services().models().status().file.path;
        if (!QTest::qWaitFor([&] { return f.app->services().library().find(path).has_value(); })) return false;
        f.window().actions().modelDetails->trigger();
        return f.window().detailsPage().isVisible();
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestModelDetailsWindow)
#include "test_model_details_window.moc"
