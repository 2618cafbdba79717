#include "tests/support/gguf_corpus.h"

#include "tests/support/gguf_builder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <format>
#include <functional>
#include <limits>

namespace sotto::test {
namespace {

// Numbers of `enum gguf_type`.
constexpr std::uint32_t kU8 = 0;
constexpr std::uint32_t kU32 = 4;
constexpr std::uint32_t kI32 = 5;
constexpr std::uint32_t kF32 = 6;
constexpr std::uint32_t kBool = 7;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
constexpr std::array<std::size_t, 13> kTypeBytes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

constexpr std::uint64_t kWidth = 32;
constexpr std::uint64_t kWords = 3 + 256 + 5;
constexpr std::array<std::uint64_t, 6> kAwkward{0x7FFF'FFFF, 0x8000'0000, 0xFFFF'FFFF, 1ULL << 40, ~0ULL >> 1, ~0ULL};

struct Pair {
    std::string key;
    std::uint32_t type;
    std::string value;
};
struct Tensor {
    std::string name;
    std::vector<std::uint64_t> dimensions;
    std::uint32_t type = 0; // F32
    std::uint64_t offset = 0;
};
struct Parts {
    std::vector<Pair> pairs;
    std::vector<Tensor> tensors;
    std::uint64_t dataBytes = 0;
};

std::string arrayOf(std::uint32_t type, std::uint64_t count, const std::string &values)
{
    return littleEndian(type) + littleEndian(count) + values;
}

void addVocabulary(std::vector<Pair> &pairs)
{
    std::string texts;
    std::string scores;
    std::string types;
    const auto token = [&](const std::string &text, std::int32_t type) {
        texts += lengthPrefixed(text);
        scores += littleEndian(0.0F);
        types += littleEndian(type);
    };
    token("<unk>", 2);
    token("<s>", 3);
    token("</s>", 3);
    for (int byte = 0; byte < 256; ++byte)
        token(std::format("<0x{:02X}>", byte), 6);
    for (const char *word : {"\xE2\x96\x81", "a", "b", "\xE2\x96\x81th", "\xE4\xBD\xA0"})
        token(word, 1);
    pairs.push_back({"tokenizer.ggml.model", kString, lengthPrefixed("llama")});
    pairs.push_back({"tokenizer.ggml.tokens", kArray, arrayOf(kString, kWords, texts)});
    pairs.push_back({"tokenizer.ggml.scores", kArray, arrayOf(kF32, kWords, scores)});
    pairs.push_back({"tokenizer.ggml.token_type", kArray, arrayOf(kI32, kWords, types)});
    pairs.push_back({"tokenizer.ggml.bos_token_id", kU32, littleEndian(1U)});
    pairs.push_back({"tokenizer.ggml.eos_token_id", kU32, littleEndian(2U)});
    pairs.push_back({"tokenizer.ggml.unknown_token_id", kU32, littleEndian(0U)});
    pairs.push_back({"tokenizer.ggml.add_bos_token", kBool, std::string(1, '\1')});
    pairs.push_back({"tokenizer.chat_template", kString, lengthPrefixed("{{ messages }}")});
}

void addNames(std::vector<Pair> &pairs)
{
    for (const auto &[key, value] :
         {std::pair{"general.architecture", "llama"}, std::pair{"general.name", "Corpus"},
          std::pair{"general.license", "none"}, std::pair{"general.description", "For tests"},
          std::pair{"general.size_label", "1K"}, std::pair{"llama.rope.scaling.type", "none"}})
        pairs.push_back({key, kString, lengthPrefixed(value)});
}

void addNumbers(std::vector<Pair> &pairs)
{
    const auto number = [&](const char *key, std::uint32_t value) {
        pairs.push_back({key, kU32, littleEndian(value)});
    };
    const auto real = [&](const char *key, float value) { pairs.push_back({key, kF32, littleEndian(value)}); };
    number("general.file_type", 0);
    number("general.alignment", 32);
    number("general.quantization_version", 2);
    number("llama.context_length", 512);
    number("llama.block_count", 1);
    number("llama.attention.head_count", 1);
    number("llama.attention.head_count_kv", 1);
    number("llama.vocab_size", kWords);
    number("llama.expert_count", 0);
    for (const char *key : {"embedding_length", "feed_forward_length", "attention.key_length", "attention.value_length",
                            "rope.dimension_count"})
        number(std::format("llama.{}", key).c_str(), kWidth);
    real("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    real("llama.rope.freq_base", 10000.0F);
    real("general.sampling.temp", 0.6F);
    pairs.push_back({"general.sampling.top_k", kI32, littleEndian(std::int32_t{20})});
}

void addTensors(Parts &parts)
{
    const auto tensor = [&](std::string name, std::vector<std::uint64_t> dimensions) {
        std::uint64_t values = 1;
        for (const std::uint64_t length : dimensions)
            values *= length;
        parts.tensors.push_back({std::move(name), std::move(dimensions), 0, parts.dataBytes});
        parts.dataBytes += values * 4; // widths of 32 keep every one aligned
    };
    tensor("token_embd.weight", {kWidth, kWords});
    tensor("output_norm.weight", {kWidth});
    tensor("output.weight", {kWidth, kWords});
    for (const char *name : {"attn_norm", "ffn_norm"})
        tensor(std::format("blk.0.{}.weight", name), {kWidth});
    for (const char *name : {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"})
        tensor(std::format("blk.0.{}.weight", name), {kWidth, kWidth});
}

Parts wholeParts()
{
    Parts parts;
    addNames(parts.pairs);
    addNumbers(parts.pairs);
    addVocabulary(parts.pairs);
    addTensors(parts);
    return parts;
}

GgufBuilder builderOf(const Parts &parts)
{
    GgufBuilder builder;
    for (const Pair &pair : parts.pairs)
        builder.raw(pair.key, pair.type, pair.value);
    for (const Tensor &tensor : parts.tensors)
        builder.tensorAt(tensor.name, tensor.dimensions, tensor.type, tensor.offset);
    return builder;
}

std::string fileOf(const Parts &parts)
{
    std::string bytes = builderOf(parts).header();
    bytes.resize((bytes.size() + 31) / 32 * 32 + parts.dataBytes);
    return bytes;
}

/// Something of that type, to stand where another type should.
std::string anyValue(std::uint32_t type)
{
    if (type == kString) return lengthPrefixed("text");
    if (type == kArray) return arrayOf(kU8, 2, "\1\2");
    return std::string(kTypeBytes.at(type), '\1');
}

class Corpus final {
public:
    std::vector<BrokenGguf> make() &&
    {
        cuts();
        counts();
        wrongTypes();
        repeats();
        awkwardNumbers();
        arrays();
        texts();
        tensors();
        return std::move(m_files);
    }

private:
    void add(std::string name, std::string bytes) { m_files.push_back({std::move(name), std::move(bytes)}); }
    void with(std::string name, const std::function<void(Parts &)> &damage)
    {
        Parts parts = wholeParts();
        damage(parts);
        add(std::move(name), fileOf(parts));
    }
    static Pair &pairOf(Parts &parts, std::string_view key) { return *std::ranges::find(parts.pairs, key, &Pair::key); }

    void cuts();
    void counts();
    void wrongTypes();
    void repeats();
    void awkwardNumbers();
    void arrays();
    void texts();
    void tensors();

    std::vector<BrokenGguf> m_files;
};

/// Before and behind each key, type, value and tensor, and in the data.
void Corpus::cuts()
{
    const Parts parts = wholeParts();
    const std::string whole = fileOf(parts);
    std::vector<std::size_t> ends{0, 3, 4, 8, 16, 24};
    std::size_t at = 24;
    for (const Pair &pair : parts.pairs)
        for (const std::size_t field : {std::size_t{8}, pair.key.size(), std::size_t{4}, pair.value.size()})
            ends.push_back(at += field);
    for (const Tensor &tensor : parts.tensors)
        for (const std::size_t field : {std::size_t{8}, tensor.name.size(), std::size_t{4},
                                        tensor.dimensions.size() * 8, std::size_t{4}, std::size_t{8}})
            ends.push_back(at += field);
    ends.push_back(whole.size() - parts.dataBytes);
    ends.push_back(whole.size() - 1);
    for (const std::size_t end : ends)
        add(std::format("cut at {}", end), whole.substr(0, end));
}

void Corpus::counts()
{
    const std::string whole = fileOf(wholeParts());
    for (const std::uint64_t count : kAwkward) {
        for (const auto &[what, at] : {std::pair{"tensors", std::size_t{8}}, std::pair{"values", std::size_t{16}},
                                       std::pair{"the first key", std::size_t{24}}}) {
            std::string bytes = whole;
            bytes.replace(at, 8, littleEndian(count));
            add(std::format("{} of {}", count, what), bytes);
        }
    }
    for (const std::uint32_t version : {0U, 1U, 2U, 4U, 0xFFFF'FFFFU, 0x0300'0000U}) {
        std::string bytes = whole;
        bytes.replace(4, 4, littleEndian(version));
        add(std::format("version {}", version), bytes);
    }
}

void Corpus::wrongTypes()
{
    for (std::size_t i = 0; i < wholeParts().pairs.size(); ++i) {
        for (std::uint32_t type = 0; type <= 14; ++type) {
            Parts parts = wholeParts();
            Pair &pair = parts.pairs[i];
            if (pair.type == type) continue;
            pair.value = type < kTypeBytes.size() ? anyValue(type) : pair.value;
            pair.type = type;
            add(std::format("{} as type {}", pair.key, type), fileOf(parts));
        }
    }
}

void Corpus::repeats()
{
    for (std::size_t i = 0; i < wholeParts().pairs.size(); ++i) {
        with(std::format("{} twice", wholeParts().pairs[i].key), [&](Parts &p) { p.pairs.push_back(p.pairs[i]); });
        with(std::format("without {}", wholeParts().pairs[i].key),
             [&](Parts &p) { p.pairs.erase(p.pairs.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
    for (std::size_t i = 0; i < wholeParts().tensors.size(); ++i) {
        with(std::format("{} twice", wholeParts().tensors[i].name),
             [&](Parts &p) { p.tensors.push_back(p.tensors[i]); });
        with(std::format("without {}", wholeParts().tensors[i].name),
             [&](Parts &p) { p.tensors.erase(p.tensors.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
}

void Corpus::awkwardNumbers()
{
    for (const Pair &pair : wholeParts().pairs) {
        if (pair.type == kU32) {
            for (const std::uint32_t value : {0U, 1U, 3U, 31U, 513U, 0x7FFF'FFFFU, 0xFFFF'FFFFU})
                with(std::format("{} is {}", pair.key, value),
                     [&](Parts &p) { pairOf(p, pair.key).value = littleEndian(value); });
        } else if (pair.type == kF32) {
            for (const float value :
                 {0.0F, -1.0F, 1e38F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
                with(std::format("{} is {}", pair.key, value),
                     [&](Parts &p) { pairOf(p, pair.key).value = littleEndian(value); });
        }
    }
}

void Corpus::arrays()
{
    for (const char *key : {"tokenizer.ggml.tokens", "tokenizer.ggml.scores", "tokenizer.ggml.token_type"}) {
        for (const std::uint64_t count : kAwkward)
            with(std::format("{} claims {}", key, count),
                 [&](Parts &p) { pairOf(p, key).value.replace(4, 8, littleEndian(count)); });
        with(std::format("{} is empty", key), [&](Parts &p) { pairOf(p, key).value = arrayOf(kI32, 0, {}); });
        with(std::format("{} is short", key),
             [&](Parts &p) { pairOf(p, key).value = arrayOf(kI32, 1, littleEndian(1)); });
    }
    std::string nested = arrayOf(kU8, 1, "x");
    for (int depth = 0; depth < 64; ++depth)
        nested = arrayOf(kArray, 1, nested);
    with("arrays in arrays", [&](Parts &p) { p.pairs.push_back({"x.nested", kArray, nested}); });
    with("an array of no type", [&](Parts &p) { p.pairs.push_back({"x.odd", kArray, arrayOf(99, 1, "x")}); });
}

void Corpus::texts()
{
    const std::string bad = "\xFF\xFE\xC3\x28\xED\xA0\x80" + std::string(1, '\0') + "\xF5";
    for (const char *key : {"general.architecture", "general.name", "tokenizer.ggml.model", "tokenizer.chat_template",
                            "llama.rope.scaling.type"}) {
        with(std::format("{} is no UTF-8", key), [&](Parts &p) { pairOf(p, key).value = lengthPrefixed(bad); });
        with(std::format("{} is empty", key), [&](Parts &p) { pairOf(p, key).value = lengthPrefixed({}); });
        with(std::format("{} is long", key),
             [&](Parts &p) { pairOf(p, key).value = lengthPrefixed(std::string(200'000, 'x')); });
        for (const std::uint64_t length : kAwkward)
            with(std::format("{} claims {}", key, length),
                 [&](Parts &p) { pairOf(p, key).value.replace(0, 8, littleEndian(length)); });
    }
    with("a key that is no UTF-8", [&](Parts &p) { p.pairs.push_back({bad, kU8, "x"}); });
    with("a key of nothing", [](Parts &p) { p.pairs.push_back({"", kU8, "x"}); });
    for (const char *kind : {"gpt2", "bert", "t5", "rwkv", "none", "no_vocab", "nonsense"})
        with(std::format("a vocabulary of kind {}", kind),
             [&](Parts &p) { pairOf(p, "tokenizer.ggml.model").value = lengthPrefixed(kind); });
    for (const char *name : {"gemma3", "mamba", "bert", "clip", "qwen2moe", "rwkv7", "deepseek2", "whisper", "t5"})
        with(std::format("called {}", name),
             [&](Parts &p) { pairOf(p, "general.architecture").value = lengthPrefixed(name); });
}

void Corpus::tensors()
{
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) {
        const std::string name = wholeParts().tensors[i].name;
        for (const std::uint64_t offset : {1ULL, 4ULL, 31ULL, 32ULL, 1ULL << 40, ~0ULL - 31, ~0ULL})
            with(std::format("{} at {}", name, offset), [&](Parts &p) { p.tensors[i].offset = offset; });
        for (const std::uint64_t length : {0ULL, 1ULL, 31ULL, 1ULL << 31, 1ULL << 62, ~0ULL})
            with(std::format("{} of {}", name, length), [&](Parts &p) { p.tensors[i].dimensions[0] = length; });
        for (const std::size_t dimensions : {std::size_t{0}, std::size_t{4}, std::size_t{5}, std::size_t{1000}})
            with(std::format("{} in {} dimensions", name, dimensions),
                 [&](Parts &p) { p.tensors[i].dimensions.assign(dimensions, 1); });
        for (const std::uint32_t type : {1U, 2U, 4U, 8U, 24U, 28U, 39U, 200U, 0xFFFF'FFFFU})
            with(std::format("{} as ggml type {}", name, type), [&](Parts &p) { p.tensors[i].type = type; });
        with(std::format("{} called nothing", name), [&](Parts &p) { p.tensors[i].name.clear(); });
        with(std::format("{} called at length", name), [&](Parts &p) { p.tensors[i].name.assign(100, 'n'); });
    }
    with("all tensors at one place", [](Parts &p) {
        for (Tensor &tensor : p.tensors)
            tensor.offset = 0;
    });
    with("no tensors", [](Parts &p) { p.tensors.clear(); });
}

} // namespace

std::string wholeGguf()
{
    return fileOf(wholeParts());
}

std::vector<BrokenGguf> brokenGgufs()
{
    return Corpus().make();
}

} // namespace sotto::test
