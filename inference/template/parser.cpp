#include "inference/template/parser.h"

#include "inference/template/parser_impl.h"

#include <algorithm>

namespace sotto::jinja {

std::unique_ptr<const Syntax> parseTemplate(std::string_view source, const TemplateLimits &limits)
{
    if (source.size() > limits.sourceBytes) raise("the template is too long");
    auto syntax = std::make_unique<Syntax>();
    syntax->body = Parser(source, limits, *syntax).parse();
    return syntax;
}

Block Parser::parse()
{
    Block body = parseBody({});
    refuseUnknown(0);
    return body;
}

const Token &Parser::next()
{
    const Token &token = m_tokens[m_at];
    if (m_at + 1 < m_tokens.size()) ++m_at;
    return token;
}

bool Parser::isName(std::string_view word) const
{
    return current().kind == Token::Kind::Name && current().text == word;
}

bool Parser::isOperator(std::string_view text) const
{
    return current().kind == Token::Kind::Operator && current().text == text;
}

bool Parser::isAnyName(Words words) const
{
    return std::ranges::any_of(words, [&](std::string_view word) { return isName(word); });
}

bool Parser::skipName(std::string_view word)
{
    if (!isName(word)) return false;
    next();
    return true;
}

bool Parser::skipOperator(std::string_view text)
{
    if (!isOperator(text)) return false;
    next();
    return true;
}

void Parser::expectOperator(std::string_view text)
{
    if (!skipOperator(text)) fail("expected '" + std::string(text) + "'");
}

std::string Parser::expectName()
{
    if (current().kind != Token::Kind::Name) fail("expected a name");
    return next().text;
}

void Parser::expect(Token::Kind kind, std::string_view what)
{
    if (current().kind != kind) fail("expected " + std::string(what));
    next();
}

void Parser::fail(const std::string &message) const
{
    const Token &token = current();
    const std::string at = token.kind == Token::Kind::End                 ? ", but the template ends"
                           : token.text.empty() || token.text.size() > 40 ? ""
                                                                          : ", got '" + token.text + "'";
    throw Fault(message + at, token.line);
}

void Parser::refuseUnknown(std::size_t mark) const
{
    if (m_unknown.size() > mark) throw Fault(m_unknown[mark].first, m_unknown[mark].second);
}

void Parser::noteUse(const std::string &name)
{
    for (Statement *function : m_functions) {
        function->usesCaller |= name == "caller";
        function->usesNamed |= name == "kwargs";
        function->usesRest |= name == "varargs";
    }
}

} // namespace sotto::jinja
