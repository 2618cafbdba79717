#pragma once

#include "inference/template/evaluator.h"

namespace sotto::jinja {

/// `{% macro %}`, and what `caller()` calls in a call block.
class Macro final : public Object {
public:
    Macro(const Statement &node, std::shared_ptr<Scope> outer) : m_node(node), m_outer(std::move(outer)) {}

    [[nodiscard]] std::string_view typeName() const override { return "Macro"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    [[nodiscard]] std::optional<Value> attribute(Run &run, std::string_view name) override;
    [[nodiscard]] MarkedText printed(Run &run) const override;
    Value call(Evaluator &evaluator, CallArguments arguments) override
    {
        return evaluator.callMacro(m_node, m_outer, std::move(arguments));
    }

private:
    const Statement &m_node;
    std::shared_ptr<Scope> m_outer;
};

} // namespace sotto::jinja
