#include "inference/llama/state_file.h"

#include "base/bytes.h"
#include "base/c_file.h"
#include "base/checksum.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <utility>

namespace sotto {
namespace {

constexpr std::uint64_t kMagic = 0x3141'564B'4F54'4F53ULL; // "SOTOKVA1" on a little-endian machine
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kMostTokens = 1ULL << 24U;
constexpr std::uint64_t kMostCheckpoints = 256;
constexpr std::uint64_t kMostName = 256;
constexpr std::size_t kChunk = 4 * MiB;

/// The header's fixed part. All of it is covered by the header's checksum.
struct Head {
    std::uint64_t magic = kMagic;
    std::uint32_t version = kVersion;
    std::uint32_t rollsBack = 1;
    StateDigest model{};
    std::uint64_t nameBytes = 0;
    std::uint64_t tokens = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t wholeBytes = 0;
};
static_assert(sizeof(Head) == 64 && std::has_unique_object_representations_v<Head>);

struct Place {
    std::uint64_t tokens = 0;
    std::uint64_t bytes = 0;
};

template <class T>
std::span<const std::uint8_t> bytesOf(std::span<const T> values)
{
    return {reinterpret_cast<const std::uint8_t *>(values.data()), values.size_bytes()};
}

std::unexpected<Error> damaged(const std::filesystem::path &path, const char *why)
{
    return fail(ErrorCode::InvalidRequest, path.filename().string(), why);
}

/// Reads one file from its beginning, adding up what it reads.
class Reader final {
public:
    explicit Reader(const std::filesystem::path &path) : m_path(path) {}

    [[nodiscard]] Status open()
    {
        std::error_code problem;
        if (!std::filesystem::is_regular_file(m_path, problem)) return fail(ErrorCode::FileNotFound, name());
        m_size = std::filesystem::file_size(m_path, problem);
        m_file.reset(problem ? nullptr : std::fopen(m_path.string().c_str(), "rb"));
        return m_file ? Status() : fail(ErrorCode::FileUnreadable, name());
    }

    [[nodiscard]] Result<StateFileHeader> header()
    {
        Head head;
        if (!take({reinterpret_cast<std::uint8_t *>(&head), sizeof head}))
            return fail(ErrorCode::FileTruncated, name());
        if (head.magic != kMagic || head.version != kVersion || head.rollsBack > 1)
            return damaged(m_path, "not a state file of this version");
        if (head.nameBytes > kMostName || head.tokens > kMostTokens || head.checkpoints > kMostCheckpoints)
            return damaged(m_path, "counts out of bounds");
        // What a header may take is known before anything is made room for.
        const std::uint64_t more = head.nameBytes + head.tokens * sizeof(std::int32_t) +
                                   head.checkpoints * sizeof(Place) + sizeof(std::uint64_t);
        if (sizeof head + more > m_size) return fail(ErrorCode::FileTruncated, name());
        StateFileHeader header;
        header.model = head.model;
        header.name.resize(head.nameBytes);
        header.tokens.resize(head.tokens);
        std::vector<Place> places(head.checkpoints);
        const bool read = take(header.name) && take(header.tokens) && take(places);
        if (!read || !sumFits()) return damaged(m_path, "its header is damaged");
        header.rollsBack = head.rollsBack == 1;
        header.wholeBytes = head.wholeBytes;
        header.fileBytes = m_size;
        return withPlaces(std::move(header), places, sizeof head + more);
    }

    [[nodiscard]] Result<SequenceState> body(const StateFileHeader &header)
    {
        SequenceState state{.tokens = header.tokens, .rollsBack = header.rollsBack, .whole = {}, .checkpoints = {}};
        m_sum = Checksum64(1);
        state.whole = block(header.wholeBytes);
        bool read = state.whole != nullptr;
        for (std::size_t i = 0; i < header.checkpoints.size() && read; ++i) {
            state.checkpoints.push_back({header.checkpoints[i], block(header.checkpointBytes[i])});
            read = state.checkpoints.back().state != nullptr;
        }
        if (!read || !sumFits()) return damaged(m_path, "its states are damaged");
        return state;
    }

private:
    [[nodiscard]] std::string name() const { return m_path.filename().string(); }

    [[nodiscard]] Result<StateFileHeader> withPlaces(StateFileHeader header, const std::vector<Place> &places,
                                                     std::uint64_t headerBytes) const
    {
        std::optional<std::uint64_t> sum = checkedAdd(headerBytes + sizeof(std::uint64_t), header.wholeBytes);
        std::uint64_t last = 0;
        for (const Place &place : places) {
            if (place.tokens <= last || place.tokens > header.tokens.size())
                return damaged(m_path, "checkpoints out of order");
            last = place.tokens;
            header.checkpoints.push_back(place.tokens);
            header.checkpointBytes.push_back(place.bytes);
            if (sum) sum = checkedAdd(*sum, place.bytes);
        }
        if (sum != m_size) return fail(ErrorCode::FileTruncated, name());
        if (header.tokens.empty() || header.wholeBytes == 0) return damaged(m_path, "holds nothing");
        return header;
    }

    [[nodiscard]] bool take(std::span<std::uint8_t> into)
    {
        if (std::fread(into.data(), 1, into.size(), m_file.get()) != into.size()) return false;
        m_sum.add(into);
        return true;
    }
    template <class Values>
    [[nodiscard]] bool take(Values &values)
    {
        return take(std::span(reinterpret_cast<std::uint8_t *>(values.data()), values.size() * sizeof values[0]));
    }

    [[nodiscard]] bool sumFits()
    {
        const std::uint64_t expected = m_sum.value();
        std::uint64_t found = 0;
        return std::fread(&found, sizeof found, 1, m_file.get()) == 1 && found == expected;
    }

    /// Null where the file ends before, or the memory.
    [[nodiscard]] SharedBytes block(std::uint64_t size)
    {
        try {
            auto bytes = std::make_shared<ByteBlock>(size);
            // In pieces that stay in the processor's cache between the reading and the adding up.
            for (std::size_t at = 0; at < size; at += kPiece)
                if (!take({bytes->data() + at, std::min<std::size_t>(kPiece, size - at)})) return nullptr;
            return bytes;
        } catch (const std::bad_alloc &) {
            return nullptr;
        }
    }

    static constexpr std::size_t kPiece = 256 * KiB;
    const std::filesystem::path &m_path;
    CFile m_file;
    std::uint64_t m_size = 0;
    Checksum64 m_sum;
};

/// Writes one file from its beginning, adding up what it writes.
class Writer final {
public:
    Writer(std::FILE *file, const std::function<bool()> &interrupted) : m_file(file), m_interrupted(interrupted) {}

    [[nodiscard]] Status put(std::span<const std::uint8_t> bytes)
    {
        while (!bytes.empty()) {
            if (m_interrupted && m_interrupted()) return fail(ErrorCode::Cancelled);
            const auto chunk = bytes.first(std::min(bytes.size(), kChunk));
            if (std::fwrite(chunk.data(), 1, chunk.size(), m_file) != chunk.size()) return writeError();
            m_sum.add(chunk);
            bytes = bytes.subspan(chunk.size());
        }
        return {};
    }

    [[nodiscard]] Status putSum()
    {
        const std::uint64_t sum = std::exchange(m_sum, Checksum64(1)).value();
        return std::fwrite(&sum, sizeof sum, 1, m_file) == 1 ? Status() : writeError();
    }

    [[nodiscard]] static Status writeError()
    {
        return fail(errno == ENOSPC ? ErrorCode::DiskFull : ErrorCode::WriteFailed, {}, std::strerror(errno));
    }

private:
    std::FILE *m_file;
    const std::function<bool()> &m_interrupted;
    Checksum64 m_sum;
};

Status putAll(Writer &writer, const StateDigest &model, const std::string &name, const SequenceState &state)
{
    Head head;
    head.rollsBack = state.rollsBack ? 1 : 0;
    head.model = model;
    head.nameBytes = name.size();
    head.tokens = state.tokens.size();
    head.checkpoints = state.checkpoints.size();
    head.wholeBytes = state.whole->size();
    std::vector<Place> places;
    for (const StateCheckpoint &checkpoint : state.checkpoints)
        places.push_back({checkpoint.tokens, checkpoint.state->size()});
    const auto putSpan = [&writer](const auto &values) { return writer.put(bytesOf(std::span(values))); };
    Status done = putSpan(std::span<const Head>(&head, 1));
    if (done) done = putSpan(std::span<const char>(name));
    if (done) done = putSpan(std::span<const std::int32_t>(state.tokens));
    if (done) done = putSpan(std::span<const Place>(places));
    if (done) done = writer.putSum();
    if (done) done = writer.put(state.whole->span());
    for (const StateCheckpoint &checkpoint : state.checkpoints)
        if (done) done = writer.put(checkpoint.state->span());
    return done ? writer.putSum() : done;
}

/// An empty file that only its owner can read, before there is anything to read.
CFile privateFile(const std::filesystem::path &path)
{
    std::error_code problem;
    std::filesystem::remove(path, problem);
    CFile file(std::fopen(path.string().c_str(), "wbx"));
    if (!file) return file;
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write, problem);
    if (problem) file.reset();
    return file;
}

} // namespace

Result<StateFileHeader> readStateHeader(const std::filesystem::path &path)
{
    Reader reader(path);
    if (const Status opened = reader.open(); !opened) return std::unexpected(opened.error());
    return reader.header();
}

Result<SequenceState> readStateFile(const std::filesystem::path &path, const StateDigest &model)
{
    Reader reader(path);
    if (const Status opened = reader.open(); !opened) return std::unexpected(opened.error());
    const auto header = reader.header();
    if (!header) return std::unexpected(header.error());
    if (header->model != model) return damaged(path, "the state of another model");
    return reader.body(*header);
}

Status writeStateFile(const std::filesystem::path &path, const StateDigest &model, const std::string &name,
                      const SequenceState &state, const std::function<bool()> &interrupted)
{
    if (name.size() > kMostName || !state.whole || state.tokens.empty())
        return fail(ErrorCode::InvalidRequest, path.filename().string(), "no state to write");
    std::filesystem::path part = path;
    part += kStatePartEnding;
    std::error_code problem;
    Status done = fail(ErrorCode::WriteFailed, path.filename().string());
    if (CFile file = privateFile(part)) {
        Writer writer(file.get(), interrupted);
        done = putAll(writer, model, name, state);
        if (std::fclose(file.release()) != 0 && done) done = Writer::writeError();
    }
    if (done) std::filesystem::rename(part, path, problem);
    if (done && problem) done = fail(ErrorCode::WriteFailed, path.filename().string(), problem.message());
    if (!done) std::filesystem::remove(part, problem);
    return done;
}

} // namespace sotto
