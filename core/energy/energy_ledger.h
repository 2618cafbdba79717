#pragma once

#include "core/energy/energy_meter.h"
#include "core/energy/energy_record.h"
#include "core/energy/energy_settings.h"
#include "core/storage/energy_repository.h"
#include "inference/events.h"

#include <QObject>

#include <functional>

namespace sotto {

/// What the record of a reply says beside its energy.
struct ReplyFacts {
    MessageId message;
    ConversationId conversation;
    QString model;
    QString personaId;
    QString personaName;
    bool operator==(const ReplyFacts &) const = default;
};

/// Sums as the meters show them.
struct EnergySums {
    EnergySum chat; ///< Of the open chat.
    EnergySum today;
    EnergySum month;
    bool operator==(const EnergySums &) const = default;
};

/// Keeps the books: gives each reply's energy its price, writes it to the repository, and knows the sums. A record that
/// cannot be written is tried again with the next one. Thread: GUI.
class EnergyLedger final : public QObject {
    Q_OBJECT
public:
    /// Without a repository nothing is kept, and the sums stay empty.
    EnergyLedger(EnergyMeter &meter, EnergyRepository *repository, std::shared_ptr<const Clock> clock,
                 QObject *parent = nullptr);

    /// From the next reply on; the system's locale stands in for what was not chosen.
    void setSettings(const EnergySettings &settings);
    [[nodiscard]] const EnergySettings &settings() const { return m_settings; }
    [[nodiscard]] Tariff tariff() const { return tariffOf(m_settings, QLocale::system()); }

    /// A reply begins and ends; see EnergyMeter. A reply that is begun and never ended is never recorded.
    void begin(const ReplyFacts &facts);
    void end(MessageId reply, const Usage &usage);
    void drop(MessageId reply);

    /// Which chat chat() sums up; an invalid id: none.
    void setChat(ConversationId chat);
    /// Reads the sums anew; sumsChanged() follows if they differ. Also to be called when a day has passed.
    void refresh();
    [[nodiscard]] const EnergySums &sums() const { return m_sums; }

    /// Records of some time; `done` is called here once they were read, unless `receiver` is gone by then.
    void find(const EnergyQuery &query, QObject *receiver, std::function<void(const QList<EnergyRecord> &)> done);
    /// Writes a table to a file, whole or not at all, on the I/O pool; written() or failed() follows.
    void write(const QString &path, const QByteArray &bytes);

Q_SIGNALS:
    void written(const QString &path);
    /// A reply's energy is known, with its price, and on its way to the disk.
    void recorded(const sotto::EnergyRecord &record);
    void sumsChanged();
    void failed(const sotto::Error &error);

private:
    struct Running {
        ReplyFacts facts;
        Usage usage;
        std::int64_t endedMs = 0;
    };
    void take(MessageId reply, const EnergyReading &reading);
    void store(const EnergyRecord &record);
    void setSums(const EnergySums &sums);

    EnergyMeter &m_meter;
    EnergyRepository *m_repository;
    std::shared_ptr<const Clock> m_clock;
    EnergySettings m_settings;
    QHash<MessageId, Running> m_running;
    QList<EnergyRecord> m_unsaved;
    ConversationId m_chat;
    EnergySums m_sums;
    int m_reading = 0; ///< Counts refresh(); an older answer is dropped.
    IoPool m_pool{AtEnd::Drain};
};

/// The span of a reply as its usage tells it. Pure.
[[nodiscard]] ReplySpan spanOf(const Usage &usage);

/// Midnight that begins the day of `unixMs`, and the first of its month, by the clock of `zone`; UTC milliseconds.
/// Pure.
[[nodiscard]] std::int64_t startOfDay(std::int64_t unixMs, const QTimeZone &zone);
[[nodiscard]] std::int64_t startOfMonth(std::int64_t unixMs, const QTimeZone &zone);

} // namespace sotto
