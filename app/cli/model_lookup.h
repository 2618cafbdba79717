#pragma once

#include "app/cli/cli_context.h"
#include "app/cli/exit_code.h"
#include "core/models/model_library.h"

namespace sotto {

/// Finds the model a person means by a path, a name or nothing at all. Thread: main.
class ModelLookup final : public QObject {
    Q_OBJECT
public:
    explicit ModelLookup(CliContext &context, QObject *parent = nullptr);

    /// What is a file or looks like a path is opened as such; a name is looked for in the library, whole and without
    /// case first, then as a part; nothing means the model in use last, else the built-in one, and fails where a
    /// program ended while at it.
    void find(const QString &wanted);

Q_SIGNALS:
    void found(const sotto::ModelFile &model);
    void failed(const sotto::Failure &failure);

private:
    void searchByName();
    void take(const ModelFile &model);
    void addFailed(const QString &path, const Error &error);

    CliContext &m_context;
    ModelLibrary m_library;
    QString m_wanted;
};

} // namespace sotto
