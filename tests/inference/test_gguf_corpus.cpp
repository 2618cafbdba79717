#include "inference/gguf/gguf_reader.h"
#include "tests/support/gguf_builder.h"
#include "tests/support/gguf_corpus.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace sotto;
using namespace sotto::test;

namespace {

void write(const std::filesystem::path &path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace

/// The corpus of broken files, as the reader sees it. tests/cli/test_corpus.cpp shows it to the program.
class TestGgufCorpus final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWholeOneIsSound();
    void eachBrokenOneHasAnAnswer();
    void cutsAreCalledSo();
    void largeCountsAreRefused();
    void aFileThatChangesMeanwhile();
    void filesThatAreNone();
    void partsOutOfOrder();

private:
    [[nodiscard]] std::filesystem::path at(const std::string &name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    QTemporaryDir m_folder;
};

void TestGgufCorpus::theWholeOneIsSound()
{
    const std::string bytes = wholeGguf();
    const auto spec = parseModelSpec(bytesOf(bytes), bytes.size());
    QVERIFY2(spec, spec ? "" : spec.error().detail.c_str());
    QCOMPARE(spec->vocabularySize, 264U);
}

void TestGgufCorpus::eachBrokenOneHasAnAnswer()
{
    const auto corpus = brokenGgufs();
    QVERIFY(corpus.size() > 500);
    int refused = 0;
    for (const BrokenGguf &broken : corpus) {
        const auto spec = parseModelSpec(bytesOf(broken.bytes), broken.bytes.size());
        if (!spec) ++refused;
        // What passes lies inside the file.
        if (spec) QVERIFY2(spec->tensorBytes <= broken.bytes.size(), broken.name.c_str());
    }
    qInfo("%d of %d are refused by the header alone", refused, static_cast<int>(corpus.size()));
    QVERIFY(refused > static_cast<int>(corpus.size()) / 3);
}

void TestGgufCorpus::cutsAreCalledSo()
{
    for (const BrokenGguf &broken : brokenGgufs()) {
        if (!broken.name.starts_with("cut at ") || broken.bytes.size() < 8) continue;
        const auto spec = parseModelSpec(bytesOf(broken.bytes), broken.bytes.size());
        QVERIFY2(!spec && spec.error().code == ErrorCode::FileTruncated, broken.name.c_str());
    }
}

void TestGgufCorpus::largeCountsAreRefused()
{
    for (const BrokenGguf &broken : brokenGgufs()) {
        if (!broken.name.contains(" claims ") && !broken.name.contains(" of tensors") &&
            !broken.name.contains(" of values"))
            continue;
        QVERIFY2(!parseModelSpec(bytesOf(broken.bytes), broken.bytes.size()), broken.name.c_str());
    }
}

/// The reader must not trust what it saw a moment ago.
void TestGgufCorpus::aFileThatChangesMeanwhile()
{
    const auto path = at("changing.gguf");
    const std::string whole = wholeGguf();
    write(path, whole);
    std::atomic<bool> stop = false;
    std::jthread changer([&] {
        const auto corpus = brokenGgufs();
        for (std::size_t i = 0; !stop; ++i) {
            std::filesystem::resize_file(path, (i * 7919) % whole.size());
            write(path, i % 2 == 0 ? whole : corpus[i % corpus.size()].bytes);
        }
    });
    for (int round = 0; round < 300; ++round) {
        const auto spec = readModelSpec(path);
        if (spec) QVERIFY(spec->layerBytes.size() == spec->layerCount);
    }
    stop = true;
}

void TestGgufCorpus::filesThatAreNone()
{
    write(at("empty.gguf"), "");
    QVERIFY(!readModelSpec(at("empty.gguf")));
    QVERIFY(!readModelSpec(m_folder.path().toStdString()));
    QCOMPARE(::mkfifo(at("pipe.gguf").c_str(), 0600), 0);
    QVERIFY(!readModelSpec(at("pipe.gguf")));
    QVERIFY(!readModelSpec("/dev/null"));
    std::filesystem::create_symlink(at("loop.gguf"), at("loop.gguf"));
    QVERIFY(!readModelSpec(at("loop.gguf")));
    write(at("closed.gguf"), wholeGguf());
    QCOMPARE(::chmod(at("closed.gguf").c_str(), 0), 0);
    const auto closed = readModelSpec(at("closed.gguf"));
    if (::geteuid() == 0) return; // nothing is closed to root
    QVERIFY(!closed && closed.error().code == ErrorCode::FileUnreadable);
}

void TestGgufCorpus::partsOutOfOrder()
{
    const auto part = [](std::uint16_t number, std::uint16_t count, const char *tensor) {
        GgufBuilder builder;
        builder.text("general.architecture", "llama").u16("split.no", number).u16("split.count", count);
        return builder.tensor(tensor, {32}, 0, 128).file();
    };
    // Each is called by the other's name.
    write(at("turned-00001-of-00002.gguf"), part(1, 2, "a"));
    write(at("turned-00002-of-00002.gguf"), part(0, 2, "b"));
    QVERIFY(!readModelSpec(at("turned-00001-of-00002.gguf")));
    QVERIFY(!readModelSpec(at("turned-00002-of-00002.gguf")));
    // One part is of another model, whose parts are more.
    write(at("mixed-00001-of-00002.gguf"), part(0, 2, "a"));
    write(at("mixed-00002-of-00002.gguf"), part(1, 3, "b"));
    QVERIFY(!readModelSpec(at("mixed-00001-of-00002.gguf")));
    // A count that would be a folder full.
    write(at("many-00001-of-65535.gguf"), part(0, 65535, "a"));
    QVERIFY(!readModelSpec(at("many-00001-of-65535.gguf")));
    write(at("self-00001-of-00001.gguf"), part(0, 0, "a"));
    (void)readModelSpec(at("self-00001-of-00001.gguf"));
}

QTEST_GUILESS_MAIN(TestGgufCorpus)
#include "test_gguf_corpus.moc"
