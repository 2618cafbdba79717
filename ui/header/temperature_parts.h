#pragma once

#include "inference/sampling.h"

#include <QWidget>

namespace sotto {

inline constexpr double kMostTemperature = 2;

/// "Exact", "Steady", "Balanced", "Varied", "Lively": what a temperature does, in a word.
[[nodiscard]] QString temperatureWord(double value);

/// The words below the slider, the one that holds in accent.
class TemperatureWords final : public QWidget {
    Q_OBJECT
public:
    explicit TemperatureWords(QWidget *parent = nullptr);

    void setValue(double value);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    double m_value = 0;
};

/// The four places a temperature can come from, with what each says and the one in use marked.
class SourceRows final : public QWidget {
    Q_OBJECT
public:
    explicit SourceRows(QWidget *parent = nullptr);

    void setLayers(const SamplingLayers &layers, const QString &personaName, const QString &modelName);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QString note(ValueSource source) const;
    [[nodiscard]] QString value(ValueSource source) const;
    [[nodiscard]] int rowHeight() const;
    void describe();

    SamplingLayers m_layers;
    QString m_persona;
    QString m_model;
};

} // namespace sotto
