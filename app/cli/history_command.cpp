#include "app/cli/history_command.h"

#include "app/cli/json_values.h"
#include "app/cli/text_table.h"
#include "core/chat/message_tree.h"
#include "core/text/format.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

QString titleOf(const Conversation &conversation)
{
    return conversation.title.isEmpty() ? QCoreApplication::translate("Cli", "New chat") : conversation.title;
}

QString speakerOf(const Message &message)
{
    if (message.role == Role::User) return QCoreApplication::translate("Cli", "You");
    QStringList parts{message.personaName, message.modelName};
    parts.removeAll(QString());
    return parts.isEmpty() ? QCoreApplication::translate("Cli", "Reply") : parts.join(u" · "_s);
}

/// How a reply ended, where that is not as it should.
QString stateNote(const Message &message)
{
    switch (message.state) {
    case MessageState::Streaming: return QCoreApplication::translate("Cli", "being written");
    case MessageState::Interrupted: return QCoreApplication::translate("Cli", "interrupted");
    case MessageState::Stopped: return QCoreApplication::translate("Cli", "stopped");
    case MessageState::Failed: return message.failure ? errorText(message.failure->error).what : QString();
    case MessageState::Complete: break;
    }
    return {};
}

QString footnoteOf(const Message &message)
{
    QStringList parts{message.usage ? formatFootnote(*message.usage) : QString(),
                      message.energy ? formatEnergyFootnote(*message.energy) : QString(), stateNote(message)};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace

QString toMarkdown(const Conversation &conversation, const QList<Message> &branch, std::int64_t nowMs)
{
    QStringList blocks{u"# "_s + titleOf(conversation), u'_' + formatMoment(conversation.createdMs, nowMs) + u'_'};
    for (const Message &message : branch) {
        if (message.role == Role::System) continue;
        blocks << u"## "_s + speakerOf(message);
        if (!message.text.trimmed().isEmpty()) blocks << message.text.trimmed();
        if (const QString note = footnoteOf(message); !note.isEmpty()) blocks << u'_' + note + u'_';
    }
    return blocks.join(u"\n\n"_s) + u'\n';
}

HistoryListCommand::HistoryListCommand(CliContext &context, const HistoryListOptions &options)
    : m_context(context), m_options(options)
{
}

void HistoryListCommand::start()
{
    if (!m_context.hasHistory()) {
        Q_EMIT done(ExitCode::Ok);
        return;
    }
    m_context.repository().conversations().then(this,
                                                [this](const Result<QList<Conversation>> &result) { print(result); });
}

void HistoryListCommand::print(const Result<QList<Conversation>> &conversations)
{
    if (!conversations) {
        fail({ExitCode::Failed, conversations.error()});
        return;
    }
    QList<QStringList> rows;
    const std::int64_t now = m_context.clock().unixMs();
    for (const Conversation &conversation : *conversations) {
        if (m_options.form == OutputForm::Json)
            m_context.terminal().json(toJson(conversation));
        else
            rows.append({QString::number(conversation.id.value), formatMoment(conversation.updatedMs, now),
                         titleOf(conversation)});
    }
    if (!rows.isEmpty()) m_context.terminal().text(textTable(rows));
    Q_EMIT done(ExitCode::Ok);
}

HistoryShowCommand::HistoryShowCommand(CliContext &context, const HistoryShowOptions &options)
    : m_context(context), m_options(options)
{
}

void HistoryShowCommand::start()
{
    if (!m_context.hasHistory()) {
        fail(notFound());
        return;
    }
    m_context.repository()
        .load(ConversationId(m_options.id))
        .then(this, [this](const Result<ConversationContent> &content) { print(content); });
}

void HistoryShowCommand::print(const Result<ConversationContent> &content)
{
    if (!content) {
        if (content.error().code == ErrorCode::NotFound)
            fail(notFound());
        else
            fail({ExitCode::Failed, content.error()});
        return;
    }
    const QList<Message> branch = MessageTree(content->messages, content->conversation.activeLeaf).path();
    if (m_options.form == OutputForm::Text) {
        m_context.terminal().text(toMarkdown(content->conversation, branch, m_context.clock().unixMs()));
    } else {
        QJsonObject object = toJson(content->conversation);
        QJsonArray messages;
        for (const Message &message : branch)
            messages.append(toJson(message));
        object.insert("messages"_L1, messages);
        m_context.terminal().json(object);
    }
    Q_EMIT done(ExitCode::Ok);
}

Failure HistoryShowCommand::notFound() const
{
    return {ExitCode::NothingFound, Error(ErrorCode::NotFound, std::to_string(m_options.id)),
            QCoreApplication::translate("Cli", "There is no chat %1; `sotto-cli history list` shows what there is.")
                .arg(m_options.id)};
}

} // namespace sotto
