#include "inference/llama/gguf_builder.h"

#include <gguf.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace sotto {

/// One tensor with the ggml context that describes it, and its bytes or what makes them.
struct GgufBuilder::Tensor {
    ggml_context *context;
    ggml_tensor *shell;
    std::vector<std::uint8_t> bytes{};
    RowMaker row{};

    Tensor(const std::string &name, std::span<const std::int64_t> dims, ggml_type type)
        : context(ggml_init({.mem_size = 2 * ggml_tensor_overhead(), .mem_buffer = nullptr, .no_alloc = true})),
          shell(ggml_new_tensor(context, type, static_cast<int>(dims.size()), dims.data()))
    {
        ggml_set_name(shell, name.c_str());
    }
    Tensor(const Tensor &) = delete;
    Tensor &operator=(const Tensor &) = delete;
    ~Tensor() { ggml_free(context); }
};

GgufBuilder::GgufBuilder() : m_gguf(gguf_init_empty()) {}

GgufBuilder::~GgufBuilder()
{
    gguf_free(m_gguf);
}

void GgufBuilder::set(const std::string &key, const std::string &value)
{
    gguf_set_val_str(m_gguf, key.c_str(), value.c_str());
}

void GgufBuilder::set(const std::string &key, std::uint32_t value)
{
    gguf_set_val_u32(m_gguf, key.c_str(), value);
}

void GgufBuilder::set(const std::string &key, float value)
{
    gguf_set_val_f32(m_gguf, key.c_str(), value);
}

void GgufBuilder::set(const std::string &key, bool value)
{
    gguf_set_val_bool(m_gguf, key.c_str(), value);
}

void GgufBuilder::set(const std::string &key, const std::vector<std::string> &values)
{
    std::vector<const char *> pointers;
    pointers.reserve(values.size());
    for (const std::string &value : values)
        pointers.push_back(value.c_str());
    gguf_set_arr_str(m_gguf, key.c_str(), pointers.data(), pointers.size());
}

void GgufBuilder::set(const std::string &key, const std::vector<float> &values)
{
    gguf_set_arr_data(m_gguf, key.c_str(), GGUF_TYPE_FLOAT32, values.data(), values.size());
}

void GgufBuilder::set(const std::string &key, const std::vector<std::int32_t> &values)
{
    gguf_set_arr_data(m_gguf, key.c_str(), GGUF_TYPE_INT32, values.data(), values.size());
}

void GgufBuilder::addTensor(const std::string &name, std::initializer_list<std::int64_t> shape,
                            std::span<const float> values, ggml_type type)
{
    const std::vector<std::int64_t> dims(shape);
    if (dims.front() % ggml_blck_size(type) != 0) type = GGML_TYPE_F32;
    auto tensor = std::make_unique<Tensor>(name, dims, type);
    tensor->bytes.resize(ggml_nbytes(tensor->shell));
    GGML_ASSERT(values.size() == static_cast<std::size_t>(ggml_nelements(tensor->shell)));
    ggml_quantize_chunk(type, values.data(), tensor->bytes.data(), 0, ggml_nrows(tensor->shell), dims.front(), nullptr);
    gguf_add_tensor(m_gguf, tensor->shell);
    m_tensors.push_back(std::move(tensor));
}

void GgufBuilder::addTensor(const std::string &name, std::initializer_list<std::int64_t> shape, ggml_type type,
                            RowMaker row)
{
    auto tensor = std::make_unique<Tensor>(name, std::vector<std::int64_t>(shape), type);
    tensor->row = std::move(row);
    gguf_add_tensor(m_gguf, tensor->shell);
    m_tensors.push_back(std::move(tensor));
}

Status GgufBuilder::write(const std::filesystem::path &path) const
{
    const auto failed = [&] { return fail(ErrorCode::WriteFailed, path.filename().string()); };
    if (!gguf_write_to_file(m_gguf, path.string().c_str(), /*only_meta=*/true)) return failed();
    std::ofstream file(path, std::ios::binary | std::ios::app);
    for (const auto &tensor : m_tensors)
        writeTensor(file, *tensor);
    file.flush();
    return file ? Status() : failed();
}

/// llama wants each tensor's bytes padded to the file's alignment.
void GgufBuilder::writeTensor(std::ostream &file, const Tensor &tensor) const
{
    const auto put = [&](std::span<const std::uint8_t> bytes) {
        file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    put(tensor.bytes);
    std::vector<std::uint8_t> bytes(tensor.row ? ggml_row_size(tensor.shell->type, tensor.shell->ne[0]) : 0);
    for (std::int64_t row = 0; tensor.row && row < ggml_nrows(tensor.shell); ++row) {
        tensor.row(row, bytes);
        put(bytes);
    }
    const std::size_t alignment = gguf_get_alignment(m_gguf);
    put(std::vector<std::uint8_t>((alignment - ggml_nbytes(tensor.shell) % alignment) % alignment));
}

} // namespace sotto
