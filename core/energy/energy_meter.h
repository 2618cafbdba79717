#pragma once

#include "core/energy/energy_reading.h"
#include "core/ids.h"
#include "core/jobs/io_pool.h"
#include "hardware/power/energy_integrator.h"
#include "hardware/power/power_sampler.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace sotto {

/// When a reply was computed, in the durations that the inference thread measured.
struct ReplySpan {
    Duration prompt{};
    Duration decode{};
    bool hasTokens = true; ///< False: none came; all of it belongs to the prompt.
};

/// The power meter of the program: owns the sampler and listens while a reply is written or gauges are on the screen,
/// and makes joules of the samples once a reply is over. A reply's energy is the integral of its devices' power over
/// the span the engine took, so the time between sending and computing is not in it. Thread: GUI. Nothing here waits:
/// samples are read on the sensors thread and integrated on the I/O pool.
class EnergyMeter final : public QObject {
    Q_OBJECT
public:
    /// No probes: nothing is ever measured, every reading is Unavailable.
    EnergyMeter(std::vector<std::unique_ptr<Probe>> probes, std::shared_ptr<const Clock> clock,
                QObject *parent = nullptr);
    ~EnergyMeter() override;

    /// Never null; empty until somebody listened. See PowerSampler::latest().
    [[nodiscard]] std::shared_ptr<const PowerSnapshot> latest() const { return m_sampler.latest(); }
    /// Gauges are on the screen.
    void setShown(bool shown);
    void setEstimates(bool on);
    /// PCI addresses of the GPUs that hold layers of the model in use; nothing: not known, all GPUs are counted. What
    /// was found out about idling goes when it changes.
    void setModelGpus(const std::optional<std::vector<std::string>> &gpus);
    [[nodiscard]] const std::optional<std::vector<std::string>> &modelGpus() const { return m_gpus; }

    /// A reply is on its way; ends with end() or drop(). Begun twice is begun once.
    void begin(MessageId reply);
    /// It is over, now; measured() follows within PowerSampler::settleTime() and a little.
    void end(MessageId reply, const ReplySpan &span);
    /// It came to nothing; nothing follows.
    void drop(MessageId reply) { m_running.remove(reply); }
    /// Something else makes the devices busy: what is drawn now says nothing about idling.
    void noteBusy();

    /// What the devices draw with the model loaded and nothing to do; empty until 15 s of it were seen.
    [[nodiscard]] const std::vector<IdleBaseline> &idle() const { return m_idle; }
    /// The same of the GPUs that hold the model, together: what keeping it loaded draws. Nothing where it is not known,
    /// or where the model lies in the computer's own memory, whose power cannot be told from the rest.
    [[nodiscard]] std::optional<IdleBaseline> idleOfModel() const;

Q_SIGNALS:
    void measured(sotto::MessageId reply, const sotto::EnergyReading &reading);
    void idleChanged();

private:
    struct Ended;
    void integrate(const std::shared_ptr<Ended> &ended, bool last);
    void lookAtIdle();
    void watchIdle();

    std::shared_ptr<const Clock> m_clock;
    PowerSampler m_sampler;
    std::optional<PowerSampler::Subscription> m_shown;
    QHash<MessageId, std::shared_ptr<PowerSampler::Subscription>> m_running;
    std::optional<std::vector<std::string>> m_gpus;
    std::vector<IdleBaseline> m_idle;
    Instant m_busyUntil;
    QTimer m_idleTimer;
    IoPool m_pool{AtEnd::Cancel}; ///< Last: its work reads the sampler.
};

} // namespace sotto
