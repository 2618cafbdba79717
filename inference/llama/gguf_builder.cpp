#include "inference/llama/gguf_builder.h"

#include <gguf.h>

#include <algorithm>
#include <utility>

namespace sotto {

/// One tensor with the ggml context that describes it and the bytes it points at.
struct GgufBuilder::Tensor {
    ggml_context *context = nullptr;
    std::vector<std::uint8_t> bytes;

    Tensor() = default;
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
    auto tensor = std::make_unique<Tensor>();
    tensor->context = ggml_init({.mem_size = 2 * ggml_tensor_overhead(), .mem_buffer = nullptr, .no_alloc = true});
    ggml_tensor *shell = ggml_new_tensor(tensor->context, type, static_cast<int>(dims.size()), dims.data());
    ggml_set_name(shell, name.c_str());
    tensor->bytes.resize(ggml_nbytes(shell));
    GGML_ASSERT(values.size() == static_cast<std::size_t>(ggml_nelements(shell)));
    ggml_quantize_chunk(type, values.data(), tensor->bytes.data(), 0, ggml_nrows(shell), dims.front(), nullptr);
    shell->data = tensor->bytes.data();
    gguf_add_tensor(m_gguf, shell);
    m_tensors.push_back(std::move(tensor));
}

Status GgufBuilder::write(const std::filesystem::path &path) const
{
    if (gguf_write_to_file(m_gguf, path.string().c_str(), /*only_meta=*/false)) return {};
    return fail(ErrorCode::WriteFailed, path.filename().string());
}

} // namespace sotto
