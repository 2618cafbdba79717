#pragma once

#include "inference/template/value.h"

#include <map>
#include <string>
#include <string_view>

namespace sotto::jinja {

class Evaluator;

/// Arguments as a call wrote them.
struct CallArguments {
    Values positional;
    std::vector<std::pair<std::string, Value>> named;
};

/// What is more than data: functions, macros, `loop`, namespaces. Shared, and some of it changes.
class Object {
public:
    Object() = default;
    virtual ~Object() = default;
    Object(const Object &) = delete;
    Object &operator=(const Object &) = delete;

    [[nodiscard]] virtual std::string_view typeName() const = 0;
    [[nodiscard]] virtual std::optional<Value> attribute(Run &run, std::string_view name);
    /// What `object[key]` gives.
    [[nodiscard]] virtual std::optional<Value> item(const Value &key);
    [[nodiscard]] virtual bool isCallable() const { return false; }
    virtual Value call(Evaluator &evaluator, CallArguments arguments);
    [[nodiscard]] virtual std::optional<std::int64_t> length() const { return std::nullopt; }
    [[nodiscard]] virtual MarkedText printed(Run &run) const;
    [[nodiscard]] virtual int depth() const { return 0; } ///< Of the values it holds for itself.
};

/// `namespace(…)`: the one thing whose attributes a template may set.
class Namespace final : public Object {
public:
    [[nodiscard]] std::string_view typeName() const override { return "Namespace"; }
    [[nodiscard]] std::optional<Value> attribute(Run &run, std::string_view name) override;
    [[nodiscard]] std::optional<Value> item(const Value &key) override;
    [[nodiscard]] MarkedText printed(Run &run) const override;
    void set(Run &run, const Value &name, Value value) { setEntry(run, m_values, name, std::move(value)); }
    /// A namespace may hold itself; the evaluator calls this at the end of the rendering.
    void clear() { m_values.clear(); }

private:
    std::vector<std::pair<Value, Value>> m_values;
};

} // namespace sotto::jinja
