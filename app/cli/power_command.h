#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "hardware/power/power_sampler.h"

#include <QTimer>

#include <memory>

namespace sotto {

/// `power`: what the sensors say, once or every second until Ctrl+C, and why others say nothing.
class PowerCommand final : public Command {
    Q_OBJECT
public:
    PowerCommand(CliContext &context, const PowerOptions &options);
    void start() override;
    void interrupt() override;

private:
    void look();
    void print(const PowerSnapshot &snapshot);
    void printProblems(const PowerSnapshot &snapshot);

    CliContext &m_context;
    PowerOptions m_options;
    QTimer m_timer;
    int m_looks = 0;
    std::unique_ptr<PowerSampler> m_sampler;
    PowerSampler::Subscription m_subscription; ///< Behind the sampler: it ends first.
};

} // namespace sotto
