#pragma once

#include "ui/meters/meter_widget.h"

#include <optional>

namespace sotto {

enum class GaugeState : std::uint8_t {
    NoSensor,    ///< Sotto reads none here.
    NotReported, ///< The device does not say.
    Measured,
    Estimated,
};

/// One reading for the gauge.
struct GaugeReading {
    GaugeState state = GaugeState::NoSensor;
    std::optional<double> watts; ///< Nothing for NoSensor and NotReported.
    double limit = 0;            ///< Watts; 0 where unknown: then no tick, and the arc stays empty.
    bool idle = false;
    bool asleep = false; ///< The device is suspended and draws next to nothing; it was not asked.

    bool operator==(const GaugeReading &) const = default;
};

/// Half circle of 200 × 108 (at 100 % text) on a scale of 1.2 × the limit, with a tick at the limit and the value in
/// the middle. Estimates carry "≈"; without a reading the track is empty and an en dash says so.
class PowerGauge final : public MeterWidget {
    Q_OBJECT
public:
    explicit PowerGauge(QWidget *parent = nullptr);

    void setReading(const GaugeReading &reading);
    [[nodiscard]] const GaugeReading &reading() const { return m_reading; }
    /// "174", "≈49", "–".
    [[nodiscard]] QString valueText() const;
    /// "limit 200 W", "idle", "no sensor", "not reported".
    [[nodiscard]] QString captionText() const;
    /// "Power 174 watts of 200".
    [[nodiscard]] QString spoken() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {100, 54}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int contentHeight(int width) const override;
    /// Of the drawing: that of the text, or less where the width asks for it.
    [[nodiscard]] qreal factor() const;
    [[nodiscard]] QFont fitted(QFont font) const;
    void paintTrack(QPainter &painter) const;
    void paintText(QPainter &painter) const;
    [[nodiscard]] QRectF arcRect() const;

    GaugeReading m_reading;
    Easing m_sweep;
    StaticLayer m_track;
};

} // namespace sotto
