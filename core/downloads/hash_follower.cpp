#include "core/downloads/hash_follower.h"

#include "base/bytes.h"

#include <QCryptographicHash>

#include <algorithm>
#include <vector>

namespace sotto {
namespace {

constexpr std::uint64_t kStep = 8 * MiB; ///< So much at least is read at once, but for the end.
constexpr std::size_t kBuffer = MiB;

} // namespace

/// On the pool while it works, here otherwise.
struct HashFollower::Sum {
    std::shared_ptr<PartFile> file;
    QCryptographicHash hash{QCryptographicHash::Sha256};
    std::vector<char> buffer = std::vector<char>(kBuffer);

    Status take(std::uint64_t from, std::uint64_t end, const CancelToken &cancel)
    {
        while (from < end) {
            if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
            const std::span<char> into(buffer.data(),
                                       static_cast<std::size_t>(std::min<std::uint64_t>(kBuffer, end - from)));
            const Result<std::size_t> got = file->readAt(from, into);
            if (!got) return fail(got.error());
            if (*got == 0) return fail(ErrorCode::FileTruncated);
            hash.addData(QByteArrayView(into.data(), static_cast<qsizetype>(*got)));
            from += *got;
        }
        return {};
    }
};

HashFollower::HashFollower(IoPool &pool, std::shared_ptr<PartFile> file, std::uint64_t size, QObject *parent)
    : QObject(parent), m_pool(pool), m_sum(std::make_shared<Sum>()), m_size(size)
{
    m_sum->file = std::move(file);
}

HashFollower::~HashFollower()
{
    m_work.cancel();
}

void HashFollower::follow(std::uint64_t frontier)
{
    m_frontier = frontier;
    step();
}

void HashFollower::step()
{
    const bool atEnd = m_frontier == m_size;
    if (m_working || (m_frontier - m_hashed < kStep && !atEnd)) return;
    m_working = true;
    const std::uint64_t end = m_frontier;
    m_work = m_pool.run(
        this, [sum = m_sum, from = m_hashed, end](const CancelToken &cancel) { return sum->take(from, end, cancel); },
        [this, end](const Status &status) {
            m_working = false;
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            m_hashed = end;
            Q_EMIT progressed();
            if (m_hashed < m_size) return step();
            const QByteArray hex = m_sum->hash.result().toHex();
            Q_EMIT finished(*Digest::parse({hex.constData(), static_cast<std::size_t>(hex.size())}));
        });
}

} // namespace sotto
