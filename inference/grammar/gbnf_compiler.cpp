#include "inference/grammar/gbnf_tree.h"

#include <ranges>
#include <utility>

namespace sotto {
namespace {

using Element = GbnfTree::Element;
using Sequence = GbnfTree::Sequence;
using Alternatives = GbnfTree::Alternatives;
using Op = Grammar::Op;
using Kind = Grammar::OpKind;

/// Writes ops from the end of each rule to its beginning, so that where an op goes on is known when it is written.
class Compiler final {
public:
    Compiler(const GbnfTree &tree, std::size_t mostOps) : m_tree(tree), m_mostOps(mostOps) {}

    Result<Grammar> run()
    {
        const std::uint32_t end = add(Kind::Return, 0, 0);
        std::vector<std::uint32_t> begins;
        begins.reserve(m_tree.rules.size());
        for (const GbnfTree::Rule &rule : m_tree.rules)
            begins.push_back(alternatives(rule.alternatives, end));
        if (isFull()) {
            return fail(ErrorCode::GrammarInvalid,
                        "the grammar is too large: its repetitions, written out, take more than " +
                            std::to_string(m_mostOps) + " steps");
        }
        for (Op &op : m_grammar.ops)
            if (op.kind == Kind::Call) op.a = begins[op.a];
        m_grammar.sets = m_tree.sets;
        m_grammar.begin = begins[m_tree.root];
        return std::move(m_grammar);
    }

private:
    [[nodiscard]] bool isFull() const { return m_grammar.ops.size() > m_mostOps; }

    std::uint32_t add(Kind kind, std::uint32_t a, std::uint32_t b)
    {
        m_grammar.ops.push_back({kind, a, b});
        return static_cast<std::uint32_t>(m_grammar.ops.size() - 1);
    }

    std::uint32_t alternatives(const Alternatives &all, std::uint32_t next)
    {
        std::uint32_t begin = sequence(all.back(), next);
        for (const Sequence &one : all | std::views::reverse | std::views::drop(1))
            begin = add(Kind::Split, sequence(one, next), begin);
        return begin;
    }

    std::uint32_t sequence(const Sequence &elements, std::uint32_t next)
    {
        for (const Element &element : std::views::reverse(elements))
            next = repeated(element, next);
        return next;
    }

    std::uint32_t repeated(const Element &element, std::uint32_t next)
    {
        std::uint32_t begin = next;
        if (!element.most) {
            begin = add(Kind::Split, 0, next);
            m_grammar.ops[begin].a = once(element, begin);
        } else {
            for (std::uint32_t i = element.least; i < *element.most && !isFull(); ++i)
                begin = add(Kind::Split, once(element, begin), next);
        }
        for (std::uint32_t i = 0; i < element.least && !isFull(); ++i)
            begin = once(element, begin);
        return begin;
    }

    std::uint32_t once(const Element &element, std::uint32_t next)
    {
        switch (element.kind) {
        case Element::Kind::Set: return add(Kind::Set, element.index, next);
        case Element::Kind::Rule: return add(Kind::Call, element.index, next); // the rule's number, for now
        case Element::Kind::Group: break;
        }
        return isFull() ? next : alternatives(element.group, next);
    }

    const GbnfTree &m_tree;
    std::size_t m_mostOps;
    Grammar m_grammar;
};

} // namespace

Result<Grammar> compileGrammar(const GbnfTree &tree, const GrammarLimits &limits)
{
    return Compiler(tree, limits.ops).run();
}

Result<Grammar> parseGbnf(std::string_view text, const GrammarLimits &limits)
{
    const auto tree = readGbnf(text, limits);
    if (!tree) return fail(tree.error());
    if (const Status sound = checkEnds(*tree); !sound) return fail(sound.error());
    return compileGrammar(*tree, limits);
}

} // namespace sotto
