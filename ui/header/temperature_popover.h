#pragma once

#include "core/personas/persona.h"
#include "inference/sampling.h"
#include "ui/components/popover.h"

class QPushButton;

namespace sotto {

class Label;
class SegmentControl;
class SliderField;
class SourceRows;
class TemperatureWords;

/// Sets the temperature of this chat and shows where the value comes from. Emits what a person set; the caller
/// hands the layers back with setLayers().
class TemperaturePopover final : public Popover {
    Q_OBJECT
public:
    explicit TemperaturePopover(QWidget *window);

    /// The layers of this chat, and what stands behind the two that have a name.
    void setLayers(const SamplingLayers &layers, const QString &personaName, const QString &modelName);
    void setPresets(const QList<SamplingPreset> &presets);
    void openFor(QWidget *owner);

    [[nodiscard]] SliderField *slider() const { return m_slider; }
    [[nodiscard]] SegmentControl *presets() const { return m_presets; }
    [[nodiscard]] QPushButton *backButton() const { return m_back; }

Q_SIGNALS:
    /// A person set a value for this chat.
    void temperatureChosen(float value);
    /// "Back to 0.70": this chat no longer sets one.
    void temperatureReset();
    /// A preset was chosen for this chat; all its values hold.
    void presetChosen(const sotto::SamplingPreset &preset);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void retranslate();
    void refresh();

    QWidget *m_upper = nullptr;
    Label *m_title = nullptr;
    Label *m_when = nullptr;
    Label *m_presetTitle = nullptr;
    Label *m_presetState = nullptr;
    Label *m_sourceTitle = nullptr;
    SliderField *m_slider = nullptr;
    TemperatureWords *m_words = nullptr;
    SegmentControl *m_presets = nullptr;
    SourceRows *m_rows = nullptr;
    QPushButton *m_back = nullptr;
    SamplingLayers m_layers;
    QString m_personaName;
    QString m_modelName;
    QList<SamplingPreset> m_presetList;
};

} // namespace sotto
