#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"

namespace sotto {

/// `energy report`: what the replies that were kept took, by day, month, model, persona or chat.
class EnergyReportCommand final : public Command {
    Q_OBJECT
public:
    EnergyReportCommand(CliContext &context, const EnergyReportOptions &options);
    void start() override;

private:
    void print(const QList<EnergyRecord> &records);
    void printTable(const QList<EnergySum> &sums);

    CliContext &m_context;
    EnergyReportOptions m_options;
};

} // namespace sotto
