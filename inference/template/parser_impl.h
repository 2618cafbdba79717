#pragma once

#include "inference/template/lexer.h"
#include "inference/template/limits.h"
#include "inference/template/syntax.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::jinja {

/// Recursive descent over the tokens of one template. Throws Fault.
class Parser final {
public:
    Parser(std::string_view source, const TemplateLimits &limits, Syntax &syntax)
        : m_tokens(tokenize(source)), m_limits(limits), m_syntax(syntax)
    {
    }

    /// The whole template.
    [[nodiscard]] Block parse();

private:
    using Words = std::initializer_list<std::string_view>;
    class Level;

    // Tokens
    [[nodiscard]] const Token &current() const { return m_tokens[m_at]; }
    [[nodiscard]] const Token &lookAhead() const { return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)]; }
    const Token &next();
    [[nodiscard]] bool isName(std::string_view word) const;
    [[nodiscard]] bool isOperator(std::string_view text) const;
    [[nodiscard]] bool isAnyName(Words words) const;
    bool skipName(std::string_view word);
    bool skipOperator(std::string_view text);
    void expectOperator(std::string_view text);
    std::string expectName();
    void expect(Token::Kind kind, std::string_view what);
    [[noreturn]] void fail(const std::string &message) const;

    // Expressions (parser_expressions.cpp)
    const Expression *parseExpression(bool withCondition = true);
    const Expression *parseCondition();
    const Expression *parseOr();
    const Expression *parseAnd();
    const Expression *parseNot();
    const Expression *parseCompare();
    const Expression *parseSum();
    const Expression *parseConcat();
    const Expression *parseProduct();
    const Expression *parsePower();
    const Expression *parseUnary(bool withFilters = true);
    const Expression *parsePrimary();
    const Expression *parseNameOrConstant();
    const Expression *parseNumber();
    const Expression *parseList();
    const Expression *parseDict();
    const Expression *parsePostfix(const Expression *node);
    const Expression *parseFilterExpression(const Expression *node);
    const Expression *parseSubscript(const Expression *node);
    const Expression *parseSubscripted();
    const Expression *parseCall(const Expression *node);
    const Expression *parseFilters(const Expression *node, bool begins = false);
    const Expression *parseTest(const Expression *node);
    ArgumentList parseArguments();
    enum class Tuple : std::uint8_t { Plain, WithoutCondition, InParentheses, Simple };
    const Expression *parseTuple(Tuple how, std::string_view endWord = {});
    const Expression *parseTarget(bool withTuple, bool withNamespace, std::string_view endWord = {});
    void checkTarget(const Expression &target) const;
    Expression *make(Expression::Kind kind, std::vector<const Expression *> children = {}, std::string name = {});

    // Statements (parser_statements.cpp)
    Block parseBody(Words ends);
    Block parseBlock(Words ends, bool drop);
    const Statement *parseStatement();
    const Statement *parseNamed(const std::string &word, Statement &node);
    void parsePrint(Statement &node);
    void parseIf(Statement &node);
    void parseFor(Statement &node);
    void parseSet(Statement &node);
    void parseWith(Statement &node);
    void parseMacro(Statement &node);
    void parseCallBlock(Statement &node);
    void parseFilterBlock(Statement &node);
    void parseGeneration(Statement &node);
    void parseNamedBlock(Statement &node);
    void parseAutoescape(Statement &node);
    void parseLoopEnd(Statement &node);
    void parseUnsupported(Statement &node);
    void parseSignature(Statement &node);
    /// A body that is a function of its own in Python: a loop outside cannot be left from it.
    void parseFunctionBody(Statement &node, std::string_view end);
    void noteUse(const std::string &name);

    /// Filters and tests of no known name, which are an error unless they stand in an `if` or a condition: there
    /// they are one only when they are reached. From `mark` on.
    void dropUnknown(std::size_t mark) { m_unknown.resize(std::min(mark, m_unknown.size())); }
    void refuseUnknown(std::size_t mark) const;

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    const TemplateLimits &m_limits;
    Syntax &m_syntax;
    int m_depth = 0;
    int m_loops = 0; ///< Open loops that `break` could leave.
    std::vector<std::pair<std::string, int>> m_unknown;
    std::vector<Statement *> m_functions; ///< Open macros and call blocks.
};

/// Counts nesting while it lives.
class Parser::Level final {
public:
    explicit Level(Parser &parser) : m_parser(parser)
    {
        if (++m_parser.m_depth > m_parser.m_limits.parseDepth) m_parser.fail("the template is nested too deeply");
    }
    ~Level() { --m_parser.m_depth; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

private:
    Parser &m_parser;
};

} // namespace sotto::jinja
