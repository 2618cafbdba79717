// Runs lupdate over a copy of each translation and fails on every string that is not translated, on one that the
// sources no longer have, and on a translation whose placeholders differ from its source.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Entry {
    QString context, source, type;
    QStringList translations; ///< One, or the plural forms.
};

QList<Entry> readTs(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement() && !xml.isStartElement()) continue;
        if (xml.name() == u"name")
            context = xml.readElementText();
        else if (xml.name() == u"message")
            entries.append({context, {}, {}, {}});
        else if (xml.name() == u"source")
            entries.last().source = xml.readElementText();
        else if (xml.name() == u"translation") {
            entries.last().type = xml.attributes().value(u"type"_s).toString();
            QString text;
            bool forms = false;
            while (xml.readNext() != QXmlStreamReader::EndElement || xml.name() != u"translation") {
                if (xml.isStartElement() && xml.name() == u"numerusform") {
                    entries.last().translations.append(xml.readElementText());
                    forms = true;
                } else if (xml.isCharacters()) {
                    text += xml.text();
                }
            }
            if (!forms) entries.last().translations.append(text);
        }
    }
    return entries;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression place(uR"(%L?(\d|n))"_s);
    QStringList found;
    for (auto it = place.globalMatch(text); it.hasNext();)
        found.append(it.next().captured(1));
    found.sort();
    found.removeDuplicates();
    return found;
}

} // namespace

class TestTranslations final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStringIsTranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("pluralsOnly");
        QTest::newRow("zh_CN") << u"sotto_zh_CN.ts"_s << false;
        QTest::newRow("en") << u"sotto_en.ts"_s << true;
    }

    void everyStringIsTranslated()
    {
        QFETCH(QString, file);
        QFETCH(bool, pluralsOnly);
        QTemporaryDir dir;
        const QString copy = dir.filePath(file);
        const QString top = QStringLiteral(SOTTO_SOURCE_DIR);
        QVERIFY(QFile::copy(top + u"/translations/"_s + file, copy));
        QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner));
        const qsizetype before = readTs(copy).size();
        QVERIFY2(before > 0, "the translation file is empty");

        QStringList arguments = {u"-silent"_s, u"-locations"_s, u"none"_s, u"-I"_s, QStringLiteral(SOTTO_SOURCE_DIR)};
        if (pluralsOnly) arguments << u"-pluralonly"_s;
        arguments << top + u"/core"_s << top + u"/ui"_s << top + u"/app"_s << u"-ts"_s << copy;
        QProcess lupdate;
        lupdate.start(QStringLiteral(SOTTO_LUPDATE), arguments);
        QVERIFY(lupdate.waitForFinished(120'000));
        QCOMPARE(lupdate.exitCode(), 0);

        QStringList wrong;
        for (const Entry &entry : readTs(copy)) {
            const QString name = entry.context + u": “"_s + entry.source + u"”"_s;
            if (entry.type == u"vanished" || entry.type == u"obsolete") {
                wrong << name + u" is no longer in the sources"_s;
                continue;
            }
            for (const QString &translation : entry.translations) {
                if (entry.type == u"unfinished" || translation.trimmed().isEmpty())
                    wrong << name + u" is not translated"_s;
                // A plural form may leave its number out ("one token"); nothing else may be lost.
                else if (QStringList lost = placeholders(entry.source);
                         !pluralsOnly && lost != placeholders(translation))
                    wrong << name + u" loses or gains a placeholder in “"_s + translation + u"”"_s;
            }
        }
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable(u"run ./dev translate, then:\n"_s + wrong.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
