#include "inference/llama/tuner.h"

#include "base/checksum.h"
#include "inference/llama/abort_scope.h"
#include "inference/llama/compute_devices.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <span>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

constexpr int kFewestBatchTokens = 32;
constexpr int kMostAttempts = 3;
constexpr std::chrono::minutes kLater(1);
constexpr int kAborted = 2; // llama_decode()'s answer

Cores coresOf(const LlamaHost &host)
{
    return {host.physicalCores, host.performanceCores > 0 ? host.performanceCores : host.physicalCores,
            host.logicalCpus > 0 ? host.logicalCpus : host.physicalCores};
}

/// Names everything a measurement depends on.
std::string keyFor(const OpenModel &open, const LlamaHost &host, const StateDigest &state)
{
    const Cores cores = coresOf(host);
    const LoadedModel &loaded = open.loaded;
    std::string facts = std::format("{:x} {:x}\n{}\n{} {} {}\n{} {}", state[0], state[1], host.machine, cores.physical,
                                    cores.performance, cores.logical, open.quiet, std::to_underlying(loaded.cacheType));
    for (const Device &device : listComputeDevices())
        facts += '\n' + device.id + ' ' + device.description;
    for (const std::string &device : loaded.layerDevices)
        facts += '\n' + device;
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(facts.data()), facts.size());
    return std::format("{:016x}{:016x}", checksum64(bytes, 1), checksum64(bytes, 2));
}

/// Tokens all over the vocabulary: of a mixture of experts, different ones are asked.
std::vector<llama_token> someTokens(const llama_vocab *vocab, std::size_t count)
{
    const auto size = static_cast<std::uint64_t>(std::max(1, llama_vocab_n_tokens(vocab)));
    std::vector<llama_token> tokens(count);
    std::uint64_t random = 1;
    for (llama_token &token : tokens) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL; // Knuth, MMIX
        token = static_cast<llama_token>((random >> 33U) % size);
    }
    return tokens;
}

} // namespace

Tuner::Tuner(OpenModel &open, const LoadOptions &options, const LlamaHost &host, const StateDigest &state,
             const Clock &clock)
    : m_open(open), m_host(host), m_clock(clock), m_chosen(options.threads > 0),
      m_key(m_chosen ? std::string() : keyFor(open, host, state))
{
    if (m_chosen) return;
    if (const auto known = remembered()) {
        m_open.loaded.tuning = *known;
        m_open.loaded.tuningOrigin = TuningOrigin::Measured;
        useThreads(m_open, *known, 0);
    } else {
        again();
    }
}

bool Tuner::mayMeasure() const
{
    return !m_chosen && m_host.tunings.remember;
}

TuningPlan::Limits Tuner::limits() const
{
    TuningPlan::Limits limits;
    limits.cores = coresOf(m_host);
    limits.quiet = m_open.quiet;
    limits.usesGpu = std::ranges::any_of(m_open.loaded.memory.devices,
                                         [](const DeviceMemory &device) { return device.kind != DeviceKind::Cpu; });
    const std::uint32_t batch = std::min(llama_n_batch(m_open.context.get()), llama_n_ctx(m_open.context.get()));
    limits.mostBatchTokens = std::min(static_cast<int>(batch), kBatchTokens);
    return limits;
}

/// Nothing also where the memory says what no measuring of this computer can have said.
std::optional<Tuning> Tuner::remembered() const
{
    const auto known = m_host.tunings.recall ? m_host.tunings.recall(m_key) : std::nullopt;
    if (!known) return std::nullopt;
    const int most = threadCandidates(coresOf(m_host), m_open.quiet, false).front();
    const auto isPossible = [most](int threads) { return threads >= 1 && threads <= most; };
    const bool sane = isPossible(known->threads) && isPossible(known->batchThreads) &&
                      known->batchTokens >= kFewestBatchTokens && known->batchTokens <= kBatchTokens;
    return sane ? known : std::nullopt;
}

void Tuner::again()
{
    if (!mayMeasure()) return;
    m_attempts = 0;
    m_notBefore = {};
    begin();
}

void Tuner::begin()
{
    ++m_attempts;
    m_plan.emplace(limits(), m_open.loaded.tuning);
    if (!m_plan->next()) finish(); // one core, and a short context: nothing to choose from
}

Duration Tuner::rest() const
{
    return m_notBefore == Instant{} ? Duration::zero() : std::max(Duration::zero(), m_notBefore - m_clock.now());
}

void Tuner::measureOne(const std::function<bool()> &interrupted)
{
    if (!m_plan) return;
    const auto piece = m_plan->next();
    llama_context *context = m_open.context.get();
    const Tuning tried{piece->threads, piece->threads, m_open.loaded.tuning.batchTokens};
    useThreads(m_open, tried, m_plan->mostThreads());
    llama_memory_clear(llama_get_memory(context), /*data=*/false);
    const Taken taken = compute(*piece, interrupted);
    llama_memory_clear(llama_get_memory(context), /*data=*/false);
    useThreads(m_open, m_open.loaded.tuning, m_plan->mostThreads());
    if (taken.status == kAborted) return;
    if (taken.status == 0)
        m_plan->measured(taken.perToken, taken.whole);
    else
        m_plan->giveUp();
    if (!m_plan->next()) finish();
}

Tuner::Taken Tuner::compute(const TuningPiece &piece, const std::function<bool()> &interrupted)
{
    const AbortScope aborting(m_open, interrupted);
    llama_context *context = m_open.context.get();
    const bool writes = piece.step == 1;
    const int count = piece.tokens + (writes ? 1 : 0);
    if (m_tokens.empty()) m_tokens = someTokens(m_open.vocab(), kBatchTokens);
    Taken taken;
    const Instant begin = m_clock.now();
    Instant last = begin;
    for (int at = 0; at < count; at += piece.step) {
        if (interrupted()) {
            taken.status = kAborted;
            break;
        }
        const int size = std::min(piece.step, count - at);
        taken.status = llama_decode(context, llama_batch_get_one(m_tokens.data() + at, size));
        if (taken.status != 0) break;
        if (!writes) continue;
        llama_synchronize(context);
        const Instant now = m_clock.now();
        if (at == 1 || (at > 1 && now - last < taken.perToken)) taken.perToken = now - last;
        last = now;
    }
    llama_synchronize(context); // while the callback stands
    taken.whole = m_clock.now() - begin;
    if (!writes) taken.perToken = taken.whole / count;
    return taken;
}

void Tuner::finish()
{
    if (m_plan->wasUnsteady() && m_attempts < kMostAttempts) {
        m_notBefore = m_clock.now() + kLater;
        useThreads(m_open, m_open.loaded.tuning, 0);
        return begin();
    }
    if (const auto &best = m_plan->result()) {
        m_open.loaded.tuning = *best;
        m_open.loaded.tuningOrigin = TuningOrigin::Measured;
        m_host.tunings.remember(m_key, *best);
    }
    m_plan.reset();
    useThreads(m_open, m_open.loaded.tuning, 0);
    m_result = Tuned{m_open.loaded.tuning, m_open.loaded.tuningOrigin};
}

void Tuner::postpone()
{
    m_result = Tuned{m_open.loaded.tuning, m_open.loaded.tuningOrigin};
}

std::optional<Tuned> Tuner::takeResult()
{
    return std::exchange(m_result, std::nullopt);
}

} // namespace sotto
