// The rows of Settings, Hardware that say how the engine works with a model.

#include "core/text/format.h"
#include "ui/components/notice.h"
#include "ui/components/segment_control.h"
#include "ui/components/switch.h"
#include "ui/pages/load_choices.h"
#include "ui/pages/settings_sections.h"

#include <QComboBox>
#include <QLocale>
#include <QPushButton>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint32_t kMostContext = 131'072;

QString cacheDetail(const SettingsFacts &facts)
{
    if (facts.cacheSaving == 0)
        return HardwareSettings::tr("What a model keeps of the chat. 8-bit takes about half the memory.");
    return HardwareSettings::tr("What a model keeps of the chat. 8-bit saves about %1 with the model in use.")
        .arg(formatMemory(facts.cacheSaving));
}

} // namespace

void HardwareSettings::buildReload()
{
    m_reload = new Notice;
    m_reload->setObjectName(u"reloadNotice"_s);
    m_reload->setNotice(IconName::Refresh, tr("Applies when the model is loaded again."));
    QPushButton *now = m_reload->addButton(tr("Reload now"));
    now->setObjectName(u"reloadNow"_s);
    connect(now, &QPushButton::clicked, this, &HardwareSettings::reloadRequested);
    m_reload->hide();
    addWidget(m_reload);
}

void HardwareSettings::setReloadNeeded(bool needed)
{
    m_reload->setVisible(needed);
}

void HardwareSettings::buildLoading(const SettingsFacts &facts)
{
    buildReload();
    SettingGroup *group = addGroup(tr("Loading a model"));
    m_context = makeCombo(u"contextLength"_s, tr("Context length"));
    m_context->addItem(tr("Automatic"), 0U);
    addContextChoices(m_context, kMostContext);
    connect(m_context, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.contextLength = m_context->itemData(index).toUInt(); }); });
    group->addRow(tr("Context length"), tr("How much of a chat a model can read, up to the most it was made for."),
                  m_context);

    m_layers = makeCombo(u"gpuLayers"_s, tr("Layers on the GPU"));
    m_layers->addItem(tr("Automatic"), -1);
    addLayerChoices(m_layers, facts.modelLayers);
    connect(m_layers, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.gpuLayers = m_layers->itemData(index).toInt(); }); });
    group->addRow(tr("Layers on the GPU"), tr("Automatic fills the GPU first and puts the rest on the CPU."), m_layers);

    m_threads = makeCombo(u"threads"_s, tr("CPU threads"));
    m_threads->addItem(tr("Automatic"), 0);
    addThreadChoices(m_threads, facts.cpu ? facts.cpu->logicalCpus : 1);
    connect(m_threads, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.threads = m_threads->itemData(index).toInt(); }); });
    group->addRow(tr("CPU threads"), tr("Automatic takes what is fastest on this computer."), m_threads);
    addEngineRows(group, facts);
}

void HardwareSettings::addEngineRows(SettingGroup *group, const SettingsFacts &facts)
{
    addUnloadRow(group);
    m_cache = new SegmentControl(tr("KV cache precision"));
    m_cache->setObjectName(u"cacheType"_s);
    setControlSize(m_cache, ControlSize::Small);
    m_cache->setOptions({cacheTypeText(CacheType::F16), cacheTypeText(CacheType::Q8_0)});
    connect(m_cache, &SegmentControl::chosen, this,
            [this](int index) { edit([&](Settings &s) { s.cacheType = static_cast<CacheType>(index); }); });
    group->addRow(tr("KV cache precision"), cacheDetail(facts), m_cache);

    m_quiet = new Switch(tr("Quiet mode"));
    m_quiet->setObjectName(u"quiet"_s);
    connect(m_quiet, &QAbstractButton::clicked, this, [this](bool on) { edit([&](Settings &s) { s.quiet = on; }); });
    group->addRow(tr("Quiet mode"), tr("Leaves half of the processor to other programs"), m_quiet);

    m_lookUp = new Switch(tr("Guess ahead"));
    m_lookUp->setObjectName(u"lookUp"_s);
    connect(m_lookUp, &QAbstractButton::clicked, this, [this](bool on) { edit([&](Settings &s) { s.lookUp = on; }); });
    group->addRow(tr("Guess ahead"),
                  tr("Where a reply repeats what stands in the chat it comes faster. The words stay the same."),
                  m_lookUp);
}

void HardwareSettings::addUnloadRow(SettingGroup *group)
{
    m_unload = makeCombo(u"unloadAfter"_s, tr("Unload when not used"));
    m_unload->addItem(tr("Never"), 0);
    for (const int minutes : {5, 15, 30, 60})
        m_unload->addItem(tr("After %Ln minutes", nullptr, minutes), minutes);
    connect(m_unload, &QComboBox::activated, this, [this](int index) {
        edit([&](Settings &s) { s.unloadAfterMinutes = m_unload->itemData(index).toInt(); });
    });
    group->addRow(tr("Unload when not used"), tr("Frees the memory. The next message loads the model again."),
                  m_unload);
}

void HardwareSettings::setSettings(const Settings &settings)
{
    SettingsSection::setSettings(settings);
    selectData(m_context, settings.contextLength, contextText(settings.contextLength));
    selectData(m_layers, settings.gpuLayers, layersText(settings.gpuLayers));
    selectData(m_threads, settings.threads, QLocale().toString(settings.threads));
    selectData(m_unload, settings.unloadAfterMinutes, tr("After %Ln minutes", nullptr, settings.unloadAfterMinutes));
    m_cache->setCurrentIndex(static_cast<int>(settings.cacheType));
    m_quiet->setChecked(settings.quiet);
    m_lookUp->setChecked(settings.lookUp);
}

} // namespace sotto
