#include "base/checksum.h"
#include "inference/llama/state_file.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

const StateDigest kModel{1, 2};

SharedBytes noise(std::size_t size, quint32 seed)
{
    auto bytes = std::make_shared<ByteBlock>(size);
    QRandomGenerator random(seed);
    for (std::size_t i = 0; i < size; ++i)
        bytes->data()[i] = static_cast<std::uint8_t>(random.generate());
    return bytes;
}

SequenceState someState()
{
    SequenceState state{.tokens = {5, 6, 7, 8, 9}, .rollsBack = false, .whole = noise(300, 1), .checkpoints = {}};
    state.checkpoints = {{2, noise(40, 2)}, {4, noise(41, 3)}};
    return state;
}

bool same(const SequenceState &a, const SequenceState &b)
{
    const auto equal = [](const SharedBytes &x, const SharedBytes &y) {
        return x->size() == y->size() && std::memcmp(x->data(), y->data(), x->size()) == 0;
    };
    bool all = a.tokens == b.tokens && a.rollsBack == b.rollsBack && equal(a.whole, b.whole) &&
               a.checkpoints.size() == b.checkpoints.size();
    for (std::size_t i = 0; i < a.checkpoints.size() && all; ++i)
        all =
            a.checkpoints[i].tokens == b.checkpoints[i].tokens && equal(a.checkpoints[i].state, b.checkpoints[i].state);
    return all;
}

} // namespace

/// The file of a kept state: whole or refused.
class TestStateFiles final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksumSeesEveryBit();
    void checksumDoesNotSeeTheCuts();
    void comesBackAsItWas();
    void isPrivate();
    void anotherModelsIsRefused();
    void everyCutIsRefused();
    void everyFlippedBitIsRefused();
    void surplusIsRefused();
    void foreignFilesAreRefused();
    void inventedFilesAreRefused();
    void countsOutOfBoundsAreRefused();
    void interruptedLeavesNothing();
    void cannotWriteLeavesNothing();

private:
    std::filesystem::path file(const char *name) { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    QByteArray written();
    std::filesystem::path with(const QByteArray &bytes);
    QTemporaryDir m_folder;
};

QByteArray TestStateFiles::written()
{
    const auto path = file("written.kv");
    if (!writeStateFile(path, kModel, "chat 1", someState(), {})) return {};
    QFile in(QString::fromStdString(path.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

std::filesystem::path TestStateFiles::with(const QByteArray &bytes)
{
    const auto path = file("changed.kv");
    QFile out(QString::fromStdString(path.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size()) qFatal("cannot write");
    return path;
}

void TestStateFiles::checksumSeesEveryBit()
{
    for (const std::size_t size : {1U, 7U, 8U, 31U, 32U, 33U, 100U}) {
        std::vector<std::uint8_t> bytes(size, 0x5A);
        const std::uint64_t before = checksum64(bytes);
        for (std::size_t bit = 0; bit < size * 8; ++bit) {
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            QVERIFY(checksum64(bytes) != before);
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        }
        bytes.push_back(0);
        QVERIFY(checksum64(bytes) != before);
        QVERIFY(checksum64(bytes, 1) != checksum64(bytes, 2));
    }
}

void TestStateFiles::checksumDoesNotSeeTheCuts()
{
    const SharedBytes bytes = noise(1000, 9);
    for (const std::size_t piece : {1U, 5U, 31U, 32U, 33U, 64U, 999U}) {
        Checksum64 sum(3);
        for (std::size_t at = 0; at < bytes->size(); at += piece)
            sum.add(bytes->span().subspan(at, std::min<std::size_t>(piece, bytes->size() - at)));
        QCOMPARE(sum.value(), checksum64(bytes->span(), 3));
    }
}

void TestStateFiles::comesBackAsItWas()
{
    const auto path = file("a.kv");
    QVERIFY(writeStateFile(path, kModel, "chat 1", someState(), {}));
    const auto header = readStateHeader(path);
    QVERIFY(header);
    QCOMPARE(header->name, std::string("chat 1"));
    QCOMPARE(header->model, kModel);
    QCOMPARE(header->checkpoints, (std::vector<std::size_t>{2, 4}));
    QCOMPARE(header->fileBytes, std::filesystem::file_size(path));
    const auto state = readStateFile(path, kModel);
    QVERIFY(state);
    QVERIFY(same(*state, someState()));
    QVERIFY(!std::filesystem::exists(path.string() + kStatePartEnding));
}

void TestStateFiles::isPrivate()
{
    const auto path = file("private.kv");
    QVERIFY(writeStateFile(path, kModel, "chat 1", someState(), {}));
    using std::filesystem::perms;
    QCOMPARE(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
}

void TestStateFiles::anotherModelsIsRefused()
{
    const auto path = file("other.kv");
    QVERIFY(writeStateFile(path, kModel, "chat 1", someState(), {}));
    QCOMPARE(readStateFile(path, {1, 3}).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(readStateFile(path, {2, 1}).error().code, ErrorCode::InvalidRequest);
}

void TestStateFiles::everyCutIsRefused()
{
    const QByteArray whole = written();
    QVERIFY(whole.size() > 500);
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!readStateFile(with(whole.first(size)), kModel), qPrintable(u"cut at %1"_s.arg(size)));
}

void TestStateFiles::everyFlippedBitIsRefused()
{
    const QByteArray whole = written();
    for (qsizetype at = 0; at < whole.size(); ++at) {
        QByteArray changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        QVERIFY2(!readStateFile(with(changed), kModel), qPrintable(u"flipped at %1"_s.arg(at)));
    }
}

void TestStateFiles::surplusIsRefused()
{
    QCOMPARE(readStateFile(with(written() + '\0'), kModel).error().code, ErrorCode::FileTruncated);
}

void TestStateFiles::foreignFilesAreRefused()
{
    QVERIFY(!readStateHeader(with("GGUF and something else, long enough for a header of a file, "
                                  "and then some more so that it is read in full")));
    QCOMPARE(readStateHeader(file("none.kv")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(readStateHeader(m_folder.path().toStdString()).error().code, ErrorCode::FileNotFound);
}

/// Anything at all: most never pass the first word, so half of them keep a true beginning. Longer by
/// SOTTO_FUZZ_SECONDS.
void TestStateFiles::inventedFilesAreRefused()
{
    const QByteArray whole = written();
    QRandomGenerator random(4);
    QElapsedTimer clock;
    clock.start();
    const qint64 most = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS") * 1000LL;
    for (int round = 0; round < 2000 || clock.elapsed() < most; ++round) {
        QByteArray bytes = whole;
        const int changes = 1 + static_cast<int>(random.bounded(8));
        for (int i = 0; i < changes; ++i) {
            const auto at = static_cast<qsizetype>(random.bounded(round % 2 ? 64 : static_cast<int>(bytes.size())));
            const quint32 kind = random.bounded(3U);
            bytes[at] = kind == 0 ? '\xFF' : kind == 1 ? '\0' : static_cast<char>(random.generate());
        }
        bytes.resize(static_cast<qsizetype>(random.bounded(static_cast<int>(bytes.size()) + 1)));
        if (bytes == whole) continue;
        const auto path = with(bytes);
        QVERIFY(!readStateFile(path, kModel));
        static_cast<void>(readStateHeader(path));
    }
}

/// Written by hand with right sums, so that only the bounds are left to refuse them.
void TestStateFiles::countsOutOfBoundsAreRefused()
{
    const auto refused = [&](qsizetype offset, quint64 value) {
        QByteArray bytes = written();
        std::memcpy(bytes.data() + offset, &value, sizeof value);
        const qsizetype end = 64 + 6 + 5 * 4 + 2 * 16; // head, name, tokens, places
        const std::uint64_t sum =
            checksum64({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(end)});
        std::memcpy(bytes.data() + end, &sum, sizeof sum);
        return !readStateFile(with(bytes), kModel).has_value();
    };
    QVERIFY(!refused(56, 300)); // what is there already: the sums are right
    for (const qsizetype offset : {32, 40, 48, 56})
        for (const quint64 value : {quint64(0), quint64(1) << 24, quint64(1) << 62, ~quint64(0)})
            QVERIFY2(refused(offset, value), qPrintable(u"%1 at %2"_s.arg(value).arg(offset)));
    QVERIFY(refused(90, 5)); // the first checkpoint behind the second
    QVERIFY(refused(90, 0));
    QVERIFY(refused(98, ~quint64(0))); // its size wraps round
}

void TestStateFiles::interruptedLeavesNothing()
{
    const auto path = file("interrupted.kv");
    SequenceState large = someState();
    large.whole = noise(9 << 20, 5);
    int asked = 0;
    const Status done = writeStateFile(path, kModel, "chat 1", large, [&] { return ++asked > 6; });
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(!std::filesystem::exists(path));
    QVERIFY(!std::filesystem::exists(path.string() + kStatePartEnding));
}

void TestStateFiles::cannotWriteLeavesNothing()
{
    QVERIFY(!writeStateFile(file("no such folder/a.kv"), kModel, "chat 1", someState(), {}));
    QCOMPARE(writeStateFile(file("a.kv"), kModel, std::string(257, 'n'), someState(), {}).error().code,
             ErrorCode::InvalidRequest);
    if (!std::filesystem::exists("/dev/full")) QSKIP("no /dev/full here");
    std::filesystem::create_symlink("/dev/full", file("full.kv.part"));
    QVERIFY(writeStateFile(file("full.kv"), kModel, "chat 1", someState(), {})); // does not follow what lies in its way
}

QTEST_GUILESS_MAIN(TestStateFiles)
#include "test_state_files.moc"
