#pragma once

#include "inference/template/marked_text.h"
#include "inference/template/run.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sotto::jinja {

class Value;
class Object;
struct Text;
class Fault;
struct Sequence;
struct Dict;

struct None {};
/// A name that stands for nothing: prints as nothing, and anything more is an error that says `why`.
struct Undefined {
    std::shared_ptr<const std::string> why;
};

/// Anything a template can hold, as Python has it. Cheap to copy: what is large is shared and never changes.
/// Whole numbers have 64 bits; past them is an error. Thread: one at a time.
class Value final {
public:
    using Data = std::variant<Undefined, None, bool, std::int64_t, double, std::shared_ptr<const Text>,
                              std::shared_ptr<const Sequence>, std::shared_ptr<const Dict>, std::shared_ptr<Object>>;

    Value() : m_data(None()) {}
    template <class T>
        requires std::constructible_from<Data, std::in_place_type_t<T>, T>
    explicit Value(T data) : m_data(std::in_place_type<T>, std::move(data))
    {
    }
    explicit Value(int number) : m_data(std::int64_t{number}) {}
    explicit Value(std::size_t number) : m_data(static_cast<std::int64_t>(number)) {}
    Value(MarkedText text, bool isMarkup = false);
    Value(std::string_view templateText) : Value(MarkedText(std::string(templateText))) {}
    Value(const char *templateText) : Value(std::string_view(templateText)) {}
    static Value undefined(std::string why)
    {
        return Value(Undefined{std::make_shared<const std::string>(std::move(why))});
    }

    [[nodiscard]] bool isUndefined() const { return is<Undefined>(); }
    [[nodiscard]] bool isNone() const { return is<None>(); }
    [[nodiscard]] bool isBool() const { return is<bool>(); }
    [[nodiscard]] bool isFloat() const { return is<double>(); }
    [[nodiscard]] bool isNumber() const { return integer().has_value() || isFloat(); }
    /// The number of an int, and of a bool, which is one in Python.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] double number() const; ///< Of what isNumber().
    [[nodiscard]] const Text *text() const { return shared<const Text>(); }
    [[nodiscard]] const Sequence *sequence() const { return shared<const Sequence>(); }
    [[nodiscard]] const Dict *dict() const { return shared<const Dict>(); }
    [[nodiscard]] Object *object() const { return shared<Object>(); }
    [[nodiscard]] const Data &data() const { return m_data; }
    /// Bytes of a text; nothing for everything else.
    [[nodiscard]] std::optional<std::string_view> bytes() const;

    [[nodiscard]] std::string_view typeName() const; ///< As Python spells it, for messages.
    [[nodiscard]] bool isTrue() const;
    [[nodiscard]] int depth() const; ///< Of lists within lists; 0 for a scalar.

private:
    template <class T>
    [[nodiscard]] bool is() const
    {
        return std::holds_alternative<T>(m_data);
    }
    template <class T>
    [[nodiscard]] T *shared() const
    {
        const auto *held = std::get_if<std::shared_ptr<T>>(&m_data);
        return held ? held->get() : nullptr;
    }

    Data m_data;
};

struct Text {
    MarkedText marked;
    bool isMarkup = false;      ///< Markupsafe's Markup: what the filters `safe` and `escape` give.
    std::size_t characters = 0; ///< Code points.

    [[nodiscard]] const std::string &bytes() const { return marked.bytes(); }
    [[nodiscard]] bool isAscii() const { return characters == marked.size(); }
    [[nodiscard]] std::size_t byteOf(std::size_t character) const;
    [[nodiscard]] MarkedText characterRange(std::size_t begin, std::size_t end) const;
};

/// Everything that is a row of values in Python.
struct Sequence {
    enum class Kind : std::uint8_t {
        List,
        Tuple,
        Group, ///< A tuple of the filter groupby: its parts are also `grouper` and `list`.
        Range,
        Keys,
        Values,
        Items,
        Generator
    };

    Kind kind = Kind::List;
    std::vector<Value> items;
    int depth = 1;
    mutable bool consumed = false; ///< A generator gives its values once.
    /// What a generator ends in behind its items: whoever takes no more than those never hears of it.
    std::shared_ptr<const Fault> failure{};
};

/// Keeps the order in which keys were first set.
struct Dict {
    std::vector<std::pair<Value, Value>> entries;
    int depth = 1;

    [[nodiscard]] const Value *find(std::string_view key) const;
    [[nodiscard]] const Value *find(const Value &key) const;
};

using Values = std::vector<Value>;

[[nodiscard]] Value makeSequence(Run &run, Values items, Sequence::Kind kind = Sequence::Kind::List);
/// What a lazy filter gives: `items`, and then `failure`, if it is there.
[[nodiscard]] Value makeGenerator(Run &run, Values items, std::shared_ptr<const Fault> failure);
/// Keys are unique already. For values that come from outside.
[[nodiscard]] Value makeDict(Run &run, std::vector<std::pair<Value, Value>> entries);
/// Sets `key`, in its old place if there is one. Throws where Python could not hash it.
void setEntry(Run &run, std::vector<std::pair<Value, Value>> &entries, const Value &key, Value value);

/// Python's ==, and <. The latter throws where Python has no order.
[[nodiscard]] bool equal(Run &run, const Value &a, const Value &b);
[[nodiscard]] bool less(Run &run, const Value &a, const Value &b);
/// What `for` goes over. Throws where Python cannot.
[[nodiscard]] Values iterate(Run &run, const Value &value);
[[nodiscard]] std::int64_t lengthOf(const Value &value);
[[nodiscard]] bool isIn(Run &run, const Value &item, const Value &container);

[[noreturn]] void raiseUndefined(const Value &value);
/// Throws where `value` is undefined.
inline void requireDefined(const Value &value)
{
    if (value.isUndefined()) raiseUndefined(value);
}

} // namespace sotto::jinja
