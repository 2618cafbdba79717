#pragma once

#include "core/jobs/io_pool.h"
#include "core/models/model_probe.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

class QProcess;

namespace sotto {

/// Probes in a child of this very program (`PROGRAM --probe-model FILE [ADAPTER]`, see app/probe_child.h), which may
/// die of it, and remembers what came out by the file's path, size, time and number, so that a file is tried once and
/// again only when it has changed or the program has. Where no child can be started the file passes: the probe is a
/// net, not a gate.
class ProcessProbe final : public QObject, public ModelProbe {
    Q_OBJECT
public:
    struct Options {
        QString program;
        QString memoryFile;                         ///< Where verdicts are kept, in the cache folder; empty: nowhere.
        QString build;                              ///< Versions of program and engine; a verdict holds for one.
        std::chrono::milliseconds patience{60'000}; ///< For one file.
    };
    explicit ProcessProbe(Options options, QObject *parent = nullptr);
    ~ProcessProbe() override;

    void start(const QList<ProbeTask> &tasks, Memory memory, Done done) override;
    void cancel() override;

private:
    void next();
    void launch();
    void finish(const Status &status, bool remember);
    void childEnded();
    [[nodiscard]] Error stopped(const QString &how) const;

    Options m_options;
    QList<ProbeTask> m_tasks; ///< The first is at work.
    Memory m_memory = Memory::All;
    QString m_identity;
    Done m_done;
    quint64 m_number = 0; ///< Of the current probe; answers to older ones are dropped.
    bool m_timedOut = false;
    QTimer m_patience;
    std::unique_ptr<QProcess> m_child;
    IoPool m_pool{AtEnd::Drain};
};

} // namespace sotto
