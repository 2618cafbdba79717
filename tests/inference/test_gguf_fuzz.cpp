#include "inference/gguf/gguf_reader.h"
#include "tests/support/gguf_builder.h"

#include <QtTest>

#include <array>
#include <random>

using namespace sotto;
using namespace sotto::test;

namespace {

/// Damages a good file in one of the ways that find bugs in parsers.
class Mutator final {
public:
    explicit Mutator(std::uint64_t seed) : m_random(seed) {}

    std::string mutated(std::string bytes)
    {
        for (std::size_t n = 1 + below(6); n > 0; --n) {
            mutateOnce(bytes);
        }
        return bytes;
    }

    [[nodiscard]] std::size_t below(std::size_t bound) { return bound == 0 ? 0 : m_random() % bound; }

private:
    void mutateOnce(std::string &bytes)
    {
        if (bytes.empty()) return;
        const std::size_t at = below(bytes.size());
        switch (below(7)) {
        case 0: bytes[at] = static_cast<char>(m_random()); break;
        case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
        case 2: bytes.resize(at); break;
        case 3: bytes.insert(at, bytes.substr(below(bytes.size()), below(64))); break;
        case 4: bytes.erase(at, below(64)); break;
        default: overwriteNumber(bytes, at); break;
        }
    }

    void overwriteNumber(std::string &bytes, std::size_t at)
    {
        static constexpr std::array<std::uint64_t, 12> awkward{
            0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF'FFFF, 0x8000'0000, 0xFFFF'FFFF, 1ULL << 40, ~0ULL >> 1, ~0ULL};
        const std::string number = littleEndian(awkward[below(awkward.size())]).substr(0, below(2) == 0 ? 4 : 8);
        bytes.replace(at, number.size(), number);
    }

    std::mt19937_64 m_random;
};

} // namespace

/// SOTTO_FUZZ_SECONDS makes it run for that long; without it the seed and the number of rounds are fixed.
class TestGgufFuzz final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedHeadersNeverCrash();
};

void TestGgufFuzz::damagedHeadersNeverCrash()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const std::uint64_t seed = seconds > 0 ? std::random_device()() : 20261122;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    Mutator mutator(seed);
    const std::array seeds{smallLlama().file(), smallLlama().header(), smallLlama().version(2).file()};

    QElapsedTimer timer;
    timer.start();
    std::array<int, 256> outcomes{};
    int good = 0;
    for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 20'000; ++round) {
        const std::string bytes = mutator.mutated(seeds[mutator.below(seeds.size())]);
        const std::uint64_t fileBytes = mutator.below(4) == 0 ? bytes.size() + mutator.below(1 << 20) : bytes.size();
        const auto spec = parseModelSpec(bytesOf(bytes), fileBytes);
        if (!spec) {
            ++outcomes[static_cast<std::size_t>(spec.error().code)];
            continue;
        }
        ++good;
        // What was accepted lies inside the file and within the limits.
        QVERIFY(spec->layerBytes.size() == spec->layerCount && spec->layerCount <= 65'536);
        QVERIFY(spec->vocabularySize <= GgufLimits{}.maxArrayElements || spec->vocabularySize == 0);
        QVERIFY(!spec->architecture.empty());
    }
    const auto count = [&](ErrorCode code) { return outcomes[static_cast<std::size_t>(code)]; };
    // The mutator must reach deep enough to see each kind of outcome.
    QVERIFY(good > 0);
    QVERIFY(count(ErrorCode::NotGguf) > 0);
    QVERIFY(count(ErrorCode::GgufVersionUnsupported) > 0);
    QVERIFY(count(ErrorCode::FileTruncated) > 0);
    QVERIFY(count(ErrorCode::GgufMalformed) > 0);
    qInfo("%d accepted, %d malformed, %d truncated", good, count(ErrorCode::GgufMalformed),
          count(ErrorCode::FileTruncated));
}

QTEST_GUILESS_MAIN(TestGgufFuzz)
#include "test_gguf_fuzz.moc"
