#include "app/cli/chat_command.h"

#include "core/chat/message_tree.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMaxToolBytes = 1 << 20;

std::vector<ChatMessage> turnsOf(const QList<Message> &branch)
{
    std::vector<ChatMessage> turns;
    for (const Message &message : branch)
        if (!message.text.isEmpty())
            turns.push_back({message.role, message.text.toStdString(), message.reasoning.toStdString()});
    return turns;
}

} // namespace

ChatCommand::ChatCommand(CliContext &context, ChatOptions options)
    : m_context(context), m_options(std::move(options)), m_printer(context.terminal(), m_options.form),
      m_lookup(context)
{
    connect(&m_lookup, &ModelLookup::found, this, &ChatCommand::load);
    connect(&m_lookup, &ModelLookup::failed, this, &Command::fail);
    connect(&m_input, &StdinReader::lineArrived, this, &ChatCommand::take);
    connect(&m_input, &StdinReader::ended, this, &ChatCommand::inputEnded);
    connect(&context.bridge(), &EngineBridge::eventArrived, this, &ChatCommand::handle);
}

void ChatCommand::start()
{
    if (!m_options.formatFile.isEmpty() && !readFormat()) return;
    if (!readTools()) return;
    if (m_options.continueId == 0) {
        if (choosePersona({})) m_lookup.find(m_options.model);
    } else if (!m_context.hasHistory()) {
        openChat(sotto::fail(ErrorCode::NotFound));
    } else {
        m_context.repository()
            .load(ConversationId(m_options.continueId))
            .then(this, [this](const Result<ConversationContent> &content) { openChat(content); });
    }
}

/// The schema or grammar that the answer must fit; small, so it is read here and now.
bool ChatCommand::readFormat()
{
    constexpr qint64 most = 1 << 20;
    QFile file(m_options.formatFile);
    const bool isThere = file.exists();
    if (!isThere || !file.open(QIODevice::ReadOnly) || file.size() > most) {
        const ErrorCode code = isThere ? ErrorCode::FileUnreadable : ErrorCode::FileNotFound;
        finish({ExitCode::Failed, Error(code, m_options.formatFile.toStdString())});
        return false;
    }
    m_format = OutputFormat{m_options.formatKind, file.readAll().toStdString()};
    return true;
}

void ChatCommand::interrupt()
{
    if (m_replying.isValid() && !m_interrupted) {
        m_interrupted = true;
        m_context.engine().cancel(m_replying);
        return;
    }
    finish(ExitCode::Interrupted);
}

void ChatCommand::openChat(const Result<ConversationContent> &content)
{
    if (!content) {
        const QString id = QString::number(m_options.continueId);
        const QString words =
            QCoreApplication::translate("Cli", "There is no chat %1; `sotto-cli history list` shows what there is.");
        if (content.error().code == ErrorCode::NotFound)
            finish({ExitCode::NothingFound, content.error(), words.arg(id)});
        else
            finish({ExitCode::Failed, content.error()});
        return;
    }
    m_conversation = content->conversation;
    m_turns = turnsOf(MessageTree(content->messages, m_conversation.activeLeaf).path());
    if (choosePersona(m_conversation.personaId)) m_lookup.find(m_options.model);
}

bool ChatCommand::choosePersona(const QString &ofChat)
{
    const QList<Persona> personas = builtInPersonas();
    if (m_options.persona.isEmpty()) {
        m_persona = personaOrDefault(personas, ofChat.isEmpty() ? m_context.settings().personaId : ofChat);
        return true;
    }
    const auto isWanted = [&](const Persona &p) {
        const QString wanted = m_options.persona;
        return p.name.compare(wanted, Qt::CaseInsensitive) == 0 || p.id == wanted ||
               p.id == u"builtin."_s + wanted.toLower();
    };
    const auto found = std::ranges::find_if(personas, isWanted);
    if (found != personas.end()) {
        m_persona = *found;
        return true;
    }
    QStringList names;
    for (const Persona &persona : personas)
        names << persona.name;
    finish({ExitCode::NothingFound, Error(ErrorCode::NotFound, m_options.persona.toStdString()),
            QCoreApplication::translate("Cli", "No persona is called “%1”; there are %2.")
                .arg(m_options.persona, names.join(u", "_s))});
    return false;
}

/// False where the file of --tools is none.
bool ChatCommand::readTools()
{
    if (m_options.toolsFile.isEmpty()) return true;
    QFile file(m_options.toolsFile);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(kMaxToolBytes) : QByteArray();
    if (QJsonDocument::fromJson(bytes).isArray()) {
        m_tools = bytes.toStdString();
        return true;
    }
    finish({ExitCode::Failed, Error(ErrorCode::InvalidRequest, m_options.toolsFile.toStdString()),
            QCoreApplication::translate("Cli", "%1 holds no JSON array of functions, or cannot be read.")
                .arg(m_options.toolsFile)});
    return false;
}

void ChatCommand::load(const ModelFile &model)
{
    m_model = model;
    const QList<ProbeTask> tasks = probeTasks(model, loadOptions());
    if (tasks.isEmpty()) return open();
    // Whoever names a file wants it tried now, whatever came out last time it failed.
    const auto memory = m_options.model.isEmpty() ? ModelProbe::Memory::All : ModelProbe::Memory::GoodOnly;
    m_context.probe().start(tasks, memory, [this](const Status &verdict) {
        if (m_ended) return;
        verdict ? open() : finish({ExitCode::ModelFailed, verdict.error()});
    });
}

void ChatCommand::open()
{
    m_meter = std::make_unique<ChatMeter>(m_context, m_options.keep);
    connect(m_meter.get(), &ChatMeter::told, this, [this](const EnergyReading &reading) {
        if (!m_ended) m_printer.energy(reading);
        settled();
    });
    m_loading = m_context.engine().load(QFile::encodeName(m_model.path).toStdString(), loadOptions());
}

void ChatCommand::handle(const EngineEvent &event)
{
    if (m_ended || !event.request.isValid()) return;
    if (event.request == m_loading)
        handleLoading(event.body);
    else if (event.request == m_replying)
        handleReply(event.body);
    // Nobody reads any more: a model need not go on writing.
    if (m_context.terminal().outputFailed()) finish(ExitCode::Failed);
}

void ChatCommand::handleLoading(const EngineEventBody &body)
{
    if (const auto *progress = std::get_if<LoadProgress>(&body))
        m_printer.loading(m_model, progress->fraction);
    else if (const auto *ready = std::get_if<Loaded>(&body))
        begin(ready->model);
    else if (const auto *failure = std::get_if<Failed>(&body))
        finish({ExitCode::ModelFailed, failure->error});
}

void ChatCommand::begin(const LoadedModel &model)
{
    m_model.spec = model.spec;
    m_meter->setModel(model);
    m_printer.loaded(m_model, model, m_persona.name);
    if (m_options.keep) {
        m_conversation.personaId = m_persona.id;
        if (!m_conversation.id.isValid()) {
            m_conversation.sampling = m_options.sampling;
            m_conversation.thinking = m_options.thinking.value_or(Thinking::AsTemplate);
        }
        m_keeper.emplace(m_context.repository(), m_context.clock(), m_conversation);
    }
    if (m_options.prompt && *m_options.prompt != u"-"_s)
        ask(*m_options.prompt);
    else
        next();
}

void ChatCommand::take(const QString &line)
{
    if (m_options.prompt) {
        m_promptLines << line;
        m_input.next();
    } else if (line.trimmed().isEmpty()) {
        next();
    } else {
        ask(line);
    }
}

void ChatCommand::inputEnded()
{
    if (!m_options.prompt) {
        if (Terminal::inputIsTerminal()) m_context.terminal().note({});
        finish(ExitCode::Ok);
        return;
    }
    const QString text = m_promptLines.join(u'\n').trimmed();
    if (!text.isEmpty())
        ask(text);
    else
        finish({ExitCode::WrongUsage, Error(ErrorCode::InvalidRequest),
                QCoreApplication::translate("Cli", "Standard input was empty, so there is nothing to answer.")});
}

void ChatCommand::ask(const QString &text)
{
    m_turns.push_back({Role::User, text.toStdString()});
    m_reply.clear();
    m_thought.clear();
    m_interrupted = false;
    if (!m_keeper) {
        submit();
        return;
    }
    m_keeper->keepQuestion(text).then(this, [this](const Status &kept) {
        if (m_ended) return;
        if (!kept)
            finish({ExitCode::Failed, kept.error()});
        else
            submit();
    });
}

void ChatCommand::submit()
{
    if (m_keeper) m_keeper->beginReply(m_persona, m_model.name);
    m_replyId = m_keeper ? m_keeper->replyId() : MessageId(makeId());
    m_meter->begin(
        {m_replyId, m_keeper ? m_keeper->id() : ConversationId(), m_model.name, m_persona.id, m_persona.name});
    m_replying = m_context.engine().submit(request());
}

void ChatCommand::handleReply(const EngineEventBody &body)
{
    if (const auto *started = std::get_if<Started>(&body))
        m_printer.started(*started);
    else if (const auto *progress = std::get_if<PromptProgress>(&body))
        m_printer.promptProgress(*progress);
    else if (const auto *text = std::get_if<TextDelta>(&body))
        add(text->text, {});
    else if (const auto *thought = std::get_if<ReasoningDelta>(&body))
        add({}, thought->text);
    else if (const auto *call = std::get_if<ToolCall>(&body))
        m_printer.toolCall(*call);
    else if (const auto *finished = std::get_if<Finished>(&body))
        replied(*finished);
    else if (const auto *failure = std::get_if<Failed>(&body))
        replyFailed(failure->error);
}

void ChatCommand::add(const std::string &text, const std::string &reasoning)
{
    if (!reasoning.empty()) m_printer.reasoning(reasoning);
    if (!text.empty()) m_printer.text(text);
    m_reply += text;
    m_thought += reasoning;
    if (m_keeper) m_keeper->append(QString::fromStdString(text), QString::fromStdString(reasoning));
}

void ChatCommand::replied(const Finished &finished)
{
    m_replying = {};
    m_printer.finished(finished);
    if (!m_reply.empty()) m_turns.push_back({Role::Assistant, m_reply, m_thought});
    m_unsettled = 1;
    if (m_meter->end(m_replyId, finished.usage)) ++m_unsettled;
    if (!m_keeper) {
        settled();
        return;
    }
    const auto state = finished.reason == FinishReason::Cancelled ? MessageState::Stopped : MessageState::Complete;
    m_keeper->endReply(state, finished, {}).then(this, [this](const Status &kept) {
        if (m_ended) return;
        if (!kept)
            finish({ExitCode::Failed, kept.error()});
        else
            settled();
    });
}

/// The next turn comes once the last one is on the disk and its energy was told.
void ChatCommand::settled()
{
    if (!m_ended && --m_unsettled == 0) next();
}

void ChatCommand::replyFailed(const Error &error)
{
    m_replying = {};
    m_meter->drop(m_replyId);
    if (m_keeper) m_keeper->endReply(MessageState::Failed, {}, error);
    if (m_options.prompt) {
        finish({error.code == ErrorCode::NoModel ? ExitCode::ModelFailed : ExitCode::Failed, error});
        return;
    }
    m_printer.failed(errorText(error).whole(), error);
    m_turns.pop_back(); // it can be asked again, shorter
    next();
}

void ChatCommand::next()
{
    const bool answered =
        m_options.prompt && !m_turns.empty() && (*m_options.prompt != u"-"_s || !m_promptLines.isEmpty());
    if (answered) {
        finish(m_interrupted ? ExitCode::Interrupted : ExitCode::Ok);
        return;
    }
    if (!m_options.prompt) m_printer.prompt();
    m_input.next();
}

void ChatCommand::finish(ExitCode code)
{
    if (std::exchange(m_ended, true)) return;
    // What was written so far is kept; the repository ends its work before the program does.
    if (m_replying.isValid() && m_keeper) m_keeper->endReply(MessageState::Stopped, {}, {});
    if (m_keeper && m_keeper->id().isValid() && !m_context.terminal().outputFailed())
        m_printer.kept(m_keeper->id().value);
    Q_EMIT done(code);
}

void ChatCommand::finish(const Failure &failure)
{
    if (std::exchange(m_ended, true)) return;
    fail(failure);
}

LoadOptions ChatCommand::loadOptions() const
{
    LoadOptions options = optionsFor(m_context.settings(), m_context.modelSettings().of(m_model));
    if (m_options.contextLength) options.contextLength = *m_options.contextLength;
    if (m_options.threads) options.threads = *m_options.threads;
    if (m_options.gpuLayers) options.gpuLayers = m_options.gpuLayers;
    options.adapters.insert(options.adapters.end(), m_options.adapters.begin(), m_options.adapters.end());
    return options;
}

GenerationRequest ChatCommand::request() const
{
    GenerationRequest request;
    const QString instructions = m_options.system.value_or(m_persona.instructions);
    if (!instructions.isEmpty()) request.messages.push_back({Role::System, instructions.toStdString()});
    request.messages.insert(request.messages.end(), m_turns.begin(), m_turns.end());
    if (!m_context.settings().sendThoughts) {
        for (ChatMessage &message : request.messages)
            message.reasoning.clear();
    }
    request.sampling = resolve({.you = layered(m_options.sampling, m_conversation.sampling),
                                .persona = m_persona.sampling,
                                .model = m_model.spec.sampling});
    request.thinking = m_options.thinking.value_or(m_conversation.thinking);
    if (request.thinking == Thinking::AsTemplate && !m_options.thinking)
        request.thinking = m_context.modelSettings().of(m_model).thinking.value_or(Thinking::AsTemplate);
    request.maxTokens = m_options.maxTokens;
    request.format = m_format;
    request.logitBias = m_options.logitBias;
    request.tools = m_tools;
    return request;
}

} // namespace sotto
