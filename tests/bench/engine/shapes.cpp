#include "shapes.h"

#include <cstdio>
#include <format>

namespace sotto::bench {
namespace {

constexpr const char *kChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + "
                                "message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                                "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

Shape shape(const char *name, const char *like, int layers, int embedding, int heads, int headsKv, int feedForward,
            int vocabulary)
{
    Shape made{.name = name, .like = like, .options = {}};
    made.options.layers = layers;
    made.options.embedding = embedding;
    made.options.heads = heads;
    made.options.headsKv = headsKv;
    made.options.feedForward = feedForward;
    made.options.vocabularyWords = vocabulary - 259; // besides specials and bytes
    made.options.contextLength = 8192;
    made.options.tiedOutput = true;
    made.options.chatTemplate = kChatMl;
    return made;
}

} // namespace

std::vector<Shape> shapes()
{
    return {shape("135m", "SmolLM2-135M", 30, 576, 9, 3, 1536, 49'152),
            shape("0.5b", "Qwen2.5-0.5B", 24, 896, 14, 2, 4864, 151'936),
            shape("1b", "Llama-3.2-1B", 16, 2048, 32, 8, 8192, 128'256)};
}

const char *nameOf(WeightType type)
{
    switch (type) {
    case WeightType::F32: return "F32";
    case WeightType::Q8_0: return "Q8_0";
    case WeightType::Q4_0: return "Q4_0";
    case WeightType::Q4_K: return "Q4_K";
    }
    return "?";
}

std::string standIn(const Shape &shape, WeightType type)
{
    std::string text;
    for (const int row : {shape.options.embedding, shape.options.feedForward})
        if (type == WeightType::Q4_K && row % 256 != 0)
            text += std::format("{}rows of {}", text.empty() ? "" : ", ", row);
    return text.empty() ? text : "Q5_0 for " + text;
}

std::filesystem::path modelFile(const Shape &shape, WeightType type)
{
    RandomModelOptions options = shape.options;
    options.weights = type;
    return modelFile(std::format("{}-{}", shape.name, nameOf(type)), options);
}

std::filesystem::path modelFile(const std::string &name, const RandomModelOptions &options)
{
    const auto folder = std::filesystem::path(SOTTO_BINARY_DIR) / "bench" / "models";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto path = folder / (name + "-v1.gguf"); // another number where what is written changes
    if (std::filesystem::exists(path, error)) return path;
    std::fprintf(stderr, "making %s\n", path.filename().c_str());
    auto part = path;
    part += ".part";
    if (!writeRandomModel(part, options)) return {};
    std::filesystem::rename(part, path, error);
    return error ? std::filesystem::path() : path;
}

} // namespace sotto::bench
