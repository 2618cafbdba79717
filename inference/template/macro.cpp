#include "inference/template/macro.h"

#include <algorithm>

namespace sotto::jinja {
namespace {

/// Takes the argument of that name out.
std::optional<Value> takeNamed(CallArguments &arguments, std::string_view name)
{
    const auto at = std::ranges::find(arguments.named, name, &std::pair<std::string, Value>::first);
    if (at == arguments.named.end()) return std::nullopt;
    Value value = std::move(at->second);
    arguments.named.erase(at);
    return value;
}

bool hasCallerParameter(const Statement &macro)
{
    return std::ranges::contains(macro.parameters, std::string("caller"), &Parameter::name);
}

} // namespace

std::optional<Value> Macro::attribute(Run &run, std::string_view name)
{
    if (name == "name") return m_node.kind == Statement::Kind::Macro ? Value(m_node.name) : Value();
    if (name == "catch_kwargs") return Value(m_node.usesNamed);
    if (name == "catch_varargs") return Value(m_node.usesRest);
    if (name == "caller") return Value(m_node.usesCaller);
    if (name != "arguments") return std::nullopt;
    Values names;
    for (const Parameter &parameter : m_node.parameters)
        names.emplace_back(parameter.name);
    return makeSequence(run, std::move(names), Sequence::Kind::Tuple);
}

MarkedText Macro::printed(Run & /*run*/) const
{
    if (m_node.kind != Statement::Kind::Macro) return MarkedText("<Macro anonymous>");
    return MarkedText("<Macro '" + m_node.name + "'>");
}

Value Evaluator::callMacro(const Statement &macro, const std::shared_ptr<Scope> &outer, CallArguments arguments)
{
    TextBuilder out(m_run);
    const Inner inner(*this, outer);
    bindParameters(macro, std::move(arguments));
    TextBuilder *const saved = std::exchange(m_out, &out);
    run(macro.body);
    m_out = saved;
    return std::move(out).value();
}

void Evaluator::bindParameters(const Statement &macro, CallArguments arguments)
{
    const std::string name = "macro '" + macro.name + "'";
    const std::size_t count = macro.parameters.size();
    std::vector<std::optional<Value>> given(count);
    for (std::size_t i = 0; i < count; ++i)
        given[i] = i < arguments.positional.size() ? std::optional(arguments.positional[i])
                                                   : takeNamed(arguments, macro.parameters[i].name);
    if (macro.usesCaller && !hasCallerParameter(macro))
        m_scope->set("caller", takeNamed(arguments, "caller").value_or(Value::undefined("No caller defined")));
    if (!macro.usesNamed && !arguments.named.empty())
        raise(name + " takes no keyword argument '" + arguments.named.front().first + "'");
    if (!macro.usesRest && arguments.positional.size() > count)
        raise(name + " takes not more than " + std::to_string(count) + " argument(s)");
    if (macro.usesNamed) {
        std::vector<std::pair<Value, Value>> entries;
        entries.reserve(arguments.named.size());
        for (auto &[word, value] : arguments.named)
            entries.emplace_back(Value(word), std::move(value));
        m_scope->set("kwargs", makeDict(m_run, std::move(entries)));
    }
    if (macro.usesRest) {
        const auto rest = static_cast<std::ptrdiff_t>(std::min(count, arguments.positional.size()));
        Values more(arguments.positional.begin() + rest, arguments.positional.end());
        m_scope->set("varargs", makeSequence(m_run, std::move(more), Sequence::Kind::Tuple));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Parameter &parameter = macro.parameters[i];
        if (given[i])
            m_scope->set(parameter.name, *given[i]);
        else if (parameter.defaultValue)
            m_scope->set(parameter.name, evaluate(*parameter.defaultValue));
        else
            m_scope->set(parameter.name, Value::undefined("parameter '" + parameter.name + "' was not provided"));
    }
}

} // namespace sotto::jinja
