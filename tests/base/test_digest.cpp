#include "base/digest.h"

#include <QTest>

using namespace sotto;

/// A digest becomes a file's name and part of an address (CVE-2024-37032), so nothing but one gets through.
class TestDigest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesSixtyFourLowerCaseDigits()
    {
        const std::string hex(64, 'a');
        QVERIFY(Digest::parse(hex));
        QCOMPARE(Digest::parse(hex)->hex(), hex);
        QCOMPARE(Digest::parsePrefixed("sha256:" + hex), Digest::parse(hex));
        QVERIFY(!Digest::parsePrefixed(hex));
        QVERIFY(!Digest::parse("sha256:" + hex));
    }

    void refusesEverythingElse()
    {
        const std::string good(64, '0');
        QVERIFY(!Digest::parse(""));
        QVERIFY(!Digest::parse(good.substr(1)));
        QVERIFY(!Digest::parse(good + '0'));
        QVERIFY(!Digest::parse(good + '\n'));
        QVERIFY(!Digest::parse(std::string(64, 'A')));
        QVERIFY(!Digest::parse("../../" + good.substr(6)));
        QVERIFY(!Digest::parse(std::string_view("\0", 1)));
    }

    void fuzzed()
    {
        std::mt19937 random(20261127);
        int good = 0;
        for (int round = 0; round < 200'000; ++round) {
            std::string text(64, '0');
            for (char &c : text)
                c = "0123456789abcdef"[random() % 16];
            const bool spoil = random() % 2 == 0;
            if (spoil) text[random() % 64] = static_cast<char>(random());
            const bool expected =
                std::ranges::all_of(text, [](char c) { return std::string_view("0123456789abcdef").contains(c); });
            QCOMPARE(Digest::parse(text).has_value(), expected);
            good += expected ? 1 : 0;
        }
        QVERIFY(good > 90'000 && good < 200'000);
    }
};

QTEST_GUILESS_MAIN(TestDigest)
#include "test_digest.moc"
