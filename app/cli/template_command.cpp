#include "app/cli/template_command.h"

#include "inference/template/jinja_template.h"

#include <QFile>

#include <ctime>

namespace sotto {

using namespace Qt::StringLiterals;

TemplateRenderCommand::TemplateRenderCommand(CliContext &context, TemplateRenderOptions options)
    : m_context(context), m_options(std::move(options))
{
}

void TemplateRenderCommand::start()
{
    const auto source = read(m_options.file);
    if (!source) return;
    const auto messages = read(m_options.messages);
    if (!messages) return;
    TemplateVariables variables;
    if (const Status set = variables.setJson("messages", *messages, TextOrigin::Person); !set)
        return refuse(m_options.messages, set.error());
    for (const auto &[name, json] : m_options.variables)
        if (const Status set = variables.setJson(name.toStdString(), json.toStdString(), TextOrigin::Template); !set)
            return refuse(name, set.error());
    const auto spans = JinjaTemplate::parse(*source).and_then(
        [&](const JinjaTemplate &parsed) { return parsed.render(variables, std::time(nullptr)); });
    if (!spans) return refuse(m_options.file, spans.error());
    QString text;
    for (const TextSpan &span : *spans)
        text += QString::fromStdString(span.text);
    m_context.terminal().text(text);
    Q_EMIT done(ExitCode::Ok);
}

std::optional<std::string> TemplateRenderCommand::read(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) return file.readAll().toStdString();
    const ErrorCode code = file.exists() ? ErrorCode::FileUnreadable : ErrorCode::FileNotFound;
    fail(Failure(ExitCode::Failed, Error(code, path.toStdString(), file.errorString().toStdString())));
    return std::nullopt;
}

void TemplateRenderCommand::refuse(const QString &about, const Error &error)
{
    // One line: what a template says of itself may have several.
    const std::string &why = error.detail.empty() ? error.subject : error.detail;
    const QString words = about + u": "_s + QString::fromStdString(why).simplified();
    fail(Failure(ExitCode::Failed, error, words));
}

} // namespace sotto
