#pragma once

#include "app/cli/exit_code.h"

#include <QObject>

namespace sotto {

/// One command at work in the event loop. Ends with exactly one done() or failed(). Thread: main.
class Command : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Begins; called from inside the event loop.
    virtual void start() = 0;
    /// Ctrl+C. What can be stopped alone is stopped; else the command ends.
    virtual void interrupt() { terminate(); }
    /// A polite request to end the program.
    virtual void terminate() { Q_EMIT done(ExitCode::Interrupted); }

    /// Ends with an error, told to the person and, with --json, to the script.
    void fail(const Failure &failure) { Q_EMIT failed(failure); }

Q_SIGNALS:
    void done(sotto::ExitCode code);
    void failed(const sotto::Failure &failure);
};

} // namespace sotto
