#include "ui/chat/message_items.h"

#include "core/text/error_text.h"
#include "core/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

/// A pause after which the transcript says what time it is.
constexpr std::int64_t kPauseMs = 60LL * 60 * 1000;

class Words {
    Q_DECLARE_TR_FUNCTIONS(MessageItem)
};

QString clockTime(std::int64_t unixMs)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(unixMs).time(), u"HH:mm"_s);
}

bool sameDay(std::int64_t a, std::int64_t b)
{
    // Every time zone is a multiple of a quarter of an hour away, so days never change inside one. Asked for each of
    // ten thousand messages, the calendar would be most of the work.
    constexpr std::int64_t quarter = 15LL * 60 * 1000;
    if (a / quarter == b / quarter) return true;
    return QDateTime::fromMSecsSinceEpoch(a).date() == QDateTime::fromMSecsSinceEpoch(b).date();
}

QString separatorOf(const Message &message, const MessageSurroundings &around)
{
    if (around.previousMs && message.createdMs - *around.previousMs < kPauseMs &&
        sameDay(*around.previousMs, message.createdMs))
        return {};
    return formatMoment(message.createdMs, around.nowMs);
}

void addAuthor(MessageItem &item, const Message &message, const QList<Persona> &personas)
{
    if (message.role == Role::User) {
        item.author = Words::tr("You");
        return;
    }
    item.author = message.personaName;
    item.avatar = message.personaName.left(1);
    for (const Persona &persona : personas) {
        if (persona.id != message.personaId) continue;
        item.avatar = persona.avatar;
        item.tint = persona.tint;
        // A built-in persona's name follows the language; one of a person's own stays as it was.
        if (persona.id.startsWith("builtin."_L1)) item.author = persona.name;
    }
}

void addNotice(MessageItem &item, const Message &message)
{
    switch (message.state) {
    case MessageState::Interrupted:
        item.notice = message.usage && message.usage->outputTokens > 0
                          ? Words::tr("Sotto closed while this was being written. These %Ln tokens were kept.", nullptr,
                                      message.usage->outputTokens)
                          : Words::tr("Sotto closed while this was being written. The text so far was kept.");
        item.actions = NoticeAction::StartOver | NoticeAction::Continue;
        return;
    case MessageState::Stopped:
        item.notice = Words::tr("You stopped this reply.");
        item.actions = message.text.isEmpty() ? NoticeAction::TryAgain : NoticeAction::Continue;
        return;
    case MessageState::Failed:
        item.notice =
            message.failure ? errorText(message.failure->error).whole() : Words::tr("This reply could not be written.");
        item.actions = NoticeAction::TryAgain;
        if (message.failure && message.failure->error.code == ErrorCode::NoModel)
            item.actions |= NoticeAction::ChooseModel;
        return;
    case MessageState::Complete:
    case MessageState::Streaming: break;
    }
    if (message.finishReason == FinishReason::TokenLimit) {
        item.notice = Words::tr("The reply reached its length limit.");
        item.actions = NoticeAction::Continue;
    } else if (message.finishReason == FinishReason::ContextFull) {
        item.notice = Words::tr("The chat is now as long as the model can read, so the reply ends here. "
                                "To go on, the oldest messages are left out.");
        item.actions = NoticeAction::Continue;
    }
}

} // namespace

MessageItem makeMessageItem(const Message &message, const QList<Persona> &personas, const MessageSurroundings &around)
{
    MessageItem item;
    item.id = message.id;
    item.role = message.role;
    addAuthor(item, message, personas);
    item.text = message.text;
    item.reasoning = message.reasoning;
    item.state = message.state;
    item.writing = message.state == MessageState::Streaming;
    item.time = clockTime(message.createdMs);
    item.separator = separatorOf(message, around);
    item.version = around.version;
    item.versions = around.versions;
    item.placeholderModel =
        message.role == Role::Assistant && !around.builtInModel.isEmpty() && message.modelName == around.builtInModel;
    if (message.usage) {
        item.reasoningTime = message.usage->reasoningTime;
        QStringList parts{formatFootnote(*message.usage)};
        if (message.energy) parts << formatEnergyFootnote(*message.energy);
        parts.removeAll(QString());
        item.footnote = parts.join(u" · "_s);
    }
    if (message.role == Role::Assistant) addNotice(item, message);
    return item;
}

QString progressFootnote(const ReplyProgress &progress, const ModelStatus &model)
{
    const QLocale locale;
    if (progress.waitingForModel && model.phase == ModelPhase::Loading) {
        return Words::tr("Loading %1, %2%. You can write meanwhile; it sends when ready.")
            .arg(model.file.name, locale.toString(qRound(model.progress * 100)));
    }
    if (progress.outputTokens == 0)
        return progress.promptTotal > 0 ? Words::tr("Reading %Ln tokens…", nullptr, progress.promptTotal) : QString();
    Usage soFar;
    soFar.outputTokens = progress.outputTokens;
    soFar.timeToFirstToken = progress.timeToFirstToken;
    if (progress.tokensPerSecond > 0 && progress.outputTokens > 1)
        soFar.decodeTime =
            Duration(static_cast<std::int64_t>((progress.outputTokens - 1) / progress.tokensPerSecond * 1e9));
    return Words::tr("%1 so far").arg(formatFootnote(soFar));
}

} // namespace sotto
