#pragma once

#include "base/error.h"

#include <QString>

namespace sotto {

/// An error as a person reads it, in the current language: what happened and what is safe, then what to do.
struct ErrorText {
    QString what;   ///< One or two sentences.
    QString remedy; ///< What to do; may be empty where there is nothing to do.

    [[nodiscard]] QString whole() const;
};

/// Every code has a text. Thread: any after the translator is installed.
[[nodiscard]] ErrorText errorText(const Error &error);

} // namespace sotto
