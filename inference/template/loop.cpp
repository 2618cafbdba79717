#include "inference/template/loop.h"

#include <algorithm>
#include <utility>

namespace sotto::jinja {
namespace {

/// `loop.cycle` or `loop.changed`, held apart from its loop.
class LoopMethod final : public Object {
public:
    LoopMethod(Value loop, bool isCycle) : m_loop(std::move(loop)), m_isCycle(isCycle) {}

    [[nodiscard]] std::string_view typeName() const override { return "method"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    [[nodiscard]] int depth() const override { return m_loop.depth() + 1; }
    Value call(Evaluator &evaluator, CallArguments arguments) override
    {
        if (!arguments.named.empty()) raise("got an unexpected keyword argument");
        auto &loop = static_cast<Loop &>(*m_loop.object());
        if (m_isCycle) return loop.cycle(arguments.positional);
        return Value(loop.changed(evaluator.run(), arguments.positional));
    }

private:
    Value m_loop;
    bool m_isCycle;
};

} // namespace

Loop::Loop(const Statement &node, std::shared_ptr<Scope> outer, Values items, int depth)
    : m_node(node), m_outer(std::move(outer)), m_items(std::move(items)), m_depth(depth)
{
    for (const Value &item : m_items)
        m_valueDepth = std::max(m_valueDepth, item.depth());
}

std::optional<Value> Loop::count(std::string_view name) const
{
    const std::size_t size = m_items.size();
    const std::pair<std::string_view, std::size_t> counts[] = {
        {"index", m_next},
        {"index0", m_next - 1},
        {"revindex", size - m_next + 1},
        {"revindex0", size - m_next},
        {"length", size},
        {"depth", static_cast<std::size_t>(m_depth) + 1},
        {"depth0", static_cast<std::size_t>(m_depth)},
    };
    for (const auto &[known, number] : counts)
        if (known == name) return Value(number);
    return std::nullopt;
}

std::optional<Value> Loop::attribute(Run &run, std::string_view name)
{
    if (auto number = count(name)) return number;
    if (name == "first") return Value(m_next == 1);
    if (name == "last") return Value(m_next == m_items.size());
    if (name == "previtem") return m_next > 1 ? m_items[m_next - 2] : Value::undefined("there is no previous item");
    if (name == "nextitem")
        return m_next < m_items.size() ? m_items[m_next] : Value::undefined("there is no next item");
    if (name != "cycle" && name != "changed") return std::nullopt;
    run.allocate(sizeof(LoopMethod));
    const Value self{std::shared_ptr<Object>(shared_from_this())};
    return Value(std::shared_ptr<Object>(std::make_shared<LoopMethod>(self, name == "cycle")));
}

Value Loop::call(Evaluator &evaluator, CallArguments arguments)
{
    if (!arguments.named.empty() || arguments.positional.size() != 1) raise("loop() takes one argument");
    return evaluator.renderLoop(m_node, m_outer, arguments.positional[0], m_depth + 1);
}

MarkedText Loop::printed(Run & /*run*/) const
{
    return MarkedText("<LoopContext " + std::to_string(m_next) + "/" + std::to_string(m_items.size()) + ">");
}

Value Loop::cycle(const Values &values) const
{
    if (values.empty()) raise("no items for cycling given");
    return values[(m_next - 1) % values.size()];
}

bool Loop::changed(Run &run, const Values &values)
{
    bool same = m_last && m_last->size() == values.size();
    for (std::size_t i = 0; same && i < values.size(); ++i)
        same = equal(run, (*m_last)[i], values[i]);
    if (same) return false;
    if (!m_hasEnded) m_last = values;
    return true;
}

void Loop::end()
{
    m_hasEnded = true;
    m_next = std::min(m_next, m_items.size()); // the last one stays the current one
    m_last.reset();
}

} // namespace sotto::jinja
