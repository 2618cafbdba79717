// The half of EnergyPage that puts values on the screen.

#include "core/energy/energy_csv.h"
#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/segment_control.h"
#include "ui/energy/bar_chart.h"
#include "ui/energy/energy_page.h"
#include "ui/energy/energy_words.h"
#include "ui/pages/settings_parts.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QPushButton>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWideFrom = 820; // at 100 % text
constexpr int kDayHours = 24;
constexpr int kWaits[] = {5, 15, 30, 60, 0};

QTimeZone localZone()
{
    return QTimeZone(QTimeZone::LocalTime);
}

Qt::DayOfWeek firstWeekday()
{
    return QLocale().firstDayOfWeek();
}

/// Removes what a grid holds.
void clear(QGridLayout *grid)
{
    while (QLayoutItem *item = grid->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

void addCell(QGridLayout *grid, int row, int column, const QString &text, Ink ink, TypeRole role = TypeRole::Interface)
{
    auto *label = new Label(text, role, ink, QFont::Normal, grid->parentWidget());
    label->setTabular(true);
    if (column > 0) label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    if (column == 0) label->setElided(true);
    grid->addWidget(label, row, column);
}

QString unloadAfterText(int minutes)
{
    return minutes == 0 ? EnergyPage::tr("Keep loaded") : EnergyPage::tr("Unload after %Ln min", nullptr, minutes);
}

} // namespace

void EnergyPage::retranslate()
{
    setAccessibleName(tr("Energy"));
    m_title->setText(tr("Energy"));
    m_back->setName(tr("Back to the chat"));
    m_before->setName(tr("Earlier"));
    m_after->setName(tr("Later"));
    m_export->setText(tr("Export…"));
    m_span->setOptions({tr("Day"), tr("Week"), tr("Month")});
    m_span->setAccessibleName(tr("Time that is shown"));
    m_span->setCurrentIndex(static_cast<int>(m_range.span));
    const int by = qMax(0, m_by->currentIndex());
    m_by->setOptions({tr("Model"), tr("Persona")});
    m_by->setAccessibleName(tr("Parts of the bars"));
    m_by->setCurrentIndex(by);
    m_keptTitle->setText(tr("Kept loaded"));
    m_unload->setText(tr("Unload now"));
    m_prices->setText(tr("Prices"));
    m_prices->setAccessibleName(tr("Change the price list"));
    m_unloadAfter->setAccessibleName(tr("Unload the model after"));
    m_unloadAfter->clear();
    for (const int minutes : kWaits)
        m_unloadAfter->addItem(unloadAfterText(minutes), minutes);
    showKept();
    refresh();
}

void EnergyPage::setNow(const QDateTime &now)
{
    const bool first = !m_range.day.isValid();
    const bool followed = first || m_range.day == m_now.date();
    m_now = now;
    if (followed) m_range.day = now.date();
    move(0);
}

EnergyQuery EnergyPage::query() const
{
    return queryOf(m_range, firstWeekday(), localZone());
}

void EnergyPage::move(int by)
{
    m_range = moved(m_range, by);
    if (m_range.day > m_now.date()) m_range.day = m_now.date(); // nothing is known of what is to come
    m_rangeText->setText(rangeText(m_range, firstWeekday()));
    m_after->setEnabled(queryOf(m_range, firstWeekday(), localZone()).toMs <= m_now.toMSecsSinceEpoch());
    m_records.clear(); // of another time
    refresh();
    Q_EMIT rangeChanged();
}

void EnergyPage::setSettings(const EnergySettings &settings)
{
    if (settings == m_settings) return;
    m_settings = settings;
    refresh();
}

void EnergyPage::setRecords(const QList<EnergyRecord> &records)
{
    m_records = records;
    refresh();
}

void EnergyPage::setKept(const KeptLoaded &kept)
{
    m_kept = kept;
    showKept();
}

void EnergyPage::refresh()
{
    if (!m_range.day.isValid()) return;
    const EnergySum sum = sumOf(m_records);
    const auto by = m_by->currentIndex() == 1 ? EnergyGroup::Persona : EnergyGroup::Model;
    m_chart->setBars(barsOf(m_records, m_range, by, firstWeekday(), localZone(), m_now));
    m_chartTitle->setText(m_range.span == EnergySpan::Day ? tr("By hour, Wh") : tr("By day, Wh"));
    m_rangeText->setText(rangeText(m_range, firstWeekday()));
    showFigures(sum);
    showCloud(sum);
    showTable();
    m_leftOut->setText(leftOutText(sum));
    m_leftOut->setVisible(!m_leftOut->text().isEmpty());
    m_export->setEnabled(!m_records.isEmpty());
}

void EnergyPage::showFigures(const EnergySum &sum)
{
    const QList<EnergyFigureText> figures = energyFigures(sum, m_settings, QLocale::system());
    for (qsizetype i = 0; i < figures.size(); ++i) {
        m_figureTexts[3 * i]->setText(figures[i].title);
        m_figureTexts[3 * i + 1]->setText(figures[i].value);
        m_figureTexts[3 * i + 2]->setText(figures[i].detail);
    }
}

void EnergyPage::showCloud(const EnergySum &sum)
{
    m_cloudTitle->setText(
        tr("%1 tokens elsewhere").arg(formatTokens(static_cast<int>(qMin(sum.tokens(), std::int64_t{2'000'000'000})))));
    clear(m_cloud);
    int row = 0;
    for (const CloudLine &line : cloudLines(sum, m_settings)) {
        addCell(m_cloud, row, 0, line.name, Ink::Primary, TypeRole::Small);
        addCell(m_cloud, row, 1, line.money, Ink::Primary, TypeRole::Small);
        addCell(m_cloud, row, 2, line.times, Ink::Secondary, TypeRole::Small);
        ++row;
    }
    m_cloudNote->setText(cloudNote(m_settings));
    m_breakEven->setText(breakEvenText(sum, m_settings, m_range.span, QLocale::system()));
    m_breakEven->setVisible(!m_breakEven->text().isEmpty());
}

void EnergyPage::showTable()
{
    clear(m_table);
    const bool byPersona = m_by->currentIndex() == 1;
    const QStringList heads{byPersona ? tr("Persona") : tr("Model"), tr("Replies"), tr("Tokens"), tr("Energy"),
                            tr("Per 1,000 tokens written"),          tr("Money")};
    for (int column = 0; column < static_cast<int>(heads.size()); ++column)
        addCell(m_table, 0, column, heads[column], Ink::Secondary, TypeRole::Small);
    int row = 1;
    const auto by = byPersona ? EnergyGroup::Persona : EnergyGroup::Model;
    for (const EnergySum &sum : sumsBy(by, m_records, localZone())) {
        const QStringList cells = tableCells(sum);
        for (int column = 0; column < static_cast<int>(cells.size()); ++column)
            addCell(m_table, row, column, cells[column], column == 1 || column == 2 ? Ink::Secondary : Ink::Primary);
        ++row;
    }
    if (row == 1) addCell(m_table, row, 0, tr("No replies in this time"), Ink::Tertiary);
}

void EnergyPage::showKept()
{
    const bool loaded = !m_kept.model.isEmpty();
    m_unload->setEnabled(loaded);
    selectData(m_unloadAfter, m_kept.unloadAfterMinutes, unloadAfterText(m_kept.unloadAfterMinutes));
    m_keptNow->setText(m_kept.idle ? tr("%1 waiting").arg(formatWatts(m_kept.idle->watts)) : QString());
    if (!loaded) return m_keptText->setText(tr("No model is loaded, so waiting takes nothing."));
    if (!m_kept.onGpu)
        return m_keptText->setText(
            tr("%1 waits in this computer’s memory. What that takes cannot be told from the rest.").arg(m_kept.model));
    if (!m_kept.idle)
        return m_keptText->setText(tr("%1 waits in GPU memory. What that takes is known after half a minute without a "
                                      "reply, where the GPU reports its power.")
                                       .arg(m_kept.model));
    const double joules = m_kept.idle->watts * 3600 * kDayHours;
    const Tariff tariff = tariffOf(m_settings, QLocale::system());
    m_keptText->setText(
        tr("%1 waits in GPU memory. A whole day of waiting is %2 and %3.")
            .arg(m_kept.model, formatEnergy(joules), formatMoney(costOf(joules, tariff.perKwh), tariff.currency)));
}

QByteArray EnergyPage::csv() const
{
    const auto by = m_by->currentIndex() == 1 ? EnergyGroup::Persona : EnergyGroup::Model;
    const EnergyGroup time = m_range.span == EnergySpan::Day ? EnergyGroup::Hour : EnergyGroup::Day;
    QList<EnergySum> sums;
    for (const EnergySum &step : sumsBy(time, m_records, localZone())) {
        QList<EnergyRecord> part;
        for (const EnergyRecord &record : m_records)
            if (groupKey(time, record, localZone()) == step.key) part << record;
        for (EnergySum one : sumsBy(by, part, localZone())) {
            one.key = step.key;
            sums << one;
        }
    }
    return toCsv(sums);
}

void EnergyPage::focusStart()
{
    m_back->setFocus(Qt::OtherFocusReason);
}

/// Wide: four figures in a row, the chart beside the two cards. Narrow: two by two, the cards below the chart.
void EnergyPage::arrange()
{
    const int columns = width() >= Theme::of(this).grown(kWideFrom) ? 4 : 2;
    if (columns == m_columns) return;
    m_columns = columns;
    for (int i = 0; i < static_cast<int>(m_figureCards.size()); ++i)
        m_figures->addWidget(m_figureCards[i], i / columns, i % columns);
    for (int i = 0; i < 4; ++i)
        m_figures->setColumnStretch(i, i < columns ? 1 : 0);
    const bool beside = columns == 4;
    m_body->addWidget(m_chartCard, 0, 0);
    m_body->addWidget(m_side, beside ? 0 : 1, beside ? 1 : 0);
    m_body->setColumnStretch(0, beside ? 13 : 1);
    m_body->setColumnStretch(1, beside ? 7 : 0);
}

void EnergyPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void EnergyPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::StyleChange) arrange();
}

} // namespace sotto
