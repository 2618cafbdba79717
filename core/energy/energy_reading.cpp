#include "core/energy/energy_reading.h"

#include <algorithm>
#include <cmath>

namespace sotto {
namespace {

DeviceJoules joulesOf(const DeviceEnergy &energy)
{
    DeviceJoules device;
    device.id = QString::fromStdString(energy.device->id);
    device.name = QString::fromStdString(energy.device->name);
    device.kind = energy.device->kind;
    device.counting = energy.counting;
    device.provenance = energy.provenance;
    device.method = energy.method;
    device.prefill = energy.gross.prefill.joules;
    device.decode = energy.gross.decode.joules;
    device.uncertainty = energy.gross.total.uncertainty;
    if (energy.net) device.net = energy.net->total.joules;
    device.residual = energy.residualJoules;
    return device;
}

std::optional<double> both(const std::optional<double> &a, const std::optional<double> &b)
{
    return a && b ? std::optional(*a + *b) : std::nullopt;
}

void add(DeviceJoules &into, const DeviceJoules &more)
{
    into.prefill += more.prefill;
    into.decode += more.decode;
    into.uncertainty += more.uncertainty; // the same sensor errs the same way
    into.net = both(into.net, more.net);
    into.residual.reset(); // of one span
    into.provenance = worse(into.provenance, more.provenance);
    if (into.method != more.method) into.method = EnergyMethod::None;
}

std::optional<PriceThen> sumOf(const std::optional<PriceThen> &a, const std::optional<PriceThen> &b, double joules)
{
    if (!a || !b || a->currency != b->currency) return std::nullopt;
    const double amount = a->amount + b->amount;
    return PriceThen{a->currency, joules > 0 ? amount / joules * 3.6e6 : a->perKwh, amount};
}

} // namespace

void UncertaintySum::add(double uncertainty, double repeatability)
{
    m_systematic += std::sqrt(std::max(0.0, uncertainty * uncertainty - repeatability * repeatability));
    m_squares += repeatability * repeatability;
}

double UncertaintySum::value() const
{
    return std::sqrt(m_systematic * m_systematic + m_squares);
}

double UncertaintySum::repeatability() const
{
    return std::sqrt(m_squares);
}

Provenance worse(Provenance a, Provenance b)
{
    if (a == b) return a;
    if (a == Provenance::Unavailable || b == Provenance::Unavailable)
        return std::max(Provenance::Partial, a == Provenance::Unavailable ? b : a);
    return std::max(a, b);
}

EnergyReading readingOf(const EnergyReport &report)
{
    EnergyReading reading;
    reading.prefill = report.gross.prefill.joules;
    reading.decode = report.gross.decode.joules;
    reading.uncertainty = report.gross.total.uncertainty;
    reading.repeatability = report.gross.total.repeatability;
    if (report.net) reading.net = report.net->total.joules;
    reading.measured = report.measuredJoules;
    reading.prefillSeconds = report.prefillSeconds;
    reading.decodeSeconds = report.decodeSeconds;
    reading.provenance = report.provenance;
    reading.coverage = report.coverage;
    reading.poolMessages = report.poolMessages;
    for (const std::string &address : report.missing)
        reading.missing << QString::fromStdString(address);
    for (const DeviceEnergy &device : report.devices)
        reading.devices << joulesOf(device);
    return reading;
}

EnergyReading sumOf(const EnergyReading &a, const EnergyReading &b)
{
    EnergyReading sum = a;
    UncertaintySum uncertainty;
    uncertainty.add(a.uncertainty, a.repeatability);
    uncertainty.add(b.uncertainty, b.repeatability);
    sum.prefill += b.prefill;
    sum.decode += b.decode;
    sum.uncertainty = uncertainty.value();
    sum.repeatability = uncertainty.repeatability();
    sum.net = both(a.net, b.net);
    sum.measured += b.measured;
    sum.prefillSeconds += b.prefillSeconds;
    sum.decodeSeconds += b.decodeSeconds;
    sum.provenance = worse(a.provenance, b.provenance);
    sum.coverage = a.coverage == b.coverage ? a.coverage : std::min(a.coverage, b.coverage);
    sum.poolMessages = a.poolMessages && b.poolMessages;
    for (const QString &address : b.missing)
        if (!sum.missing.contains(address)) sum.missing << address;
    for (const DeviceJoules &device : b.devices) {
        const auto known = std::ranges::find(sum.devices, device.id, &DeviceJoules::id);
        known == sum.devices.end() ? sum.devices.append(device) : add(*known, device);
    }
    sum.price = sumOf(a.price, b.price, sum.total());
    return sum;
}

} // namespace sotto
