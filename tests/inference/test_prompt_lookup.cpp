#include "inference/speculation/prompt_lookup.h"

#include <QTest>

#include <random>

using namespace sotto;

namespace {

using Tokens = std::vector<PromptLookup::Token>;

void append(PromptLookup &lookup, const Tokens &tokens)
{
    for (const auto token : tokens)
        lookup.append(token);
}

/// The same by trying every place, the latest first.
std::optional<PromptLookup::Match> matchByHand(const Tokens &text)
{
    for (const std::size_t shortest : {4U, 3U, 2U}) {
        if (text.size() < shortest) continue;
        for (std::size_t next = text.size() - 1; next >= shortest; --next) {
            std::size_t length = 0;
            while (length < std::min<std::size_t>(next, PromptLookup::kLongestMatch) &&
                   text[next - 1 - length] == text[text.size() - 1 - length])
                ++length;
            if (length >= shortest) return PromptLookup::Match{next, static_cast<int>(length)};
        }
    }
    return std::nullopt;
}

} // namespace

/// Where the end of a text stood before.
class TestPromptLookup final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingInNewText();
    void findsLatestAndLongest();
    void overlapsItself();
    void clearForgets();
    void agreesWithSearchByHand();
};

void TestPromptLookup::findsNothingInNewText()
{
    PromptLookup lookup;
    QVERIFY(!lookup.match());
    append(lookup, {1, 2, 3, 4, 5, 6});
    QVERIFY(!lookup.match());
    append(lookup, {1}); // one token that agrees is no run
    QVERIFY(!lookup.match());
}

void TestPromptLookup::findsLatestAndLongest()
{
    PromptLookup lookup;
    append(lookup, {7, 1, 2, 3, 4, 50, 51, 52, 9, 3, 4, 60, 61, 8, 1, 2, 3, 4});
    const auto match = lookup.match(); // four tokens agree at the first place, two at the later one
    QVERIFY(match);
    QCOMPARE(match->next, std::size_t(5));
    QCOMPARE(match->length, 4);
    const auto guess = lookup.following(*match, 3);
    QCOMPARE(Tokens(guess.begin(), guess.end()), (Tokens{50, 51, 52}));
    QCOMPARE(lookup.following(*match, 1000).size(), std::size_t(13)); // to the text's end
    append(lookup, {99, 3, 4});
    QCOMPARE(lookup.match()->next, std::size_t(18)); // two agree: the latest place
    QCOMPARE(lookup.match()->length, 2);
}

void TestPromptLookup::overlapsItself()
{
    PromptLookup lookup;
    append(lookup, {5, 5, 5, 5, 5, 5});
    const auto match = lookup.match();
    QVERIFY(match);
    QCOMPARE(match->next, std::size_t(5));
    QCOMPARE(lookup.following(*match, 8).size(), std::size_t(1));
}

void TestPromptLookup::clearForgets()
{
    PromptLookup lookup;
    append(lookup, {1, 2, 3, 1, 2});
    QVERIFY(lookup.match());
    lookup.clear();
    append(lookup, {1, 2});
    QVERIFY(!lookup.match());
    append(lookup, {3, 1, 2});
    QCOMPARE(lookup.match()->next, std::size_t(2));
}

void TestPromptLookup::agreesWithSearchByHand()
{
    std::mt19937 random(1);
    for (const int words : {2, 5, 40}) { // from almost everything repeated to almost nothing
        PromptLookup lookup;
        Tokens text;
        for (int i = 0; i < 1500; ++i) {
            text.push_back(static_cast<int>(random() % static_cast<unsigned>(words)) - 1);
            lookup.append(text.back());
            const auto match = lookup.match();
            const auto expected = matchByHand(text);
            QCOMPARE(match.has_value(), expected.has_value());
            if (!match) continue;
            QCOMPARE(match->next, expected->next);
            QCOMPARE(match->length, expected->length);
        }
    }
}

QTEST_GUILESS_MAIN(TestPromptLookup)
#include "test_prompt_lookup.moc"
