#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"

namespace sotto {

/// `history list`.
class HistoryListCommand final : public Command {
    Q_OBJECT
public:
    HistoryListCommand(CliContext &context, const HistoryListOptions &options);
    void start() override;

private:
    void print(const Result<QList<Conversation>> &conversations);

    CliContext &m_context;
    HistoryListOptions m_options;
};

/// `history show ID`: the active branch.
class HistoryShowCommand final : public Command {
    Q_OBJECT
public:
    HistoryShowCommand(CliContext &context, const HistoryShowOptions &options);
    void start() override;

private:
    void print(const Result<ConversationContent> &content);
    [[nodiscard]] Failure notFound() const;

    CliContext &m_context;
    HistoryShowOptions m_options;
};

/// A chat as Markdown: title, then a heading for each message of the branch, figures below replies.
[[nodiscard]] QString toMarkdown(const Conversation &conversation, const QList<Message> &branch, std::int64_t nowMs);

} // namespace sotto
