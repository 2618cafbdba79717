#pragma once

#include "core/energy/energy_ledger.h"
#include "ui/meters/power_view.h"

#include <QAbstractButton>

namespace sotto {

/// Energy and cost in the meters: this chat, today, this month. A click, Enter or Space opens the page of energy.
/// Estimated sums carry "≈", unknown ones are an en dash with the reason below. Thread: GUI.
class EnergySection final : public QAbstractButton {
    Q_OBJECT
public:
    explicit EnergySection(QWidget *parent = nullptr);

    void setSums(const EnergySums &sums);
    /// "This chat: 3.80 Wh, $0.0006"; for assistive technology and tests.
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Row {
        QString name, energy, money;
    };
    [[nodiscard]] QList<Row> rows() const;
    [[nodiscard]] QString note() const;
    void refresh();

    EnergySums m_sums;
};

/// How a sum reads: "≈ 3.80 Wh" and "≈ $0.0006", or en dashes.
[[nodiscard]] QString energyText(const EnergySum &sum);
[[nodiscard]] QString moneyText(const EnergySum &sum);

} // namespace sotto
