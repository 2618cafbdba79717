#include "hardware/cpu_features.h"

#include "hardware/text_file.h"

#include <array>
#include <string_view>

namespace sotto {
namespace {

// Those for which ggml's CPU backend has code of its own.
constexpr std::array<std::string_view, 21> kTold{
    "ssse3",    "sse4_2",   "avx",      "avx2",     "fma",         "f16c",        "bmi2",
    "avx_vnni", "avx512f",  "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "amx_tile",
    "amx_int8", "amx_bf16", "asimd",    "asimddp",  "asimdhp",     "i8mm",        "sve",
};

bool hasWord(std::string_view text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t';
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || text[end] == ' ')) return true;
    }
    return false;
}

} // namespace

std::vector<std::string> readCpuFeatures(const std::filesystem::path &root)
{
    const std::string text = readTextFile(root / "proc/cpuinfo");
    std::string_view words;
    for (const std::string_view line : linesOf(text)) {
        const bool names = line.starts_with("flags") || line.starts_with("Features");
        if (!names || !line.contains(':')) continue;
        words = line.substr(line.find(':') + 1);
        break;
    }
    std::vector<std::string> features;
    for (const std::string_view feature : kTold)
        if (hasWord(words, feature)) features.emplace_back(feature);
    return features;
}

} // namespace sotto
