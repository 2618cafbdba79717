#include "ui/header/temperature_popover.h"

#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/segment_control.h"
#include "ui/components/slider_field.h"
#include "ui/header/temperature_parts.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

QHBoxLayout *headRow(Label *left, Label *right)
{
    auto *row = new QHBoxLayout;
    row->addWidget(left);
    row->addStretch(1);
    row->addWidget(right);
    return row;
}

} // namespace

TemperaturePopover::TemperaturePopover(QWidget *window) : Popover(window)
{
    build();
    retranslate();
}

void TemperaturePopover::build()
{
    setSurfaceWidth(380);
    m_title = new Label({}, TypeRole::Interface, Ink::Primary, QFont::DemiBold);
    m_when = new Label({}, TypeRole::Caption, Ink::Tertiary);
    m_slider = new SliderField({});
    m_slider->setRange(0, kMostTemperature, 0.01, 2);
    m_slider->slider()->setSingleStep(5);
    m_words = new TemperatureWords;
    m_presetTitle = new Label({}, TypeRole::Interface, Ink::Primary, QFont::Medium);
    m_presetState = new Label({}, TypeRole::Caption, Ink::Tertiary);
    m_presets = new SegmentControl({});
    m_presets->setEqualParts(true);
    setControlSize(m_presets, ControlSize::Small);
    m_sourceTitle = makeSectionLabel({});
    m_rows = new SourceRows;
    m_back = makeButton({}, ButtonKind::Quiet, nullptr, ControlSize::Small);

    m_upper = new QWidget;
    auto *upper = new QVBoxLayout(m_upper);
    upper->setContentsMargins(15, 15, 15, 14);
    upper->setSpacing(0);
    upper->addLayout(headRow(m_title, m_when));
    upper->addSpacing(8);
    upper->addWidget(m_slider);
    upper->addSpacing(4);
    auto *words = new QHBoxLayout;
    words->addWidget(m_words, 1);
    words->addSpacing(m_slider->field()->sizeHint().width() + 16);
    upper->addLayout(words);
    upper->addSpacing(14);
    upper->addLayout(headRow(m_presetTitle, m_presetState));
    upper->addSpacing(8);
    upper->addWidget(m_presets);
    auto *sources = new QVBoxLayout;
    sources->setContentsMargins(15, 12, 15, 6);
    sources->setSpacing(4);
    sources->addWidget(m_sourceTitle);
    sources->addWidget(m_rows);
    auto *footer = new PopoverFooter;
    footer->row()->addStretch(1);
    footer->row()->addWidget(m_back);
    body()->addWidget(m_upper);
    body()->addWidget(new Rule);
    body()->addLayout(sources);
    body()->addStretch(1);
    body()->addWidget(footer);

    connect(m_slider, &SliderField::valueChanged, m_words, &TemperatureWords::setValue);
    connect(m_slider, &SliderField::edited, this,
            [this](double value) { Q_EMIT temperatureChosen(static_cast<float>(value)); });
    connect(m_presets, &SegmentControl::chosen, this, [this](int index) { Q_EMIT presetChosen(m_presetList[index]); });
    connect(m_back, &QPushButton::clicked, this, &TemperaturePopover::temperatureReset);
}

void TemperaturePopover::retranslate()
{
    setAccessibleName(tr("Temperature"));
    m_title->setText(tr("Temperature"));
    m_slider->slider()->setAccessibleName(tr("Temperature"));
    m_slider->field()->setAccessibleName(tr("Temperature"));
    m_when->setText(tr("from the next reply"));
    m_presetTitle->setText(tr("Preset"));
    m_presets->setAccessibleName(tr("Preset"));
    m_sourceTitle->setText(tr("Where this value comes from"));
    refresh();
}

void TemperaturePopover::setLayers(const SamplingLayers &layers, const QString &personaName, const QString &modelName)
{
    m_layers = layers;
    m_personaName = personaName;
    m_modelName = modelName;
    refresh();
}

void TemperaturePopover::setPresets(const QList<SamplingPreset> &presets)
{
    m_presetList = presets;
    QStringList names;
    for (const SamplingPreset &preset : presets)
        names << preset.name;
    m_presets->setOptions(names);
    refresh();
}

void TemperaturePopover::openFor(QWidget *owner)
{
    refresh();
    openAt(owner, m_slider->slider());
}

void TemperaturePopover::refresh()
{
    const SamplingParams inUse = resolve(m_layers);
    m_slider->setValue(static_cast<double>(inUse.temperature));
    m_words->setValue(m_slider->value());
    m_rows->setLayers(m_layers, m_personaName, m_modelName);

    const auto indexOf = [this](const SamplingParams &wanted) {
        const auto same = [&](const SamplingPreset &preset) {
            return resolve({preset.sampling, m_layers.persona, m_layers.model}) == wanted;
        };
        const auto found = std::ranges::find_if(m_presetList, same);
        return found == m_presetList.end() ? -1 : static_cast<int>(found - m_presetList.begin());
    };
    SamplingLayers unchanged = m_layers;
    unchanged.you.temperature.reset();
    const int exact = indexOf(inUse);
    const int nearest = exact >= 0 ? exact : indexOf(resolve(unchanged));
    m_presets->setCurrentIndex(nearest);
    if (exact >= 0)
        m_presetState->setText({});
    else
        m_presetState->setText(nearest >= 0 ? tr("%1, changed").arg(m_presetList[nearest].name) : tr("Own values"));

    const auto behind = static_cast<double>(resolve(unchanged).temperature);
    m_back->setText(tr("Back to %1").arg(QLocale().toString(behind, 'f', 2)));
    m_back->setEnabled(m_layers.you.temperature.has_value());
}

void TemperaturePopover::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) retranslate();
    Popover::changeEvent(event);
}

} // namespace sotto
