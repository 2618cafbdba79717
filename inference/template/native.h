#pragma once

#include "inference/template/object.h"

#include <span>
#include <string>
#include <string_view>

namespace sotto::jinja {

/// Arguments put to the parameters of a native function.
class Bound final {
public:
    /// `parameters`: names, apart by spaces; "!" behind one: it must be given; "*": any, to be found in raw().
    /// Throws Fault where the arguments do not fit.
    Bound(std::string_view function, std::string_view parameters, CallArguments arguments);

    /// Null where it was not given.
    [[nodiscard]] const Value *operator[](std::size_t parameter) const
    {
        return parameter < m_values.size() && m_values[parameter] ? &*m_values[parameter] : nullptr;
    }
    [[nodiscard]] Value value(std::size_t parameter, Value otherwise = Value()) const
    {
        if (const Value *given = (*this)[parameter]) return *given;
        return otherwise;
    }
    [[nodiscard]] bool truth(std::size_t parameter, bool otherwise = false) const
    {
        const Value *given = (*this)[parameter];
        return given ? given->isTrue() : otherwise;
    }
    /// A whole number. Throws Fault where it is something else.
    [[nodiscard]] std::int64_t integer(std::size_t parameter, std::int64_t otherwise = 0) const;
    /// A text, which must be given. Throws Fault where it is something else.
    [[nodiscard]] const Text &text(std::size_t parameter) const;
    /// Whether it was given and is not None.
    [[nodiscard]] bool has(std::size_t parameter) const
    {
        const Value *given = (*this)[parameter];
        return given && !given->isNone();
    }
    [[nodiscard]] const CallArguments &raw() const { return m_raw; }

private:
    std::vector<std::optional<Value>> m_values;
    CallArguments m_raw;
};

/// A filter, a test, a method or a global function that this engine brings. `self`: what stands before the bar,
/// the `is` or the dot.
struct Native {
    using Code = Value (*)(Evaluator &evaluator, const Value &self, const Bound &arguments);

    std::string_view name;
    Code code;
    std::string_view parameters;
};

/// In a table that is sorted by nothing: there are few.
[[nodiscard]] const Native *findNative(std::span<const Native> table, std::string_view name);

/// A native function as a value, with the value whose method it is, if it is one.
class Function final : public Object {
public:
    explicit Function(const Native &native, Value self = Value()) : m_native(native), m_self(std::move(self)) {}
    [[nodiscard]] std::string_view typeName() const override { return "builtin_function_or_method"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    Value call(Evaluator &evaluator, CallArguments arguments) override
    {
        return m_native.code(evaluator, m_self, Bound(m_native.name, m_native.parameters, std::move(arguments)));
    }
    [[nodiscard]] int depth() const override { return m_self.depth() + 1; }

private:
    const Native &m_native;
    Value m_self;
};

} // namespace sotto::jinja
