// How sure an energy figure is, and that the true one lies within that.

#include "tests/support/energy_traces.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

/// A piecewise-linear curve through random points.
struct RandomCurve {
    std::vector<double> times;
    std::vector<double> levels;

    double operator()(double t) const
    {
        if (t <= times.front()) return levels.front();
        if (t >= times.back()) return levels.back();
        const auto i = static_cast<std::size_t>(std::ranges::upper_bound(times, t) - times.begin());
        const double share = (t - times[i - 1]) / (times[i] - times[i - 1]);
        return levels[i - 1] + share * (levels[i] - levels[i - 1]);
    }
    /// Exactly, by its corners.
    [[nodiscard]] double integral(double from, double to) const
    {
        double sum = 0;
        double last = from;
        for (const double corner : times) {
            if (corner <= last || corner >= to) continue;
            sum += ((*this)(last) + (*this)(corner)) / 2 * (corner - last);
            last = corner;
        }
        return sum + ((*this)(last) + (*this)(to)) / 2 * (to - last);
    }
    [[nodiscard]] double variation(double from, double to) const
    {
        double sum = 0;
        double last = (*this)(from);
        for (const double corner : times) {
            if (corner <= from || corner >= to) continue;
            sum += std::abs((*this)(corner)-last);
            last = (*this)(corner);
        }
        return sum + std::abs((*this)(to)-last);
    }
};

} // namespace

class TestEnergyUncertainty final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void belowTenPeriodsMessagesArePooled()
    {
        const auto made = gpu(sampled([](double) { return 50.0; }, -1, 3, 0.05));
        QVERIFY(integrate({made}, 0, 0.3, 0.9).poolMessages);
        QVERIFY(!integrate({made}, 0, 0.3, 1.1).poolMessages);
    }

    void uncertaintyHoldsTheSensorsOwnErrorAndRepeatabilityDoesNot()
    {
        const auto report = integrate({gpu(sampled([](double) { return 100.0; }, -1, 12, 0.05))}, 0, 1, 10);
        QVERIFY(near(report.gross.total.uncertainty, 100, 1e-6)); // ± 10 % between cards
        QVERIFY(report.gross.total.repeatability < 1e-6);
    }

    void aStepAtTheEdgeIsUncertainByHalfAPeriod()
    {
        const auto power = [](double t) { return t < 0 ? 20.0 : 220.0; };
        const auto report = integrate({gpu(sampled(power, -2, 4, 0.05))}, 0, 1, 3);
        QVERIFY(near(report.gross.total.repeatability, 0.1 * 200 / 2, 1e-6));
    }

    void aSensorThatSeesAQuarterOfTheTimeIsLessSure()
    {
        const auto power = [](double t) { return 300 + 100 * std::sin(40 * t); };
        DeviceTrace made = gpu(sampled(power, -2, 6, 0.05));
        const double before = integrate({made}, 0, 1, 4).gross.total.repeatability;
        made.window = 25ms; // A100, H100
        QVERIFY(integrate({made}, 0, 1, 4).gross.total.repeatability > before);
    }

    // --- property: within the bound that the sensor's period gives ---

    void integralIsWithinTheBoundOfTheSensorsPeriod()
    {
        // A sensor that updates every p, polled at irregular times h apart at most, tells P late by p at most. So the
        // integral is off by p·V from being late and by h·V/2 from the trapezoids, V the total variation (Cerone and
        // Dragomir's bound for functions of bounded variation), both over a span widened by p + h.
        std::mt19937 random(20231204);
        std::uniform_real_distribution<double> level(5, 450);
        std::uniform_real_distribution<double> unit(0, 1);
        double worst = 0;
        for (int round = 0; round < 500; ++round) {
            RandomCurve curve;
            for (double t = -3; t < 15; t += 0.02 + unit(random) * 0.8) {
                curve.times.push_back(t);
                curve.levels.push_back(level(random));
            }
            const double period = 0.02 + 0.1 * unit(random);
            const double longest = period * (0.3 + 0.7 * unit(random));
            std::vector<PowerSample> samples;
            for (double t = -2; t < 14; t += longest * (0.05 + 0.95 * unit(random)))
                samples.push_back(watts(t, curve(std::floor(t / period) * period)));
            const double from = unit(random);
            const double to = from + 0.3 + 9 * unit(random);
            DeviceTrace made = gpu(samples);
            made.period = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(period));
            const double error =
                std::abs(integrate({made}, from, std::nullopt, to).gross.total.joules - curve.integral(from, to));
            const double margin = period + longest;
            const double bound = (period + longest / 2) * curve.variation(from - margin, to + margin);
            QVERIFY2(error <= bound + 1e-6,
                     qPrintable(QStringLiteral("round %1: %2 > %3").arg(round).arg(error).arg(bound)));
            worst = std::max(worst, error / bound);
        }
        QVERIFY2(worst > 0.01, "the bound is never approached: the test proves nothing");
    }
};

QTEST_GUILESS_MAIN(TestEnergyUncertainty)
#include "test_energy_uncertainty.moc"
