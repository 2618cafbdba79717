#include "inference/template/jinja_template.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

std::string textOf(const QJsonValue &value)
{
    return value.toString().toStdString();
}

std::string joined(const Result<std::vector<TextSpan>> &spans)
{
    std::string text;
    for (const TextSpan &span : *spans)
        text += span.text;
    return text;
}

TemplateVariables variablesOf(const QJsonArray &context)
{
    TemplateVariables variables;
    for (const auto &pair : context) {
        const QJsonArray both = pair.toArray();
        if (!variables.setJson(textOf(both[0]), textOf(both[1]), TextOrigin::Person)) qFatal("a variable is not JSON");
    }
    return variables;
}

/// Whether both fail, and where the template itself refuses, with the same words.
bool failAlike(const QJsonArray &expected, const Error &error)
{
    const std::string reason = textOf(expected[3]);
    constexpr std::string_view raised = "TemplateError: ";
    return expected[2].isNull() &&
           (!reason.starts_with(raised) || error.detail.starts_with(reason.substr(raised.size())));
}

} // namespace

/// The engine against Python's Jinja2, over every template of tests/template; see its README.
class TestTemplateDifferential final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameAsJinja2();

private:
    QJsonObject reference();
};

QJsonObject TestTemplateDifferential::reference()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath(u"reference.json"_s);
    const QString tests = QStringLiteral(SOTTO_SOURCE_DIR) + u"/tests/template"_s;
    QProcess python;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TZ"_s, u"UTC"_s);
    environment.insert(u"PYTHONDONTWRITEBYTECODE"_s, u"1"_s);
    python.setProcessEnvironment(environment);
    QStringList arguments{tests + u"/reference.py"_s, tests, out};
    // Templates that are not Sotto's to keep a copy of: a folder of them can be tried as well.
    if (const QString more = environment.value(u"SOTTO_TEMPLATES"_s); !more.isEmpty()) {
        for (const QFileInfo &entry : QDir(more).entryInfoList({u"*.jinja"_s}, QDir::Files, QDir::Name))
            arguments.append(entry.filePath());
    }
    python.start(u"python3"_s, arguments);
    if (!python.waitForFinished(120'000) || python.exitCode() != 0) {
        qWarning("%s", python.readAllStandardError().constData());
        return {};
    }
    QFile file(out);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

void TestTemplateDifferential::sameAsJinja2()
{
    qputenv("TZ", "UTC");
    const QJsonObject all = reference();
    const QJsonArray cases = all["cases"_L1].toArray();
    QVERIFY2(cases.size() > 1000, "python3 with jinja2 is needed (package python3-jinja2)");

    std::vector<Result<JinjaTemplate>> templates;
    for (const auto &text : all["templates"_L1].toArray())
        templates.push_back(JinjaTemplate::parse(textOf(text)));
    std::vector<TemplateVariables> contexts;
    for (const auto &context : all["contexts"_L1].toArray())
        contexts.push_back(variablesOf(context.toArray()));

    const auto now = static_cast<std::time_t>(all["now"_L1].toInteger());
    int wrong = 0;
    int failing = 0;
    for (const auto &entry : cases) {
        const QJsonArray one = entry.toArray();
        const auto number = static_cast<std::size_t>(one[0].toInt());
        const auto &parsed = templates[number];
        const auto spans = parsed ? parsed->render(contexts[static_cast<std::size_t>(one[1].toInt())], now)
                                  : std::unexpected(parsed.error());
        failing += one[2].isNull() ? 1 : 0;
        const bool same = spans ? one[2].isString() && joined(spans) == textOf(one[2]) : failAlike(one, spans.error());
        if (same) continue;
        if (++wrong > 60) continue;
        const std::string expected = one[2].isString() ? "\"" + textOf(one[2]) + "\"" : textOf(one[3]);
        const std::string got = spans ? "\"" + joined(spans) + "\"" : spans.error().detail;
        qWarning("template %zu, context %d: %.160s\n  Jinja2: %.300s\n  here:   %.300s", number, one[1].toInt(),
                 textOf(all["templates"_L1].toArray()[one[0].toInt()]).c_str(), expected.c_str(), got.c_str());
    }
    qInfo("%lld cases, %d of which fail in both", static_cast<long long>(cases.size()), failing);
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(TestTemplateDifferential)
#include "test_template_differential.moc"
