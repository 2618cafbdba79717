#pragma once

#include "core/net/net_types.h"

#include <map>
#include <vector>

namespace sotto {

/// Which bytes of a file are there, as runs that neither touch nor overlap. Pure. Thread: any, one at a time.
class ByteRanges final {
public:
    void add(const ByteRange &range);
    void clear() { m_runs.clear(); }
    /// Nothing at `size` or behind it any more.
    void cutAt(std::uint64_t size);

    /// How many bytes from the beginning are there without a gap.
    [[nodiscard]] std::uint64_t frontier() const;
    [[nodiscard]] std::uint64_t total() const;
    /// The first run of at most `most` bytes at or behind `from` and before `end` that is missing.
    [[nodiscard]] std::optional<ByteRange> gap(std::uint64_t from, std::uint64_t end, std::uint64_t most) const;
    [[nodiscard]] std::vector<ByteRange> runs() const;

    bool operator==(const ByteRanges &) const = default;

private:
    std::map<std::uint64_t, std::uint64_t> m_runs; ///< First byte → last byte.
};

} // namespace sotto
