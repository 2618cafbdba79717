#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace sotto {

/// How the words of a page follow one another: a first-order Markov chain over pieces of text, one or more words
/// each, U+2581 for a space. State 0 is "a reply begins". Pieces are as short as they can be while no two read
/// alike, which llama's vocabulary does not allow.
class WordChain final {
public:
    using Counts = std::map<int, int>;
    static constexpr int kEndOfReply = -1;

    /// `corpus` as WordModelOptions says.
    explicit WordChain(const std::string &corpus);

    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    [[nodiscard]] const std::string &text(std::size_t state) const { return m_texts[state]; }
    /// Next states, kEndOfReply among them, and how often each came.
    [[nodiscard]] const Counts &followers(std::size_t state) const;
    [[nodiscard]] bool textsAreUnique() const;

private:
    struct Piece {
        std::string text;
        int paragraph = 0;
    };
    using Reply = std::vector<Piece>;
    using Key = std::tuple<int, std::string, std::string, bool>; ///< Paragraph, words before, word, is it the last.
    static constexpr int kNowhere = -1;

    static std::vector<Reply> readReplies(const std::string &corpus);
    void add(const Reply &reply);
    Counts &countsAfter(int state);
    int stateFor(const Key &key);
    void makeTextsUnique();
    bool lengthenOneOf(const std::vector<int> &alike);
    bool absorbFollower(int state);
    static bool respellSpace(std::string &text);
    [[nodiscard]] int onlyPredecessor(int state) const;
    void dropEmptyStates();

    std::map<Key, int> m_states;
    std::vector<std::string> m_texts;
    std::vector<Counts> m_followers;
    std::vector<int> m_endOfParagraph;      ///< The paragraph that ends with this state, or kNowhere.
    std::map<int, Counts> m_afterParagraph; ///< What comes after a paragraph, whatever its words were.
};

} // namespace sotto
