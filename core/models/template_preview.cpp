#include "core/models/template_preview.h"

#include "inference/template/chat_template.h"

#include <utility>

namespace sotto {
namespace {

constexpr qsizetype kMostChars = 20'000;

/// Enough to see what a template makes of each role.
std::vector<ChatMessage> sampleTurns()
{
    return {{.role = Role::System, .content = "Be brief."},
            {.role = Role::User, .content = "What is the capital of France?"},
            {.role = Role::Assistant, .content = "Paris."},
            {.role = Role::User, .content = "And of Italy?"}};
}

} // namespace

Result<QString> renderedSample(const QString &source, const ModelSpec &spec, const CancelToken &cancel)
{
    TemplateSources sources;
    if (!source.trimmed().isEmpty()) sources.inPlace = source.toStdString();
    sources.ofFile = spec.chatTemplate;
    sources.architecture = spec.architecture;
    const bool own = !sources.inPlace.empty();
    const ChatTemplate chosen = ChatTemplate::choose(std::move(sources));
    if (own && chosen.origin() != TemplateOrigin::Override)
        return fail(ErrorCode::TemplateFailed, spec.name, chosen.problem());
    const auto spans = chosen.render(sampleTurns(), {}, cancel);
    if (!spans) return fail(spans.error());
    QString text;
    for (const TextSpan &span : *spans)
        if (text.size() < kMostChars) text += QString::fromStdString(span.text);
    return text.left(kMostChars);
}

void TemplatePreview::render(QObject *receiver, const QString &source, const ModelSpec &spec, Done done)
{
    if (m_running) m_running->cancel();
    const quint64 number = ++m_number;
    m_running = m_pool.run(
        receiver, [source, spec](const CancelToken &cancel) { return renderedSample(source, spec, cancel); },
        [this, number, done = std::move(done)](const Result<QString> &text) {
            if (number == m_number) done(text);
        });
}

} // namespace sotto
