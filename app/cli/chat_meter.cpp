#include "app/cli/chat_meter.h"

#include "core/energy/model_gpus.h"
#include "core/energy/sensors.h"

namespace sotto {

ChatMeter::ChatMeter(CliContext &context, bool keep)
    : m_context(context), m_meter(makeSensors(context.settings().energy), context.sharedClock()),
      m_ledger(m_meter, keep ? &context.repository() : nullptr, context.sharedClock())
{
    m_ledger.setSettings(context.settings().energy);
    m_meter.setShown(true);
    connect(&m_ledger, &EnergyLedger::recorded, this,
            [this](const EnergyRecord &record) { Q_EMIT told(record.reading); });
    connect(&context.bridge(), &EngineBridge::eventArrived, this, [this](const EngineEvent &event) {
        const auto *listed = std::get_if<DevicesListed>(&event.body);
        if (listed && m_devices.isValid() && event.request == m_devices)
            m_meter.setModelGpus(gpusWithLayers(m_model, listed->devices));
    });
}

void ChatMeter::setModel(const LoadedModel &model)
{
    m_model = model;
    m_devices = m_context.engine().listDevices();
}

void ChatMeter::begin(const ReplyFacts &reply)
{
    m_ledger.begin(reply);
}

bool ChatMeter::end(MessageId reply, const Usage &usage)
{
    const bool computed = usage.promptTokens > 0 || usage.outputTokens > 0;
    computed ? m_ledger.end(reply, usage) : m_ledger.drop(reply);
    return computed;
}

} // namespace sotto
