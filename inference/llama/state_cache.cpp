#include "inference/llama/state_cache.h"

#include "base/checksum.h"
#include "inference/llama/state_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <ranges>
#include <utility>

namespace sotto {
namespace {

/// A state on disk has to save so much more than one in memory to be worth its reading.
constexpr std::size_t kDiskTokens = 64;
constexpr std::size_t kMostFiles = 1024;

bool isStateFile(const std::filesystem::path &path)
{
    return path.extension() == kStateFileEnding;
}

bool isLeftOver(const std::filesystem::directory_entry &entry)
{
    std::error_code problem;
    const auto written = entry.last_write_time(problem);
    return entry.path().extension() == kStatePartEnding && !problem &&
           written < std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
}

std::vector<std::filesystem::directory_entry> filesIn(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::directory_entry> files;
    std::error_code problem;
    for (auto at = std::filesystem::directory_iterator(folder, problem);
         !problem && at != std::filesystem::directory_iterator(); at.increment(problem))
        files.push_back(*at);
    return files;
}

std::vector<std::size_t> placesOf(const SequenceState &state)
{
    std::vector<std::size_t> places;
    for (const StateCheckpoint &checkpoint : state.checkpoints)
        places.push_back(checkpoint.tokens);
    return places;
}

} // namespace

void StateCache::setLimits(const StateLimits &limits)
{
    const bool moved = limits.folder != m_limits.folder;
    const bool diskWent = usesDisk() && (limits.diskBytes == 0 || moved);
    m_limits = limits;
    if (diskWent || moved) {
        for (auto entry = m_entries.begin(); entry != m_entries.end();) {
            entry->file.clear();
            entry->fileBytes = 0;
            entry = entry->state ? std::next(entry) : m_entries.erase(entry);
        }
        m_folderRead = false;
    }
    if (!usesDisk()) deleteFolder();
    readFolder();
    trim();
    trimDisk(0);
}

void StateCache::keep(const StateDigest &model, const std::string &name, Shared state)
{
    if (!state || state->tokens.empty()) return;
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const bool before = entry->model == model && entry->name == name &&
                            entry->tokens.size() <= state->tokens.size() &&
                            commonPrefix(entry->tokens, state->tokens) == entry->tokens.size();
        entry = before ? drop(entry) : std::next(entry);
    }
    Entry made;
    made.model = model;
    made.name = name;
    made.tokens = state->tokens;
    made.rollsBack = state->rollsBack;
    made.checkpoints = placesOf(*state);
    made.memoryBytes = state->bytes();
    made.state = std::move(state);
    m_entries.push_front(std::move(made));
    trim();
}

std::size_t StateCache::saved(const Entry &entry, std::span<const std::int32_t> prompt)
{
    const std::size_t tokens = savedTokens(entry.tokens, entry.rollsBack, entry.checkpoints, prompt);
    if (entry.state) return tokens;
    return tokens > kDiskTokens ? tokens - kDiskTokens : 0;
}

StateCache::Shared StateCache::find(const StateDigest &model, std::span<const std::int32_t> prompt,
                                    std::size_t moreThan)
{
    for (;;) {
        auto best = m_entries.end();
        std::size_t most = moreThan;
        for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
            const std::size_t tokens = entry->model == model ? saved(*entry, prompt) : 0;
            if (tokens <= most) continue;
            most = tokens;
            best = entry;
        }
        if (best == m_entries.end()) return nullptr;
        if (!best->state && !load(*best)) {
            drop(best); // damaged, or gone: the next best
            continue;
        }
        m_entries.splice(m_entries.begin(), m_entries, best);
        const Shared found = best->state;
        trim();
        return found;
    }
}

bool StateCache::load(Entry &entry)
{
    auto state = readStateFile(entry.file, entry.model);
    if (!state || state->tokens != entry.tokens) return false;
    entry.memoryBytes = state->bytes();
    entry.state = std::make_shared<const SequenceState>(*std::move(state));
    std::error_code problem; // of no matter: only which file goes first depends on it
    std::filesystem::last_write_time(entry.file, std::filesystem::file_time_type::clock::now(), problem);
    return true;
}

bool StateCache::holds(const StateDigest &model, std::span<const std::int32_t> tokens) const
{
    return std::ranges::any_of(m_entries, [&](const Entry &entry) {
        return entry.model == model && std::ranges::equal(entry.tokens, tokens);
    });
}

void StateCache::forget(std::string_view name)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();)
        entry = entry->name == name ? drop(entry) : std::next(entry);
}

void StateCache::retain(const std::vector<std::string> &names)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const bool known = std::ranges::contains(names, entry->name);
        entry = known ? std::next(entry) : drop(entry);
    }
}

bool StateCache::isUnwritten(const Entry &entry) const
{
    return usesDisk() && entry.state && entry.file.empty() && !entry.unwritable &&
           entry.memoryBytes <= m_limits.diskBytes;
}

bool StateCache::hasUnwritten() const
{
    return std::ranges::any_of(m_entries, [this](const Entry &entry) { return isUnwritten(entry); });
}

void StateCache::writeOne(const std::function<bool()> &interrupted)
{
    const auto entry = std::ranges::find_if(m_entries, [this](const Entry &e) { return isUnwritten(e); });
    if (entry == m_entries.end()) return;
    trimDisk(entry->memoryBytes);
    std::error_code problem;
    std::filesystem::create_directories(m_limits.folder, problem);
    std::filesystem::permissions(m_limits.folder, std::filesystem::perms::owner_all, problem);
    const std::filesystem::path file = fileFor(*entry);
    const Status done = writeStateFile(file, entry->model, entry->name, *entry->state, interrupted);
    if (done) {
        entry->file = file;
        entry->fileBytes = std::filesystem::file_size(file, problem);
        if (problem) entry->fileBytes = entry->memoryBytes;
    } else if (done.error().code != ErrorCode::Cancelled) {
        entry->unwritable = true;
    }
    trim();
    trimDisk(0);
}

KeptStates StateCache::kept()
{
    KeptStates sum;
    for (const Entry &entry : m_entries) {
        sum.inMemory += entry.state ? 1 : 0;
        sum.memoryBytes += entry.state ? entry.memoryBytes : 0;
        sum.onDisk += entry.file.empty() ? 0 : 1;
        sum.diskBytes += entry.fileBytes;
    }
    return sum;
}

/// Lists what is on disk, once; the files' times say which was used last.
void StateCache::readFolder()
{
    if (m_folderRead || !usesDisk()) return;
    m_folderRead = true;
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> found;
    std::error_code problem;
    for (const auto &entry : filesIn(m_limits.folder)) {
        if (isStateFile(entry.path())) found.emplace_back(entry.last_write_time(problem), entry.path());
        if (isLeftOver(entry)) std::filesystem::remove(entry.path(), problem);
    }
    std::ranges::sort(found, std::greater{});
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::filesystem::path &path = found[i].second;
        auto header = i < kMostFiles ? readStateHeader(path) : fail(ErrorCode::InvalidRequest);
        if (!header) {
            std::filesystem::remove(path, problem);
            continue;
        }
        Entry entry;
        entry.model = header->model;
        entry.name = std::move(header->name);
        entry.tokens = std::move(header->tokens);
        entry.rollsBack = header->rollsBack;
        entry.checkpoints = std::move(header->checkpoints);
        entry.file = path;
        entry.fileBytes = header->fileBytes;
        const bool known = std::ranges::any_of(m_entries, [&](const Entry &e) { return e.file == path; });
        if (!known) m_entries.push_back(std::move(entry));
    }
}

void StateCache::deleteFolder() const
{
    if (m_limits.folder.empty()) return;
    std::error_code problem;
    for (const auto &entry : filesIn(m_limits.folder))
        if (isStateFile(entry.path()) || entry.path().extension() == kStatePartEnding)
            std::filesystem::remove(entry.path(), problem);
}

void StateCache::trim()
{
    std::uint64_t bytes = kept().memoryBytes;
    for (auto entry = m_entries.end(); entry != m_entries.begin() && bytes > m_limits.memoryBytes;) {
        --entry;
        if (!entry->state) continue;
        // The newest may stay until it has been written, if only that keeps it.
        const bool newest = entry == m_entries.begin();
        if (newest && isUnwritten(*entry)) break;
        bytes -= entry->memoryBytes;
        entry->state.reset();
        entry->memoryBytes = 0;
        if (entry->file.empty()) entry = m_entries.erase(entry);
    }
}

/// Deletes the files used longest ago until `room` more bytes fit.
void StateCache::trimDisk(std::uint64_t room)
{
    std::uint64_t bytes = kept().diskBytes + room;
    for (auto entry = m_entries.end(); entry != m_entries.begin() && bytes > m_limits.diskBytes;) {
        --entry;
        if (entry->file.empty()) continue;
        bytes -= entry->fileBytes;
        removeFile(*entry);
        entry->unwritable = true; // it had its turn
        if (!entry->state) entry = m_entries.erase(entry);
    }
}

StateCache::Entries::iterator StateCache::drop(Entries::iterator entry)
{
    removeFile(*entry);
    return m_entries.erase(entry);
}

void StateCache::removeFile(Entry &entry)
{
    std::error_code problem;
    if (!entry.file.empty()) std::filesystem::remove(entry.file, problem);
    entry.file.clear();
    entry.fileBytes = 0;
}

/// Named by what it holds, so that the same state is never there twice.
std::filesystem::path StateCache::fileFor(const Entry &entry) const
{
    Checksum64 sum(entry.model[0] ^ entry.model[1]);
    sum.add({reinterpret_cast<const std::uint8_t *>(entry.name.data()), entry.name.size()});
    sum.add({reinterpret_cast<const std::uint8_t *>(entry.tokens.data()), entry.tokens.size() * sizeof(std::int32_t)});
    char digits[17] = {};
    std::to_chars(digits, digits + 16, sum.value(), 16);
    return m_limits.folder / (std::string(digits) + kStateFileEnding);
}

} // namespace sotto
