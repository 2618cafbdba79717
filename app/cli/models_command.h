#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "app/cli/model_lookup.h"

namespace sotto {

/// `models list`: every model of the library, with why it cannot be used where that is so.
class ModelsListCommand final : public Command {
    Q_OBJECT
public:
    ModelsListCommand(CliContext &context, const ModelsListOptions &options);
    void start() override;

private:
    void print();
    void noteFolder(const QString &folder, const Error &error);

    CliContext &m_context;
    ModelsListOptions m_options;
    ModelLibrary m_library;
};

/// `models info PATH|NAME`.
class ModelsInfoCommand final : public Command {
    Q_OBJECT
public:
    ModelsInfoCommand(CliContext &context, ModelsInfoOptions options);
    void start() override;

private:
    void print(const ModelFile &model);

    CliContext &m_context;
    ModelsInfoOptions m_options;
    ModelLookup m_lookup;
};

} // namespace sotto
