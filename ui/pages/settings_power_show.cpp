// The half of PowerSettings that shows what is set.

#include "ui/components/segment_control.h"
#include "ui/components/switch.h"
#include "ui/pages/settings_sections.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

void showNumber(QDoubleSpinBox *field, double value)
{
    if (field->hasFocus() && field->value() == value) return; // it is being written
    const QSignalBlocker quiet(field);
    field->setValue(value);
}

/// The cheap hours of a tariff: first, and the one after the last; equal where there are none.
std::pair<int, int> cheapHours(const std::array<double, 24> &prices, double flat)
{
    const auto cheap = [&](int hour) { return prices[static_cast<std::size_t>(hour % 24)] != flat; };
    int from = 0;
    while (from < 24 && !(cheap(from) && !cheap(from + 23)))
        ++from;
    if (from == 24) return {0, 0};
    int to = from;
    while (to < from + 23 && cheap(to))
        ++to;
    return {from, to % 24};
}

} // namespace

void PowerSettings::setSettings(const Settings &settings)
{
    const bool samePrices = m_shown && settings.energy.cloudPrices == m_settings.energy.cloudPrices;
    SettingsSection::setSettings(settings);
    m_shown = true;
    m_estimates->setChecked(settings.energy.estimates);
    if (!m_library->hasFocus()) m_library->setText(settings.energy.nvmlLibrary);
    showNumber(m_hardware, settings.energy.hardwarePrice);
    showTariff();
    showCarbon();
    if (!samePrices) rebuildPrices();
}

void PowerSettings::showTariff()
{
    const QLocale system = QLocale::system();
    const Tariff tariff = tariffOf(m_settings.energy, system);
    m_form->setCurrentIndex(tariff.byHour ? 1 : 0);
    showNumber(m_price, tariff.perKwh);
    selectData(m_currency, tariff.currency, tariff.currency);
    m_timeRow->setVisible(tariff.byHour.has_value());
    if (tariff.byHour) {
        const auto [from, to] = cheapHours(*tariff.byHour, tariff.perKwh);
        selectData(m_lowFrom, from, {});
        selectData(m_lowTo, to, {});
        showNumber(m_low, (*tariff.byHour)[static_cast<std::size_t>(from)]);
    }
    const TariffStart start = startingTariff(system);
    const QString country =
        start.territory == QLocale::AnyTerritory ? tr("United States") : QLocale::territoryToString(start.territory);
    m_tariffRow->setDetail(m_settings.energy.tariff
                               ? tr("One price all day, or cheaper hours")
                               : tr("A starting value: %1, %2. Set your own.").arg(country).arg(start.year));
}

void PowerSettings::showCarbon()
{
    const GridCarbon grid = carbonOf(m_settings.energy, QLocale::system());
    showNumber(m_grams, grid.gramsPerKwh);
    selectData(m_country, m_settings.energy.country, m_settings.energy.country);
    const QString country =
        grid.territory == QLocale::AnyTerritory ? tr("World mean") : QLocale::territoryToString(grid.territory);
    m_carbonRow->setDetail(grid.year == 0
                               ? tr("Set by you")
                               : tr("%1, yearly mean of %2, from the table in Sotto").arg(country).arg(grid.year));
}

} // namespace sotto
