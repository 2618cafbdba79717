#pragma once

#include "app/cli/arguments.h"
#include "app/cli/cli_context.h"
#include "app/cli/command.h"
#include "app/cli/model_lookup.h"
#include "inference/offload_planner.h"

namespace sotto {

/// `plan`: where the parts of a model would go, on this computer or on one that is only thought of.
class PlanCommand final : public Command {
    Q_OBJECT
public:
    PlanCommand(CliContext &context, PlanOptions options);
    void start() override;

private:
    void planFor(const ModelFile &model);
    void planForThought(const ModelFile &model);
    void planForThisComputer(const ModelFile &model);
    void print(const Result<OffloadPlan> &plan);
    void printText(const OffloadPlan &plan);
    [[nodiscard]] LoadOptions optionsWith(const std::vector<Device> &devices, const ModelFile &model) const;

    CliContext &m_context;
    PlanOptions m_options;
    ModelLookup m_lookup;
};

} // namespace sotto
