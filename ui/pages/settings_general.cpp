#include "ui/pages/settings_sections.h"

#include "ui/components/segment_control.h"
#include "ui/components/slider_field.h"
#include "ui/components/switch.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>

namespace sotto {

using namespace Qt::StringLiterals;

GeneralSettings::GeneralSettings(QWidget *parent) : SettingsSection(parent)
{
    buildLook();
    buildStart();
    buildWriting();
    finish();
    fitText();
}

/// Room for three digits and the sign at any text size.
void GeneralSettings::fitText()
{
    const Theme &theme = Theme::of(this);
    m_text->field()->setMinimumWidth(theme.grown(72));
    m_text->setMinimumWidth(theme.grown(240));
}

void GeneralSettings::changeEvent(QEvent *event)
{
    SettingsSection::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fitText();
}

void GeneralSettings::buildLook()
{
    SettingGroup *group = addGroup(tr("Look and language"));
    m_language = makeCombo(u"language"_s, tr("Language"));
    m_language->addItem(tr("System"), QString());
    m_language->addItem(u"English"_s, u"en"_s); // a language is named in itself
    m_language->addItem(u"简体中文"_s, u"zh_CN"_s);
    connect(m_language, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.language = m_language->itemData(index).toString(); }); });
    group->addRow(tr("Language"), tr("Menus, buttons and texts"), m_language);

    m_theme = new SegmentControl(tr("Theme"));
    m_theme->setObjectName(u"theme"_s);
    setControlSize(m_theme, ControlSize::Small);
    m_theme->setOptions({tr("System"), tr("Light"), tr("Dark")});
    connect(m_theme, &SegmentControl::chosen, this,
            [this](int index) { edit([&](Settings &s) { s.theme = static_cast<ThemeChoice>(index); }); });
    group->addRow(tr("Theme"), tr("System follows your computer, by day and night"), m_theme);

    m_text = new SliderField(tr("Text size"));
    m_text->setObjectName(u"textSize"_s);
    m_text->setRange(80, 200, 5, 0);
    m_text->setSuffix(u"%"_s);
    connect(m_text, &SliderField::edited, this,
            [this](double value) { edit([&](Settings &s) { s.textPercent = qRound(value); }); });
    group->addRow(tr("Text size"), tr("Everything grows with it, rows and buttons too"), m_text);

    m_motion = new Switch(tr("Less motion"));
    m_motion->setObjectName(u"lessMotion"_s);
    connect(m_motion, &QAbstractButton::clicked, this,
            [this](bool on) { edit([&](Settings &s) { s.lessMotion = on; }); });
    group->addRow(tr("Less motion"), tr("Panels and meters change without moving"), m_motion);
}

void GeneralSettings::buildStart()
{
    SettingGroup *group = addGroup(tr("Start"));
    m_opening = makeCombo(u"onOpening"_s, tr("On opening"));
    m_opening->addItem(tr("Go on with the last chat"), static_cast<int>(OnOpening::LastChat));
    m_opening->addItem(tr("Begin a new chat"), static_cast<int>(OnOpening::NewChat));
    connect(m_opening, &QComboBox::activated, this, [this](int index) {
        edit([&](Settings &s) { s.onOpening = static_cast<OnOpening>(m_opening->itemData(index).toInt()); });
    });
    group->addRow(tr("On opening"), tr("A chat that was being written is always kept"), m_opening);
}

void GeneralSettings::buildWriting()
{
    SettingGroup *group = addGroup(tr("Writing"));
    m_send = new SegmentControl(tr("Send with"));
    m_send->setObjectName(u"sendKey"_s);
    setControlSize(m_send, ControlSize::Small);
    m_send->setOptions({tr("Enter"), tr("Ctrl+Enter")});
    connect(m_send, &SegmentControl::chosen, this,
            [this](int index) { edit([&](Settings &s) { s.sendKey = static_cast<SendKey>(index); }); });
    group->addRow(tr("Send with"), tr("The other one adds a line"), m_send);

    m_names = new Switch(tr("Name new chats by themselves"));
    m_names->setObjectName(u"nameChats"_s);
    connect(m_names, &QAbstractButton::clicked, this,
            [this](bool on) { edit([&](Settings &s) { s.nameChats = on; }); });
    group->addRow(tr("Name new chats by themselves"), tr("The title comes after the first reply"), m_names);

    m_full = makeCombo(u"whenFull"_s, tr("When a chat is longer than the model can read"));
    m_full->addItem(tr("Leave out the oldest messages"), false);
    m_full->addItem(tr("Stop and say so"), true);
    connect(m_full, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.stopWhenFull = m_full->itemData(index).toBool(); }); });
    group->addRow(tr("When a chat is longer than the model can read"),
                  tr("A line in the chat shows where the model’s memory begins"), m_full);

    m_thoughts = new Switch(tr("Send earlier thoughts back"));
    m_thoughts->setObjectName(u"sendThoughts"_s);
    connect(m_thoughts, &QAbstractButton::clicked, this,
            [this](bool on) { edit([&](Settings &s) { s.sendThoughts = on; }); });
    group->addRow(tr("Send earlier thoughts back"),
                  tr("A model that thinks reads again what it thought; that fills its context sooner"), m_thoughts);
}

void GeneralSettings::setSettings(const Settings &settings)
{
    SettingsSection::setSettings(settings);
    selectData(m_language, settings.language, settings.language);
    m_theme->setCurrentIndex(static_cast<int>(settings.theme));
    m_text->setValue(settings.textPercent);
    m_motion->setChecked(settings.lessMotion);
    selectData(m_opening, static_cast<int>(settings.onOpening), {});
    m_send->setCurrentIndex(static_cast<int>(settings.sendKey));
    m_names->setChecked(settings.nameChats);
    selectData(m_full, settings.stopWhenFull, {});
    m_thoughts->setChecked(settings.sendThoughts);
}

} // namespace sotto
