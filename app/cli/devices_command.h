#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"

namespace sotto {

/// `devices`: what ggml can compute on, the processor with its cores and the memory that is free.
class DevicesCommand final : public Command {
    Q_OBJECT
public:
    DevicesCommand(CliContext &context, const DevicesOptions &options);
    void start() override;

private:
    void handle(const EngineEvent &event);
    void print(const std::vector<Device> &devices);

    CliContext &m_context;
    DevicesOptions m_options;
    RequestId m_request;
};

} // namespace sotto
