// Reads every source file and fails on an include that points up or sideways, on a library included outside the one
// folder that may know it, and on words a thread of this program must not say.

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

// Declared before the tables: moc does not read raw strings, and would miss what stands behind them.
class TestRooms final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRulesCatchWhatTheyAreFor();
    void includesPointDown_data();
    void includesPointDown();
    void onlyTheRightFolderKnows();
    void qtFreeRoomsAreFreeOfQt();
};

namespace {

const QHash<QString, QSet<QString>> &mayInclude()
{
    static const QHash<QString, QSet<QString>> rooms = {
        {u"base"_s, {u"base"_s}},
        {u"inference"_s, {u"base"_s, u"inference"_s}},
        {u"hardware"_s, {u"base"_s, u"hardware"_s}},
        {u"core"_s, {u"base"_s, u"inference"_s, u"hardware"_s, u"core"_s}},
        {u"ui"_s, {u"base"_s, u"inference"_s, u"hardware"_s, u"core"_s, u"ui"_s}},
        {u"app"_s, {u"base"_s, u"inference"_s, u"hardware"_s, u"core"_s, u"ui"_s, u"translations"_s, u"app"_s}},
    };
    return rooms;
}

struct Rule {
    QRegularExpression pattern; ///< Looked for in each line.
    QStringList only;           ///< Path prefixes that may; empty: nobody.
    QString why;
};

const QList<Rule> &rules()
{
    static const QList<Rule> all = {
        {QRegularExpression(uR"(#include [<"](llama|ggml|gguf|mtmd)[-\w]*\.h)"_s),
         {u"inference/llama/"_s},
         u"only inference/llama/ knows llama.cpp"_s},
        {QRegularExpression(uR"(#include <sqlite3)"_s), {u"core/storage/"_s}, u"only core/storage/ opens a database"_s},
        {QRegularExpression(uR"(QSqlDatabase|sqlite3_open)"_s),
         {u"core/storage/"_s},
         u"only core/storage/ opens a database"_s},
        {QRegularExpression(
             uR"(QNetwork(AccessManager|Reply|Request|Proxy|Cookie)|Q(Tcp|Ssl|Udp|Sctp|Abstract)Socket|)"_s
             uR"(QHostInfo|QDnsLookup|QWebSocket|#include <(sys/socket|netdb|curl/\w+)\.h>)"_s),
         {u"core/net/"_s},
         u"only core/net/ reaches the network"_s},
        {QRegularExpression(uR"(QKeychain|keychain\.h)"_s), {u"core/net/"_s}, u"only core/net/ opens the keychain"_s},
        {QRegularExpression(u"BlockingQueuedConnection"_s), {}, u"threads do not wait for one another"_s},
        {QRegularExpression(uR"(processEvents\()"_s), {}, u"no nested event loops"_s},
        {QRegularExpression(uR"(QEventLoop)"_s), {}, u"no nested event loops"_s},
        {QRegularExpression(uR"((\.|->|::)exec\()"_s),
         {u"app/"_s, u"core/storage/"_s},
         u"an event loop is started in main alone"_s},
        {QRegularExpression(uR"(setStyleSheet\()"_s), {}, u"looks come from SottoStyle, not from style sheets"_s},
    };
    return all;
}

/// A line without its comment and its string contents, so that prose may name what code may not.
QString codeOf(const QString &line)
{
    static const QRegularExpression comment(uR"(//.*$)"_s);
    return QString(line).remove(comment);
}

QStringList sourceFiles(const QString &room)
{
    QStringList files;
    QDirIterator it(QStringLiteral(SOTTO_SOURCE_DIR) + u'/' + room, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next());
    files.sort();
    return files;
}

} // namespace

void TestRooms::theRulesCatchWhatTheyAreFor()
{
    const auto hits = [](const QString &line) {
        for (const Rule &rule : rules())
            if (rule.pattern.match(codeOf(line)).hasMatch()) return true;
        return false;
    };
    QVERIFY(hits(u"#include <llama.h>"_s));
    QVERIFY(hits(u"#include \"ggml-backend.h\""_s));
    QVERIFY(hits(u"    QNetworkAccessManager manager;"_s));
    QVERIFY(hits(u"    auto *reply = static_cast<QNetworkReply *>(sender());"_s));
    QVERIFY(hits(u"#include <sys/socket.h>"_s));
    QVERIFY(hits(u"    QTcpSocket socket;"_s));
    QVERIFY(!hits(u"    NetGate gate(state);"_s));
    QVERIFY(hits(u"    dialog.exec();"_s));
    QVERIFY(!hits(u"// a dialog.exec() would nest"_s));
    QVERIFY(!hits(u"#include \"inference/llama/llama_backend.h\""_s));
}

void TestRooms::includesPointDown_data()
{
    QTest::addColumn<QString>("room");
    for (auto it = mayInclude().begin(); it != mayInclude().end(); ++it)
        QTest::newRow(qPrintable(it.key())) << it.key();
}

void TestRooms::includesPointDown()
{
    QFETCH(QString, room);
    static const QRegularExpression include(uR"(^\s*#\s*include\s*"(\w+)/)"_s);
    const QStringList files = sourceFiles(room);
    QVERIFY2(!files.isEmpty(), qPrintable(u"no sources in "_s + room));
    QStringList wrong;
    for (const QString &path : files) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        for (const QString &line : lines) {
            const auto match = include.match(line);
            if (match.hasMatch() && !mayInclude()[room].contains(match.captured(1)))
                wrong << path + u": "_s + line.trimmed();
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestRooms::onlyTheRightFolderKnows()
{
    QStringList wrong;
    const QString top = QStringLiteral(SOTTO_SOURCE_DIR) + u'/';
    for (const QString &room : mayInclude().keys()) {
        for (const QString &path : sourceFiles(room)) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
            const QString name = path.sliced(top.size());
            for (qsizetype i = 0; i < lines.size(); ++i) {
                const QString code = codeOf(lines[i]);
                for (const Rule &rule : rules()) {
                    if (std::ranges::any_of(rule.only,
                                            [&name](const QString &prefix) { return name.startsWith(prefix); }))
                        continue;
                    if (rule.pattern.match(code).hasMatch())
                        wrong << u"%1:%2: %3 (%4)"_s.arg(name).arg(i + 1).arg(lines[i].trimmed(), rule.why);
                }
            }
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestRooms::qtFreeRoomsAreFreeOfQt()
{
    static const QRegularExpression qt(uR"(^\s*#\s*include\s*<Q\w+)"_s);
    QStringList wrong;
    for (const QString &room : {u"base"_s, u"inference"_s, u"hardware"_s}) {
        for (const QString &path : sourceFiles(room)) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n'))
                if (qt.match(line).hasMatch()) wrong << path + u": "_s + line;
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestRooms)
#include "test_rooms.moc"
