#include "core/chat/chat_service_p.h"

#include "core/chat/chat_texts.h"

namespace sotto {

/// Prepares a reply below `start.parent`; the engine hears of it from proceed(), once everything is on disk.
void ChatService::Private::beginRun(const Start &start)
{
    cancelTitle();
    ReplyRun run;
    run.continues = run.hasRow = start.continued.has_value();
    if (start.continued) {
        run.reply = *start.continued;
        run.reply.failure.reset();
        run.reply.finishReason.reset();
    } else {
        run.reply.id = MessageId(makeId());
        run.reply.conversation = q->m_current.id;
        run.reply.parent = start.parent;
        run.reply.role = Role::Assistant;
        run.reply.personaId = q->persona().id;
        run.reply.personaName = q->persona().name;
    }
    run.reply.state = MessageState::Streaming;
    run.prompt = promptOf(q->persona().instructions, q->m_tree.path(), earlierThoughts);
    run.you = q->m_current.sampling;
    run.persona = q->persona().sampling;
    run.thinking = q->m_current.thinking;
    run.sentAt = clock->now();
    run.progress.message = run.reply.id;
    const ReplyRun &kept = runs[q->m_current.id] = std::move(run);
    if (kept.continues) {
        q->m_tree.replace(kept.reply);
        Q_EMIT q->messageChanged(kept.reply);
    }
    Q_EMIT q->progressChanged();
}

/// The promise of the whole service: the person's words are on disk before anybody thinks about them.
void ChatService::Private::submitAfterCommit(const Message &message)
{
    const MessageId reply = runs.at(message.conversation).reply.id;
    saver.save(message,
               [this, id = message.conversation, reply](const Status &status) { committed(id, reply, status); });
}

void ChatService::Private::committed(ConversationId id, MessageId reply, const Status &status)
{
    ReplyRun *run = runOf(id);
    if (!run || run->reply.id != reply || run->stage != ReplyRun::Stage::Committing) return; // stopped meanwhile
    if (status) return proceed(*run);
    run->failWith(status.error());
    end(*run);
}

void ChatService::Private::proceed(ReplyRun &run)
{
    const ModelStatus &status = models.status();
    switch (status.phase) {
    case ModelPhase::Ready: return submit(run);
    case ModelPhase::Loading:
        run.stage = ReplyRun::Stage::Waiting;
        run.progress.waitingForModel = true;
        return tellProgress(run);
    case ModelPhase::Unloaded: models.loadIfUnloaded(); return proceed(run);
    case ModelPhase::None: run.failWith(Error(ErrorCode::NoModel)); break;
    case ModelPhase::Failed: run.failWith(status.error.value_or(Error(ErrorCode::NoModel))); break;
    }
    end(run);
}

void ChatService::Private::submit(ReplyRun &run)
{
    const ModelStatus &status = models.status();
    const SamplingOverrides &ofModel = status.loaded ? status.loaded->spec.sampling : status.file.spec.sampling;
    GenerationRequest request;
    request.messages = run.prompt;
    request.sampling = resolve({run.you, run.persona, ofModel});
    request.whenFull = whenFull;
    request.returnsThought = earlierThoughts == EarlierThoughts::SentBack;
    request.stateKey = stateKeyOf(run.reply.conversation);
    // What is set in this chat comes before what is set for the model.
    request.thinking = run.thinking != Thinking::AsTemplate ? run.thinking : thinkingOf(status.file);
    run.stage = ReplyRun::Stage::Submitted;
    run.progress.waitingForModel = false;
    run.reply.modelName = status.file.name;
    run.request = engine.submit(std::move(request));
    Q_EMIT q->replySubmitted(run.reply);
    tellProgress(run);
}

void ChatService::Private::stop(ReplyRun &run)
{
    if (run.stage == ReplyRun::Stage::Submitted) return engine.cancel(run.request); // its Finished ends the run
    run.markStopped();
    end(run);
}

void ChatService::Private::modelChanged(const ModelStatus &status)
{
    if (status.phase == ModelPhase::Loading) return;
    QList<ConversationId> waiting;
    for (const auto &[id, run] : runs) {
        if (run.stage == ReplyRun::Stage::Waiting) waiting.append(id);
    }
    for (const ConversationId id : std::as_const(waiting)) {
        if (ReplyRun *run = runOf(id)) proceed(*run);
    }
    if (status.phase == ModelPhase::Ready) recount();
}

void ChatService::Private::handle(const EngineEvent &event)
{
    if (ReplyRun *run = runOf(event.request)) return handleReply(*run, event.body);
    if (titleRequestId.isValid() && event.request == titleRequestId) return handleTitle(event.body);
    if (const auto *kept = std::get_if<KeptStates>(&event.body)) {
        q->m_kept = *kept;
        Q_EMIT q->keptStatesChanged();
    }
    if (!countRequest.isValid() || event.request != countRequest) return; // of somebody else, or given up
    const auto *counted = std::get_if<TokensCounted>(&event.body);
    const std::optional<LoadedModel> &model = models.status().loaded;
    countRequest = {};
    if (!counted || !model) return;
    tellMemory(whenFull == WhenContextFull::Stop ? 0 : counted->droppedMessages);
    Q_EMIT q->contextCounted(counted->tokens, static_cast<int>(model->contextLength));
}

void ChatService::Private::handleReply(ReplyRun &run, const EngineEventBody &body)
{
    if (const auto *text = std::get_if<TextDelta>(&body)) {
        takeDelta(run, QString::fromStdString(text->text), {}, text->outputTokens);
    } else if (const auto *thought = std::get_if<ReasoningDelta>(&body)) {
        takeDelta(run, {}, QString::fromStdString(thought->text), thought->outputTokens);
    } else if (const auto *started = std::get_if<Started>(&body)) {
        run.progress.promptTotal = started->promptTokens;
        run.progress.promptDone = started->cachedTokens;
        if (isShown(run)) tellMemory(started->droppedMessages);
        tellProgress(run);
    } else if (const auto *prompt = std::get_if<PromptProgress>(&body)) {
        run.progress.promptTotal = prompt->total;
        run.progress.promptDone = prompt->done;
        tellProgress(run);
    } else if (const auto *finished = std::get_if<Finished>(&body)) {
        run.finish(*finished);
        const bool computed = finished->usage.promptTokens > 0 || finished->usage.outputTokens > 0;
        Q_EMIT q->replyEnded(run.reply.id, computed ? std::optional(finished->usage) : std::nullopt);
        end(run);
    } else if (const auto *failed = std::get_if<Failed>(&body)) {
        failed->error.code == ErrorCode::Cancelled ? run.markStopped() : run.failWith(failed->error);
        Q_EMIT q->replyEnded(run.reply.id, std::nullopt);
        end(run);
    }
}

void ChatService::Private::takeDelta(ReplyRun &run, const QString &text, const QString &reasoning, int outputTokens)
{
    const bool first = !run.begun;
    const bool hadRow = run.hasRow;
    run.take(text, reasoning, outputTokens, clock->now());
    if (first) {
        showRow(run);
        saver.save(run.reply);
    } else {
        repository.append(run.reply.id, text, reasoning);
    }
    if (hadRow && isShown(run)) {
        q->m_tree.append(run.reply.id, text, reasoning);
        Q_EMIT q->textAppended(run.reply.id, text, reasoning);
    }
    tellProgress(run);
}

/// Gives the reply its place in the tree; once.
void ChatService::Private::showRow(ReplyRun &run)
{
    if (run.hasRow) return;
    run.hasRow = true;
    run.reply.createdMs = clock->unixMs();
    change(run.reply.conversation, Store::No, [&](Conversation &c) {
        c.activeLeaf = run.reply.id;
        c.updatedMs = std::max(c.updatedMs, run.reply.createdMs);
    });
    if (isShown(run)) addToTree(run.reply);
}

void ChatService::Private::end(ReplyRun &run)
{
    const bool hadRow = run.hasRow;
    showRow(run);
    saver.save(run.reply);
    const ReplyRun finished = std::move(runs.at(run.reply.conversation));
    runs.erase(finished.reply.conversation);
    if (isShown(finished)) {
        q->m_tree.replace(finished.reply);
        if (hadRow) Q_EMIT q->messageChanged(finished.reply);
        Q_EMIT q->progressChanged();
        recount();
    }
    Q_EMIT q->conversationsChanged();
    askForTitle(finished);
}

/// The disk has it from elsewhere; here it is only shown.
void ChatService::addEnergy(MessageId reply, const EnergyReading &reading)
{
    const auto added = [&](const Message &message) {
        return message.energy ? sumOf(*message.energy, reading) : reading;
    };
    for (auto &[conversation, run] : d->runs)
        if (run.reply.id == reply) run.reply.energy = added(run.reply);
    const Message *shown = m_tree.find(reply);
    if (!shown) return;
    Message changed = *shown;
    changed.energy = added(changed);
    m_tree.replace(changed);
    Q_EMIT messageChanged(changed);
}

ReplyRun *ChatService::Private::runOf(ConversationId id)
{
    const auto found = runs.find(id);
    return found == runs.end() ? nullptr : &found->second;
}

ReplyRun *ChatService::Private::runOf(RequestId id)
{
    for (auto &[conversation, run] : runs) {
        if (run.stage == ReplyRun::Stage::Submitted && run.request == id) return &run;
    }
    return nullptr;
}

void ChatService::Private::tellProgress(const ReplyRun &run)
{
    if (isShown(run)) Q_EMIT q->progressChanged();
}

void ChatService::Private::addToTree(const Message &message)
{
    const bool extends = q->m_tree.activeLeaf() == message.parent;
    q->m_tree.add(message);
    // Beside the shown branch it becomes the shown branch.
    if (extends) {
        Q_EMIT q->messageAdded(message);
    } else {
        Q_EMIT q->opened();
    }
}

} // namespace sotto
