#include "inference/template/evaluator.h"

#include "inference/template/loop.h"
#include "inference/template/macro.h"

#include <algorithm>

namespace sotto::jinja {

using Kind = Statement::Kind;

const Value *Scope::find(std::string_view name) const
{
    for (const auto &[held, value] : values)
        if (held == name) return &value;
    return nullptr;
}

void Scope::set(std::string_view name, Value value)
{
    for (auto &[held, old] : values) {
        if (held != name) continue;
        old = std::move(value);
        return;
    }
    values.emplace_back(name, std::move(value));
}

Evaluator::Evaluator(Run &run, const Syntax &syntax, std::shared_ptr<Scope> variables)
    : m_run(run), m_syntax(syntax), m_root(std::make_shared<Scope>(Scope{{}, std::move(variables)})), m_scope(m_root)
{
}

Evaluator::~Evaluator()
{
    for (const auto &held : m_namespaces)
        held->clear();
    for (const auto &scope : m_captured)
        std::exchange(scope->values, {}).clear();
    for (const auto &scope : m_captured) // one by one: together they may be a chain too long to fall as one
        scope->parent.reset();
}

MarkedText Evaluator::render()
{
    TextBuilder out(m_run);
    m_out = &out;
    run(m_syntax.body);
    m_out = nullptr;
    return std::move(out).take();
}

Evaluator::Flow Evaluator::run(const Block &block)
{
    for (const Statement *node : block)
        if (const Flow flow = run(*node); flow != Flow::Next) return flow;
    return Flow::Next;
}

Evaluator::Flow Evaluator::run(const Statement &node)
{
    try {
        const Run::Level level(m_run);
        m_run.work();
        return runNode(node);
    } catch (Fault &fault) {
        if (fault.line == 0) fault.line = node.line;
        throw;
    }
}

Evaluator::Flow Evaluator::runNode(const Statement &node)
{
    switch (node.kind) {
    case Kind::Output: m_out->add(node.text.text()->marked); break;
    case Kind::Print:
        for (const Value &value : evaluateAll(node.values))
            addText(*m_out, value);
        break;
    case Kind::If: return runIf(node);
    case Kind::For: return runFor(node, evaluate(*node.values[0]), 0);
    case Kind::Set: runSet(node); break;
    case Kind::SetBlock: return runSetBlock(node);
    case Kind::With: return runWith(node);
    case Kind::Macro: m_scope->set(node.name, makeMacro(node)); break;
    case Kind::CallBlock: runCallBlock(node); break;
    case Kind::FilterBlock: return runFilterBlock(node);
    case Kind::Scope: runScope(node); break;
    case Kind::Break: return Flow::Break;
    case Kind::Continue: return Flow::Continue;
    case Kind::Unsupported: raise("'" + node.name + "' needs other templates, and there are none");
    }
    if (m_out->size() > m_run.limits().outputBytes) raise("the template makes too much text");
    return Flow::Next;
}

Evaluator::Flow Evaluator::runIf(const Statement &node)
{
    for (const auto &[test, body] : node.branches)
        if (evaluate(*test).isTrue()) return run(body);
    return run(node.orElse);
}

Values Evaluator::loopItems(const Statement &node, const Value &value)
{
    Values items = iterate(m_run, value);
    if (!node.values[1]) return items;
    Values kept;
    for (Value &item : items) {
        const Inner inner(*this);
        assign(*node.targets[0], item);
        if (evaluate(*node.values[1]).isTrue()) kept.push_back(std::move(item));
    }
    return kept;
}

Evaluator::Flow Evaluator::runFor(const Statement &node, const Value &value, int depth)
{
    const std::shared_ptr<Scope> outer = m_scope;
    const auto loop = std::make_shared<Loop>(node, outer, loopItems(node, value), depth);
    struct End {
        Loop &loop;
        ~End() { loop.end(); }
    } const end{*loop};
    // As in Jinja2, `else` is for loops none of whose rounds came to its end.
    bool anyRoundEnded = false;
    while (loop->advance()) {
        const Inner inner(*this);
        m_scope->set("loop", Value(std::shared_ptr<Object>(loop)));
        assign(*node.targets[0], loop->current());
        const Flow flow = run(node.body);
        if (flow == Flow::Break) break;
        anyRoundEnded = anyRoundEnded || flow == Flow::Next;
    }
    if (anyRoundEnded || node.orElse.empty()) return Flow::Next;
    const Inner inner(*this);
    return run(node.orElse);
}

Value Evaluator::renderLoop(const Statement &loop, const std::shared_ptr<Scope> &outer, const Value &items, int depth)
{
    TextBuilder out(m_run);
    TextBuilder *const saved = std::exchange(m_out, &out);
    {
        const Inner inner(*this, outer);
        runFor(loop, items, depth);
    }
    m_out = saved;
    return std::move(out).value();
}

void Evaluator::assign(const Expression &target, const Value &value)
{
    if (target.kind == Expression::Kind::Name) return m_scope->set(target.name, value);
    if (target.kind == Expression::Kind::NamespaceAttribute) {
        const Value held = lookUp(target.name);
        auto *const space = dynamic_cast<Namespace *>(held.object());
        if (!space) raise("cannot assign attribute on non-namespace object");
        return space->set(m_run, Value(target.attribute), value);
    }
    if (value.isUndefined()) raise("not enough values to unpack");
    const Values parts = iterate(m_run, value);
    if (parts.size() != target.children.size())
        raise((parts.size() > target.children.size() ? "too many values to unpack (expected "
                                                     : "not enough values to unpack (expected ") +
              std::to_string(target.children.size()) + ")");
    for (std::size_t i = 0; i < parts.size(); ++i)
        assign(*target.children[i], parts[i]);
}

void Evaluator::runSet(const Statement &node)
{
    assign(*node.targets[0], evaluate(*node.values[0]));
}

Evaluator::Flow Evaluator::runSetBlock(const Statement &node)
{
    TextBuilder out(m_run);
    TextBuilder *const saved = std::exchange(m_out, &out);
    Flow flow{};
    Value value;
    {
        const Inner inner(*this);
        flow = run(node.body);
        m_out = saved;
        if (flow != Flow::Next) return flow;
        value = std::move(out).value();
        if (node.values[0]) value = filtered(*node.values[0], std::move(value));
    }
    assign(*node.targets[0], value);
    return flow;
}

Evaluator::Flow Evaluator::runFilterBlock(const Statement &node)
{
    TextBuilder out(m_run);
    TextBuilder *const saved = std::exchange(m_out, &out);
    const Inner inner(*this);
    const Flow flow = run(node.body);
    m_out = saved;
    if (flow == Flow::Next) addText(*m_out, filtered(*node.values[0], std::move(out).value()));
    return flow;
}

Evaluator::Flow Evaluator::runWith(const Statement &node)
{
    const Values values = evaluateAll(node.values);
    const Inner inner(*this);
    for (std::size_t i = 0; i < values.size(); ++i)
        assign(*node.targets[i], values[i]);
    return run(node.body);
}

void Evaluator::runScope(const Statement &node)
{
    const Inner inner(*this, node.flag ? m_root : m_scope);
    run(node.body);
}

Value Evaluator::makeMacro(const Statement &node)
{
    m_run.allocate(sizeof(Macro));
    if (m_captured.empty() || m_captured.back() != m_scope) m_captured.push_back(m_scope);
    return Value(std::shared_ptr<Object>(std::make_shared<Macro>(node, m_scope)));
}

void Evaluator::runCallBlock(const Statement &node)
{
    const Expression &called = *node.values[0];
    const Value callee = evaluate(*called.children[0]);
    CallArguments arguments = evaluateArguments(called.arguments);
    arguments.named.emplace_back("caller", makeMacro(node));
    addText(*m_out, call(callee, std::move(arguments)));
}

Value Evaluator::makeNamespace(const std::vector<std::pair<Value, Value>> &values)
{
    m_run.allocate(sizeof(Namespace));
    const auto made = std::make_shared<Namespace>();
    m_namespaces.push_back(made);
    for (const auto &[name, value] : values)
        made->set(m_run, name, value);
    return Value(std::shared_ptr<Object>(made));
}

} // namespace sotto::jinja
