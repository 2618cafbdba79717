#include "inference/template/parser_impl.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::jinja {

using Kind = Statement::Kind;

/// Up to a `{% word` with one of `ends`, which stays to be read; without `ends` up to the end of the template.
Block Parser::parseBody(Words ends)
{
    const Level level(*this);
    Block body;
    for (;;) {
        const Token &token = current();
        if (token.kind == Token::Kind::End) {
            if (ends.size() > 0) fail("expected {% " + std::string(*std::prev(ends.end())) + " %}");
            return body;
        }
        if (token.kind == Token::Kind::Data || token.kind == Token::Kind::VariableBegin) {
            Statement &node = m_syntax.statements.emplace_back();
            node.line = token.line;
            const bool isData = next().kind == Token::Kind::Data;
            node.kind = isData ? Kind::Output : Kind::Print;
            if (isData) {
                node.text = Value(MarkedText(token.text));
            } else {
                node.values = {parseTuple(Tuple::Plain)};
                expect(Token::Kind::VariableEnd, "'}}'");
            }
            body.push_back(&node);
            continue;
        }
        expect(Token::Kind::BlockBegin, "'{%'");
        if (isAnyName(ends)) return body;
        body.push_back(parseStatement());
        expect(Token::Kind::BlockEnd, "'%}'");
    }
}

/// The body behind a tag, whose '%}' comes next; `drop`: the end's word is read too.
Block Parser::parseBlock(Words ends, bool drop)
{
    skipOperator(":");
    expect(Token::Kind::BlockEnd, "'%}'");
    Block body = parseBody(ends);
    if (drop) next();
    return body;
}

const Statement *Parser::parseStatement()
{
    Statement &node = m_syntax.statements.emplace_back();
    node.line = current().line;
    const std::string word = expectName();
    return parseNamed(word, node);
}

const Statement *Parser::parseNamed(const std::string &word, Statement &node)
{
    using Reader = void (Parser::*)(Statement &);
    constexpr std::array<std::pair<std::string_view, Reader>, 17> readers{{
        {"if", &Parser::parseIf},
        {"for", &Parser::parseFor},
        {"set", &Parser::parseSet},
        {"print", &Parser::parsePrint},
        {"with", &Parser::parseWith},
        {"macro", &Parser::parseMacro},
        {"call", &Parser::parseCallBlock},
        {"filter", &Parser::parseFilterBlock},
        {"generation", &Parser::parseGeneration},
        {"block", &Parser::parseNamedBlock},
        {"autoescape", &Parser::parseAutoescape},
        {"break", &Parser::parseLoopEnd},
        {"continue", &Parser::parseLoopEnd},
        {"include", &Parser::parseUnsupported},
        {"import", &Parser::parseUnsupported},
        {"from", &Parser::parseUnsupported},
        {"extends", &Parser::parseUnsupported},
    }};
    const auto reader = std::ranges::find(readers, word, &std::pair<std::string_view, Reader>::first);
    if (reader == readers.end()) throw Fault("unknown tag '" + word.substr(0, 40) + "'", node.line);
    node.name = word;
    (this->*reader->second)(node);
    return &node;
}

void Parser::parsePrint(Statement &node)
{
    node.kind = Kind::Print;
    while (current().kind != Token::Kind::BlockEnd) {
        if (!node.values.empty()) expectOperator(",");
        node.values.push_back(parseExpression());
    }
}

void Parser::parseIf(Statement &node)
{
    node.kind = Kind::If;
    const std::size_t mark = m_unknown.size();
    for (;;) {
        const Expression *test = parseTuple(Tuple::WithoutCondition);
        node.branches.emplace_back(test, parseBlock({"elif", "else", "endif"}, false));
        const std::string end = next().text;
        if (end == "elif") continue;
        if (end == "else") node.orElse = parseBlock({"endif"}, true);
        break;
    }
    dropUnknown(mark);
}

void Parser::parseFor(Statement &node)
{
    node.kind = Kind::For;
    const std::size_t mark = m_unknown.size();
    const Expression *target = parseTarget(true, false, "in");
    const auto isLoop = [](const Expression *part) { return part->name == "loop"; };
    if (isLoop(target) || std::ranges::any_of(target->children, isLoop)) fail("cannot assign to 'loop' in a for loop");
    if (!skipName("in")) fail("expected 'in'");
    node.targets = {target};
    node.values = {parseTuple(Tuple::WithoutCondition, "recursive"), nullptr};
    if (skipName("if")) node.values[1] = parseExpression();
    node.flag = skipName("recursive");
    ++m_loops;
    node.body = parseBlock({"else", "endfor"}, false);
    --m_loops;
    if (next().text == "else") node.orElse = parseBlock({"endfor"}, true);
    refuseUnknown(mark);
}

void Parser::parseSet(Statement &node)
{
    const Expression *target = parseTarget(true, true);
    node.targets = {target};
    if (skipOperator("=")) {
        node.kind = Kind::Set;
        node.values = {parseTuple(Tuple::Plain)};
        return;
    }
    node.kind = Kind::SetBlock;
    const std::size_t mark = m_unknown.size();
    node.values = {parseFilters(nullptr)};
    node.body = parseBlock({"endset"}, true);
    refuseUnknown(mark);
}

void Parser::parseWith(Statement &node)
{
    node.kind = Kind::With;
    const std::size_t mark = m_unknown.size();
    while (current().kind != Token::Kind::BlockEnd) {
        if (!node.targets.empty()) expectOperator(",");
        node.targets.push_back(parseTarget(true, false));
        expectOperator("=");
        node.values.push_back(parseExpression());
    }
    node.body = parseBlock({"endwith"}, true);
    refuseUnknown(mark);
}

void Parser::parseSignature(Statement &node)
{
    expectOperator("(");
    while (!isOperator(")")) {
        if (!node.parameters.empty()) expectOperator(",");
        const Expression *target = parseTarget(false, false);
        Parameter parameter{target->name, nullptr};
        if (skipOperator("="))
            parameter.defaultValue = parseExpression();
        else if (!node.parameters.empty() && node.parameters.back().defaultValue)
            fail("a parameter without a default follows one with a default");
        node.parameters.push_back(std::move(parameter));
    }
    expectOperator(")");
}

void Parser::parseFunctionBody(Statement &node, std::string_view end)
{
    const std::size_t mark = m_unknown.size();
    const int loops = std::exchange(m_loops, 0);
    m_functions.push_back(&node);
    node.body = parseBlock({end}, true);
    m_functions.pop_back();
    m_loops = loops;
    refuseUnknown(mark);
}

void Parser::parseMacro(Statement &node)
{
    node.kind = Kind::Macro;
    node.name = parseTarget(false, false)->name;
    parseSignature(node);
    parseFunctionBody(node, "endmacro");
}

void Parser::parseCallBlock(Statement &node)
{
    node.kind = Kind::CallBlock;
    if (isOperator("(")) parseSignature(node);
    node.values = {parseExpression()};
    if (node.values[0]->kind != Expression::Kind::Call) fail("expected a call");
    parseFunctionBody(node, "endcall");
}

void Parser::parseFilterBlock(Statement &node)
{
    node.kind = Kind::FilterBlock;
    const std::size_t mark = m_unknown.size();
    node.values = {parseFilters(nullptr, true)};
    node.body = parseBlock({"endfilter"}, true);
    refuseUnknown(mark);
}

/// Marks what the model itself wrote, for training; its text is as without it.
void Parser::parseGeneration(Statement &node)
{
    node.kind = Kind::Scope;
    parseFunctionBody(node, "endgeneration");
}

void Parser::parseNamedBlock(Statement &node)
{
    node.kind = Kind::Scope;
    node.flag = true;
    const std::string name = expectName();
    skipName("scoped");
    skipName("required");
    parseFunctionBody(node, "endblock");
    skipName(name);
}

void Parser::parseAutoescape(Statement &node)
{
    node.kind = Kind::Scope;
    const Expression *on = parseExpression();
    if (on->kind != Expression::Kind::Constant || on->constant.isTrue()) fail("escaping for HTML is not supported");
    node.body = parseBlock({"endautoescape"}, true);
}

void Parser::parseLoopEnd(Statement &node)
{
    if (m_loops == 0) fail("'" + node.name + "' stands outside a loop");
    node.kind = node.name == "break" ? Kind::Break : Kind::Continue;
}

void Parser::parseUnsupported(Statement &node)
{
    node.kind = Kind::Unsupported;
    if (current().kind == Token::Kind::BlockEnd) fail("expected what to " + node.name);
    while (current().kind != Token::Kind::BlockEnd && current().kind != Token::Kind::End)
        next();
}

} // namespace sotto::jinja
