#pragma once

#include "inference/template/native.h"
#include "inference/template/syntax.h"
#include "inference/template/value_text.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::jinja {

/// Names and what they stand for, in one block of a template.
struct Scope {
    std::vector<std::pair<std::string_view, Value>> values;
    std::shared_ptr<Scope> parent;

    [[nodiscard]] const Value *find(std::string_view name) const;
    void set(std::string_view name, Value value);
};

/// Carries out a parsed template, once. Throws Fault. Thread: one.
class Evaluator final {
public:
    Evaluator(Run &run, const Syntax &syntax, std::shared_ptr<Scope> variables);
    ~Evaluator();
    Evaluator(const Evaluator &) = delete;
    Evaluator &operator=(const Evaluator &) = delete;

    [[nodiscard]] MarkedText render();

    // For filters, tests and functions.
    [[nodiscard]] Run &run() { return m_run; }
    /// `value.name` and `value[key]` as Jinja2 reads them: undefined where there is none.
    [[nodiscard]] Value attribute(const Value &value, std::string_view name);
    [[nodiscard]] Value item(const Value &value, const Value &key);
    [[nodiscard]] Value call(const Value &callee, CallArguments arguments);
    [[nodiscard]] Value filter(std::string_view name, const Value &value, CallArguments arguments);
    [[nodiscard]] bool test(std::string_view name, const Value &value, CallArguments arguments);
    [[nodiscard]] Value makeNamespace(const std::vector<std::pair<Value, Value>> &values);

    // For macros and loops.
    /// The text of `macro`'s body; `arguments` are put to its parameters.
    [[nodiscard]] Value callMacro(const Statement &macro, const std::shared_ptr<Scope> &outer, CallArguments arguments);
    /// The text of a recursive loop's body over `items`.
    [[nodiscard]] Value renderLoop(const Statement &loop, const std::shared_ptr<Scope> &outer, const Value &items,
                                   int depth);

private:
    enum class Flow : std::uint8_t { Next, Break, Continue };
    class Inner; // a scope within the current one, while it lives

    [[nodiscard]] Value evaluate(const Expression &node);
    [[nodiscard]] Value evaluateNode(const Expression &node);
    [[nodiscard]] Value lookUp(std::string_view name) const;
    [[nodiscard]] Values evaluateAll(const std::vector<const Expression *> &nodes);
    [[nodiscard]] Value evaluateDict(const Expression &node);
    [[nodiscard]] Value evaluateItem(const Expression &node);
    [[nodiscard]] Value evaluateUnary(const Expression &node);
    [[nodiscard]] Value evaluateBinary(const Expression &node);
    [[nodiscard]] Value evaluateCompare(const Expression &node);
    [[nodiscard]] Value evaluateConcat(const Expression &node);
    [[nodiscard]] Value evaluateCondition(const Expression &node);
    [[nodiscard]] CallArguments evaluateArguments(const ArgumentList &list);
    /// `node` is a row of filters; `input` goes into the first.
    [[nodiscard]] Value filtered(const Expression &node, Value input);

    Flow run(const Block &block);
    Flow run(const Statement &node);
    Flow runNode(const Statement &node);
    Flow runIf(const Statement &node);
    Flow runFor(const Statement &node, const Value &items, int depth);
    [[nodiscard]] Values loopItems(const Statement &node, const Value &items);
    void runSet(const Statement &node);
    Flow runSetBlock(const Statement &node);
    Flow runWith(const Statement &node);
    void runCallBlock(const Statement &node);
    Flow runFilterBlock(const Statement &node);
    void runScope(const Statement &node);
    void assign(const Expression &target, const Value &value);
    [[nodiscard]] Value makeMacro(const Statement &node);
    void bindParameters(const Statement &macro, CallArguments arguments);

    Run &m_run;
    const Syntax &m_syntax;
    std::shared_ptr<Scope> m_root;
    std::shared_ptr<Scope> m_scope;
    TextBuilder *m_out = nullptr;
    // Both may hold themselves; they are emptied at the end.
    std::vector<std::shared_ptr<Namespace>> m_namespaces;
    std::vector<std::shared_ptr<Scope>> m_captured;
};

/// Makes a scope within the current one for as long as it lives.
class Evaluator::Inner final {
public:
    explicit Inner(Evaluator &evaluator) : Inner(evaluator, evaluator.m_scope) {}
    Inner(Evaluator &evaluator, std::shared_ptr<Scope> outer)
        : m_scope(evaluator.m_scope),
          m_saved(std::exchange(evaluator.m_scope, std::make_shared<Scope>(Scope{{}, std::move(outer)})))
    {
    }
    ~Inner() { m_scope = std::move(m_saved); }
    Inner(const Inner &) = delete;
    Inner &operator=(const Inner &) = delete;

private:
    std::shared_ptr<Scope> &m_scope;
    std::shared_ptr<Scope> m_saved;
};

} // namespace sotto::jinja
