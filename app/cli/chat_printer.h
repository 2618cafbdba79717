#pragma once

#include "app/cli/terminal.h"
#include "core/energy/energy_reading.h"
#include "core/models/model_library.h"
#include "inference/events.h"

namespace sotto {

/// Shows what happens in a chat: text as it comes with figures on standard error, or one JSON line an event.
class ChatPrinter final {
public:
    ChatPrinter(Terminal &terminal, OutputForm form) : m_terminal(terminal), m_form(form) {}

    void loading(const ModelFile &model, float fraction);
    void loaded(const ModelFile &model, const LoadedModel &loaded, const QString &personaName);
    void started(const Started &event);
    void promptProgress(const PromptProgress &event);
    void text(const std::string &text);
    void reasoning(const std::string &text);
    void toolCall(const ToolCall &call);
    void finished(const Finished &event);
    /// What the reply took; comes after finished().
    void energy(const EnergyReading &reading);
    void failed(const QString &sentence, const Error &error);
    /// Where the chat is kept.
    void kept(qint64 conversationId);
    /// Asks for a line, where a person sits at the other end.
    void prompt();

private:
    void endReply();

    Terminal &m_terminal;
    OutputForm m_form;
    int m_lastPercent = -1;
    bool m_lineOpen = false;    ///< Standard output stands inside a line.
    bool m_thoughtOpen = false; ///< Standard error does.
};

} // namespace sotto
