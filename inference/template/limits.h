#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sotto {

/// What one template may take; past any of these it is an error.
struct TemplateLimits {
    std::size_t sourceBytes = 1024ULL * 1024;
    int parseDepth = 300;             ///< Blocks and parentheses within each other.
    std::uint64_t steps = 20'000'000; ///< Nodes evaluated, and work in proportion to text and lists.
    int depth = 400;                  ///< Evaluations within each other; each takes some hundred bytes of stack.
    int valueDepth = 100;             ///< Lists within lists.
    std::size_t memoryBytes = 512ULL * 1024 * 1024; ///< Of all values made, those already dropped included.
    std::size_t outputBytes = 64ULL * 1024 * 1024;
    std::chrono::milliseconds time{5000};
};

} // namespace sotto
