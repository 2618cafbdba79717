#pragma once

#include "core/text/error_text.h"

#include <QString>

namespace sotto {

/// What a script can rely on; `sotto-cli --help` lists them.
enum class ExitCode : std::uint8_t {
    Ok = 0,
    Failed = 1,
    WrongUsage = 2,
    ModelFailed = 3,  ///< A model cannot be opened.
    NothingFound = 4, ///< No model or chat of that name.
    Interrupted = 130 ///< 128 + SIGINT, as shells have it.
};

/// Why a command ends without having done its work.
struct Failure {
    ExitCode code = ExitCode::Failed;
    Error error;
    QString sentence; ///< For standard error.

    Failure(ExitCode exitCode, const Error &why) : Failure(exitCode, why, errorText(why).whole()) {}
    Failure(ExitCode exitCode, Error why, QString words)
        : code(exitCode), error(std::move(why)), sentence(std::move(words))
    {
    }
};

} // namespace sotto
