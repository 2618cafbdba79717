#include "inference/grammar/gbnf_tree.h"

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

using Element = GbnfTree::Element;
using Sequence = GbnfTree::Sequence;
using Alternatives = GbnfTree::Alternatives;

class EndsCheck final {
public:
    explicit EndsCheck(const GbnfTree &tree) : m_tree(tree), m_nullable(tree.rules.size(), false) {}

    Status run()
    {
        findNullable();
        for (const GbnfTree::Rule &rule : m_tree.rules) {
            if (repeatsNothing(rule.alternatives))
                return problem("the rule “" + rule.name + "” repeats without end what may be empty");
        }
        return findLeftRecursion();
    }

private:
    static Status problem(std::string text) { return fail(ErrorCode::GrammarInvalid, std::move(text)); }

    void findNullable()
    {
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t i = 0; i < m_tree.rules.size(); ++i) {
                if (m_nullable[i] || !mayBeEmpty(m_tree.rules[i].alternatives)) continue;
                m_nullable[i] = changed = true;
            }
        }
    }

    [[nodiscard]] bool mayBeEmpty(const Alternatives &all) const
    {
        return std::ranges::any_of(all, [this](const Sequence &one) {
            return std::ranges::all_of(one, [this](const Element &e) { return e.least == 0 || bodyMayBeEmpty(e); });
        });
    }

    [[nodiscard]] bool bodyMayBeEmpty(const Element &element) const
    {
        if (element.most == 0U) return true;
        switch (element.kind) {
        case Element::Kind::Set: return false;
        case Element::Kind::Rule: return m_nullable[element.index];
        case Element::Kind::Group: return mayBeEmpty(element.group);
        }
        return false;
    }

    [[nodiscard]] bool repeatsNothing(const Alternatives &all) const
    {
        return std::ranges::any_of(all, [this](const Sequence &one) {
            return std::ranges::any_of(
                one, [this](const Element &e) { return (!e.most && bodyMayBeEmpty(e)) || repeatsNothing(e.group); });
        });
    }

    /// Rules that `all` may begin with.
    void addFirst(const Alternatives &all, std::vector<std::uint32_t> &first) const
    {
        for (const Sequence &one : all) {
            for (const Element &element : one) {
                if (element.kind == Element::Kind::Rule) first.push_back(element.index);
                addFirst(element.group, first);
                if (element.least > 0 && !bodyMayBeEmpty(element)) break;
            }
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> firstOf(std::uint32_t rule) const
    {
        std::vector<std::uint32_t> first;
        addFirst(m_tree.rules[rule].alternatives, first);
        std::ranges::sort(first);
        first.erase(std::ranges::unique(first).begin(), first.end());
        return first;
    }

    /// Depth first over "may begin with", without recursion: a chain may be as long as there are rules.
    Status findLeftRecursion()
    {
        enum class Mark : std::uint8_t { New, Open, Done };
        struct Visit {
            std::uint32_t rule;
            std::vector<std::uint32_t> first;
            std::size_t next = 0;
        };
        std::vector<Mark> marks(m_tree.rules.size(), Mark::New);
        for (std::uint32_t start = 0; start < m_tree.rules.size(); ++start) {
            if (marks[start] != Mark::New) continue;
            std::vector<Visit> open;
            const auto enter = [&](std::uint32_t rule) {
                marks[rule] = Mark::Open;
                open.push_back({.rule = rule, .first = firstOf(rule)});
            };
            enter(start);
            while (!open.empty()) {
                Visit &visit = open.back();
                if (visit.next == visit.first.size()) {
                    marks[visit.rule] = Mark::Done;
                    open.pop_back();
                    continue;
                }
                const std::uint32_t rule = visit.first[visit.next++];
                if (marks[rule] == Mark::Open)
                    return problem("the rule “" + m_tree.rules[rule].name + "” begins with itself (left recursion)");
                if (marks[rule] == Mark::New) enter(rule);
            }
        }
        return {};
    }

    const GbnfTree &m_tree;
    std::vector<bool> m_nullable;
};

} // namespace

Status checkEnds(const GbnfTree &tree)
{
    return EndsCheck(tree).run();
}

} // namespace sotto
