#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "app/cli/model_lookup.h"
#include "core/downloads/kept_models.h"
#include "core/jobs/io_pool.h"

namespace sotto {

/// `models verify NAME`: the digest of each file, and whether it is what its source told when it was downloaded.
class ModelsVerifyCommand final : public Command {
    Q_OBJECT
public:
    ModelsVerifyCommand(CliContext &context, ModelsVerifyOptions options);
    void start() override;

    struct Verdict {
        QString path;
        Digest digest;
        std::optional<FileOrigin> origin{}; ///< Nothing: not downloaded by Sotto.
    };

private:
    void verify(const ModelFile &model);
    void print(const Result<QList<Verdict>> &verdicts);

    CliContext &m_context;
    ModelsVerifyOptions m_options;
    ModelLookup m_lookup;
    IoPool m_pool{AtEnd::Cancel};
};

/// `models rm NAME`.
class ModelsRemoveCommand final : public Command {
    Q_OBJECT
public:
    ModelsRemoveCommand(CliContext &context, ModelsRemoveOptions options);
    void start() override;

private:
    void remove(const ModelFile &model);
    void print(const Result<QStringList> &moved);

    CliContext &m_context;
    ModelsRemoveOptions m_options;
    ModelLookup m_lookup;
    IoPool m_pool{AtEnd::Drain};
};

} // namespace sotto
