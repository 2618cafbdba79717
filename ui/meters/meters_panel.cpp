#include "ui/meters/meters_panel.h"

#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/content_scroll.h"
#include "ui/components/label.h"
#include "ui/meters/energy_section.h"
#include "ui/meters/layer_strip.h"
#include "ui/meters/memory_section.h"
#include "ui/meters/power_section.h"
#include "ui/meters/section_head.h"
#include "ui/meters/sparkline.h"
#include "ui/meters/speed_text.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

/// The padding of the design's sections; the rule below is painted by the next widget in the column.
QVBoxLayout *addSection(QVBoxLayout *into)
{
    constexpr int pad = 20;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(pad, 13, pad, 15);
    layout->setObjectName(u"section"_s);
    layout->setSpacing(8);
    into->addWidget(box);
    return layout;
}

class ShieldIcon final : public MeterWidget {
public:
    explicit ShieldIcon(QWidget *parent) : MeterWidget(parent) { setFixedSize(16, 16); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintIcon(painter, IconName::Shield, rect(), Theme::of(this).accText);
    }
};

} // namespace

MetersPanel::MetersPanel(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"meters"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0); // the line at the left edge
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(new Rule(this));

    auto *content = new QWidget;
    auto *sections = new QVBoxLayout(content);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    buildPower(sections);
    sections->addWidget(new Rule(content));
    buildMemory(sections);
    sections->addWidget(new Rule(content));
    buildLayers(sections);
    sections->addWidget(new Rule(content));
    buildSpeed(sections);
    sections->addWidget(new Rule(content));
    buildEnergy(sections);
    sections->addStretch();

    auto *scroll = makeContentScroll(content, this);
    m_scrollBar = scroll->verticalScrollBar();
    m_scrollBar->installEventFilter(this);
    column->addWidget(scroll, 1);
    column->addWidget(new Rule(this));
    column->addWidget(buildFoot());
    retranslate();
}

QWidget *MetersPanel::buildHead()
{
    auto *head = new QWidget(this);
    head->setMinimumHeight(55);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(20, 0, 8, 0);
    m_title = new Label({}, TypeRole::Heading, Ink::Primary, QFont::DemiBold, head);
    m_close = new IconButton(IconName::Close, QString(), head);
    m_close->setObjectName(u"closeMeters"_s);
    row->addWidget(m_title, 1);
    row->addWidget(m_close);
    connect(m_close, &QAbstractButton::clicked, this, &MetersPanel::closeRequested);
    return head;
}

QWidget *MetersPanel::buildFoot()
{
    auto *foot = new QWidget(this);
    foot->setMinimumHeight(43);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(20, 4, 20, 4);
    row->setSpacing(8);
    row->addWidget(new ShieldIcon(foot), 0, Qt::AlignVCenter);
    m_privacy = new Label({}, TypeRole::Small, Ink::Secondary, QFont::Normal, foot);
    m_privacy->setWordWrap(true);
    row->addWidget(m_privacy, 1, Qt::AlignVCenter);
    return foot;
}

void MetersPanel::buildPower(QVBoxLayout *into)
{
    QVBoxLayout *section = addSection(into);
    m_power = new PowerSection;
    section->addWidget(m_power);
    connect(m_power, &PowerSection::estimateRequested, this, &MetersPanel::estimateRequested);
}

void MetersPanel::buildMemory(QVBoxLayout *into)
{
    m_memory = new MemorySection;
    addSection(into)->addWidget(m_memory);
    connect(m_memory, &MemorySection::unloadRequested, this, &MetersPanel::unloadRequested);
}

void MetersPanel::buildLayers(QVBoxLayout *into)
{
    QVBoxLayout *section = addSection(into);
    m_layersHead = new SectionHead(IconName::Layers, Ink::Layers);
    m_strip = new LayerStrip;
    m_layersText = makeSectionNote(this);
    section->addWidget(m_layersHead);
    section->addWidget(m_strip);
    section->addWidget(m_layersText);
}

void MetersPanel::buildSpeed(QVBoxLayout *into)
{
    QVBoxLayout *section = addSection(into);
    m_speedHead = new SectionHead(IconName::Pulse, Ink::Accent);
    m_speedLine = new Sparkline(Sparkline::Tone::Speed);
    m_speedLine->setObjectName(u"speedLine"_s);
    m_speedLine->setFormat([](double value) { return tr("%1 tok/s").arg(formatRate(value)); });
    m_speedText = makeSectionNote(this);
    section->addWidget(m_speedHead);
    section->addWidget(m_speedLine);
    section->addWidget(m_speedText);
}

void MetersPanel::buildEnergy(QVBoxLayout *into)
{
    m_energy = new EnergySection;
    addSection(into)->addWidget(m_energy);
    connect(m_energy, &QAbstractButton::clicked, this, &MetersPanel::energyRequested);
}

void MetersPanel::setPower(const PowerView &power, std::int64_t atMs)
{
    m_power->setPower(power, atMs);
}

void MetersPanel::setEstimates(bool on)
{
    m_power->setEstimates(on);
}

void MetersPanel::setEnergy(const EnergySums &sums)
{
    m_energy->setSums(sums);
}

void MetersPanel::setKept(const KeptStates &kept)
{
    m_memory->setKept(kept);
}

void MetersPanel::setDevices(const std::vector<Device> &devices)
{
    m_memory->setDevices(devices);
}

const LoadedModel *MetersPanel::loaded() const
{
    return m_status.phase == ModelPhase::Ready && m_status.loaded ? &*m_status.loaded : nullptr;
}

void MetersPanel::setModel(const ModelStatus &status)
{
    if (status == m_status) return;
    m_status = status;
    m_memory->setModel(status);
    showLayers();
}

void MetersPanel::setSystem(const SystemSnapshot &system)
{
    m_memory->setSystem(system);
    std::optional<double> speed;
    if (!m_reply)
        speed = 0; // idle is known to be none
    else if (m_reply->tokensPerSecond > 0)
        speed = m_reply->tokensPerSecond;
    m_speedLine->add(system.atMs, speed);
}

void MetersPanel::setReply(const std::optional<ReplyProgress> &reply)
{
    m_reply = reply;
    m_memory->setReplying(m_reply.has_value());
    showSpeed();
}

void MetersPanel::setLastSpeed(double tokensPerSecond)
{
    m_lastSpeed = tokensPerSecond;
    showSpeed();
}

void MetersPanel::setHost(const CpuInfo &cpu, bool gpuFound)
{
    m_cpu = cpu;
    m_gpuFound = gpuFound;
    showLayers();
}

void MetersPanel::showLayers()
{
    const bool loading = m_status.phase == ModelPhase::Loading;
    const LoadedModel *model = loaded();
    m_strip->setCells(model     ? layerCells(*model)
                      : loading ? loadingCells(m_status.file.spec, m_status.progress)
                                : std::vector<LayerCell>{});
    m_strip->setVisible(!m_strip->cells().empty());
    if (loading)
        m_layersHead->setValue({}, tr("Loading, %1%").arg(qRound(m_status.progress * 100)));
    else
        m_layersHead->setValue({}, model ? m_strip->summary() : tr("no model"));
    QString note = m_strip->shares().join(u" · "_s);
    if (note.isEmpty() && !m_gpuFound)
        note = tr("No GPU found") + u" · "_s + tr("%Ln cores", nullptr, m_cpu.physicalCores);
    m_layersText->setText(note);
    m_layersText->setVisible(!note.isEmpty());
}

void MetersPanel::showSpeed()
{
    const SpeedText text = speedText(m_reply, m_lastSpeed);
    m_speedHead->setValue(text.strong, text.rest);
    m_speedText->setText(text.below);
    m_speedText->setVisible(!text.below.isEmpty());
}

void MetersPanel::retranslate()
{
    setAccessibleName(tr("Meters"));
    m_title->setText(tr("Meters"));
    m_close->setName(tr("Close meters"));
    m_layersHead->setTitle(tr("Layers"));
    m_speedHead->setTitle(tr("Speed"));
    m_privacy->setText(tr("Chats stay on this computer"));
    m_speedLine->setAccessibleName(tr("Speed over the last minute"));
    showLayers();
    showSpeed();
}

QSize MetersPanel::sizeHint() const
{
    return {kWidth, 600};
}

/// Below 600 px the curves go (DESIGN.md, section 3); what still does not fit scrolls.
void MetersPanel::fitHeight()
{
    m_power->setCurveShown(height() >= 600);
    m_speedLine->setVisible(height() >= 600);
}

void MetersPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

/// The scroll bar stands in the margin, so that nothing moves when it comes.
bool MetersPanel::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_scrollBar && (event->type() == QEvent::Show || event->type() == QEvent::Hide)) {
        const int right = 20 - (event->type() == QEvent::Show ? std::min(m_scrollBar->sizeHint().width(), 20) : 0);
        for (QVBoxLayout *section : findChildren<QVBoxLayout *>(u"section"_s)) {
            QMargins margins = section->contentsMargins();
            margins.setRight(right);
            section->setContentsMargins(margins);
        }
    }
    return QWidget::eventFilter(object, event);
}

void MetersPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void MetersPanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.bg);
    painter.fillRect(QRect(0, 0, 1, height()), theme.line);
}

} // namespace sotto
