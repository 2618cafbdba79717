#include "inference/llama/state_digest.h"

#include "base/bytes.h"
#include "base/c_file.h"
#include "base/checksum.h"
#include "inference/llama/llama_version.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sotto {
namespace {

constexpr std::uint64_t kHeaderBytes = 1 * MiB;
constexpr std::uint64_t kSamples = 64;
constexpr std::uint64_t kSampleBytes = 4 * KiB;

/// Two sums of different seeds over the same things.
class Digest final {
public:
    void add(std::span<const std::uint8_t> bytes)
    {
        m_first.add(bytes);
        m_second.add(bytes);
    }
    void add(std::uint64_t number) { add({reinterpret_cast<const std::uint8_t *>(&number), sizeof number}); }
    void add(std::string_view text)
    {
        add(static_cast<std::uint64_t>(text.size()));
        add({reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
    }

    void addFile(const std::filesystem::path &path)
    {
        std::error_code problem;
        const std::uint64_t size = std::filesystem::file_size(path, problem);
        const auto changed = std::filesystem::last_write_time(path, problem);
        add(problem ? 0 : size);
        add(problem ? 0 : static_cast<std::uint64_t>(changed.time_since_epoch().count()));
        const CFile file(std::fopen(path.string().c_str(), "rb"));
        if (!file || problem) return;
        addPart(*file, 0, kHeaderBytes);
        const std::uint64_t step = size > kHeaderBytes ? (size - kHeaderBytes) / kSamples : 0;
        for (std::uint64_t i = 0; i < kSamples && step > 0; ++i)
            addPart(*file, kHeaderBytes + i * step, kSampleBytes);
    }

    [[nodiscard]] StateDigest value() const { return {m_first.value(), m_second.value()}; }

private:
    void addPart(std::FILE &file, std::uint64_t at, std::uint64_t most)
    {
        m_buffer.resize(most);
        if (fseeko(&file, static_cast<off_t>(at), SEEK_SET) != 0) return;
        add(std::span<const std::uint8_t>(m_buffer).first(std::fread(m_buffer.data(), 1, most, &file)));
    }

    Checksum64 m_first{11}, m_second{0xC0FFEE};
    std::vector<std::uint8_t> m_buffer;
};

} // namespace

StateDigest stateDigest(const LoadedModel &loaded, const LoadOptions &options, bool lengthDecidesRope)
{
    Digest digest;
    digest.add(llamaVersion());
    if (loaded.spec.parts.size() > 1) {
        for (const auto &part : loaded.spec.parts)
            digest.addFile(part);
    } else {
        digest.addFile(loaded.path);
    }
    digest.add(static_cast<std::uint64_t>(options.cacheType));
    digest.add(lengthDecidesRope ? loaded.contextLength : 0);
    for (const LoraAdapter &adapter : options.adapters) {
        digest.addFile(adapter.path);
        digest.add(std::bit_cast<std::uint32_t>(adapter.scale));
    }
    return digest.value();
}

} // namespace sotto
