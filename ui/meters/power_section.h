#pragma once

#include "ui/meters/power_view.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace sotto {

class Label;
class SectionHead;
class Sparkline;

/// Power in the meters: one gauge for one device, two side by side, from three on a row each; the last minute of their
/// sum; and where something cannot be read, why, with the commands that allow it. Thread: GUI.
class PowerSection final : public QWidget {
    Q_OBJECT
public:
    explicit PowerSection(QWidget *parent = nullptr);

    /// `atMs`: monotonic, the clock of the curve.
    void setPower(const PowerView &view, std::int64_t atMs);
    /// Whether power models may stand in; off: a button offers it where nothing is told.
    void setEstimates(bool on);
    /// Below a height the curve goes.
    void setCurveShown(bool shown);

Q_SIGNALS:
    void estimateRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void showGauges();
    void showRows();
    void showWords();

    PowerView m_view;
    bool m_estimates = true;
    bool m_curve = true;
    SectionHead *m_head;
    QHBoxLayout *m_gaugeRow;
    QList<PowerGauge *> m_gauges;
    QList<Label *> m_captions;
    QVBoxLayout *m_rows;
    QList<Label *> m_rowLabels;
    Sparkline *m_line;
    Label *m_note;
    Label *m_remedy;
    QWidget *m_buttons;
    QPushButton *m_copy, *m_estimate;
};

/// "61 °C · 87 %", with "slowed by heat or power" where it is; empty where nothing is told.
[[nodiscard]] QString deviceStateText(const PowerLine &line);

} // namespace sotto
