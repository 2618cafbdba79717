#pragma once

#include "base/digest.h"
#include "core/downloads/part_file.h"
#include "core/jobs/io_pool.h"

#include <QObject>

#include <memory>

namespace sotto {

/// Computes the SHA-256 of a file while it is filled, from the front on, by reading back what was written: so it is the
/// digest of what the file holds, and no byte has to be kept in memory. Reading follows closely, so it comes from the
/// system's cache. Thread: the one it was made on; the work is done on `pool`.
class HashFollower final : public QObject {
    Q_OBJECT
public:
    HashFollower(IoPool &pool, std::shared_ptr<PartFile> file, std::uint64_t size, QObject *parent = nullptr);
    ~HashFollower() override;

    /// Bytes from the front that are there now and will not change.
    void follow(std::uint64_t frontier);
    [[nodiscard]] std::uint64_t hashed() const { return m_hashed; }

Q_SIGNALS:
    void progressed();
    /// All `size` bytes are in it; again where it is told so again.
    void finished(const sotto::Digest &digest);
    void failed(const sotto::Error &error);

private:
    struct Sum;
    void step();

    IoPool &m_pool;
    std::shared_ptr<Sum> m_sum;
    std::uint64_t m_size;
    std::uint64_t m_frontier = 0;
    std::uint64_t m_hashed = 0;
    bool m_working = false;
    CancelSource m_work;
};

} // namespace sotto
