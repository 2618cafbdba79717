#include "inference/gguf/gguf_reader.h"

#include "base/utf8.h"
#include "inference/gguf/gguf_header.h"
#include "inference/gguf/model_spec.h"

#include <charconv>
#include <format>
#include <optional>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

std::string shownName(const std::filesystem::path &path)
{
    return sanitizedUtf8(path.filename().string());
}

Result<GgufHeader> readHeader(const std::filesystem::path &path, const GgufLimits &limits)
{
    Result<FileSource> source = FileSource::open(path);
    Result<GgufHeader> header = source ? parseGgufHeader(*source, limits) : fail(source.error());
    if (!header) header.error().subject = shownName(path);
    return header;
}

/// "<stem>-00002-of-00003.gguf"
struct SplitName {
    std::string stem;
    std::uint64_t count = 0;

    [[nodiscard]] std::string part(std::uint64_t number) const
    {
        return std::format("{}-{:05}-of-{:05}.gguf", stem, number, count);
    }
};

std::optional<std::uint64_t> digits(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<SplitName> splitNameOf(const std::filesystem::path &path)
{
    constexpr std::string_view pattern = "-NNNNN-of-NNNNN.gguf";
    const std::string name = path.filename().string();
    if (name.size() <= pattern.size()) return std::nullopt;
    const std::size_t stemLength = name.size() - pattern.size();
    const std::string_view tail = std::string_view(name).substr(stemLength);
    const auto number = digits(tail.substr(1, 5));
    const auto count = digits(tail.substr(10, 5));
    if (!number || !count) return std::nullopt;
    SplitName split{name.substr(0, stemLength), *count};
    // Written back it must be the same: the dashes, the dot and all zeros in place.
    if (*number == 0 || *number > *count || split.part(*number) != name) return std::nullopt;
    return split;
}

Result<ModelSpec> readSplitModel(const std::filesystem::path &folder, const SplitName &name, const GgufLimits &limits)
{
    std::vector<GgufHeader> headers;
    std::vector<std::filesystem::path> parts;
    for (std::uint64_t number = 1; number <= name.count; ++number) {
        const std::filesystem::path part = folder / name.part(number);
        Result<GgufHeader> header = readHeader(part, limits);
        if (!header && header.error().code == ErrorCode::FileNotFound) {
            return fail(ErrorCode::SplitPartMissing, shownName(part));
        }
        if (!header) return fail(header.error());
        if (header->integer("split.count") != name.count || header->integer("split.no") != number - 1) {
            return fail(ErrorCode::GgufMalformed, shownName(part), "not the part its name says");
        }
        headers.push_back(std::move(*header));
        parts.push_back(part);
    }
    Result<ModelSpec> spec = modelSpecFrom(headers);
    if (spec) spec->parts = std::move(parts);
    return spec;
}

} // namespace

Result<ModelSpec> readModelSpec(const std::filesystem::path &path, const GgufLimits &limits)
{
    const Result<GgufHeader> header = readHeader(path, limits);
    if (!header) return fail(header.error());
    const std::uint64_t partCount = header->integer("split.count").value_or(1);

    Result<ModelSpec> spec;
    if (partCount <= 1) {
        spec = modelSpecFrom(std::span(&*header, 1));
        if (spec) spec->parts = {path};
    } else {
        const auto name = splitNameOf(path);
        if (!name || name->count != partCount) {
            return fail(ErrorCode::SplitPartMissing, SplitName{shownName(path.stem()), partCount}.part(1),
                        "renamed part of a split model");
        }
        spec = readSplitModel(path.parent_path(), *name, limits);
    }
    if (!spec && spec.error().subject.empty()) spec.error().subject = shownName(path);
    return spec;
}

Result<ModelSpec> parseModelSpec(std::span<const std::byte> header, std::uint64_t fileBytes, const GgufLimits &limits)
{
    MemorySource source(header, fileBytes);
    const Result<GgufHeader> parsed = parseGgufHeader(source, limits);
    if (!parsed) return fail(parsed.error());
    return modelSpecFrom(std::span(&*parsed, 1));
}

} // namespace sotto
