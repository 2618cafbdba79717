#pragma once

#include <string>
#include <vector>

namespace sotto::test {

/// A file that should not be, or one as it should be for comparison.
struct BrokenGguf {
    std::string name; ///< What is wrong with it; fit for a file's name.
    std::string bytes;
};

/// A llama file of one block that llama itself opens, with every key that Sotto or llama reads of one.
[[nodiscard]] std::string wholeGguf();

/// Some six hundred damaged ones made of it: cut off at every field, counts and lengths too large, tensors that
/// overlap, are not aligned or lie outside, each known key with every other type or twice, dimensions of nothing or of
/// too much, arrays in arrays, text that is no UTF-8. The same ones in the same order every time.
[[nodiscard]] std::vector<BrokenGguf> brokenGgufs();

} // namespace sotto::test
