#include "inference/llama/lora_adapters.h"

#include "base/utf8.h"
#include "inference/gguf/gguf_header.h"

#include <ggml.h>
#include <gguf.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

struct GgufDeleter {
    void operator()(gguf_context *gguf) const { gguf_free(gguf); }
};
struct TensorsDeleter {
    void operator()(ggml_context *tensors) const { ggml_free(tensors); }
};

std::unexpected<Error> unsuitable(const std::filesystem::path &path, std::string why)
{
    return fail(ErrorCode::AdapterUnsuitable, sanitizedUtf8(path.filename().string()), std::move(why));
}

bool isMissingOrFloat(const gguf_context *gguf, const char *key)
{
    const std::int64_t id = gguf_find_key(gguf, key);
    return id < 0 || gguf_get_kv_type(gguf, id) == GGUF_TYPE_FLOAT32;
}

bool isNumeric(ggml_type type)
{
    return type == GGML_TYPE_F32 || type == GGML_TYPE_F16 || type == GGML_TYPE_BF16 || type == GGML_TYPE_Q8_0;
}

/// Whether b · a can be computed; of the embedding's pair llama wants the first turned round.
bool canBeMultiplied(const ggml_tensor *a, const ggml_tensor *b, bool isEmbedding)
{
    const bool inner = isEmbedding ? a->ne[0] == b->ne[0] : a->ne[1] == b->ne[0];
    return inner && a->ne[2] == b->ne[2] && a->ne[3] == 1 && b->ne[3] == 1 && isNumeric(a->type) && isNumeric(b->type);
}

/// llama checks that each pair is whole and fits its weight, by two dimensions of four; this is the rest.
Status checkTensors(const std::filesystem::path &path, ggml_context *tensors)
{
    constexpr std::string_view suffix = ".lora_a";
    for (ggml_tensor *a = ggml_get_first_tensor(tensors); a; a = ggml_get_next_tensor(tensors, a)) {
        std::string name = ggml_get_name(a);
        if (!name.ends_with(suffix)) continue;
        name.back() = 'b';
        const ggml_tensor *b = ggml_get_tensor(tensors, name.c_str());
        const bool isEmbedding = name.contains("token_embd.weight");
        if (!b || !canBeMultiplied(a, b, isEmbedding)) return unsuitable(path, "the tensors of " + name);
    }
    return {};
}

Status checkFile(const std::filesystem::path &path, const std::string &architecture)
{
    auto source = FileSource::open(path);
    const auto header = source ? parseGgufHeader(*source, {}) : fail(source.error());
    if (!header) return fail(header.error().code, sanitizedUtf8(path.filename().string()), header.error().detail);
    if (header->text("general.type") != "adapter") return unsuitable(path, "general.type is not adapter");
    if (header->text("adapter.type") != "lora") return unsuitable(path, "adapter.type is not lora");
    const std::string madeFor = header->text("general.architecture");
    if (madeFor != architecture) return unsuitable(path, "made for " + madeFor + ", not for " + architecture);
    if (header->tensors.empty()) return unsuitable(path, "no tensors");

    ggml_context *described = nullptr;
    const std::unique_ptr<gguf_context, GgufDeleter> gguf(
        gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = &described}));
    const std::unique_ptr<ggml_context, TensorsDeleter> tensors(described);
    if (!gguf || !tensors) return unsuitable(path, "its header is malformed");
    if (!isMissingOrFloat(gguf.get(), "adapter.lora.alpha")) return unsuitable(path, "alpha is no number");
    return checkTensors(path, tensors.get());
}

} // namespace

Result<LoraAdapters> layAdapters(llama_model *model, llama_context *context, std::span<const LoraAdapter> wanted,
                                 const std::string &architecture, const LogCapture &log)
{
    LoraAdapters adapters;
    std::vector<llama_adapter_lora *> pointers;
    std::vector<float> scales;
    for (const LoraAdapter &one : wanted) {
        if (!std::isfinite(one.scale)) return unsuitable(one.path, "its scale is no number");
        if (const Status sound = checkFile(one.path, architecture); !sound) return fail(sound.error());
        adapters.emplace_back(llama_adapter_lora_init(model, one.path.c_str()));
        if (!adapters.back()) return unsuitable(one.path, log.lastErrors());
        pointers.push_back(adapters.back().get());
        scales.push_back(one.scale);
    }
    if (adapters.empty()) return adapters;
    if (llama_set_adapters_lora(context, pointers.data(), pointers.size(), scales.data()) != 0)
        return unsuitable(wanted.front().path, log.lastErrors());
    return adapters;
}

} // namespace sotto
