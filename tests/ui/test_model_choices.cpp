// What can be set for one model: each choice, what holds without it, and how it is taken back.

#include "tests/ui/model_details_fixture.h"

#include "ui/model_details/loading_card.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

void choose(QComboBox *combo, const QVariant &data)
{
    const int index = combo->findData(data);
    QVERIFY2(index >= 0, qPrintable(combo->objectName()));
    combo->setFocus();
    while (combo->currentIndex() != index)
        QTest::keyClick(combo, combo->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

} // namespace

class TestModelChoices final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { fixedLook(); }
    void cleanup() { fixedLook(); }

    void showingChangesNothing()
    {
        ModelDetails d = details();
        d.own.contextLength = 5000; // not in the list
        d.own.gpuLayers = 400;      // more than it has
        d.own.threads = 99;
        d.own.quiet = true;
        d.own.cacheType = CacheType::Q8_0;
        d.own.lookUp = false;
        d.own.thinking = Thinking::Off;
        d.own.draftModel = u"/gone/draft.gguf"_s;
        d.own.adapters = {{u"/a/style.gguf"_s, 0.5}};
        d.own.notes = u"nice"_s;
        ModelDetailsPage page;
        QSignalSpy edited(&page, &ModelDetailsPage::edited);
        page.setDetails(d);
        QCOMPARE(edited.size(), 0);
        QCOMPARE(find<QComboBox>(page, u"ownContext"_s)->currentData().toUInt(), 5000U);
        QCOMPARE(find<QComboBox>(page, u"ownLayers"_s)->currentText(), u"400"_s);
        QCOMPARE(find<QComboBox>(page, u"ownThreads"_s)->currentText(), u"99"_s);
        QCOMPARE(find<QComboBox>(page, u"ownDraft"_s)->currentText(), u"draft"_s);
        QCOMPARE(find<QDoubleSpinBox>(page, u"scale0"_s)->value(), 0.5);
        QCOMPARE(find<QPlainTextEdit>(page, u"notes"_s)->toPlainText(), u"nice"_s);
    }

    void everyChoiceChangesItsOwnValueByKeyboard()
    {
        Bench b;
        ModelSettings expected;
        const auto choice = [&](const QString &name, const QVariant &data) {
            choose(find<QComboBox>(b.page, name), data);
        };
        choice(u"ownContext"_s, 8192U);
        expected.contextLength = 8192;
        QCOMPARE(b.value.own, expected);
        choice(u"ownLayers"_s, 7);
        expected.gpuLayers = 7;
        QCOMPARE(b.value.own, expected);
        choice(u"ownThreads"_s, 3);
        expected.threads = 3;
        QCOMPARE(b.value.own, expected);
        choice(u"ownCache"_s, static_cast<int>(CacheType::Q8_0));
        expected.cacheType = CacheType::Q8_0;
        QCOMPARE(b.value.own, expected);
        choice(u"ownQuiet"_s, true);
        expected.quiet = true;
        QCOMPARE(b.value.own, expected);
        choice(u"ownLookUp"_s, false);
        expected.lookUp = false;
        QCOMPARE(b.value.own, expected);
        choice(u"ownDraft"_s, u"/models/tiny.gguf"_s);
        expected.draftModel = u"/models/tiny.gguf"_s;
        QCOMPARE(b.value.own, expected);
        choice(u"thinking"_s, static_cast<int>(Thinking::Off));
        expected.thinking = Thinking::Off;
        QCOMPARE(b.value.own, expected);
        QTest::keyClicks(find<QPlainTextEdit>(b.page, u"notes"_s), u"hm"_s);
        expected.notes = u"hm"_s;
        QCOMPARE(b.value.own, expected);
        QTest::keyClick(find<QAbstractButton>(b.page, u"favourite"_s), Qt::Key_Space);
        expected.favourite = true;
        QCOMPARE(b.value.own, expected);
    }

    void aValueIsTakenBackSingly()
    {
        ModelDetails d = details();
        d.own.contextLength = 8192;
        d.own.threads = 2;
        Bench b(d);
        auto *reset = find<QAbstractButton>(b.page, u"ownContextReset"_s);
        QVERIFY(reset);
        reset->setFocus();
        QTest::keyClick(reset, Qt::Key_Space);
        QVERIFY(!b.value.own.contextLength);
        QCOMPARE(b.value.own.threads, 2);
        QVERIFY(!find<QAbstractButton>(b.page, u"ownContextReset"_s));
        QVERIFY(find<QComboBox>(b.page, u"ownContext"_s)->hasFocus());
    }

    void backToAutomaticTakesAllBackThatIsAboutLoading()
    {
        ModelDetails d = details();
        d.own.contextLength = 8192;
        d.own.gpuLayers = 3;
        d.own.threads = 2;
        d.own.quiet = true;
        d.own.cacheType = CacheType::Q8_0;
        d.own.lookUp = false;
        d.own.draftModel = u"/models/tiny.gguf"_s;
        d.own.notes = u"kept"_s;
        d.own.chatTemplate = u"kept too"_s;
        Bench b(d);
        find<QPushButton>(b.page, u"resetAll"_s)->click();
        ModelSettings expected;
        expected.notes = u"kept"_s;
        expected.chatTemplate = u"kept too"_s;
        QCOMPARE(b.value.own, expected);
        QVERIFY(!find<QPushButton>(b.page, u"resetAll"_s));
    }

    void whatIsNotSetHereSaysWhatHolds()
    {
        ModelDetails d = details();
        Bench b(d);
        QCOMPARE(find<QComboBox>(b.page, u"ownContext"_s)->currentText(), u"Automatic"_s);
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        d.status.loaded->contextLength = 8192;
        b.page.setDetails(d);
        QCOMPARE(find<QComboBox>(b.page, u"ownContext"_s)->currentText(), u"Automatic, 8k"_s);
        d.settings.contextLength = 4096;
        d.settings.cacheType = CacheType::Q8_0;
        b.page.setDetails(d);
        QCOMPARE(find<QComboBox>(b.page, u"ownContext"_s)->currentText(), u"As in Settings, 4k"_s);
        QCOMPARE(find<QComboBox>(b.page, u"ownCache"_s)->currentText(), u"As in Settings, 8-bit"_s);
    }

    void theContextGoesUpToTheModelsOwnAndSaysItsMemory()
    {
        ModelDetails d = details();
        d.own.contextLength = 8192;
        Bench b(d);
        const auto *list = find<QComboBox>(b.page, u"ownContext"_s);
        QCOMPARE(list->itemData(list->count() - 1).toUInt(), 16'384U);
        // 32 layers · 8 heads · 256 values · 2 bytes · 8,192 tokens
        QVERIFY2(words(b.page).contains(u"About 1.0 GiB for what it reads"_s), qPrintable(words(b.page)));
        d.own.contextLength = 16'384;
        b.page.setDetails(d);
        QVERIFY2(words(b.page).contains(u"About 2.0 GiB for what it reads"_s), qPrintable(words(b.page)));
    }

    void onlySmallerModelsOfTheSameVocabularyCanGuess()
    {
        QStringList names;
        for (const ModelFile &file : draftCandidates(details().file, details().library))
            names << file.name;
        QCOMPARE(names, (QStringList{u"tiny"_s, u"small"_s}));
        QVERIFY(draftCandidates(model(u"tiny"_s, GiB / 2), details().library).isEmpty());
    }

    void aDraftModelThatTheEngineRefusedSaysSo()
    {
        ModelDetails d = details();
        d.own.draftModel = u"/models/tiny.gguf"_s;
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        Bench b(d);
        QVERIFY(words(b.page).contains(u"A smaller model that guesses ahead"_s));
        d.status.loaded->draftUse = DraftUse::Refused;
        b.page.setDetails(d);
        QVERIFY(words(b.page).contains(u"It cannot guess for this model"_s));
    }

    void adaptersAreAddedScaledAndRemoved()
    {
        Bench b;
        QSignalSpy asked(&b.page, &ModelDetailsPage::addAdapterRequested);
        find<QPushButton>(b.page, u"addAdapter"_s)->click();
        QCOMPARE(asked.size(), 1);
        b.page.addAdapter(u"/a/one.gguf"_s);
        b.page.addAdapter(u"/a/two.gguf"_s);
        b.page.addAdapter(u"/a/one.gguf"_s); // there already
        QCOMPARE(b.value.own.adapters.size(), 2);
        auto *scale = find<QDoubleSpinBox>(b.page, u"scale1"_s);
        scale->setFocus();
        QTest::keyClick(scale, Qt::Key_Down);
        QCOMPARE(b.value.own.adapters[1].scale, 0.9);
        find<QAbstractButton>(b.page, u"removeAdapter0"_s)->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(b.value.own.adapters, (QList<AdapterChoice>{{u"/a/two.gguf"_s, 0.9}}));
        QCOMPARE(find<QDoubleSpinBox>(b.page, u"scale0"_s)->value(), 0.9);
    }

    void thinkingIsOfferedWhereTheTemplateKnowsASwitch()
    {
        Bench b;
        QVERIFY(find<QComboBox>(b.page, u"thinking"_s)->isVisible());
        ModelDetails d = details();
        d.file.spec.chatTemplate = "{{ messages }}";
        b.page.setDetails(d);
        auto *thinking = b.page.findChild<QComboBox *>(u"thinking"_s);
        QVERIFY(!thinking->isVisible());
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        d.status.loaded->canSwitchThinking = true; // the engine has tried
        b.page.setDetails(d);
        QVERIFY(thinking->isVisible());
    }
};

QTEST_MAIN(TestModelChoices)
#include "test_model_choices.moc"
