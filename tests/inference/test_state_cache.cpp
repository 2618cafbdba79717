#include "inference/llama/state_cache.h"
#include "inference/llama/state_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <numeric>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

const StateDigest kModel{1, 2};
using Tokens = std::vector<std::int32_t>;

Tokens run(int first, std::size_t count)
{
    Tokens tokens(count);
    std::iota(tokens.begin(), tokens.end(), first);
    return tokens;
}

/// A state of these tokens that takes a thousand bytes, tokens not counted.
StateCache::Shared stateOf(Tokens tokens, bool rollsBack = true, std::vector<std::size_t> places = {})
{
    auto state = std::make_shared<SequenceState>();
    state->tokens = std::move(tokens);
    state->rollsBack = rollsBack;
    auto whole = std::make_shared<ByteBlock>(1000);
    std::ranges::fill(std::span(whole->data(), whole->size()), static_cast<std::uint8_t>(state->tokens.front()));
    state->whole = std::move(whole);
    for (const std::size_t place : places)
        state->checkpoints.push_back({place, std::make_shared<ByteBlock>(1)});
    return state;
}

} // namespace

/// Which states are kept, found, and gone.
class TestStateCache final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void findsTheLongestBeginning();
    void checkpointsBoundWhatIsSaved();
    void isFoundForItsModelOnly();
    void newerTakesThePlaceOfWhatItGoesOnFrom();
    void leastUsedGoesFirst();
    void tooLargeIsNotKept();
    void checkpointsAreThinnedEvenly();
    void goesToDiskAndComesBack();
    void isFoundByTheNextProgram();
    void diskIsBounded();
    void waitsInMemoryUntilWritten();
    void damagedFilesAreDeleted();
    void forgetsEverywhere();
    void retainsTheKnown();
    void noDiskMeansNoFiles();
    void otherFilesAreLeftAlone();
    void unwritableFolderIsNoTrouble();

private:
    [[nodiscard]] std::filesystem::path folder() const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / "states";
    }
    [[nodiscard]] std::vector<std::filesystem::path> files() const;
    static void writeAll(StateCache &cache)
    {
        while (cache.hasUnwritten())
            cache.writeOne({});
    }
    std::unique_ptr<QTemporaryDir> m_folder = std::make_unique<QTemporaryDir>();
};

std::vector<std::filesystem::path> TestStateCache::files() const
{
    std::vector<std::filesystem::path> found;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator(folder(), problem))
        found.push_back(entry.path());
    return found;
}

void TestStateCache::findsTheLongestBeginning()
{
    StateCache cache;
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    Tokens other = run(1, 80);
    other.push_back(7);
    cache.keep(kModel, "b", stateOf(other));
    QCOMPARE(cache.find(kModel, run(1, 200), 0)->tokens.size(), std::size_t{100});
    Tokens prompt = other;
    prompt.push_back(8);
    QCOMPARE(cache.find(kModel, prompt, 0)->tokens.size(), std::size_t{81});
    QVERIFY(!cache.find(kModel, run(1, 200), 100));
    QVERIFY(cache.find(kModel, run(1, 200), 99));
    QVERIFY(!cache.find(kModel, run(500, 50), 0));
    // The last token of a prompt is computed in any case.
    QVERIFY(!cache.find(kModel, run(1, 50), 49));
}

void TestStateCache::checkpointsBoundWhatIsSaved()
{
    const std::vector<std::size_t> places{10, 40};
    const Tokens held = run(1, 100);
    QCOMPARE(savedTokens(held, true, {}, run(1, 60)), std::size_t{59});
    QCOMPARE(savedTokens(held, false, places, run(1, 60)), std::size_t{40});
    QCOMPARE(savedTokens(held, false, places, run(1, 30)), std::size_t{10});
    QCOMPARE(savedTokens(held, false, places, run(1, 10)), std::size_t{0});
    QCOMPARE(savedTokens(held, false, places, run(1, 101)), std::size_t{100});
    QCOMPARE(savedTokens(held, false, places, {}), std::size_t{0});
}

void TestStateCache::isFoundForItsModelOnly()
{
    StateCache cache;
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    QVERIFY(!cache.find({1, 3}, run(1, 200), 0));
    QVERIFY(cache.find(kModel, run(1, 200), 0));
}

void TestStateCache::newerTakesThePlaceOfWhatItGoesOnFrom()
{
    StateCache cache;
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    cache.keep(kModel, "a", stateOf(run(1, 150)));
    QCOMPARE(cache.kept().inMemory, 1);
    cache.keep(kModel, "a", stateOf(run(1, 150)));
    QCOMPARE(cache.kept().inMemory, 1);
    Tokens branch = run(1, 90);
    branch.push_back(3);
    cache.keep(kModel, "a", stateOf(branch)); // another branch of the same chat: both stay
    QCOMPARE(cache.kept().inMemory, 2);
    cache.keep(kModel, "b", stateOf(run(1, 160))); // another chat does not take its place
    QCOMPARE(cache.kept().inMemory, 3);
}

void TestStateCache::leastUsedGoesFirst()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 3 * 1400});
    for (int i = 1; i <= 3; ++i)
        cache.keep(kModel, std::to_string(i), stateOf(run(i * 1000, 100)));
    QCOMPARE(cache.kept(), (KeptStates{.inMemory = 3, .memoryBytes = 3 * 1400}));
    QVERIFY(cache.find(kModel, run(1000, 200), 0)); // used again
    cache.keep(kModel, "4", stateOf(run(4000, 100)));
    QVERIFY(!cache.find(kModel, run(2000, 200), 0));
    QVERIFY(cache.find(kModel, run(1000, 200), 0));
    QVERIFY(cache.kept().memoryBytes <= 3 * 1400);
    cache.setLimits({.memoryBytes = 1400});
    QCOMPARE(cache.kept().inMemory, 1);
    QVERIFY(cache.find(kModel, run(1000, 200), 0));
    cache.setLimits({.memoryBytes = 0});
    QCOMPARE(cache.kept(), KeptStates{});
}

void TestStateCache::tooLargeIsNotKept()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 1399});
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    QCOMPARE(cache.kept(), KeptStates{});
    cache.keep(kModel, "a", nullptr);
    QCOMPARE(cache.kept(), KeptStates{});
}

void TestStateCache::checkpointsAreThinnedEvenly()
{
    QCOMPARE(leastMissed(std::vector<std::size_t>{100, 110, 120, 500, 510}), std::size_t{1}); // 20 wide, not 100 or 390
    QCOMPARE(leastMissed(std::vector<std::size_t>{10, 200, 201}), std::size_t{0}); // never one of the last two
    std::vector<std::size_t> places;
    for (std::size_t at = 1; at <= 64; ++at) {
        places.push_back(at * 100);
        if (places.size() > 8) places.erase(places.begin() + static_cast<std::ptrdiff_t>(leastMissed(places)));
    }
    QCOMPARE(places.back(), std::size_t{6400});
    std::size_t widest = places.front();
    for (std::size_t i = 1; i < places.size(); ++i)
        widest = std::max(widest, places[i] - places[i - 1]);
    QVERIFY2(widest <= 2400, qPrintable(QString::number(widest)));
}

void TestStateCache::goesToDiskAndComesBack()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 1500, .diskBytes = 1 << 20, .folder = folder()});
    cache.keep(kModel, "a", stateOf(run(1, 100), false, {50}));
    QVERIFY(cache.hasUnwritten());
    writeAll(cache);
    QCOMPARE(files().size(), std::size_t{1});
    QCOMPARE(cache.kept().onDisk, 1);
    QCOMPARE(cache.kept().diskBytes, std::filesystem::file_size(files().front()));
    cache.keep(kModel, "b", stateOf(run(1000, 100))); // takes its place in memory
    QCOMPARE(cache.kept().inMemory, 1);
    const auto back = cache.find(kModel, run(1, 300), 0);
    QVERIFY(back);
    QCOMPARE(back->tokens, run(1, 100));
    QCOMPARE(back->checkpoints.size(), std::size_t{1});
    QCOMPARE(back->whole->data()[999], std::uint8_t{1});
    using std::filesystem::perms;
    QCOMPARE(std::filesystem::status(folder()).permissions(), perms::owner_all);
    QCOMPARE(std::filesystem::status(files().front()).permissions(), perms::owner_read | perms::owner_write);
    cache.keep(kModel, "a", stateOf(run(1, 120), false, {50})); // it goes on: the old file is of no use
    writeAll(cache);
    QCOMPARE(cache.kept().onDisk, 1);
    QCOMPARE(files().size(), std::size_t{1});
}

void TestStateCache::isFoundByTheNextProgram()
{
    const StateLimits limits{.memoryBytes = 1 << 20, .diskBytes = 1 << 20, .folder = folder()};
    {
        StateCache cache;
        cache.setLimits(limits);
        cache.keep(kModel, "a", stateOf(run(1, 100)));
        writeAll(cache);
    }
    StateCache next;
    next.setLimits(limits);
    QCOMPARE(next.kept().onDisk, 1);
    QCOMPARE(next.kept().inMemory, 0);
    QVERIFY(!next.find({9, 9}, run(1, 300), 0));
    QVERIFY(next.find(kModel, run(1, 300), 0));
    QCOMPARE(next.kept().inMemory, 1);
    QVERIFY(!next.hasUnwritten());
}

void TestStateCache::diskIsBounded()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 3500, .folder = folder()});
    for (int i = 1; i <= 5; ++i) {
        cache.keep(kModel, std::to_string(i), stateOf(run(i * 1000, 100)));
        writeAll(cache);
        QVERIFY(cache.kept().diskBytes <= 3500);
    }
    QCOMPARE(files().size(), std::size_t{2});
    QCOMPARE(cache.kept().inMemory, 5);
    StateCache next;
    next.setLimits({.memoryBytes = 1 << 20, .diskBytes = 2000, .folder = folder()});
    QCOMPARE(files().size(), std::size_t{1});
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 100, .folder = folder()});
    cache.keep(kModel, "6", stateOf(run(6000, 100)));
    QVERIFY(!cache.hasUnwritten()); // larger than all there is room for
}

void TestStateCache::waitsInMemoryUntilWritten()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 0, .diskBytes = 1 << 20, .folder = folder()});
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    QCOMPARE(cache.kept().inMemory, 1);
    int asked = 0;
    cache.writeOne([&] { return ++asked > 0; }); // a person has come
    QVERIFY(cache.hasUnwritten());
    QVERIFY(files().empty());
    writeAll(cache);
    QCOMPARE(cache.kept().inMemory, 0);
    QVERIFY(cache.find(kModel, run(1, 300), 0));
    QCOMPARE(cache.kept().inMemory, 0);
}

void TestStateCache::damagedFilesAreDeleted()
{
    StateCache cache;
    const StateLimits limits{.memoryBytes = 0, .diskBytes = 1 << 20, .folder = folder()};
    cache.setLimits(limits);
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    writeAll(cache);
    std::fstream file(files().front(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-200, std::ios::end); // in the state, not in the header
    file.put('x').put('y');
    file.close();
    QVERIFY(!cache.find(kModel, run(1, 300), 0));
    QVERIFY(files().empty());
    QCOMPARE(cache.kept(), KeptStates{});
    std::ofstream(folder() / "broken.kv") << "no state at all";
    StateCache next;
    next.setLimits(limits);
    QVERIFY(files().empty());
}

void TestStateCache::forgetsEverywhere()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 1 << 20, .folder = folder()});
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    Tokens branch = run(1, 90);
    branch.push_back(3);
    cache.keep(kModel, "a", stateOf(branch));
    cache.keep(kModel, "b", stateOf(run(1000, 100)));
    writeAll(cache);
    QCOMPARE(files().size(), std::size_t{3});
    cache.forget("a");
    QCOMPARE(files().size(), std::size_t{1});
    QVERIFY(!cache.find(kModel, run(1, 300), 0));
    QVERIFY(cache.find(kModel, run(1000, 300), 0));
}

void TestStateCache::retainsTheKnown()
{
    const StateLimits limits{.memoryBytes = 1 << 20, .diskBytes = 1 << 20, .folder = folder()};
    {
        StateCache cache;
        cache.setLimits(limits);
        for (int i = 1; i <= 3; ++i)
            cache.keep(kModel, std::to_string(i), stateOf(run(i * 1000, 100)));
        writeAll(cache);
    }
    StateCache next;
    next.setLimits(limits);
    next.retain({"2", "9"});
    QCOMPARE(files().size(), std::size_t{1});
    QVERIFY(next.find(kModel, run(2000, 300), 0));
    QVERIFY(!next.find(kModel, run(1000, 300), 0));
}

void TestStateCache::noDiskMeansNoFiles()
{
    StateCache cache;
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 1 << 20, .folder = folder()});
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    writeAll(cache);
    std::ofstream(folder() / "0123.kv.part") << "left over";
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 0, .folder = folder()});
    QVERIFY(files().empty());
    QCOMPARE(cache.kept().onDisk, 0);
    QVERIFY(cache.find(kModel, run(1, 300), 0)); // still in memory
    QVERIFY(!cache.hasUnwritten());
}

void TestStateCache::otherFilesAreLeftAlone()
{
    std::filesystem::create_directories(folder());
    std::ofstream(folder() / "notes.txt") << "mine";
    std::ofstream(folder() / "new.kv.part") << "another program is writing this";
    StateCache cache;
    cache.setLimits({.memoryBytes = 0, .diskBytes = 1, .folder = folder()});
    QCOMPARE(files().size(), std::size_t{2});
    cache.setLimits({.memoryBytes = 0, .diskBytes = 0, .folder = folder()});
    QCOMPARE(files(), std::vector<std::filesystem::path>{folder() / "notes.txt"});
}

void TestStateCache::unwritableFolderIsNoTrouble()
{
    std::ofstream(folder()) << "a file where the folder should be";
    StateCache cache;
    cache.setLimits({.memoryBytes = 1 << 20, .diskBytes = 1 << 20, .folder = folder()});
    cache.keep(kModel, "a", stateOf(run(1, 100)));
    cache.writeOne({});
    QVERIFY(!cache.hasUnwritten()); // once is enough
    QVERIFY(cache.find(kModel, run(1, 300), 0));
    QCOMPARE(cache.kept().onDisk, 0);
}

QTEST_GUILESS_MAIN(TestStateCache)
#include "test_state_cache.moc"
