#pragma once

namespace sotto::tests {

/// How often this process has taken memory from the heap by `new`, libraries included. Only a program that calls this
/// has its `new` and `delete` replaced. Thread: any.
[[nodiscard]] long allocationCount();

} // namespace sotto::tests
