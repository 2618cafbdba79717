#pragma once

#include "base/error.h"

#include <expected>

namespace sotto {

/// Either a value or the reason there is none. Expected failures travel this way; exceptions are for bugs.
template <class T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

/// Builds the failing side: `return fail(ErrorCode::NotGguf, name);`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string subject = {}, std::string detail = {})
{
    return std::unexpected(Error(code, std::move(subject), std::move(detail)));
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error)
{
    return std::unexpected(std::move(error));
}

} // namespace sotto
