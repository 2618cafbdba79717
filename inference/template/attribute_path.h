#pragma once

#include "inference/template/evaluator.h"

namespace sotto::jinja {

/// What filters call `attribute`: "name", "name.inner", "name.0", a number, or None for the value itself.
class AttributePath final {
public:
    /// `ignoreCase`: texts come in lower case. `path` null: the value itself.
    AttributePath(const Value *path, bool ignoreCase, const Value *otherwise = nullptr);
    [[nodiscard]] Value of(Evaluator &evaluator, const Value &value) const;

private:
    std::vector<Value> m_keys;
    bool m_ignoreCase;
    const Value *m_otherwise;
};

/// Several of them, apart by commas, for sort. Gives a list where there are.
[[nodiscard]] std::vector<AttributePath> attributePaths(const Value *paths, bool ignoreCase);

} // namespace sotto::jinja
