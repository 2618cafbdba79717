#include "ui/meters/memory_section.h"

#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/meters/memory_bar.h"
#include "ui/meters/section_head.h"

#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

MemorySection::MemorySection(QWidget *parent) : QWidget(parent)
{
    auto *section = new QVBoxLayout(this);
    section->setContentsMargins(0, 0, 0, 0);
    section->setSpacing(8);
    m_head = new SectionHead(IconName::MemoryChip, Ink::Memory);
    m_hostBar = new MemoryBar;
    m_text = makeSectionNote(this);
    m_bars = new QVBoxLayout;
    m_bars->setSpacing(12);
    m_bars->addWidget(m_hostBar);
    section->addWidget(m_head);
    section->addLayout(m_bars);
    section->addWidget(m_text);
    m_keptText = makeSectionNote(this);
    m_keptText->setObjectName(QStringLiteral("keptChats"));
    section->addWidget(m_keptText);
    m_unload = makeButton({}, ButtonKind::Default, this, ControlSize::Small);
    m_unload->setObjectName(u"unloadNow"_s);
    section->addWidget(m_unload, 0, Qt::AlignLeft);
    connect(m_unload, &QAbstractButton::clicked, this, &MemorySection::unloadRequested);
    retranslate();
}

void MemorySection::setModel(const ModelStatus &status)
{
    m_status = status;
    showMemory();
}

void MemorySection::setSystem(const SystemSnapshot &system)
{
    m_system = system;
    showMemory();
}

void MemorySection::setDevices(const std::vector<Device> &devices)
{
    m_devices = devices;
    showMemory();
}

void MemorySection::setKept(const KeptStates &kept)
{
    m_kept = kept;
    showKept();
}

void MemorySection::setReplying(bool replying)
{
    m_replying = replying;
    m_unload->setEnabled(!m_replying);
}

/// One bar for each GPU that holds a part of the model. Returns how many.
qsizetype MemorySection::showGpuMemory(const MemoryBreakdown &memory)
{
    qsizetype shown = 0;
    for (const DeviceMemory &device : memory.devices) {
        if (device.kind != DeviceKind::Gpu && device.kind != DeviceKind::IntegratedGpu) continue;
        if (shown == m_gpuBars.size()) {
            m_gpuBars << new MemoryBar;
            m_bars->insertWidget(static_cast<int>(shown), m_gpuBars.last());
        }
        const auto known = std::ranges::find(m_devices, device.deviceId, &Device::id);
        MemoryBar *bar = m_gpuBars[shown];
        bar->setShares(deviceShares(device, known == m_devices.end() ? nullptr : &*known), MemoryBar::Model::Loaded);
        bar->setTitle(tr("GPU %1").arg(shown));
        bar->show();
        ++shown;
    }
    for (qsizetype i = shown; i < m_gpuBars.size(); ++i)
        m_gpuBars[i]->hide();
    return shown;
}

void MemorySection::showMemory()
{
    const LoadedModel *model = m_status.phase == ModelPhase::Ready && m_status.loaded ? &*m_status.loaded : nullptr;
    const qsizetype gpus = showGpuMemory(model ? model->memory : MemoryBreakdown{});
    // A model that lies on one GPU alone is told by one bar, which then needs no name of its own.
    const bool onCpu = !model || std::ranges::contains(model->layerDevices, std::string("CPU"));
    const bool alone = gpus == 1 && !onCpu;
    if (alone) m_gpuBars.first()->setTitle({});
    m_hostBar->setVisible(gpus == 0 || onCpu);
    m_hostBar->setTitle(gpus > 0 ? tr("This computer") : QString());
    m_hostBar->setShares(hostShares(m_system.value_or(SystemSnapshot{}), model ? &model->memory : nullptr),
                         model ? MemoryBar::Model::Loaded : MemoryBar::Model::None);
    m_head->setTitle(gpus > 0 ? tr("GPU memory") : tr("Memory"));
    m_head->setValue({}, alone ? m_gpuBars.first()->summary() : gpus > 0 ? QString() : m_hostBar->summary());
    QString note;
    if (m_system && m_system->memory.total == 0)
        note = tr("This system does not report its memory.");
    else if (m_status.phase == ModelPhase::Unloaded)
        note = tr("Unloaded to save memory. The next message loads it again.");
    else if (!model && m_status.phase != ModelPhase::Loading)
        note = tr("No model is loaded.");
    m_text->setText(note);
    m_text->setVisible(!note.isEmpty());
    m_unload->setVisible(model != nullptr);
    m_unload->setEnabled(!m_replying);
}

void MemorySection::showKept()
{
    m_keptText->setText(tr("Kept conversations: %1, %2 of Sotto’s memory")
                            .arg(QLocale().toString(m_kept.inMemory), formatMemory(m_kept.memoryBytes)));
    m_keptText->setVisible(m_kept.inMemory > 0);
}

void MemorySection::retranslate()
{
    m_unload->setText(tr("Unload now"));
    m_unload->setToolTip(tr("Frees the memory. The next message loads the model again."));
    showMemory();
    showKept();
}

void MemorySection::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace sotto
