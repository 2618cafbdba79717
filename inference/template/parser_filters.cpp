#include "inference/template/filters.h"
#include "inference/template/parser_impl.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {

using Kind = Expression::Kind;

const Expression *Parser::parseFilters(const Expression *node, bool begins)
{
    while (begins || isOperator("|")) {
        if (!begins) next();
        begins = false;
        std::string name = expectName();
        while (skipOperator("."))
            name += "." + expectName();
        Expression *filter = make(Kind::Filter, {node}, std::move(name));
        if (!findFilter(filter->name)) m_unknown.emplace_back("No filter named '" + filter->name + "'.", filter->line);
        if (isOperator("(")) filter->arguments = parseArguments();
        node = filter;
    }
    return node;
}

const Expression *Parser::parseTest(const Expression *node)
{
    next();
    const bool negated = skipName("not");
    std::string name = expectName();
    while (skipOperator("."))
        name += "." + expectName();
    Expression *test = make(Kind::Test, {node}, std::move(name));
    if (!findTest(test->name)) m_unknown.emplace_back("No test named '" + test->name + "'.", test->line);
    const Token &token = current();
    const bool isWord = token.kind == Token::Kind::Name || token.kind == Token::Kind::String ||
                        token.kind == Token::Kind::Integer || token.kind == Token::Kind::Float;
    if (isOperator("(")) {
        test->arguments = parseArguments();
    } else if ((isWord || isOperator("[") || isOperator("{")) && !isAnyName({"else", "or", "and"})) {
        if (isName("is")) fail("tests cannot be chained with 'is'");
        test->arguments.positional.push_back(parsePostfix(parsePrimary()));
    }
    return negated ? make(Kind::Unary, {test}, "not") : test;
}

const Expression *Parser::parseTuple(Tuple how, std::string_view endWord)
{
    std::vector<const Expression *> items;
    bool isTuple = false; // a comma makes it one
    const auto atEnd = [&] {
        return current().kind == Token::Kind::VariableEnd || current().kind == Token::Kind::BlockEnd ||
               isOperator(")") || (!endWord.empty() && isName(endWord));
    };
    while (!atEnd()) {
        items.push_back(how == Tuple::Simple ? parsePrimary() : parseExpression(how != Tuple::WithoutCondition));
        if (!skipOperator(",")) break;
        isTuple = true;
    }
    if (isTuple) return make(Kind::Tuple, std::move(items));
    if (items.size() == 1) return items[0];
    if (how != Tuple::InParentheses) fail("expected an expression");
    return make(Kind::Tuple);
}

const Expression *Parser::parseTarget(bool withTuple, bool withNamespace, std::string_view endWord)
{
    if (withNamespace && lookAhead().kind == Token::Kind::Operator && lookAhead().text == ".") {
        Expression *target = make(Kind::NamespaceAttribute, {}, expectName());
        next();
        target->attribute = expectName();
        return target;
    }
    if (!withTuple) {
        const Expression *target = make(Kind::Name, {}, expectName());
        checkTarget(*target);
        return target;
    }
    const Expression *target = parseTuple(Tuple::Simple, endWord);
    checkTarget(*target);
    return target;
}

void Parser::checkTarget(const Expression &target) const
{
    constexpr std::array<std::string_view, 6> constants{"true", "false", "none", "True", "False", "None"};
    if (target.kind == Kind::Name && !std::ranges::contains(constants, target.name)) return;
    if (target.kind != Kind::Tuple) fail("cannot assign to this");
    for (const Expression *part : target.children)
        checkTarget(*part);
}

} // namespace sotto::jinja
