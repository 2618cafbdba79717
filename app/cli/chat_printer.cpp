#include "app/cli/chat_printer.h"

#include "app/cli/energy_values.h"
#include "app/cli/json_values.h"
#include "core/text/format.h"

#include <QCoreApplication>

#include <cmath>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

QJsonObject event(QLatin1StringView name)
{
    return {{"event"_L1, name}};
}

} // namespace

void ChatPrinter::loading(const ModelFile &model, float fraction)
{
    const int percent = std::clamp(static_cast<int>(std::lround(fraction * 100)), 0, 100);
    if (percent == m_lastPercent) return;
    m_lastPercent = percent;
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("loading"_L1);
        object.insert("model"_L1, model.path);
        object.insert("progress"_L1, percent / 100.0);
        m_terminal.json(object);
    } else if (Terminal::errorsAreTerminal()) {
        m_terminal.noteText(u'\r' + QCoreApplication::translate("Cli", "Loading %1, %2%").arg(model.name).arg(percent));
    }
}

void ChatPrinter::loaded(const ModelFile &model, const LoadedModel &loaded, const QString &personaName)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("loaded"_L1);
        object.insert("model"_L1, model.path);
        object.insert("name"_L1, model.name);
        object.insert("contextLength"_L1, static_cast<qint64>(loaded.contextLength));
        object.insert("threads"_L1, loaded.tuning.threads);
        object.insert("batchThreads"_L1, loaded.tuning.batchThreads);
        object.insert("batchTokens"_L1, loaded.tuning.batchTokens);
        object.insert("memoryBytes"_L1,
                      static_cast<qint64>(loaded.memory.weights() + loaded.memory.kvCache() + loaded.memory.compute()));
        m_terminal.json(object);
        return;
    }
    if (Terminal::errorsAreTerminal()) {
        const QString name =
            model.builtIn ? QCoreApplication::translate("Cli", "%1 (built in)").arg(model.name) : model.name;
        m_terminal.note(u"\r\x1b[K"_s +
                        QStringList{name, personaName, formatContext(loaded.contextLength)}.join(u" · "_s));
    }
    if (loaded.templateOrigin == TemplateOrigin::Fallback)
        m_terminal.note(QCoreApplication::translate(
            "Cli", "This model has no chat template that Sotto knows; ChatML is used, which may not suit it."));
}

void ChatPrinter::started(const Started &started)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("started"_L1);
        object.insert("promptTokens"_L1, started.promptTokens);
        object.insert("cachedTokens"_L1, started.cachedTokens);
        object.insert("droppedMessages"_L1, started.droppedMessages);
        object.insert("contextLength"_L1, started.contextLength);
        m_terminal.json(object);
    } else if (started.droppedMessages > 0) {
        m_terminal.note(QCoreApplication::translate(
            "Cli", "The chat is longer than the model can read: the oldest %Ln messages are left out.", nullptr,
            started.droppedMessages));
    }
}

void ChatPrinter::promptProgress(const PromptProgress &progress)
{
    if (m_form == OutputForm::Text) return;
    QJsonObject object = event("prompt"_L1);
    object.insert("done"_L1, progress.done);
    object.insert("total"_L1, progress.total);
    m_terminal.json(object);
}

void ChatPrinter::text(const std::string &utf8)
{
    const QString text = QString::fromStdString(utf8);
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("delta"_L1);
        object.insert("text"_L1, text);
        m_terminal.json(object);
        return;
    }
    if (text.isEmpty()) return;
    if (std::exchange(m_thoughtOpen, false)) m_terminal.note(u"\n"_s);
    m_terminal.text(text);
    m_lineOpen = !text.endsWith(u'\n');
}

void ChatPrinter::reasoning(const std::string &utf8)
{
    const QString text = QString::fromStdString(utf8);
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("reasoning"_L1);
        object.insert("text"_L1, text);
        m_terminal.json(object);
        return;
    }
    m_terminal.noteText(text);
    m_thoughtOpen = true;
}

void ChatPrinter::toolCall(const ToolCall &call)
{
    const QString name = QString::fromStdString(call.name);
    const QString arguments = QString::fromStdString(call.arguments);
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("toolCall"_L1);
        object.insert("id"_L1, QString::fromStdString(call.id));
        object.insert("name"_L1, name);
        object.insert("arguments"_L1, arguments);
        m_terminal.json(object);
        return;
    }
    endReply();
    m_terminal.note(QCoreApplication::translate("Cli", "Asks for %1 with %2").arg(name, arguments));
}

void ChatPrinter::finished(const Finished &finished)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("finished"_L1);
        object.insert("reason"_L1, wordOf(finished.reason));
        object.insert("usage"_L1, toJson(finished.usage));
        m_terminal.json(object);
        return;
    }
    endReply();
    QStringList parts{formatFootnote(finished.usage)};
    if (finished.reason == FinishReason::Cancelled) parts << QCoreApplication::translate("Cli", "stopped");
    if (finished.reason == FinishReason::ContextFull)
        parts << QCoreApplication::translate("Cli", "the context is full");
    if (finished.reason == FinishReason::TokenLimit)
        parts << QCoreApplication::translate("Cli", "the limit of tokens is reached");
    parts.removeAll(QString());
    m_terminal.note(parts.join(u" · "_s));
}

void ChatPrinter::energy(const EnergyReading &reading)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = toJson(reading);
        object.insert("event"_L1, u"energy"_s);
        m_terminal.json(object);
    } else if (reading.isKnown()) {
        m_terminal.note(formatEnergyFootnote(reading));
    }
}

void ChatPrinter::failed(const QString &sentence, const Error &error)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = toJson(error);
        object.insert("event"_L1, u"failed"_s);
        object.insert("message"_L1, sentence);
        m_terminal.json(object);
    } else {
        endReply();
    }
    m_terminal.note(u"sotto-cli: "_s + sentence);
}

void ChatPrinter::kept(qint64 conversationId)
{
    if (m_form == OutputForm::Json) {
        QJsonObject object = event("kept"_L1);
        object.insert("id"_L1, QString::number(conversationId));
        m_terminal.json(object);
    } else {
        m_terminal.note(QCoreApplication::translate("Cli", "Kept in the history as %1.").arg(conversationId));
    }
}

void ChatPrinter::prompt()
{
    if (m_form == OutputForm::Text && Terminal::inputIsTerminal()) m_terminal.noteText(u"> "_s);
}

void ChatPrinter::endReply()
{
    if (std::exchange(m_thoughtOpen, false)) m_terminal.note({});
    if (std::exchange(m_lineOpen, false)) m_terminal.text(u"\n"_s);
}

} // namespace sotto
