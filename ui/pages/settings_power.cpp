#include "ui/pages/settings_sections.h"

#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/segment_control.h"
#include "ui/components/switch.h"

#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLineEdit>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kByTime = 1; ///< Of the two forms of a tariff.
constexpr const char *kCurrencies[] = {"USD", "EUR", "GBP", "CNY", "JPY", "CHF", "CAD", "AUD", "INR", "KRW", "BRL",
                                       "SEK", "NOK", "DKK", "PLN", "CZK", "TRY", "MXN", "ZAR", "SGD", "HKD", "TWD"};

QDoubleSpinBox *makeNumber(const QString &objectName, const QString &name, double most, int decimals)
{
    auto *field = new QDoubleSpinBox;
    field->setObjectName(objectName);
    field->setAccessibleName(name);
    field->setRange(0, most);
    field->setDecimals(decimals);
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setAlignment(Qt::AlignRight);
    field->setKeyboardTracking(false); // a price is told once it is written
    setControlSize(field, ControlSize::Small);
    return field;
}

void showValue(QDoubleSpinBox *field, double value)
{
    const QSignalBlocker quiet(field);
    field->setValue(value);
}

QWidget *rowOf(std::initializer_list<QWidget *> widgets)
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QWidget *widget : widgets)
        row->addWidget(widget);
    return box;
}

QString sensorState(const PowerLine &line)
{
    if (line.gauge.asleep) return PowerSettings::tr("Asleep");
    switch (line.gauge.state) {
    case GaugeState::Measured: return PowerSettings::tr("Measured");
    case GaugeState::Estimated: return PowerSettings::tr("≈ Estimated");
    case GaugeState::NotReported:
    case GaugeState::NoSensor: break;
    }
    return PowerSettings::tr("Not reported");
}

/// The hours that cost the flat price go with it.
void setFlat(Tariff &tariff, double price)
{
    if (tariff.byHour) std::ranges::replace(*tariff.byHour, tariff.perKwh, price);
    tariff.perKwh = price;
}

QString countryName(QLocale::Territory territory)
{
    return territory == QLocale::AnyTerritory ? PowerSettings::tr("World mean") : QLocale::territoryToString(territory);
}

} // namespace

PowerSettings::PowerSettings(const SettingsFacts &facts, QWidget *parent) : SettingsSection(parent)
{
    buildPrice();
    buildCarbon();
    buildSensors(facts);
    buildCloud();
    finish();
}

void PowerSettings::buildPrice()
{
    SettingGroup *group = addGroup(tr("Price of electricity"));
    m_form = new SegmentControl(tr("Tariff"));
    m_form->setObjectName(u"tariffForm"_s);
    m_form->setOptions({tr("Flat"), tr("By time")});
    m_price = makeNumber(u"tariffPrice"_s, tr("Price of a kilowatt-hour"), 1e6, 4);
    m_currency = makeCombo(u"tariffCurrency"_s, tr("Currency"));
    for (const char *code : kCurrencies)
        m_currency->addItem(QString::fromLatin1(code), QString::fromLatin1(code));
    m_tariffRow = group->addRow(tr("Tariff"), {}, rowOf({m_form, m_price, new Label(tr("per kWh")), m_currency}));
    connect(m_form, &SegmentControl::chosen, this, [this](int form) { setByTime(form == kByTime); });
    connect(m_price, &QDoubleSpinBox::valueChanged, this,
            [this](double price) { editTariff([&](Tariff &t) { setFlat(t, price); }); });
    connect(m_currency, &QComboBox::activated, this,
            [this](int index) { editTariff([&](Tariff &t) { t.currency = m_currency->itemData(index).toString(); }); });

    m_low = makeNumber(u"tariffLow"_s, tr("Price in cheap hours"), 1e6, 4);
    m_lowFrom = makeCombo(u"tariffLowFrom"_s, tr("Cheap hours begin"));
    m_lowTo = makeCombo(u"tariffLowTo"_s, tr("Cheap hours end"));
    for (int hour = 0; hour < 24; ++hour)
        for (QComboBox *combo : {m_lowFrom, m_lowTo})
            combo->addItem(QLocale().toString(QTime(hour, 0), QLocale::ShortFormat), hour);
    m_timeRow =
        group->addRow(tr("Cheap hours"), tr("By the clock of this computer; the other hours cost the price above"),
                      rowOf({m_lowFrom, new Label(tr("to", "hours")), m_lowTo, m_low}));
    m_timeRow->setObjectName(u"tariffTimes"_s);
    connect(m_low, &QDoubleSpinBox::valueChanged, this, [this] { takeHours(); });
    for (QComboBox *combo : {m_lowFrom, m_lowTo})
        connect(combo, &QComboBox::activated, this, [this] { takeHours(); });

    m_hardware = makeNumber(u"hardwarePrice"_s, tr("Price of the hardware"), 1e9, 0);
    group->addRow(tr("Price of the hardware"),
                  tr("To say when it is paid for by what the cloud would cost; 0: not said"), m_hardware);
    connect(m_hardware, &QDoubleSpinBox::valueChanged, this,
            [this](double price) { edit([&](Settings &s) { s.energy.hardwarePrice = price; }); });
}

void PowerSettings::buildCarbon()
{
    SettingGroup *group = addGroup(tr("Carbon"));
    m_grams = makeNumber(u"carbonGrams"_s, tr("Grams of CO₂ for a kilowatt-hour"), 5000, 0);
    m_country = makeCombo(u"carbonCountry"_s, tr("Country"));
    m_country->addItem(tr("As this computer is set"), QString());
    QList<QLocale::Territory> all;
    for (const GridCarbon &row : gridCarbonTable())
        all << row.territory;
    std::ranges::sort(all, {}, [](QLocale::Territory t) { return countryName(t); });
    for (const QLocale::Territory territory : std::as_const(all))
        m_country->addItem(countryName(territory), QLocale::territoryToCode(territory));
    m_carbonRow = group->addRow(tr("Carbon of the grid"), {}, rowOf({m_grams, new Label(tr("g per kWh")), m_country}));
    connect(m_grams, &QDoubleSpinBox::valueChanged, this, [this](double grams) {
        edit([&](Settings &s) { s.energy.gramsPerKwh = grams; });
        showCarbon();
    });
    connect(m_country, &QComboBox::activated, this, [this](int index) {
        edit([&](Settings &s) {
            s.energy.country = m_country->itemData(index).toString();
            s.energy.gramsPerKwh.reset(); // the country's own
        });
        showCarbon();
    });
}

void PowerSettings::buildSensors(const SettingsFacts &facts)
{
    SettingGroup *group = addGroup(tr("Sensors"));
    for (const PowerLine &line : facts.power.lines)
        group->addRow(line.name, {}, new Label(sensorState(line), TypeRole::Small, Ink::Secondary));
    if (facts.power.lines.isEmpty())
        group->addRow(tr("No sensor was found"),
                      tr("This computer does not report its power. Speed and memory are still measured."));
    if (!facts.power.problem.isEmpty()) {
        QPushButton *copy = nullptr;
        if (!facts.power.remedy.isEmpty()) {
            copy = makeButton(tr("Copy the commands"), ButtonKind::Default, nullptr, ControlSize::Small);
            copy->setObjectName(u"copyRemedy"_s);
            connect(copy, &QPushButton::clicked, this,
                    [remedy = facts.power.remedy] { QGuiApplication::clipboard()->setText(remedy); });
        }
        const QString detail = QStringList{facts.power.problem, facts.power.remedy}.join(
            facts.power.remedy.isEmpty() ? QString() : u"\n"_s);
        group->addRow(tr("What is missing"), detail, copy);
    }
    m_estimates = new Switch(tr("Estimate what is not measured"));
    m_estimates->setObjectName(u"estimates"_s);
    group->addRow(tr("Estimate what is not measured"), tr("Always marked with ≈, and left out when this is off"),
                  m_estimates);
    connect(m_estimates, &QAbstractButton::clicked, this,
            [this](bool on) { edit([&](Settings &s) { s.energy.estimates = on; }); });
    m_library = new QLineEdit;
    m_library->setObjectName(u"nvmlLibrary"_s);
    m_library->setAccessibleName(tr("NVIDIA’s library"));
    m_library->setPlaceholderText(tr("found by itself"));
    setControlSize(m_library, ControlSize::Small);
    m_library->setMinimumWidth(220);
    group->addRow(tr("NVIDIA’s library"), tr("Path of libnvidia-ml.so where it is not found; from the next start on"),
                  m_library);
    connect(m_library, &QLineEdit::editingFinished, this,
            [this] { edit([&](Settings &s) { s.energy.nvmlLibrary = m_library->text().trimmed(); }); });
}

void PowerSettings::buildCloud()
{
    SettingGroup *group = addGroup(tr("Cloud prices"));
    auto *box = new QWidget;
    m_prices = new QVBoxLayout(box);
    m_prices->setContentsMargins(0, 0, 0, 0);
    m_prices->setSpacing(0);
    group->addWidget(box);
    QPushButton *add = makeButton(tr("Add a price"), ButtonKind::Quiet);
    add->setIcon(icon(IconName::Plus));
    add->setObjectName(u"addPrice"_s);
    group->addButton(add);
    connect(add, &QPushButton::clicked, this, [this] {
        editPrices([](QList<CloudPrice> &all) { all.append({tr("New price"), 1.0, QDate::currentDate()}); });
        rebuildPrices();
    });
}

void PowerSettings::rebuildPrices()
{
    while (QLayoutItem *item = m_prices->takeAt(0)) {
        QWidget *row = item->widget();
        row->hide();
        row->setParent(nullptr); // no longer found by name
        row->deleteLater();      // later: one of its buttons may be calling
        delete item;
    }
    const QList<CloudPrice> prices = cloudPricesOf(m_settings.energy);
    for (int i = 0; i < prices.size(); ++i)
        addPrice(prices[i], i);
}

void PowerSettings::addPrice(const CloudPrice &price, int index)
{
    if (index > 0) m_prices->addWidget(new Rule);
    auto *name = new QLineEdit(price.name);
    name->setObjectName(u"priceName%1"_s.arg(index));
    name->setAccessibleName(tr("Name of the price"));
    setControlSize(name, ControlSize::Small);
    auto *amount = makeNumber(u"price%1"_s.arg(index), tr("US dollars for a million tokens"), 1e6, 3);
    showValue(amount, price.perMillion);
    auto *remove = new IconButton(IconName::Close, tr("Remove this price"));
    remove->setObjectName(u"removePrice%1"_s.arg(index));
    const QString checked = price.checked.isValid()
                                ? tr("checked %1").arg(QLocale().toString(price.checked, QLocale::ShortFormat))
                                : tr("as it came with Sotto");
    QWidget *row =
        rowOf({name, new Label(u"$"_s), amount, new Label(tr("per million tokens"), TypeRole::Small, Ink::Secondary),
               new Label(checked, TypeRole::Small, Ink::Tertiary), remove});
    row->layout()->setContentsMargins(16, 8, 12, 8);
    m_prices->addWidget(row);
    connect(name, &QLineEdit::editingFinished, this, [this, name, index] {
        editPrices([&](QList<CloudPrice> &all) { all[index].name = name->text().trimmed(); });
    });
    connect(amount, &QDoubleSpinBox::valueChanged, this, [this, index](double value) {
        editPrices([&](QList<CloudPrice> &all) {
            all[index].perMillion = value;
            all[index].checked = QDate::currentDate(); // somebody has just looked it up
        });
    });
    connect(remove, &QAbstractButton::clicked, this, [this, index] {
        editPrices([&](QList<CloudPrice> &all) { all.removeAt(index); });
        rebuildPrices();
    });
}

void PowerSettings::editTariff(const std::function<void(Tariff &)> &change)
{
    edit([&](Settings &s) {
        Tariff tariff = tariffOf(s.energy, QLocale::system());
        change(tariff);
        s.energy.tariff = tariff;
    });
    showTariff();
}

void PowerSettings::editPrices(const std::function<void(QList<CloudPrice> &)> &change)
{
    edit([&](Settings &s) {
        QList<CloudPrice> prices = cloudPricesOf(s.energy);
        change(prices);
        s.energy.cloudPrices = prices;
    });
}

void PowerSettings::setByTime(bool byTime)
{
    editTariff([&](Tariff &t) {
        if (!byTime) return t.byHour.reset();
        t.byHour.emplace().fill(t.perKwh);
        for (std::size_t hour : {22UL, 23UL, 0UL, 1UL, 2UL, 3UL, 4UL, 5UL})
            (*t.byHour)[hour] = t.perKwh / 2;
    });
}

/// Cheap from one hour to another, over midnight where the end comes first.
void PowerSettings::takeHours()
{
    const int from = m_lowFrom->currentData().toInt();
    const int to = m_lowTo->currentData().toInt();
    editTariff([&](Tariff &t) {
        t.byHour.emplace().fill(t.perKwh);
        for (int hour = from; hour != to; hour = (hour + 1) % 24)
            (*t.byHour)[static_cast<std::size_t>(hour)] = m_low->value();
    });
}

} // namespace sotto
