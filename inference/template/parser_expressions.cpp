#include "inference/template/number_text.h"
#include "inference/template/parser_impl.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sotto::jinja {

using Kind = Expression::Kind;

Expression *Parser::make(Kind kind, std::vector<const Expression *> children, std::string name)
{
    Expression &node = m_syntax.expressions.emplace_back();
    node.kind = kind;
    node.line = current().line;
    node.children = std::move(children);
    node.name = std::move(name);
    return &node;
}

const Expression *Parser::parseExpression(bool withCondition)
{
    const Level level(*this);
    return withCondition ? parseCondition() : parseOr();
}

const Expression *Parser::parseCondition()
{
    const std::size_t mark = m_unknown.size();
    const Expression *node = parseOr();
    while (skipName("if")) {
        const Expression *test = parseOr();
        const Expression *otherwise = nullptr;
        if (skipName("else")) {
            const Level level(*this);
            otherwise = parseCondition();
        }
        node = make(Kind::Condition, {node, test, otherwise});
        dropUnknown(mark);
    }
    return node;
}

const Expression *Parser::parseOr()
{
    const Expression *left = parseAnd();
    while (skipName("or"))
        left = make(Kind::Binary, {left, parseAnd()}, "or");
    return left;
}

const Expression *Parser::parseAnd()
{
    const Expression *left = parseNot();
    while (skipName("and"))
        left = make(Kind::Binary, {left, parseNot()}, "and");
    return left;
}

const Expression *Parser::parseNot()
{
    if (!skipName("not")) return parseCompare();
    const Level level(*this);
    return make(Kind::Unary, {parseNot()}, "not");
}

const Expression *Parser::parseCompare()
{
    constexpr std::array<std::string_view, 6> comparisons{"==", "!=", "<", "<=", ">", ">="};
    const Expression *first = parseSum();
    Expression *node = nullptr;
    for (;;) {
        std::string name;
        if (current().kind == Token::Kind::Operator && std::ranges::contains(comparisons, current().text))
            name = next().text;
        else if (skipName("in"))
            name = "in";
        else if (isName("not") && lookAhead().kind == Token::Kind::Name && lookAhead().text == "in") {
            next();
            next();
            name = "not in";
        } else {
            return node ? node : first;
        }
        const Expression *operand = parseSum();
        if (!node) node = make(Kind::Compare, {first});
        node->operators.push_back(std::move(name));
        node->children.push_back(operand);
    }
}

const Expression *Parser::parseSum()
{
    const Expression *left = parseConcat();
    while (isOperator("+") || isOperator("-")) {
        const std::string name = next().text;
        left = make(Kind::Binary, {left, parseConcat()}, name);
    }
    return left;
}

const Expression *Parser::parseConcat()
{
    std::vector<const Expression *> parts{parseProduct()};
    while (skipOperator("~"))
        parts.push_back(parseProduct());
    return parts.size() == 1 ? parts[0] : make(Kind::Concat, std::move(parts));
}

const Expression *Parser::parseProduct()
{
    const Expression *left = parsePower();
    while (isOperator("*") || isOperator("/") || isOperator("//") || isOperator("%")) {
        const std::string name = next().text;
        left = make(Kind::Binary, {left, parsePower()}, name);
    }
    return left;
}

const Expression *Parser::parsePower()
{
    const Expression *left = parseUnary();
    while (skipOperator("**"))
        left = make(Kind::Binary, {left, parseUnary()}, "**");
    return left;
}

const Expression *Parser::parseUnary(bool withFilters)
{
    const Level level(*this);
    const Expression *node = nullptr;
    if (isOperator("-") || isOperator("+")) {
        const std::string name = next().text;
        node = make(Kind::Unary, {parseUnary(false)}, name);
    } else {
        node = parsePrimary();
    }
    node = parsePostfix(node);
    return withFilters ? parseFilterExpression(node) : node;
}

const Expression *Parser::parsePrimary()
{
    const Level level(*this);
    switch (current().kind) {
    case Token::Kind::Name: return parseNameOrConstant();
    case Token::Kind::String: {
        std::string text;
        while (current().kind == Token::Kind::String)
            text += next().text;
        Expression *node = make(Kind::Constant);
        node->constant = Value(MarkedText(std::move(text)));
        return node;
    }
    case Token::Kind::Integer:
    case Token::Kind::Float: return parseNumber();
    default: break;
    }
    if (skipOperator("(")) {
        const Expression *node = parseTuple(Tuple::InParentheses);
        expectOperator(")");
        return node;
    }
    if (skipOperator("[")) return parseList();
    if (skipOperator("{")) return parseDict();
    fail("expected an expression");
}

const Expression *Parser::parseNameOrConstant()
{
    Expression *node = make(Kind::Constant);
    const std::string word = next().text;
    if (word == "true" || word == "True") {
        node->constant = Value(true);
    } else if (word == "false" || word == "False") {
        node->constant = Value(false);
    } else if (word != "none" && word != "None") {
        node->kind = Kind::Name;
        node->name = word;
        noteUse(word);
    }
    return node;
}

const Expression *Parser::parseNumber()
{
    Expression *node = make(Kind::Constant);
    const Token &token = next();
    std::string_view digits = token.text;
    if (token.kind == Token::Kind::Float) {
        const auto number = readFloat(digits); // past the largest it is infinite
        if (!number) fail("not a number");
        node->constant = Value(*number);
        return node;
    }
    int base = 10;
    if (digits.size() > 2 && digits[0] == '0') {
        const char letter = static_cast<char>(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
        if (base != 10) digits.remove_prefix(2);
    }
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (read.ec != std::errc()) fail("a number is too large");
    node->constant = Value(number);
    return node;
}

const Expression *Parser::parseList()
{
    Expression *node = make(Kind::List);
    while (!isOperator("]")) {
        if (!node->children.empty()) expectOperator(",");
        if (isOperator("]")) break;
        node->children.push_back(parseExpression());
    }
    expectOperator("]");
    return node;
}

const Expression *Parser::parseDict()
{
    Expression *node = make(Kind::Dict);
    while (!isOperator("}")) {
        if (!node->children.empty()) expectOperator(",");
        if (isOperator("}")) break;
        node->children.push_back(parseExpression());
        expectOperator(":");
        node->children.push_back(parseExpression());
    }
    expectOperator("}");
    return node;
}

const Expression *Parser::parsePostfix(const Expression *node)
{
    for (;;) {
        if (isOperator(".") || isOperator("["))
            node = parseSubscript(node);
        else if (isOperator("("))
            node = parseCall(node);
        else
            return node;
    }
}

const Expression *Parser::parseFilterExpression(const Expression *node)
{
    for (;;) {
        if (isOperator("|"))
            node = parseFilters(node);
        else if (isName("is"))
            node = parseTest(node);
        else if (isOperator("("))
            node = parseCall(node);
        else
            return node;
    }
}

const Expression *Parser::parseSubscript(const Expression *node)
{
    if (skipOperator(".")) {
        if (current().kind == Token::Kind::Name) return make(Kind::Attribute, {node}, next().text);
        if (current().kind != Token::Kind::Integer) fail("expected a name or a number after '.'");
        return make(Kind::Item, {node, parseNumber()});
    }
    expectOperator("[");
    std::vector<const Expression *> keys;
    while (!isOperator("]")) {
        if (!keys.empty()) expectOperator(",");
        keys.push_back(parseSubscripted());
    }
    expectOperator("]");
    const Expression *key = keys.size() == 1 ? keys[0] : make(Kind::Tuple, std::move(keys));
    return make(Kind::Item, {node, key});
}

const Expression *Parser::parseSubscripted()
{
    std::vector<const Expression *> bounds;
    if (!isOperator(":")) {
        const Expression *node = parseExpression();
        if (!isOperator(":")) return node;
        bounds.push_back(node);
    } else {
        bounds.push_back(nullptr);
    }
    while (bounds.size() < 3 && skipOperator(":")) {
        const bool isOpen = isOperator(":") || isOperator("]") || isOperator(",");
        bounds.push_back(isOpen ? nullptr : parseExpression());
    }
    bounds.resize(3);
    return make(Kind::Slice, std::move(bounds));
}

const Expression *Parser::parseCall(const Expression *node)
{
    Expression *call = make(Kind::Call, {node});
    call->arguments = parseArguments();
    return call;
}

ArgumentList Parser::parseArguments()
{
    expectOperator("(");
    ArgumentList list;
    bool needsComma = false;
    while (!isOperator(")")) {
        if (needsComma) {
            expectOperator(",");
            if (isOperator(")")) break;
        }
        if (skipOperator("*")) {
            if (list.star || list.doubleStar) fail("invalid arguments of a call");
            list.star = parseExpression();
        } else if (skipOperator("**")) {
            if (list.doubleStar) fail("invalid arguments of a call");
            list.doubleStar = parseExpression();
        } else if (current().kind == Token::Kind::Name && lookAhead().kind == Token::Kind::Operator &&
                   lookAhead().text == "=") {
            if (list.doubleStar) fail("invalid arguments of a call");
            std::string name = next().text;
            next();
            list.named.emplace_back(std::move(name), parseExpression());
        } else {
            if (list.star || list.doubleStar || !list.named.empty()) fail("invalid arguments of a call");
            list.positional.push_back(parseExpression());
        }
        needsComma = true;
    }
    expectOperator(")");
    return list;
}

} // namespace sotto::jinja
