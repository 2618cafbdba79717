#pragma once

#include "inference/template/evaluator.h"

namespace sotto::jinja {

/// The `loop` of a for loop.
class Loop final : public Object, public std::enable_shared_from_this<Loop> {
public:
    Loop(const Statement &node, std::shared_ptr<Scope> outer, Values items, int depth);

    /// To the next item; false behind the last.
    bool advance() { return ++m_next <= m_items.size(); }
    /// After the last round: what changed() kept is let go, since it may be the loop itself.
    void end();
    [[nodiscard]] const Value &current() const { return m_items[m_next - 1]; }

    [[nodiscard]] std::string_view typeName() const override { return "LoopContext"; }
    [[nodiscard]] std::optional<Value> attribute(Run &run, std::string_view name) override;
    [[nodiscard]] bool isCallable() const override { return m_node.flag; }
    Value call(Evaluator &evaluator, CallArguments arguments) override;
    [[nodiscard]] std::optional<std::int64_t> length() const override
    {
        return static_cast<std::int64_t>(m_items.size());
    }
    [[nodiscard]] MarkedText printed(Run &run) const override;
    [[nodiscard]] int depth() const override { return m_valueDepth + 1; }

    [[nodiscard]] Value cycle(const Values &values) const;
    /// Whether `values` are others than at the last call.
    [[nodiscard]] bool changed(Run &run, const Values &values);

private:
    [[nodiscard]] std::optional<Value> count(std::string_view name) const;

    const Statement &m_node;
    std::shared_ptr<Scope> m_outer;
    Values m_items;
    std::size_t m_next = 0; ///< One more than the index of the current one.
    int m_depth;
    int m_valueDepth = 0;
    std::optional<Values> m_last; ///< What changed() was given.
    bool m_hasEnded = false;
};

} // namespace sotto::jinja
