#pragma once

#include "base/cancel_token.h"
#include "inference/model.h"
#include "inference/request.h"
#include "inference/template/jinja_template.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// What a chat template is chosen by.
struct TemplateSources {
    std::string inPlace{};      ///< The person's own; empty: none.
    std::string ofFile{};       ///< `tokenizer.chat_template`; empty: none.
    std::string architecture{}; ///< `general.architecture`.
    std::string bosToken{};     ///< Texts of the vocabulary's tokens; empty where there are none.
    std::string eosToken{};
    std::function<bool(std::string_view)> hasMark{}; ///< Whether the vocabulary has that special token.
};

/// What a rendering depends on beside the messages.
struct TemplateOptions {
    Thinking thinking = Thinking::AsTemplate;
    std::string tools{}; ///< JSON array in OpenAI's form; empty: none.
};

/// The chat template of a model that is open. Thread: one at a time.
class ChatTemplate final {
public:
    /// The first that can be parsed and passes a trial: the person's own, the file's, Sotto's for the family, ChatML.
    /// In the trial the words of a user must come out whole; a template that refuses a system message, or loses it,
    /// gets its words at the beginning of the first user's message from then on.
    [[nodiscard]] static ChatTemplate choose(TemplateSources sources);

    [[nodiscard]] TemplateOrigin origin() const { return m_origin; }
    /// Why a template that was to be used is not; empty where nothing is wrong.
    [[nodiscard]] const std::string &problem() const { return m_problem; }
    /// Whether it renders otherwise with thinking on than with it off.
    [[nodiscard]] bool canSwitchThinking() const { return m_canSwitchThinking; }

    /// The prompt for a reply. Where the last message is the assistant's, the reply goes on from it. Errors:
    /// InvalidRequest (no message, or `tools` is no JSON), Cancelled, TemplateFailed with what the template says.
    [[nodiscard]] Result<std::vector<TextSpan>> render(const std::vector<ChatMessage> &messages,
                                                       const TemplateOptions &options = {},
                                                       const CancelToken &cancel = {}) const;

private:
    explicit ChatTemplate(JinjaTemplate parsed) : m_template(std::move(parsed)) {}
    [[nodiscard]] static std::optional<ChatTemplate> tried(std::string_view source, const TemplateSources &sources,
                                                           std::string &problem);
    [[nodiscard]] Status tryOut();
    [[nodiscard]] Result<std::vector<TextSpan>>
    renderTurns(const std::vector<ChatMessage> &turns, const TemplateOptions &options, const CancelToken &cancel) const;
    [[nodiscard]] TemplateVariables::Object messageObject(const ChatMessage &message,
                                                          const std::string &toolName) const;

    JinjaTemplate m_template;
    std::string m_bos;
    std::string m_eos;
    TemplateOrigin m_origin = TemplateOrigin::Model;
    std::string m_problem;
    bool m_foldsSystem = false; ///< The system's words go into the first user's message.
    bool m_wantsParts = false;  ///< `content` is a list of parts and not a text.
    bool m_canSwitchThinking = false;
};

} // namespace sotto
