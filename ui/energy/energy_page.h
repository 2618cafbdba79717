#pragma once

#include "core/energy/energy_meter.h"
#include "core/energy/energy_settings.h"
#include "ui/energy/energy_chart.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QGridLayout;
class QPushButton;

namespace sotto {

class BarChart;
class Card;
class IconButton;
class Label;
class SegmentControl;

/// What keeping the model loaded takes.
struct KeptLoaded {
    QString model;                      ///< Empty: none is loaded.
    bool onGpu = false;                 ///< A part of it lies on a GPU.
    std::optional<IdleBaseline> idle{}; ///< Of its GPUs; nothing: not known yet.
    int unloadAfterMinutes = 0;         ///< As set; 0: never.
};

/// What replies took by day, week or month: figures, chart, table, idle cost, cloud prices. Values go in; what a person
/// asks for comes out. Thread: GUI.
class EnergyPage final : public QWidget {
    Q_OBJECT
public:
    explicit EnergyPage(QWidget *parent = nullptr);

    /// The day that is today, and the time that is shown with it.
    void setNow(const QDateTime &now);
    void setSettings(const EnergySettings &settings);
    /// Of the time that was asked for by rangeChanged().
    void setRecords(const QList<EnergyRecord> &records);
    void setKept(const KeptLoaded &kept);
    void focusStart();

    [[nodiscard]] const EnergyRange &range() const { return m_range; }
    [[nodiscard]] EnergyQuery query() const;
    /// What is shown, for the file.
    [[nodiscard]] QByteArray csv() const;

Q_SIGNALS:
    void backRequested();
    void rangeChanged();
    void exportRequested();
    void pricesRequested(); ///< The page of settings with the price list.
    void unloadRequested();
    void unloadAfterChosen(int minutes);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead();
    [[nodiscard]] QWidget *buildFigures();
    [[nodiscard]] QWidget *buildChart();
    [[nodiscard]] QWidget *buildKept();
    [[nodiscard]] QWidget *buildCloud();
    [[nodiscard]] QWidget *buildTable();
    void retranslate();
    void move(int by);
    void arrange();
    void refresh();
    void showFigures(const EnergySum &sum);
    void showCloud(const EnergySum &sum);
    void showTable();
    void showKept();

    EnergyRange m_range;
    QDateTime m_now;
    EnergySettings m_settings;
    QList<EnergyRecord> m_records;
    KeptLoaded m_kept;
    int m_columns = 0;

    IconButton *m_back = nullptr, *m_before = nullptr, *m_after = nullptr;
    Label *m_title = nullptr, *m_rangeText = nullptr;
    SegmentControl *m_span = nullptr, *m_by = nullptr;
    QPushButton *m_export = nullptr, *m_prices = nullptr, *m_unload = nullptr;
    QGridLayout *m_figures = nullptr, *m_body = nullptr, *m_cloud = nullptr, *m_table = nullptr;
    QList<Card *> m_figureCards;
    QList<Label *> m_figureTexts; ///< Title, value, detail of each.
    BarChart *m_chart = nullptr;
    Label *m_chartTitle = nullptr, *m_keptTitle = nullptr, *m_keptNow = nullptr, *m_keptText = nullptr,
          *m_cloudTitle = nullptr, *m_cloudNote = nullptr, *m_breakEven = nullptr, *m_leftOut = nullptr;
    QComboBox *m_unloadAfter = nullptr;
    QWidget *m_chartCard = nullptr, *m_side = nullptr;
};

} // namespace sotto
