// The chat template of a model: whose it is, and the dialog that changes it.

#include "tests/ui/model_details_fixture.h"

#include "ui/model_details/speech_card.h"
#include "ui/model_details/template_dialog.h"

#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestModelTemplate final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { fixedLook(); }
    void cleanup() { fixedLook(); }

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

QTEST_MAIN(TestModelTemplate)
#include "test_model_template.moc"
