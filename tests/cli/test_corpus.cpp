#include "core/models/model_library.h"
#include "core/models/process_probe.h"
#include "tests/support/gguf_corpus.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

/// The corpus of broken files, as the program meets them: in a folder that is scanned, and opened one by one through
/// the child that tries them. With SOTTO_FUZZ_SECONDS set each one is tried, else one in twelve.
class TestCorpus final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { qunsetenv("SOTTO_PROBE_SKIP_CHECK"); }
    void aFolderFullOfThemIsListed();
    void eachIsTriedAndTheProgramLives_data();
    void eachIsTriedAndTheProgramLives();

private:
    [[nodiscard]] QString pathOf(std::size_t number) const { return m_folder.filePath(u"%1.gguf"_s.arg(number)); }

    QTemporaryDir m_folder;
    std::vector<BrokenGguf> m_corpus = brokenGgufs();
};

void TestCorpus::initTestCase()
{
    m_corpus.push_back({"whole", wholeGguf()});
    for (std::size_t i = 0; i < m_corpus.size(); ++i) {
        QFile file(pathOf(i));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_corpus[i].bytes.data(), static_cast<qint64>(m_corpus[i].bytes.size()));
    }
}

void TestCorpus::aFolderFullOfThemIsListed()
{
    ModelLibrary library({});
    library.setFolders({m_folder.path()});
    QTRY_VERIFY_WITH_TIMEOUT(!library.isScanning(), 60'000);
    QVERIFY(!library.models().isEmpty());
    const auto last = static_cast<qsizetype>(m_corpus.size());
    QVERIFY(library.models().size() <= last);
    const auto sound = library.find(pathOf(m_corpus.size() - 1));
    QVERIFY(sound && !sound->problem);
    const auto problems =
        std::ranges::count_if(library.models(), [](const ModelFile &model) { return model.problem.has_value(); });
    QVERIFY(problems > last / 3);
}

void TestCorpus::eachIsTriedAndTheProgramLives_data()
{
    QTest::addColumn<bool>("looked");
    QTest::newRow("looked at first") << true;
    QTest::newRow("straight into llama") << false;
}

void TestCorpus::eachIsTriedAndTheProgramLives()
{
    QFETCH(bool, looked);
    if (!looked) qputenv("SOTTO_PROBE_SKIP_CHECK", "1");
    const std::size_t step = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS") > 0 ? 1 : 12;
    ProcessProbe probe({QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s, {}, {}});
    int passed = 0;
    int refused = 0;
    QStringList fatal;
    // The last one, the whole file, is among them.
    for (std::size_t i = (m_corpus.size() - 1) % step; i < m_corpus.size(); i += step) {
        std::optional<Status> verdict;
        probe.start({{.model = {pathOf(i)}}}, ModelProbe::Memory::All, [&](const Status &status) { verdict = status; });
        QTRY_VERIFY2_WITH_TIMEOUT(verdict.has_value(), m_corpus[i].name.c_str(), 90'000);
        if (*verdict)
            ++passed;
        else if (verdict->error().code == ErrorCode::ModelStopsLoader)
            fatal << QString::fromStdString(m_corpus[i].name + ": " + verdict->error().detail.substr(0, 60));
        else
            ++refused;
        if (i + 1 == m_corpus.size()) QVERIFY2(*verdict, *verdict ? "" : verdict->error().detail.c_str());
    }
    qInfo("%d pass, %d are refused, %d end the child: %s", passed, refused, static_cast<int>(fatal.size()),
          qPrintable(fatal.join(u"; "_s)));
    QVERIFY(refused > 0);
}

QTEST_GUILESS_MAIN(TestCorpus)
#include "test_corpus.moc"
