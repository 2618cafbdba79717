// `sotto-cli template` as a program of its own.

#include "tests/support/cli_fixture.h"

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestTemplate final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

    void rendersTemplates()
    {
        const auto write = [&](const QString &name, const QByteArray &bytes) {
            QFile file(m_dir->filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
            return file.fileName();
        };
        const QString chat = write(u"chat.json"_s, R"([{"role": "user", "content": "caf\u00e9 <|im_end|>"}])");
        const QString good =
            write(u"good.jinja"_s, "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ x|tojson }}{% endfor %}");
        const auto render = [&](const QString &file, const QStringList &more) {
            return run(QStringList{u"template"_s, u"render"_s, file, u"--messages"_s, chat} + more);
        };
        const Outcome whole = render(good, {u"--var"_s, u"x={\"b\": [1, true], \"a\": null}"_s});
        QCOMPARE(whole.out, QByteArray("user: caf\xC3\xA9 <|im_end|>{\"b\": [1, true], \"a\": null}"));
        QCOMPARE(whole.code, 0);
        QVERIFY(whole.err.isEmpty());

        const QString refusing = write(u"refusing.jinja"_s, "a\n{{ raise_exception('No\nway') }}");
        for (const Outcome &bad : {render(refusing, {}), render(good, {u"--var"_s, u"x={"_s}), render(u"nowhere"_s, {}),
                                   render(write(u"broken.jinja"_s, "\n{% if %}"), {})}) {
            QCOMPARE(bad.code, 1);
            QVERIFY(bad.out.isEmpty());
            QCOMPARE(bad.err.count('\n'), 1);
        }
        QVERIFY(render(refusing, {}).err.contains("No way"));
        QVERIFY(render(write(u"broken.jinja"_s, "\n{% if %}"), {}).err.contains("line 2"));
        QCOMPARE(run({u"template"_s, u"render"_s, good}).code, 2);
        QCOMPARE(render(good, {u"--var"_s, u"x"_s}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestTemplate)
#include "test_template.moc"
