#include "core/chat/chat_texts.h"

#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

constexpr qsizetype kWordsTitle = 40;
constexpr qsizetype kModelTitle = 60;
constexpr int kTitleTokens = 24;

/// Cuts to at most `length` characters as a person counts them, at the end of a word; marks a cut with "…".
QString cut(const QString &line, qsizetype length)
{
    QTextBoundaryFinder characters(QTextBoundaryFinder::Grapheme, line);
    qsizetype end = 0;
    for (qsizetype i = 0; i < length && characters.toNextBoundary() > 0; ++i)
        end = characters.position();
    if (end >= line.size()) return line;
    // Line breaks may stand between words, and between any two CJK characters: just where a title may be cut.
    QTextBoundaryFinder breaks(QTextBoundaryFinder::Line, line);
    breaks.setPosition(end);
    const qsizetype wordEnd = breaks.isAtBoundary() ? end : breaks.toPreviousBoundary();
    QString kept = line.left(wordEnd > 0 ? wordEnd : end);
    while (!kept.isEmpty() && !kept.back().isLetterOrNumber() && !kept.back().isSurrogate() && kept.back() != u')')
        kept.chop(1);
    return (kept.isEmpty() ? line.left(end) : kept) + u'…';
}

bool hasWords(const QString &text)
{
    return std::ranges::any_of(text.toUcs4(), [](uint c) { return QChar::isLetterOrNumber(c); });
}

bool isWrapping(QChar c)
{
    return u"\"'`*_#“”‘’«»„「」『』《》"_s.contains(c) || c.isSpace();
}

QString unwrapped(QString line)
{
    while (!line.isEmpty() && isWrapping(line.front()))
        line.remove(0, 1);
    while (!line.isEmpty() && (isWrapping(line.back()) || line.back() == u'.' || line.back() == u'。'))
        line.chop(1);
    return line;
}

} // namespace

std::vector<ChatMessage> promptOf(const QString &instructions, const QList<Message> &path, EarlierThoughts thoughts)
{
    std::vector<ChatMessage> turns;
    if (!instructions.trimmed().isEmpty()) turns.push_back({Role::System, instructions.toStdString()});
    for (const Message &message : path) {
        if (message.text.trimmed().isEmpty()) continue;
        const bool joins = message.role == Role::User && !turns.empty() && turns.back().role == Role::User;
        if (joins) {
            turns.back().content += "\n\n" + message.text.toStdString();
        } else {
            turns.push_back({message.role, message.text.toStdString()});
            if (thoughts == EarlierThoughts::SentBack) turns.back().reasoning = message.reasoning.toStdString();
        }
    }
    return turns;
}

MemoryBegin memoryBegin(const QList<Message> &path, int droppedTurns)
{
    int turns = 0;
    Role last = Role::System;
    for (qsizetype i = 0; i < path.size() && droppedTurns > 0; ++i) {
        const Message &message = path.at(i);
        if (message.text.trimmed().isEmpty()) continue;
        const bool joins = message.role == Role::User && last == Role::User; // as in promptOf()
        last = message.role;
        if (joins) continue;
        if (turns++ == droppedTurns) return {message.id, static_cast<int>(i)};
    }
    return {};
}

QString firstWordsTitle(const QString &text)
{
    for (const QString &line : text.split(u'\n')) {
        const QString simple = line.simplified();
        if (hasWords(simple)) return cut(simple, kWordsTitle);
    }
    return {};
}

GenerationRequest titleRequest(std::vector<ChatMessage> exchange)
{
    exchange.push_back({Role::User, "Name this chat: a title of two to six words, in the language of the chat. "
                                    "Answer with the title alone."});
    GenerationRequest request;
    request.messages = std::move(exchange);
    request.sampling.temperature = 0;
    request.maxTokens = kTitleTokens;
    request.thinking = Thinking::Off;
    return request;
}

std::string stateKeyOf(ConversationId id)
{
    return std::to_string(id.value);
}

QString sanitizedTitle(const QString &answer)
{
    for (const QString &line : answer.split(u'\n')) {
        QString title = unwrapped(line.simplified());
        if (title.startsWith("title:"_L1, Qt::CaseInsensitive)) title = unwrapped(title.mid(6));
        if (hasWords(title)) return cut(title, kModelTitle - 1);
    }
    return {};
}

} // namespace sotto
