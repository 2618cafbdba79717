// The page of a model: what it says of the file and of the run, its buttons, and that it fits and is reached by
// keyboard.

#include "tests/ui/model_details_fixture.h"

#include "ui/model_details/facts_cards.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using Phase = ChecksumState::Phase;

class TestModelDetails final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { fixedLook(); }
    void cleanup() { fixedLook(); }

    void saysWhatTheFileSays()
    {
        const Bench b;
        const QString all = words(b.page);
        for (const QString &fact : {u"llama"_s, u"8.6 B, 32 layers and the output"_s, u"4.0 bits a weight"_s,
                                    u"16k tokens"_s, u"apache-2.0"_s, u"4.29 GB, one file"_s, u"not checked yet"_s,
                                    u"From the file"_s, u"Temperature 0.6"_s, u"Not loaded"_s})
            QVERIFY2(all.contains(fact), qPrintable(fact + u"\n--\n"_s + all));
    }

    void whatIsNotKnownIsADash()
    {
        ModelDetails d;
        d.file.name = u"mystery"_s;
        d.file.path = u"/models/mystery.gguf"_s;
        const Bench b(d);
        int dashes = 0;
        for (const FactRow *row : b.page.findChildren<FactRow *>())
            dashes += row->value() == u"–"_s ? 1 : 0;
        QCOMPARE(dashes, 8); // all but where it is
        QVERIFY(words(b.page).contains(u"None, so Sotto’s are used"_s));
        QVERIFY(words(b.page).contains(u"The file has none, so Sotto’s is used"_s));
    }

    void longTextsFromAFileAreCut()
    {
        ModelDetails d = details();
        d.file.spec.description = std::string(1'000'000, 'x');
        const Bench b(d);
        for (const QLabel *label : b.page.findChildren<QLabel *>())
            QVERIFY(label->text().size() < 1000);
    }

    void theDigestIsComputedOnAsking()
    {
        ModelDetails d = details();
        Bench b(d);
        QSignalSpy check(&b.page, &ModelDetailsPage::checkRequested);
        QSignalSpy cancel(&b.page, &ModelDetailsPage::checkCancelled);
        auto *button = find<QPushButton>(b.page, u"check"_s);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(check.size(), 1);
        d.checksum = {.phase = Phase::Running, .fraction = 0.42};
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"42% read"_s));
        QVERIFY(find<QPushButton>(b.page, u"cancelCheck"_s)->hasFocus());
        find<QPushButton>(b.page, u"cancelCheck"_s)->click();
        QCOMPARE(cancel.size(), 1);
        d.checksum = {.phase = Phase::Known, .sum = FileChecksum{{QString(64, u'a')}, 1, 2, 3}};
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"aaaaaaaa…aaaaaaaa, checked"_s));
        d.checksum = {.phase = Phase::Failed, .error = Error(ErrorCode::FileNotFound, "big.gguf")};
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"big.gguf is not there any more."_s));
    }

    void reloadIsOfferedOnlyWhileThisModelIsLoadedOtherwise()
    {
        ModelDetails d = details();
        d.needsReload = true; // of another model
        Bench b(d);
        QVERIFY(!find<QPushButton>(b.page, u"reloadNow"_s)->isVisible());
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        b.page.setDetails(d);
        auto *now = find<QPushButton>(b.page, u"reloadNow"_s);
        QVERIFY(now->isVisible());
        QSignalSpy reload(&b.page, &ModelDetailsPage::reloadRequested);
        now->click();
        QCOMPARE(reload.size(), 1);
        d.needsReload = false;
        b.page.setDetails(d);
        QVERIFY(!now->isVisible());
    }

    void saysWithHowManyThreadsItRuns()
    {
        ModelDetails d = details();
        Bench b(d);
        const auto *row = b.page.findChild<QWidget *>(u"measured"_s);
        auto *again = b.page.findChild<QPushButton *>(u"measureAgain"_s);
        QVERIFY(row && again && !row->isVisible()); // nothing runs
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        d.status.loaded->tuning = {4, 6, 256};
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"6 to read, 4 to write, one for each core, not measured yet"_s));
        d.status.loaded->tuningOrigin = TuningOrigin::Measured;
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"6 to read, 4 to write, measured on this computer"_s));
        QSignalSpy measure(&b.page, &ModelDetailsPage::measureRequested);
        again->click();
        QCOMPARE(measure.size(), 1);
        d.status.measuring = true;
        b.page.setDetails(d);
        QVERIFY(row->isVisible() && !again->isEnabled());
        QVERIFY(words(b.page).contains(u"Being measured"_s));
        d.status.measuring = false;
        d.status.loaded->tuningOrigin = TuningOrigin::Chosen; // the list above says so
        b.page.setDetails(d);
        QVERIFY(!row->isVisible());
    }

    void theButtonLoadsAndUnloads()
    {
        ModelDetails d = details();
        Bench b(d);
        QSignalSpy load(&b.page, &ModelDetailsPage::loadRequested);
        QSignalSpy unload(&b.page, &ModelDetailsPage::unloadRequested);
        auto *act = find<QPushButton>(b.page, u"act"_s);
        QCOMPARE(act->text(), u"Load"_s);
        act->click();
        QCOMPARE(load.size(), 1);
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        b.page.setDetails(d);
        QCOMPARE(act->text(), u"Unload"_s);
        act->click();
        QCOMPARE(unload.size(), 1);
        d.status = {};
        d.file.problem = Error(ErrorCode::NotGguf);
        b.page.setDetails(d);
        QVERIFY(!act->isEnabled());
    }

    void oneColumnWhereItIsNarrowOrLarge()
    {
        Bench b;
        QVERIFY(!b.page.isOneColumn());
        b.page.resize(664, 700);
        QVERIFY(b.page.isOneColumn());
        b.page.resize(1000, 700);
        fixedLook(ThemeChoice::Light, 200);
        QVERIFY(b.page.isOneColumn());
    }

    void nothingIsWiderThanAWindowOf720AtDoubleText()
    {
        Bench b;
        fixedLook(ThemeChoice::Light, 200);
        b.page.resize(664, 700); // 720 less the rail
        QVERIFY2(b.page.minimumSizeHint().width() <= 664,
                 qPrintable(QString::number(b.page.minimumSizeHint().width())));
    }

    void everyControlHasANameAndIsReachedByTab()
    {
        ModelDetails d = details();
        d.own.adapters = {{u"/a.gguf"_s, 1}};
        Bench b(d);
        QSet<QWidget *> reached;
        b.page.focusStart();
        for (int i = 0; i < 60; ++i) {
            reached.insert(b.page.focusWidget());
            QTest::keyClick(b.page.focusWidget(), Qt::Key_Tab);
        }
        for (QWidget *control : b.page.findChildren<QWidget *>()) {
            const bool stop = control->focusPolicy() & Qt::TabFocus && control->isVisible() && control->isEnabled() &&
                              control->focusProxy() == nullptr &&
                              qobject_cast<QAbstractScrollArea *>(control) == nullptr;
            if (!stop || control->objectName().startsWith(u"qt_"_s)) continue;
            QVERIFY2(reached.contains(control), qPrintable(control->objectName()));
            const auto *button = qobject_cast<QPushButton *>(control);
            QVERIFY2(!control->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(control->objectName()));
        }
        QVERIFY(reached.contains(find<QPlainTextEdit>(b.page, u"notes"_s)));
    }
};

QTEST_MAIN(TestModelDetails)
#include "test_model_details.moc"
