#include "core/chat/chat_service_p.h"

#include "core/chat/chat_texts.h"

namespace sotto {

/// After the first reply that came to its end. What was cancelled is asked again after the next one.
void ChatService::Private::askForTitle(const ReplyRun &finished)
{
    const ConversationId id = finished.reply.conversation;
    const bool whole = finished.reply.state == MessageState::Complete &&
                       finished.reply.finishReason != FinishReason::ContextFull && !finished.reply.text.isEmpty();
    const bool busy = !runs.empty() || titleRequestId.isValid();
    if (!whole || busy || !nameChats || !wantTitle.contains(id)) return;
    const ModelStatus &model = models.status();
    if (model.phase != ModelPhase::Ready || model.file.builtIn) return;

    std::vector<ChatMessage> exchange = finished.prompt;
    if (finished.continues && !exchange.empty()) exchange.pop_back(); // its beginning; the whole text follows
    exchange.push_back({Role::Assistant, finished.reply.text.toStdString()});
    titleFor = id;
    titleAnswer.clear();
    titleRequestId = engine.submit(titleRequest(std::move(exchange)));
}

void ChatService::Private::cancelTitle()
{
    if (titleRequestId.isValid()) engine.cancel(std::exchange(titleRequestId, {}));
}

void ChatService::Private::handleTitle(const EngineEventBody &body)
{
    if (const auto *text = std::get_if<TextDelta>(&body)) {
        titleAnswer += QString::fromStdString(text->text);
        return;
    }
    const bool failed = std::holds_alternative<Failed>(body);
    const auto *finished = std::get_if<Finished>(&body);
    if (!failed && !finished) return;
    titleRequestId = {};
    wantTitle.remove(titleFor); // once is enough: an odd answer leaves the person's own words
    if (failed || finished->reason == FinishReason::Cancelled) return;
    const QString title = sanitizedTitle(titleAnswer);
    const Conversation *conversation = listed(titleFor);
    if (title.isEmpty() || !nameChats || !conversation || conversation->titleByHand) return;
    change(titleFor, Store::Yes, [&](Conversation &c) { c.title = title; });
    Q_EMIT q->conversationsChanged();
}

} // namespace sotto
