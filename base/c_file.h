#pragma once

#include <cstdio>
#include <memory>

namespace sotto {

struct CFileCloser {
    void operator()(std::FILE *file) const { static_cast<void>(std::fclose(file)); }
};

/// A file of C's library, closed at the end of its scope. Where a failed close matters (a file that was written),
/// release it and look at fclose()'s answer.
using CFile = std::unique_ptr<std::FILE, CFileCloser>;

} // namespace sotto
