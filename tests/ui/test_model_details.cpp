#include "tests/support/ui_fixture.h"

#include "base/bytes.h"
#include "ui/model_details/adapters_card.h"
#include "ui/model_details/facts_cards.h"
#include "ui/model_details/loading_card.h"
#include "ui/model_details/model_details_page.h"
#include "ui/model_details/speech_card.h"
#include "ui/model_details/template_dialog.h"
#include "ui/pages/settings_parts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using Phase = ChecksumState::Phase;

namespace {

ModelFile model(const QString &name, std::uint64_t bytes, std::uint32_t vocabulary = 32'000)
{
    ModelFile file;
    file.name = name;
    file.path = u"/models/%1.gguf"_s.arg(name);
    ModelSpec &spec = file.spec;
    spec.architecture = "llama";
    spec.quantization = "Q4_K_M";
    spec.license = "apache-2.0";
    spec.fileBytes = spec.tensorBytes = bytes;
    spec.parameterCount = bytes * 2; // four bits a weight
    spec.layerCount = 32;
    spec.contextLength = 16'384;
    spec.embeddingLength = 4096;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128;
    spec.vocabularySize = vocabulary;
    spec.layerBytes.assign(32, bytes / 33);
    spec.chatTemplate = "{% if enable_thinking %}<think>{% endif %}";
    spec.sampling.temperature = 0.6F;
    return file;
}

ModelDetails details()
{
    ModelDetails d;
    d.file = model(u"big"_s, 4 * GiB);
    d.library = {d.file, model(u"small"_s, GiB), model(u"tiny"_s, GiB / 2), model(u"other words"_s, GiB, 50'000)};
    d.logicalCpus = 8;
    d.checksum.phase = Phase::NotChecked;
    return d;
}

LoadedModel loaded(const ModelFile &file)
{
    LoadedModel m;
    m.path = file.path.toStdString();
    m.spec = file.spec;
    return m;
}

template <class Widget>
Widget *find(const QWidget &page, const QString &name)
{
    for (Widget *widget : page.findChildren<Widget *>(name))
        if (!widget->isHidden()) return widget;
    return nullptr;
}

/// All texts that a person can read on it.
QString words(const QWidget &page)
{
    QStringList all;
    for (const QLabel *label : page.findChildren<QLabel *>())
        if (label->isVisible()) all << label->text();
    return all.join(u'\n');
}

void choose(QComboBox *combo, const QVariant &data)
{
    const int index = combo->findData(data);
    QVERIFY2(index >= 0, qPrintable(combo->objectName()));
    combo->setFocus();
    while (combo->currentIndex() != index)
        QTest::keyClick(combo, combo->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

/// The page over settings that follow what is edited, as the window has it.
class Bench {
public:
    explicit Bench(const ModelDetails &d = details()) : value(d)
    {
        page.setDetails(value);
        QObject::connect(&page, &ModelDetailsPage::edited, &page, [this](const ModelSettings &settings) {
            value.own = settings;
            page.setDetails(value);
        });
        showActive(page, {1000, 900});
    }

    ModelDetails value;
    ModelDetailsPage page;
};

} // namespace

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

    void theTemplateSaysWhoseItIs()
    {
        ModelDetails d = details();
        QCOMPARE(templateText(d), u"From the file"_s);
        d.own.chatTemplate = u"mine"_s;
        QCOMPARE(templateText(d), u"Yours"_s);
        QCOMPARE(templateInUse(d), u"mine"_s);
        Bench b(d);
        find<QPushButton>(b.page, u"resetTemplate"_s)->click();
        QVERIFY(b.value.own.chatTemplate.isEmpty());
        QVERIFY(!find<QPushButton>(b.page, u"resetTemplate"_s));
    }

    void theTemplateIsNamedAsTheEngineChoseIt()
    {
        ModelDetails d = details();
        d.status = {.phase = ModelPhase::Ready, .file = d.file, .loaded = loaded(d.file)};
        d.status.loaded->templateOrigin = TemplateOrigin::Fallback;
        QCOMPARE(templateText(d), u"ChatML, because Sotto cannot use the one it has"_s);
        d.status.loaded->templateOrigin = TemplateOrigin::Architecture;
        QVERIFY(templateText(d).startsWith(u"Sotto’s for this family"_s));
        d.status.loaded->templateOrigin = TemplateOrigin::Model;
        QCOMPARE(templateText(d), u"From the file"_s);
        d.own.chatTemplate = u"mine"_s;
        QCOMPARE(templateText(d), u"From the file, because yours cannot be used"_s);
        d.needsReload = true; // nobody has tried yours
        QCOMPARE(templateText(d), u"Yours"_s);
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

    // --- the template dialogs ---

    void theEditorShowsAPreviewAndGivesTheTextBack()
    {
        QWidget window;
        QVERIFY(showActive(window));
        auto *editor = new TemplateEditor(&window, u"t"_s, u"{{ a }}"_s);
        QSignalSpy asked(editor, &TemplateEditor::previewRequested);
        QSignalSpy accepted(editor, &TemplateEditor::accepted);
        editor->open();
        QCOMPARE(asked.size(), 1);
        editor->setPreview(u"rendered"_s);
        QCOMPARE(editor->preview()->toPlainText(), u"rendered"_s);
        editor->setPreview(fail(ErrorCode::TemplateFailed, "t", "line 3"));
        QVERIFY(editor->problem().contains(u"line 3"_s));
        QCOMPARE(editor->preview()->toPlainText(), u"rendered"_s); // still there to look at
        editor->editor()->setPlainText(u"{{ b }}"_s);
        QTRY_COMPARE(asked.size(), 2);
        QCOMPARE(asked[1][0].toString(), u"{{ b }}"_s);
        QTest::keyClick(editor->useButton(), Qt::Key_Space);
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(accepted[0][0].toString(), u"{{ b }}"_s);
    }

    void escThrowsChangesAwayOnlyWhenPressedTwice()
    {
        QWidget window;
        QVERIFY(showActive(window));
        QPointer<TemplateEditor> editor = new TemplateEditor(&window, u"t"_s, u"{{ a }}"_s);
        editor->open();
        editor->editor()->setPlainText(u"long work"_s);
        QTest::keyClick(editor->editor(), Qt::Key_Escape);
        QVERIFY(editor->isVisible());
        QVERIFY(editor->problem().contains(u"Esc"_s));
        QTest::keyClick(editor->editor(), Qt::Key_Escape);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!editor);
    }

    void aTemplateThatIsTooLongIsNotTaken()
    {
        QWidget window;
        QVERIFY(showActive(window));
        auto *editor = new TemplateEditor(&window, u"t"_s, QString(kMostTemplateChars + 1, u'x'));
        QSignalSpy accepted(editor, &TemplateEditor::accepted);
        editor->open();
        editor->useButton()->click();
        QCOMPARE(accepted.size(), 0);
        QVERIFY(!editor->problem().isEmpty());
    }
};

QTEST_MAIN(TestModelDetails)
#include "test_model_details.moc"
