#pragma once

#include "ui/meters/meter_widget.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace sotto {

/// The last 60 s of a value at 2 Hz: a 1.5 px line over a flat tint, an end dot, a dashed line at the limit.
/// Where nothing was measured the line is broken. Hover says the value and how long ago it was.
class Sparkline final : public MeterWidget {
    Q_OBJECT
public:
    enum class Tone : std::uint8_t { Power, Speed };
    static constexpr int kSamples = 120;
    static constexpr int kStepMs = 500;

    explicit Sparkline(Tone tone, QWidget *parent = nullptr);

    /// Adds what was measured at `atMs` (monotonic); nothing where it is unknown. Steps left out in between, while a
    /// window was hidden, are unknown ones. A sample less than half a step after the last one replaces it.
    void add(std::int64_t atMs, std::optional<double> value);
    void clear();
    void setLimit(double limit); ///< 0: none.
    /// How a value reads, e.g. "48.3 tok/s".
    void setFormat(std::function<QString(double)> format) { m_format = std::move(format); }

    /// `age` 0 is the newest; at most kSamples − 1.
    [[nodiscard]] std::optional<double> sample(int age) const;
    [[nodiscard]] bool hasSamples() const;
    /// "48.3 tok/s, 12 s ago"; empty where nothing was measured.
    [[nodiscard]] QString hoverText(const QPointF &at) const override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] qreal scaleTop() const;
    [[nodiscard]] qreal xOf(int age) const;
    void push(std::optional<double> value);
    void paintRun(QPainter &painter, const QPolygonF &line) const;

    Tone m_tone;
    std::array<std::optional<double>, kSamples> m_ring;
    int m_head = 0; ///< Where the newest lies.
    std::int64_t m_lastMs = 0;
    bool m_any = false;
    double m_limit = 0;
    std::function<QString(double)> m_format;
};

} // namespace sotto
