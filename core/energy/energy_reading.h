#pragma once

#include "hardware/power/energy_report.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace sotto {

/// What one device drew for a reply, by phase, as a value that may be stored and compared.
struct DeviceJoules {
    QString id;   ///< PowerDevice::id.
    QString name; ///< As the driver calls it.
    PowerDeviceKind kind = PowerDeviceKind::Gpu;
    Counting counting = Counting::Counted;
    Provenance provenance = Provenance::Unavailable;
    EnergyMethod method = EnergyMethod::None;
    double prefill = 0; ///< Joules up to the first token.
    double decode = 0;
    double uncertainty = 0;           ///< ± joules of the whole.
    std::optional<double> net{};      ///< Joules less idle power × time.
    std::optional<double> residual{}; ///< Counter minus integral, joules.
    bool operator==(const DeviceJoules &) const = default;
};

/// What electricity cost when something was counted.
struct PriceThen {
    QString currency;  ///< ISO 4217, "USD"; empty: no tariff was set.
    double perKwh = 0; ///< Mean over the span, where the price changes with the hour.
    double amount = 0; ///< Of the whole.
    bool operator==(const PriceThen &) const = default;
};

/// Energy of one reply: joules by phase and device, gross and net of idle, and how far that may be trusted. What was
/// not read is not there; a reading of which nothing is known has Provenance::Unavailable and no figure is shown.
struct EnergyReading {
    double prefill = 0; ///< Joules up to the first token.
    double decode = 0;
    double uncertainty = 0;      ///< ± joules of the total, against a meter at the wall.
    double repeatability = 0;    ///< ± joules without the sensors' own errors.
    std::optional<double> net{}; ///< Total less idle; where every counted device has a baseline.
    double measured = 0;         ///< The part of the total that no power model made.
    double prefillSeconds = 0;
    double decodeSeconds = 0;
    Provenance provenance = Provenance::Unavailable;
    Coverage coverage = Coverage::Nothing;
    bool poolMessages = false; ///< Shorter than ten periods of a sensor: shown with "≈", good in sums.
    QStringList missing;       ///< PCI addresses of GPUs that hold layers and were not read.
    QList<DeviceJoules> devices;
    std::optional<PriceThen> price{};

    [[nodiscard]] double total() const { return prefill + decode; }
    [[nodiscard]] bool isKnown() const { return provenance != Provenance::Unavailable; }
    bool operator==(const EnergyReading &) const = default;
};

/// The report as a value; what counts for nothing (a GPU without layers) is kept with its Counting. Pure.
[[nodiscard]] EnergyReading readingOf(const EnergyReport &report);

/// Both together, for a reply that was gone on with: joules, seconds and money add up, systematic errors linearly, the
/// rest by squares; the lesser provenance counts. Where one of them is unknown, the sum is Partial. Pure.
[[nodiscard]] EnergyReading sumOf(const EnergyReading &a, const EnergyReading &b);

/// ± of a sum: the sensors' own errors point the same way each time, so they add up; what is left is independent.
class UncertaintySum final {
public:
    /// Both in joules, as EnergyReading has them.
    void add(double uncertainty, double repeatability);
    [[nodiscard]] double value() const;
    [[nodiscard]] double repeatability() const;

private:
    double m_systematic = 0;
    double m_squares = 0;
};

/// The worse of two: Unavailable beside something known makes a sum of parts.
[[nodiscard]] Provenance worse(Provenance a, Provenance b);

} // namespace sotto
