#include "app/cli/command_line.h"
#include "app/cli/option_values.h"

#include <QCoreApplication>

namespace sotto {

using namespace Qt::StringLiterals;

Parsed parsePlan(const QStringList &arguments)
{
    CommandLine line(u"plan"_s,
                     QCoreApplication::translate("Cli", "Show where the parts of a model would go, and why there."),
                     {u"PATH|NAME"_s});
    line.parser.addOption(
        option(u"ctx"_s, QCoreApplication::translate("Cli", "Tokens the model reads at once."), u"N"_s));
    line.parser.addOption(option(
        u"gpu-layers"_s, QCoreApplication::translate("Cli", "Layers on the GPU; left out: as many as fit."), u"N"_s));
    line.parser.addOption(option(
        u"device"_s, QCoreApplication::translate("Cli", "A GPU that may be used; may be given again for the next."),
        u"ID"_s));
    line.parser.addOption(option(
        u"cache-type"_s, QCoreApplication::translate("Cli", "Precision of the KV cache: f16 or q8_0."), u"TYPE"_s));
    line.parser.addOption(
        option(u"fake-devices"_s,
               QCoreApplication::translate("Cli", "Plan for the devices that this JSON file describes."), u"FILE"_s));
    line.parser.addOption(jsonOption());
    if (auto ended = line.parse(arguments)) return *ended;
    OptionValues values(line.parser);
    PlanOptions plan;
    plan.model = line.parser.positionalArguments().front();
    plan.fakeDevices = values.text(u"fake-devices"_s);
    plan.devices = line.parser.values(u"device"_s);
    plan.contextLength = values.integer(u"ctx"_s, 16, 16'777'216).transform([](qint64 value) {
        return static_cast<std::uint32_t>(value);
    });
    plan.gpuLayers =
        values.integer(u"gpu-layers"_s, 0, 100'000).transform([](qint64 value) { return static_cast<int>(value); });
    plan.packedCache = values.choice(u"cache-type"_s, {u"f16"_s, u"q8_0"_s}) == 1;
    plan.form = line.form();
    if (!values.problem().isEmpty()) return wrong(values.problem(), line.command);
    return plan;
}

} // namespace sotto
