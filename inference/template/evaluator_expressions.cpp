#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/operators.h"

#include <algorithm>

namespace sotto::jinja {

using Kind = Expression::Kind;

Value Evaluator::evaluate(const Expression &node)
{
    const Run::Level level(m_run);
    m_run.work();
    return evaluateNode(node);
}

Value Evaluator::evaluateNode(const Expression &node)
{
    switch (node.kind) {
    case Kind::Constant: return node.constant;
    case Kind::Name: return lookUp(node.name);
    case Kind::List: return makeSequence(m_run, evaluateAll(node.children));
    case Kind::Tuple: return makeSequence(m_run, evaluateAll(node.children), Sequence::Kind::Tuple);
    case Kind::Dict: return evaluateDict(node);
    case Kind::Attribute: return attribute(evaluate(*node.children[0]), node.name);
    case Kind::Item: return evaluateItem(node);
    case Kind::Call: {
        const Value callee = evaluate(*node.children[0]);
        return call(callee, evaluateArguments(node.arguments));
    }
    case Kind::Filter: return filtered(node, Value());
    case Kind::Test: {
        const Value value = evaluate(*node.children[0]);
        return Value(test(node.name, value, evaluateArguments(node.arguments)));
    }
    case Kind::Unary: return evaluateUnary(node);
    case Kind::Binary: return evaluateBinary(node);
    case Kind::Compare: return evaluateCompare(node);
    case Kind::Concat: return evaluateConcat(node);
    case Kind::Condition: return evaluateCondition(node);
    case Kind::NamespaceAttribute:
    case Kind::Slice: break;
    }
    raise("a slice stands where no slice can");
}

Value Evaluator::lookUp(std::string_view name) const
{
    for (const Scope *scope = m_scope.get(); scope; scope = scope->parent.get()) {
        m_run.work();
        if (const Value *value = scope->find(name)) return *value;
    }
    if (const Native *global = findGlobal(name))
        return Value(std::shared_ptr<Object>(std::make_shared<Function>(*global)));
    return Value::undefined("'" + std::string(name) + "' is undefined");
}

Values Evaluator::evaluateAll(const std::vector<const Expression *> &nodes)
{
    Values values;
    values.reserve(nodes.size());
    for (const Expression *node : nodes)
        values.push_back(evaluate(*node));
    return values;
}

Value Evaluator::evaluateDict(const Expression &node)
{
    std::vector<std::pair<Value, Value>> entries;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
        const Value key = evaluate(*node.children[i]);
        setEntry(m_run, entries, key, evaluate(*node.children[i + 1]));
    }
    return makeDict(m_run, std::move(entries));
}

Value Evaluator::evaluateItem(const Expression &node)
{
    const Value value = evaluate(*node.children[0]);
    const Expression &key = *node.children[1];
    if (key.kind != Kind::Slice) return item(value, evaluate(key));
    Value bounds[3];
    bool areWhole = true;
    for (std::size_t i = 0; i < 3; ++i) {
        if (key.children[i]) bounds[i] = evaluate(*key.children[i]);
        areWhole = areWhole && (bounds[i].isNone() || bounds[i].integer());
    }
    requireDefined(value);
    const Sequence *row = value.sequence();
    const bool isRow = value.text() || (row && row->kind <= Sequence::Kind::Range);
    if (!areWhole) raise("slice indices must be integers or None");
    if (!isRow) raise("'" + std::string(value.typeName()) + "' object cannot be sliced");
    return sliceOf(m_run, value, bounds[0], bounds[1], bounds[2]);
}

Value Evaluator::evaluateUnary(const Expression &node)
{
    return unaryOperation(node.name, evaluate(*node.children[0]));
}

Value Evaluator::evaluateBinary(const Expression &node)
{
    Value left = evaluate(*node.children[0]);
    const bool isAnd = node.name == "and";
    if (isAnd || node.name == "or") return left.isTrue() == isAnd ? evaluate(*node.children[1]) : left;
    return binaryOperation(m_run, node.name, left, evaluate(*node.children[1]));
}

Value Evaluator::evaluateCompare(const Expression &node)
{
    Value left = evaluate(*node.children[0]);
    for (std::size_t i = 0; i < node.operators.size(); ++i) {
        Value right = evaluate(*node.children[i + 1]);
        if (!compareOperation(m_run, node.operators[i], left, right)) return Value(false);
        left = std::move(right);
    }
    return Value(true);
}

Value Evaluator::evaluateConcat(const Expression &node)
{
    TextBuilder out(m_run);
    for (const Value &part : evaluateAll(node.children))
        addText(out, part);
    return std::move(out).value();
}

Value Evaluator::evaluateCondition(const Expression &node)
{
    if (evaluate(*node.children[1]).isTrue()) return evaluate(*node.children[0]);
    if (node.children[2]) return evaluate(*node.children[2]);
    return Value::undefined("the inline if-expression on line " + std::to_string(node.line) +
                            " evaluated to false and no else section was defined.");
}

CallArguments Evaluator::evaluateArguments(const ArgumentList &list)
{
    CallArguments arguments;
    arguments.positional = evaluateAll(list.positional);
    for (const auto &[name, node] : list.named)
        arguments.named.emplace_back(name, evaluate(*node));
    if (list.star) {
        const Values more = iterate(m_run, evaluate(*list.star));
        arguments.positional.insert(arguments.positional.end(), more.begin(), more.end());
    }
    if (!list.doubleStar) return arguments;
    const Value named = evaluate(*list.doubleStar);
    if (!named.dict()) raise("argument after ** must be a mapping, not " + std::string(named.typeName()));
    for (const auto &[key, value] : named.dict()->entries) {
        if (!key.text()) raise("keywords must be strings");
        if (std::ranges::contains(arguments.named, *key.bytes(), &std::pair<std::string, Value>::first))
            raise("got multiple values for keyword argument '" + std::string(*key.bytes()) + "'");
        arguments.named.emplace_back(*key.bytes(), value);
    }
    return arguments;
}

Value Evaluator::filtered(const Expression &node, Value input)
{
    const Run::Level level(m_run);
    const Expression *inner = node.children[0];
    if (inner) {
        const bool isRow = inner->kind == Kind::Filter;
        input = isRow ? filtered(*inner, std::move(input)) : evaluate(*inner);
    }
    return filter(node.name, input, evaluateArguments(node.arguments));
}

Value Evaluator::filter(std::string_view name, const Value &value, CallArguments arguments)
{
    m_run.work();
    const Native *native = findFilter(name);
    if (!native) raise("No filter named '" + std::string(name) + "'.");
    return native->code(*this, value, Bound(native->name, native->parameters, std::move(arguments)));
}

bool Evaluator::test(std::string_view name, const Value &value, CallArguments arguments)
{
    m_run.work();
    const Native *native = findTest(name);
    if (!native) raise("No test named '" + std::string(name) + "'.");
    return native->code(*this, value, Bound(native->name, native->parameters, std::move(arguments))).isTrue();
}

Value Evaluator::call(const Value &callee, CallArguments arguments)
{
    const Run::Level level(m_run);
    requireDefined(callee);
    Object *object = callee.object();
    if (!object || !object->isCallable()) raise("'" + std::string(callee.typeName()) + "' object is not callable");
    return object->call(*this, std::move(arguments));
}

} // namespace sotto::jinja
