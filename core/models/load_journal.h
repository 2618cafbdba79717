#pragma once

#include "inference/work_journal.h"

#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// A model that was being opened, or was writing on a GPU, when a program ended without a word.
struct ModelCrash {
    RiskyWork work = RiskyWork::Opening;
    QString path;

    bool operator==(const ModelCrash &) const = default;
};

/// Names a running process for as long as the computer's clock ticks: process numbers come back, start times do not.
struct ProcessName {
    qint64 pid = 0;
    QString started; ///< Clock ticks since boot (proc(5), field 22 of stat).
    QString boot;    ///< The kernel's id of this boot.

    bool operator==(const ProcessName &) const = default;
};

/// Of this process, or of another one that runs; nothing where there is none of that number.
[[nodiscard]] std::optional<ProcessName> processName(qint64 pid);

/// One small file in `folder` for each process that is at something risky; it is there only meanwhile, so that one
/// found later whose process is gone tells of a crash. Several programs may use one folder at once.
class LoadJournal final : public WorkJournal {
public:
    explicit LoadJournal(QString folder);

    void begin(RiskyWork work, const std::filesystem::path &model) override;
    void end() override;

    /// Takes the records of processes that are gone out of `folder` and returns the newest, if any. Reads the disk.
    /// Thread: any.
    [[nodiscard]] static std::optional<ModelCrash> takeCrash(const QString &folder);
    /// What the records of processes that are gone tell of `model`, the newest if there are several; they stay. For a
    /// program that must not answer for the person. Reads the disk. Thread: any.
    [[nodiscard]] static std::optional<ModelCrash> crashOf(const QString &folder, const QString &model);
    /// Takes those records away: somebody wants the model opened again. Thread: any.
    static void forget(const QString &folder, const QString &model);

private:
    QString m_folder;
    QString m_file;
};

} // namespace sotto
