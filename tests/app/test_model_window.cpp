// The model in the window: it is missing, damaged, unloaded, dropped, or crashed the last run. The model is a script.

#include "tests/app/window_fixture.h"

#include "ui/chat/model_notice.h"
#include "ui/meters/meters_panel.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace sotto;

class TestModelWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(m_home->isValid());
    }

    void withoutAModelTheMessageIsKeptAndTheReplySaysWhy()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.app->services().models().unload();
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::None);
        f.type(u"anybody there"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        QTRY_COMPARE(f.transcript().item(1).state, MessageState::Failed);
        QVERIFY(!f.transcript().item(1).notice.isEmpty());
        QVERIFY(f.transcript().item(1).actions.testFlag(NoticeAction::ChooseModel));
    }

    void aModelThatCannotBeOpenedLeavesTheProgramRunning()
    {
        const auto script = std::make_shared<ScriptedBackend::Script>();
        script->openFailure = Error(ErrorCode::UnknownArchitecture, "wobble");
        WindowFixture f(m_home->path(), script);
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::Failed);
        // The failure was for once; loading again works.
        f.window().openModel(f.app->services().paths().builtInModel);
        QTRY_VERIFY(f.isReady());
    }

    void aLastModelThatIsDamagedGivesWayToTheBuiltInOne()
    {
        const QString path = m_home->filePath(u"cut.gguf"_s);
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            Settings settings = f.app->services().settings().current();
            settings.lastModel = path;
            f.app->services().settings().set(settings);
        }
        QFile cut(path);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write("GGUF\3");
        cut.close();
        WindowFixture again(m_home->path());
        QCOMPARE(again.app->services().settings().current().lastModel, path);
        QTRY_VERIFY(again.isReady());
        QVERIFY(again.app->services().models().status().file.builtIn);
    }

    void aModelUnloadedToSaveMemoryIsBackWithTheNextMessage()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QPushButton *now = f.window().chatPage().meters().findChild<QPushButton *>(u"unloadNow"_s);
        QVERIFY(now && now->isEnabled());
        now->click();
        QCOMPARE(f.app->services().models().status().phase, ModelPhase::Unloaded);
        QVERIFY(now->isHidden());
        f.queue(scriptedText("Here again."));
        f.type(u"are you there"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.lastText(), u"Here again."_s);
        QVERIFY(f.isReady());
        f.window().actions().unloadModel->trigger();
        QCOMPARE(f.app->services().models().status().phase, ModelPhase::Unloaded);
    }

    void aModelThatCrashedTheLastRunWaitsForAWord()
    {
        const QString path = m_home->filePath(u"models/wild.gguf"_s);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(QFile::copy(builtInModel(), path));
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            f.window().openModel(path);
            QTRY_COMPARE(f.app->services().models().status().file.path, path);
            QTRY_VERIFY(f.isReady());
        }
        QVERIFY(QDir().mkpath(m_home->filePath(u"data/at-work"_s)));
        QFile record(m_home->filePath(u"data/at-work/1.json"_s));
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write(R"({"work":"opening","pid":0,"path":")" + path.toUtf8() + R"("})");
        record.close();
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            QVERIFY(f.app->services().models().status().file.builtIn);
            const auto *news = f.window().findChild<ModelNotice *>();
            QVERIFY(news && news->isVisibleTo(&f.window()));
            QVERIFY2(news->notice().text().contains(u"wild.gguf"_s), qPrintable(news->notice().text()));
            const QList<QPushButton *> buttons = news->notice().findChildren<QPushButton *>();
            QCOMPARE(buttons.size(), 2);
            buttons[0]->click();
            QTRY_COMPARE(f.app->services().models().status().file.path, path);
            QTRY_VERIFY(f.isReady());
            QVERIFY(!news->isVisibleTo(&f.window()));
        }
        WindowFixture again(m_home->path());
        QTRY_VERIFY(again.isReady());
        QCOMPARE(again.app->services().models().status().file.path, path); // it opened, so it is the last one again
    }

    void whatALoadGaveUpIsSaid()
    {
        const auto script = std::make_shared<ScriptedBackend::Script>();
        script->model.steppedDown = StepDown{8192, 4096, 24, 20};
        WindowFixture f(m_home->path(), script);
        QTRY_VERIFY(f.isReady());
        const auto *news = f.window().findChild<ModelNotice *>();
        QVERIFY(news->isVisibleTo(&f.window()));
        QVERIFY2(news->notice().text().contains(u"20 of 5"_s), qPrintable(news->notice().text()));
        QVERIFY2(news->notice().text().contains(u"4k"_s), qPrintable(news->notice().text()));
        {
            const std::lock_guard lock(script->mutex);
            script->model.steppedDown.reset();
        }
        news->findChildren<QPushButton *>().constFirst()->click(); // try again
        QTRY_VERIFY(f.isReady() && !news->isVisibleTo(&f.window()));
    }

    void aDroppedModelIsOpened()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.app->services().models().unload();
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::None);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(f.app->services().paths().builtInModel)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window(), &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY(f.isReady());
    }

private:
    [[nodiscard]] QString builtInModel() const
    {
        return resolvePaths(m_home->path(), QStringLiteral(SOTTO_BINARY_DIR) + u"/bin"_s).builtInModel;
    }
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestModelWindow)
#include "test_model_window.moc"
