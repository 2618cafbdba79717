#include "inference/llama/word_chain.h"

#include "inference/llama/tiny_vocabulary.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

namespace sotto {
WordChain::WordChain(const std::string &corpus) : m_texts(1), m_followers(1), m_endOfParagraph(1, kNowhere)
{
    for (const Reply &reply : readReplies(corpus))
        add(reply);
    makeTextsUnique();
    dropEmptyStates();
}

const WordChain::Counts &WordChain::followers(std::size_t state) const
{
    const int paragraph = m_endOfParagraph[state];
    return paragraph == kNowhere ? m_followers[state] : m_afterParagraph.at(paragraph);
}

bool WordChain::textsAreUnique() const
{
    return std::set<std::string>(m_texts.begin(), m_texts.end()).size() == m_texts.size();
}

std::vector<WordChain::Reply> WordChain::readReplies(const std::string &corpus)
{
    std::vector<Reply> replies(1);
    std::istringstream lines(corpus);
    for (std::string line; std::getline(lines, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            if (!replies.back().empty()) replies.emplace_back();
            continue;
        }
        Reply &reply = replies.back();
        const bool item = line.starts_with("- ") && !reply.empty();
        const int last = reply.empty() ? -1 : reply.back().paragraph;
        std::string before = reply.empty() ? "" : item ? "\n" : "\n\n";
        std::istringstream words(line);
        for (std::string word; words >> word; before = kPieceSpace)
            reply.push_back({before + word, item ? last : last + 1});
    }
    if (replies.back().empty()) replies.pop_back();
    return replies;
}

// A word alone would lose its way; with the three words before it, within its paragraph, sentences hold. After the
// last word of a paragraph only the paragraph's place in the reply counts: that is where replies mix.
void WordChain::add(const Reply &reply)
{
    int state = 0;
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const int paragraph = reply[i].paragraph;
        const auto earlier = [&](std::size_t n) {
            return i >= n && reply[i - n].paragraph == paragraph ? reply[i - n].text : std::string();
        };
        const bool last = i + 1 == reply.size() || reply[i + 1].paragraph != paragraph;
        const int next = stateFor({paragraph, earlier(3) + earlier(2) + earlier(1), reply[i].text, last});
        ++countsAfter(state)[next];
        state = next;
    }
    ++countsAfter(state)[kEndOfReply];
}

WordChain::Counts &WordChain::countsAfter(int state)
{
    const int paragraph = m_endOfParagraph[static_cast<std::size_t>(state)];
    return paragraph == kNowhere ? m_followers[static_cast<std::size_t>(state)] : m_afterParagraph[paragraph];
}

int WordChain::stateFor(const Key &key)
{
    const auto [place, isNew] = m_states.try_emplace(key, static_cast<int>(m_texts.size()));
    if (!isNew) return place->second;
    m_texts.push_back(std::get<2>(key));
    m_followers.emplace_back();
    m_endOfParagraph.push_back(std::get<3>(key) ? std::get<0>(key) : kNowhere);
    return place->second;
}

void WordChain::makeTextsUnique()
{
    for (bool changed = true; changed;) {
        changed = false;
        std::map<std::string, std::vector<int>> byText;
        for (std::size_t state = 1; state < m_texts.size(); ++state)
            if (!m_texts[state].empty()) byText[m_texts[state]].push_back(static_cast<int>(state));
        for (const auto &[text, alike] : byText)
            if (alike.size() > 1 && lengthenOneOf(alike)) changed = true;
    }
}

// Joining two states that only ever follow each other changes no probability.
bool WordChain::lengthenOneOf(const std::vector<int> &alike)
{
    for (const int state : alike) {
        const int before = onlyPredecessor(state);
        if (before > 0 && absorbFollower(before)) return true;
        if (absorbFollower(state)) return true;
    }
    return respellSpace(m_texts[static_cast<std::size_t>(alike.back())]);
}

// Both spellings of the space read alike to a person and differ to the vocabulary.
bool WordChain::respellSpace(std::string &text)
{
    if (!text.starts_with(kPieceSpace)) return false;
    text.replace(0, kPieceSpace.size(), " ");
    return true;
}

bool WordChain::absorbFollower(int state)
{
    const auto at = static_cast<std::size_t>(state);
    if (m_endOfParagraph[at] != kNowhere || m_followers[at].size() != 1) return false;
    const int next = m_followers[at].begin()->first;
    if (next == kEndOfReply || onlyPredecessor(next) != state) return false;
    const auto from = static_cast<std::size_t>(next);
    m_texts[at] += std::exchange(m_texts[from], {});
    m_followers[at] = std::exchange(m_followers[from], {});
    m_endOfParagraph[at] = std::exchange(m_endOfParagraph[from], kNowhere);
    return true;
}

/// The one state that `state` follows, or kNowhere where there are several, or a whole paragraph's end.
int WordChain::onlyPredecessor(int state) const
{
    for (const auto &[paragraph, counts] : m_afterParagraph)
        if (counts.contains(state)) return kNowhere;
    int found = kNowhere;
    for (std::size_t before = 0; before < m_followers.size(); ++before) {
        if (!m_followers[before].contains(state)) continue;
        if (found != kNowhere) return kNowhere;
        found = static_cast<int>(before);
    }
    return found;
}

void WordChain::dropEmptyStates()
{
    std::vector<int> renumbered(m_texts.size(), 0);
    int kept = 1;
    for (std::size_t state = 1; state < m_texts.size(); ++state) {
        if (m_texts[state].empty()) continue;
        renumbered[state] = kept;
        m_texts[static_cast<std::size_t>(kept)] = m_texts[state];
        m_followers[static_cast<std::size_t>(kept)] = m_followers[state];
        m_endOfParagraph[static_cast<std::size_t>(kept)] = m_endOfParagraph[state];
        ++kept;
    }
    m_texts.resize(static_cast<std::size_t>(kept));
    m_followers.resize(m_texts.size());
    m_endOfParagraph.resize(m_texts.size());
    const auto renumber = [&](Counts &counts) {
        Counts moved;
        for (const auto &[next, count] : counts)
            moved[next == kEndOfReply ? next : renumbered[static_cast<std::size_t>(next)]] = count;
        counts = std::move(moved);
    };
    std::ranges::for_each(m_followers, renumber);
    for (auto &[paragraph, counts] : m_afterParagraph)
        renumber(counts);
}

} // namespace sotto
