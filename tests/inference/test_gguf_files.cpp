#include "inference/gguf/gguf_reader.h"
#include "tests/support/gguf_builder.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <sys/stat.h>

using namespace sotto;
using namespace sotto::test;

namespace {

constexpr std::uint32_t kF32 = 0; // of `enum ggml_type`

Result<ModelSpec> parse(const std::string &bytes, const GgufLimits &limits = {})
{
    return parseModelSpec(bytesOf(bytes), bytes.size(), limits);
}

int codeOf(const Result<ModelSpec> &result)
{
    return result ? -1 : static_cast<int>(result.error().code);
}

GgufBuilder minimal()
{
    GgufBuilder builder;
    builder.text("general.architecture", "llama").tensor("token_embd.weight", {32}, kF32, 128);
    return builder;
}

void write(const std::filesystem::path &path, const std::string &bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

GgufBuilder part(int number, int count)
{
    GgufBuilder builder;
    if (number == 0) builder.text("general.architecture", "llama").u32("llama.block_count", 2);
    builder.u16("split.no", static_cast<std::uint16_t>(number)).u16("split.count", static_cast<std::uint16_t>(count));
    builder.tensor("blk." + std::to_string(number) + ".attn_q.weight", {32}, kF32, 128);
    return builder;
}

} // namespace

/// What the reader makes of files and of the parts of split models.
class TestGgufFiles final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyTruncatedFileIsAnError();
    void sumsUpSplitModels();
    void namesTheMissingPart();
    void refusesARenamedPart();
    void refusesPartsThatDoNotBelong();
    void damagedPartIsNamed();
    void missingFile();
    void folderIsNoModel();
    void pipeDoesNotBlock();
    void linkIsFollowed();
    void readsItFromAFile();

private:
    [[nodiscard]] std::filesystem::path at(const char *name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestGgufFiles::everyTruncatedFileIsAnError()
{
    const std::string bytes = smallLlama().file();
    const auto path = at("half.gguf");
    write(path, bytes);
    const std::size_t header = smallLlama().header().size();
    for (std::size_t size = header; size-- > 0;) {
        std::filesystem::resize_file(path, size);
        QCOMPARE(codeOf(readModelSpec(path)), static_cast<int>(ErrorCode::FileTruncated));
    }
    QCOMPARE(readModelSpec(path).error().subject, std::string("half.gguf"));
}

void TestGgufFiles::sumsUpSplitModels()
{
    write(at("big-00001-of-00002.gguf"), part(0, 2).file());
    write(at("big-00002-of-00002.gguf"), part(1, 2).file());
    const auto first = readModelSpec(at("big-00001-of-00002.gguf"));
    const auto second = readModelSpec(at("big-00002-of-00002.gguf"));
    QVERIFY(first.has_value());
    QVERIFY(second.has_value());
    QVERIFY(*first == *second);
    QCOMPARE(first->parts, (std::vector{at("big-00001-of-00002.gguf"), at("big-00002-of-00002.gguf")}));
    QCOMPARE(first->tensorBytes, 256ULL);
    QCOMPARE(first->fileBytes, part(0, 2).file().size() + part(1, 2).file().size());
    QCOMPARE(first->layerBytes, (std::vector<std::uint64_t>{128, 128}));
}

void TestGgufFiles::namesTheMissingPart()
{
    write(at("big-00001-of-00003.gguf"), part(0, 3).file());
    write(at("big-00003-of-00003.gguf"), part(2, 3).file());
    for (const char *name : {"big-00001-of-00003.gguf", "big-00003-of-00003.gguf"}) {
        const auto spec = readModelSpec(at(name));
        QCOMPARE(codeOf(spec), static_cast<int>(ErrorCode::SplitPartMissing));
        QCOMPARE(spec.error().subject, std::string("big-00002-of-00003.gguf"));
    }
}

void TestGgufFiles::refusesARenamedPart()
{
    write(at("renamed.gguf"), part(0, 2).file());
    write(at("big-1-of-2.gguf"), part(0, 2).file());
    write(at("big-00001-of-00003.gguf"), part(0, 2).file());
    for (const char *name : {"renamed.gguf", "big-1-of-2.gguf", "big-00001-of-00003.gguf"}) {
        QCOMPARE(codeOf(readModelSpec(at(name))), static_cast<int>(ErrorCode::SplitPartMissing));
    }
}

void TestGgufFiles::refusesPartsThatDoNotBelong()
{
    write(at("big-00001-of-00002.gguf"), part(0, 2).file());
    write(at("big-00002-of-00002.gguf"), part(0, 2).file());
    const auto spec = readModelSpec(at("big-00001-of-00002.gguf"));
    QCOMPARE(codeOf(spec), static_cast<int>(ErrorCode::GgufMalformed));
    QCOMPARE(spec.error().subject, std::string("big-00002-of-00002.gguf"));
}

void TestGgufFiles::damagedPartIsNamed()
{
    write(at("big-00001-of-00002.gguf"), part(0, 2).file());
    const std::string second = part(1, 2).file();
    write(at("big-00002-of-00002.gguf"), second.substr(0, second.size() - 1));
    const auto spec = readModelSpec(at("big-00001-of-00002.gguf"));
    QCOMPARE(codeOf(spec), static_cast<int>(ErrorCode::FileTruncated));
    QCOMPARE(spec.error().subject, std::string("big-00002-of-00002.gguf"));
}

void TestGgufFiles::missingFile()
{
    const auto spec = readModelSpec(at("none.gguf"));
    QCOMPARE(codeOf(spec), static_cast<int>(ErrorCode::FileNotFound));
    QCOMPARE(spec.error().subject, std::string("none.gguf"));
}

void TestGgufFiles::folderIsNoModel()
{
    QCOMPARE(codeOf(readModelSpec(m_folder->path().toStdString())), static_cast<int>(ErrorCode::FileUnreadable));
}

void TestGgufFiles::pipeDoesNotBlock()
{
    QCOMPARE(::mkfifo(at("pipe.gguf").c_str(), 0600), 0);
    QCOMPARE(codeOf(readModelSpec(at("pipe.gguf"))), static_cast<int>(ErrorCode::FileUnreadable));
    QCOMPARE(codeOf(readModelSpec("/dev/zero")), static_cast<int>(ErrorCode::FileUnreadable));
}

void TestGgufFiles::linkIsFollowed()
{
    write(at("blob"), minimal().file());
    std::filesystem::create_symlink(at("blob"), at("link.gguf"));
    QCOMPARE(codeOf(readModelSpec(at("link.gguf"))), -1);
}

void TestGgufFiles::readsItFromAFile()
{
    const std::string bytes = smallLlama().file();
    write(at("tiny.gguf"), bytes);
    auto fromFile = readModelSpec(at("tiny.gguf"));
    auto fromMemory = parse(bytes);
    QVERIFY(fromFile.has_value());
    QCOMPARE(fromFile->parts, std::vector{at("tiny.gguf")});
    fromFile->parts.clear();
    QVERIFY(*fromFile == *fromMemory);
}

QTEST_GUILESS_MAIN(TestGgufFiles)
#include "test_gguf_files.moc"
