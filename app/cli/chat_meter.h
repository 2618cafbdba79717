#pragma once

#include "app/cli/cli_context.h"
#include "core/energy/energy_ledger.h"

#include <QObject>

namespace sotto {

/// What the replies of `chat` take. Listens to the sensors from the load on, so that they are found by the first reply.
class ChatMeter final : public QObject {
    Q_OBJECT
public:
    /// `keep`: records go to the history.
    ChatMeter(CliContext &context, bool keep);

    /// The model is loaded: asks which devices hold its layers.
    void setModel(const LoadedModel &model);
    void begin(const ReplyFacts &reply);
    /// told() follows, where anything was computed. Returns whether it does.
    [[nodiscard]] bool end(MessageId reply, const Usage &usage);
    void drop(MessageId reply) { m_ledger.drop(reply); }

Q_SIGNALS:
    void told(const sotto::EnergyReading &reading);

private:
    CliContext &m_context;
    EnergyMeter m_meter;
    EnergyLedger m_ledger;
    LoadedModel m_model;
    RequestId m_devices;
};

} // namespace sotto
