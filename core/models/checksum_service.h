#pragma once

#include "base/clock.h"
#include "core/models/model_settings_service.h"

#include <QHash>
#include <QTimer>

#include <atomic>

namespace sotto {

/// What is known of the SHA-256 of one model's files.
struct ChecksumState {
    enum class Phase : std::uint8_t {
        Looking, ///< Whether what is remembered still fits the file.
        NotChecked,
        Running,
        Known,
        Failed,
    };
    Phase phase = Phase::Looking;
    double fraction = 0;               ///< While Running, 0 … 1.
    std::optional<FileChecksum> sum{}; ///< When Known.
    std::optional<Error> error{};      ///< When Failed.

    bool operator==(const ChecksumState &) const = default;
};

/// Computes SHA-256 digests of model files, one model at a time, off the GUI thread; a result is remembered with the
/// model's settings for as long as the files keep their size and time.
/// Thread: GUI.
class ChecksumService final : public QObject {
    Q_OBJECT
public:
    ChecksumService(ModelSettingsService &memory, const Clock &clock, QObject *parent = nullptr);
    ~ChecksumService() override;

    [[nodiscard]] ChecksumState stateOf(const QString &path) const { return m_states.value(path); }
    /// Finds out whether a remembered digest still fits; changed() follows.
    void look(const ModelFile &model);
    /// Computes; waits where another model is being computed. Errors (in the state): FileNotFound, FileUnreadable.
    void start(const ModelFile &model);
    void cancel(const QString &path);

Q_SIGNALS:
    void changed(const QString &path);

private:
    struct Job;
    void set(const QString &path, const ChecksumState &state);
    void showProgress();

    ModelSettingsService &m_memory;
    const Clock &m_clock;
    QHash<QString, ChecksumState> m_states;
    QHash<QString, std::shared_ptr<Job>> m_jobs;
    QTimer m_progress;
    class Pools;
    std::unique_ptr<Pools> m_pools;
};

} // namespace sotto
