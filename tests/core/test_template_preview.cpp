#include "core/models/template_preview.h"

#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

const QString kTurns = u"{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"_s;

} // namespace

class TestTemplatePreview final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rendersAConversation()
    {
        const auto text = renderedSample(kTurns, {});
        QVERIFY(text);
        QVERIFY2(text->startsWith(u"[system]Be brief.[user]"_s), qPrintable(*text));
        QVERIFY(text->contains(u"[assistant]Paris.[user]And of Italy?"_s));
    }

    void aBlankOneShowsWhatTheModelHas()
    {
        ModelSpec spec;
        spec.chatTemplate = "FILE " + kTurns.toStdString();
        QVERIFY(renderedSample(u"  \n"_s, spec).value().startsWith(u"FILE "_s));
        spec.chatTemplate.clear();
        QVERIFY(renderedSample({}, spec).value().contains(u"<|im_start|>"_s)); // ChatML
    }

    void whatDoesNotRenderSaysWhy_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("not closed") << u"{% for m in messages %}"_s;
        QTest::newRow("no such filter") << u"{{ messages | dance }}"_s;
        QTest::newRow("leaves the person out") << u"hello"_s;
        QTest::newRow("refuses") << u"{{ raise_exception('no') }}"_s;
        QTest::newRow("endless") << u"{% for i in range(10**9) %}x{% endfor %}"_s;
    }
    void whatDoesNotRenderSaysWhy()
    {
        QFETCH(QString, source);
        ModelSpec spec;
        spec.chatTemplate = kTurns.toStdString(); // would do, but is not what was asked for
        const auto text = renderedSample(source, spec);
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::TemplateFailed);
        QVERIFY(!text.error().detail.empty());
    }

    void aLongResultIsCut()
    {
        const QString source = kTurns + u"{% for i in range(20000) %}xxxxxxxxxx{% endfor %}"_s;
        QCOMPARE(renderedSample(source, {}).value().size(), 20000);
    }

    void onlyTheNewestIsAnswered()
    {
        TemplatePreview preview;
        QStringList answers;
        const auto take = [&](const Result<QString> &text) { answers << text.value_or(u"failed"_s); };
        preview.render(&preview, u"first "_s + kTurns, {}, take);
        preview.render(&preview, u"second "_s + kTurns, {}, take);
        QTRY_COMPARE(answers.size(), 1);
        QVERIFY(answers[0].startsWith(u"second "_s));
    }

    void nobodyIsToldWhoIsGone()
    {
        TemplatePreview preview;
        bool told = false;
        {
            QObject receiver;
            preview.render(&receiver, kTurns, {}, [&](const Result<QString> &) { told = true; });
        }
        bool next = false;
        preview.render(&preview, kTurns, {}, [&](const Result<QString> &) { next = true; });
        QTRY_VERIFY(next); // the pool works in order
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(TestTemplatePreview)
#include "test_template_preview.moc"
