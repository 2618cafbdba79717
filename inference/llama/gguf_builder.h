#pragma once

#include "base/result.h"

#include <ggml.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct gguf_context;

namespace sotto {

/// Gathers keys and tensors and writes them as one GGUF file (version 3). Thread: any, one at a time.
class GgufBuilder final {
public:
    GgufBuilder();
    ~GgufBuilder();
    GgufBuilder(const GgufBuilder &) = delete;
    GgufBuilder &operator=(const GgufBuilder &) = delete;

    void set(const std::string &key, const std::string &value);
    void set(const std::string &key, const char *value) { set(key, std::string(value)); }
    void set(const std::string &key, std::uint32_t value);
    void set(const std::string &key, float value);
    void set(const std::string &key, bool value);
    void set(const std::string &key, const std::vector<std::string> &values);
    void set(const std::string &key, const std::vector<float> &values);
    void set(const std::string &key, const std::vector<std::int32_t> &values);

    /// Adds a tensor of dimensions `shape`, innermost first, converting `values` to `type`. A type whose block
    /// does not divide the innermost dimension becomes F32.
    void addTensor(const std::string &name, std::initializer_list<std::int64_t> shape, std::span<const float> values,
                   ggml_type type);

    /// Makes the bytes of one row, already of the tensor's type.
    using RowMaker = std::function<void(std::int64_t row, std::span<std::uint8_t> bytes)>;
    /// Adds a tensor whose rows are made when they are written, so that a large one is never whole in memory. `type`
    /// must divide the innermost dimension.
    void addTensor(const std::string &name, std::initializer_list<std::int64_t> shape, ggml_type type, RowMaker row);

    /// Errors: WriteFailed.
    [[nodiscard]] Status write(const std::filesystem::path &path) const;

private:
    struct Tensor;
    void writeTensor(std::ostream &file, const Tensor &tensor) const;

    gguf_context *m_gguf;
    std::vector<std::unique_ptr<Tensor>> m_tensors;
};

} // namespace sotto
