#include "base/utf8.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace sotto;

namespace {

const std::string kMultilingual = "Grüße, \u4f60\u597d, \u043f\u0440\u0438\u0432\u0435\u0442, "
                                  "\u0645\u0631\u062d\u0628\u0627, \U0001F469\u200D\U0001F680 \u20ac e\u0301!";
const std::string kReplacement = "\xEF\xBF\xBD";

std::string assembled(const std::vector<std::string_view> &pieces)
{
    Utf8Assembler assembler;
    std::string out;
    for (const std::string_view piece : pieces) {
        out += assembler.push(piece);
    }
    return out + assembler.finish();
}

} // namespace

class TestUtf8 final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesWellFormedTextAlone() { QCOMPARE(sanitizedUtf8(kMultilingual), kMultilingual); }
    void joinsEverySplit();
    void neverShowsHalfACharacter();
    void replacesMaximalSubparts_data();
    void replacesMaximalSubparts();
    void doesNotHoldMalformedBytes();
    void malformedTextIsTheSameHoweverCut();
    void startsAfreshAfterFinish();
};

void TestUtf8::joinsEverySplit()
{
    const std::string_view text = kMultilingual;
    for (std::size_t a = 0; a <= text.size(); ++a) {
        for (std::size_t b = a; b <= text.size(); ++b) {
            QCOMPARE(assembled({text.substr(0, a), text.substr(a, b - a), text.substr(b)}), kMultilingual);
        }
    }
}

void TestUtf8::neverShowsHalfACharacter()
{
    Utf8Assembler assembler;
    std::string shown;
    for (const char c : kMultilingual) {
        const std::string piece = assembler.push(std::string_view(&c, 1));
        QCOMPARE(sanitizedUtf8(piece), piece);
        QVERIFY(!piece.contains(kReplacement));
        shown += piece;
    }
    QCOMPARE(shown, kMultilingual);
    QCOMPARE(assembler.finish(), std::string());
}

void TestUtf8::replacesMaximalSubparts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("replacements");
    QTest::newRow("lone continuation") << QByteArray("\x80") << 1;
    QTest::newRow("overlong two") << QByteArray("\xC0\xAF") << 2;
    QTest::newRow("overlong three") << QByteArray("\xE0\x80\x80") << 3;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << 3;
    QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << 4;
    QTest::newRow("five-byte lead") << QByteArray("\xF8") << 1;
    QTest::newRow("cut three") << QByteArray("\xE4\xBD") << 1;
    QTest::newRow("cut four") << QByteArray("\xF0\x9F\x98") << 1;
    // Unicode 16, table 3-8: 61 F1 80 80 E1 80 C2 without the letters around
    QTest::newRow("table 3-8") << QByteArray("\xF1\x80\x80\xE1\x80\xC2") << 3;
}

void TestUtf8::replacesMaximalSubparts()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, replacements);
    std::string expected = "a";
    for (int i = 0; i < replacements; ++i) {
        expected += kReplacement;
    }
    QCOMPARE(sanitizedUtf8("a" + bytes.toStdString() + "b"), expected + "b");
}

void TestUtf8::doesNotHoldMalformedBytes()
{
    QCOMPARE(completeUtf8Prefix("ab\x80\x80\x80"), std::size_t{5});
    QCOMPARE(completeUtf8Prefix("ab\xFF"), std::size_t{3});
    QCOMPARE(completeUtf8Prefix("ab\xE4\xBD"), std::size_t{2});
    QCOMPARE(completeUtf8Prefix("ab\xF0"), std::size_t{2});
    QCOMPARE(completeUtf8Prefix(""), std::size_t{0});
}

void TestUtf8::malformedTextIsTheSameHoweverCut()
{
    const std::string bytes = "x\xE4\xBDy\xF0\x9F\x98z\xC2\xC2\xA9\x80\xED\xA0\x80\xF4\x90w\xE2\x82";
    const std::string whole = sanitizedUtf8(bytes);
    const std::string_view text = bytes;
    for (std::size_t a = 0; a <= text.size(); ++a) {
        for (std::size_t b = a; b <= text.size(); ++b) {
            QCOMPARE(assembled({text.substr(0, a), text.substr(a, b - a), text.substr(b)}), whole);
        }
    }
}

void TestUtf8::startsAfreshAfterFinish()
{
    Utf8Assembler assembler;
    QCOMPARE(assembler.push("\xE4\xBD"), std::string());
    QCOMPARE(assembler.finish(), kReplacement);
    QCOMPARE(assembler.push("\xA0"), kReplacement);
    QCOMPARE(assembler.push("ok"), std::string("ok"));
}

QTEST_GUILESS_MAIN(TestUtf8)
#include "test_utf8.moc"
