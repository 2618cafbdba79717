#include "core/models/process_probe.h"

#include "core/models/probe_memory.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <optional>
#include <utility>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kMaxOutput = 64 * 1024;
constexpr qsizetype kMaxDetail = 2000;

/// The child's line; nothing where it is none.
std::optional<Status> statusFrom(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line.left(kMaxOutput)).object();
    if (object.value("ok"_L1).toBool()) return Status();
    const int code = object.value("code"_L1).toInt(-1);
    if (code < 0 || code > static_cast<int>(ErrorCode::Internal)) return std::nullopt;
    return fail(static_cast<ErrorCode>(code), object.value("subject"_L1).toString().toStdString(),
                object.value("detail"_L1).toString().toStdString());
}

struct Known {
    QString identity;
    std::optional<Status> verdict;
};

QString identityOf(const ProbeTask &task)
{
    return fileIdentity(task.adapter.isEmpty() ? task.model : task.model + QStringList{task.adapter});
}

/// What a verdict is remembered by; its last part is the file that was tried.
QString nameOf(const ProbeTask &task)
{
    return task.adapter.isEmpty() ? task.file() : task.model.constFirst() + u'\n' + task.adapter;
}

} // namespace

ProcessProbe::ProcessProbe(Options options, QObject *parent) : QObject(parent), m_options(std::move(options))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_timedOut = true;
        if (m_child) m_child->kill(); // finished() follows
    });
}

ProcessProbe::~ProcessProbe()
{
    ProcessProbe::cancel();
}

void ProcessProbe::start(const QList<ProbeTask> &tasks, Memory memory, Done done)
{
    cancel();
    m_tasks = tasks;
    m_memory = memory;
    m_done = std::move(done);
    next();
}

void ProcessProbe::next()
{
    const auto look = [task = m_tasks.constFirst(), memory = m_memory, options = m_options](const CancelToken &) {
        Known known{identityOf(task), std::nullopt};
        known.verdict = rememberedVerdict(options.memoryFile, nameOf(task), known.identity, options.build);
        if (memory == Memory::GoodOnly && known.verdict && !*known.verdict) known.verdict.reset();
        return known;
    };
    m_pool.run(this, look, [this, number = m_number](const Known &known) {
        if (number != m_number) return;
        m_identity = known.identity;
        known.verdict ? finish(*known.verdict, false) : launch();
    });
}

void ProcessProbe::cancel()
{
    ++m_number;
    m_done = {};
    m_patience.stop();
    if (!m_child) return;
    m_child->disconnect(this);
    m_child->kill();
    // It is reaped when it has ended; nobody waits for that here.
    QProcess *child = m_child.release();
    connect(child, &QProcess::finished, child, &QObject::deleteLater);
    connect(child, &QProcess::errorOccurred, child, &QObject::deleteLater);
}

void ProcessProbe::launch()
{
    m_timedOut = false;
    m_child = std::make_unique<QProcess>();
    m_child->setStandardInputFile(QProcess::nullDevice());
    connect(m_child.get(), &QProcess::finished, this, &ProcessProbe::childEnded);
    connect(m_child.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) finish({}, false);
    });
    m_patience.start(m_options.patience);
    const ProbeTask &task = m_tasks.constFirst();
    QStringList arguments{u"--probe-model"_s, task.model.constFirst()};
    if (!task.adapter.isEmpty()) arguments << task.adapter;
    m_child->start(m_options.program, arguments);
}

void ProcessProbe::childEnded()
{
    const auto said = statusFrom(m_child->readAllStandardOutput());
    const bool whole = m_child->exitStatus() == QProcess::NormalExit && m_child->exitCode() == 0;
    if (whole && said) return finish(m_tasks.constFirst().isBeside ? Status() : *said, said->has_value());
    const QString how = m_timedOut ? u"did not end in time"_s
                        : m_child->exitStatus() == QProcess::CrashExit
                            ? u"ended by signal %1"_s.arg(m_child->exitCode())
                            : u"exit code %1"_s.arg(m_child->exitCode());
    const QString words = QString::fromUtf8(m_child->readAllStandardError().right(kMaxDetail)).trimmed();
    finish(std::unexpected(stopped(words.isEmpty() ? how : how + u": "_s + words)), true);
}

Error ProcessProbe::stopped(const QString &how) const
{
    return {ErrorCode::ModelStopsLoader, QFileInfo(m_tasks.constFirst().file()).fileName().toStdString(),
            how.toStdString()};
}

void ProcessProbe::finish(const Status &status, bool remember)
{
    m_patience.stop();
    if (m_child) m_child.release()->deleteLater(); // we may be in one of its signals
    if (remember && !m_options.memoryFile.isEmpty()) {
        const auto keep = [options = m_options, name = nameOf(m_tasks.constFirst()), identity = m_identity,
                           status](const CancelToken &) {
            rememberVerdict(options.memoryFile, name, identity, options.build, status);
            return 0;
        };
        m_pool.run(this, keep, [](int) {});
    }
    m_tasks.removeFirst();
    if (status && !m_tasks.isEmpty()) return next();
    if (const Done done = std::exchange(m_done, {})) done(status);
}

} // namespace sotto
