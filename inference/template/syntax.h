#pragma once

#include "inference/template/value.h"

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace sotto::jinja {

struct Expression;

/// Arguments of a call, filter or test as written.
struct ArgumentList {
    std::vector<const Expression *> positional;
    std::vector<std::pair<std::string, const Expression *>> named;
    const Expression *star = nullptr;       ///< *these
    const Expression *doubleStar = nullptr; ///< **these
};

/// A node of an expression. What its fields mean depends on `kind`; unnamed ones are empty.
struct Expression {
    enum class Kind : std::uint8_t {
        Constant,           ///< constant
        Name,               ///< name
        NamespaceAttribute, ///< name.attribute: `name` and `attribute`; only as a target of set
        List,               ///< children
        Tuple,              ///< children
        Dict,               ///< children: key, value, key, value …
        Attribute,          ///< children[0].name
        Item,               ///< children[0][children[1]]
        Slice,              ///< children: begin, end, step; each may be null
        Call,               ///< children[0](arguments)
        Filter,             ///< children[0]|name(arguments); no child in a filter block
        Test,               ///< children[0] is name(arguments)
        Unary,              ///< name ("-", "+", "not") children[0]
        Binary,             ///< children[0] name children[1]
        Compare,            ///< children[0] operators[0] children[1] operators[1] children[2] …
        Concat,             ///< children joined as text
        Condition,          ///< children[0] if children[1] else children[2], which may be null
    };

    Kind kind = Kind::Constant;
    int line = 0;
    std::string name{};
    std::string attribute{};
    Value constant{};
    std::vector<const Expression *> children{};
    std::vector<std::string> operators{};
    ArgumentList arguments{};
};

struct Statement;
using Block = std::vector<const Statement *>;

/// A parameter of a macro or a call block.
struct Parameter {
    std::string name;
    const Expression *defaultValue = nullptr;
};

/// A node of a template's text. What its fields mean depends on `kind`; unnamed ones are empty.
struct Statement {
    enum class Kind : std::uint8_t {
        Output,      ///< text, as it is
        Print,       ///< values
        If,          ///< branches, then orElse
        For,         ///< targets[0] in values[0] if values[1] (may be null): body, orElse; flag: recursive
        Set,         ///< targets[0] = values[0]
        SetBlock,    ///< targets[0] = body, put through values[0] if there is one
        With,        ///< targets = values: body
        Macro,       ///< name(parameters): body
        CallBlock,   ///< values[0], a call, given `caller(parameters)`: body
        FilterBlock, ///< body put through values[0]
        Scope,       ///< body in a scope of its own; flag: it sees only what is global
        Break,
        Continue,
        Unsupported, ///< name: what cannot be done here; an error only when it is reached
    };

    Kind kind = Kind::Output;
    int line = 0;
    std::string name{};
    Value text{};
    std::vector<const Expression *> targets{};
    std::vector<const Expression *> values{};
    std::vector<std::pair<const Expression *, Block>> branches{};
    std::vector<Parameter> parameters{};
    Block body{};
    Block orElse{};
    bool flag = false;
    bool usesCaller = false; ///< Macro, CallBlock: the body names `caller`, `kwargs`, `varargs`.
    bool usesNamed = false;
    bool usesRest = false;
};

/// A parsed template; its nodes point at each other and live as long as it does.
struct Syntax {
    std::deque<Expression> expressions;
    std::deque<Statement> statements;
    Block body;
};

} // namespace sotto::jinja
