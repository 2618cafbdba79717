#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"

#include <optional>

namespace sotto {

/// `template render FILE`: what a chat template makes of a conversation, byte for byte.
class TemplateRenderCommand final : public Command {
    Q_OBJECT
public:
    TemplateRenderCommand(CliContext &context, TemplateRenderOptions options);
    void start() override;

private:
    /// Nothing, and the command ended, where the file cannot be read.
    [[nodiscard]] std::optional<std::string> read(const QString &path);
    void refuse(const QString &about, const Error &error);

    CliContext &m_context;
    TemplateRenderOptions m_options;
};

} // namespace sotto
