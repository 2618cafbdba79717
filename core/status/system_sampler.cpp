#include "core/status/system_sampler.h"

#include <QThread>
#include <QTimer>

#include <charconv>
#include <chrono>
#include <fstream>
#include <string>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace sotto {

namespace {

std::uint64_t pageSize()
{
#ifdef Q_OS_UNIX
    const long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? static_cast<std::uint64_t>(size) : 4096;
#else
    return 4096;
#endif
}

std::optional<std::uint64_t> takeNumber(std::string_view &text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

} // namespace

std::optional<std::uint64_t> privateBytes(std::string_view statm, std::uint64_t pageSize)
{
    const auto size = takeNumber(statm);
    const auto resident = takeNumber(statm);
    const auto shared = takeNumber(statm);
    if (!size || !resident || !shared || *resident < *shared) return std::nullopt;
    return (*resident - *shared) * pageSize;
}

SystemSnapshot readSystemSnapshot(const std::filesystem::path &root)
{
    SystemSnapshot snapshot;
    snapshot.memory = readMemoryInfo(root);
    std::ifstream statm(root / "proc/self/statm");
    std::string line;
    if (std::getline(statm, line)) snapshot.processPrivate = privateBytes(line, pageSize());
    using namespace std::chrono;
    snapshot.atMs = duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
    return snapshot;
}

class SystemSampler::Worker final : public QObject {
    Q_OBJECT
public:
    Worker(Reader read, int intervalMs) : m_read(std::move(read)), m_timer(this)
    {
        m_timer.setInterval(intervalMs);
        connect(&m_timer, &QTimer::timeout, this, &Worker::take);
    }

    void begin(int run)
    {
        m_run = run;
        m_timer.start();
        take();
    }
    void end() { m_timer.stop(); }

Q_SIGNALS:
    void taken(const sotto::SystemSnapshot &snapshot, int run);

private:
    void take() { Q_EMIT taken(m_read(), m_run); }

    Reader m_read;
    QTimer m_timer;
    int m_run = 0;
};

SystemSampler::SystemSampler(QObject *parent) : SystemSampler([] { return readSystemSnapshot(); }, 500, parent) {}

SystemSampler::SystemSampler(Reader read, int intervalMs, QObject *parent)
    : QObject(parent), m_thread(std::make_unique<QThread>()), m_worker(new Worker(std::move(read), intervalMs))
{
    m_thread->setObjectName(QStringLiteral("sensors"));
    m_worker->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &Worker::taken, this, [this](const SystemSnapshot &snapshot, int run) {
        if (m_running && run == m_run) Q_EMIT sampled(snapshot);
    });
    m_thread->start(QThread::LowPriority);
}

SystemSampler::~SystemSampler()
{
    m_thread->quit();
    m_thread->wait();
}

void SystemSampler::start()
{
    if (m_running) return;
    m_running = true;
    ++m_run;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, run = m_run] { worker->begin(run); });
}

void SystemSampler::stop()
{
    if (!m_running) return;
    m_running = false;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->end(); });
}

} // namespace sotto

#include "system_sampler.moc"
