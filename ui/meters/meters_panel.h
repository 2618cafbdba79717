#pragma once

#include "core/chat/chat_service.h"
#include "core/models/model_service.h"
#include "core/status/system_sampler.h"
#include "hardware/host.h"

#include <QWidget>

#include <optional>
#include <vector>

class QScrollBar;
class QVBoxLayout;

namespace sotto {

class EnergySection;
class IconButton;
class Label;
class LayerStrip;
class MemorySection;
class PowerSection;
class SectionHead;
class Sparkline;
struct EnergySums;
struct PowerView;

/// The panel at the right: power, memory, layers, speed, and what has left this computer. Values go in, only what a
/// person asked for comes out. No timer runs while it is hidden; a value that came meanwhile shows at once when it is
/// opened. 288 px wide at 100 % text. Thread: GUI.
class MetersPanel final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kWidth = 288;

    explicit MetersPanel(QWidget *parent = nullptr);

    void setModel(const ModelStatus &status);
    /// Also the clock of the speed curve: one sample of it for each snapshot.
    void setSystem(const SystemSnapshot &system);
    void setPower(const PowerView &power, std::int64_t atMs);
    void setEstimates(bool on); ///< Whether power models may stand in for sensors.
    void setEnergy(const EnergySums &sums);
    /// Nothing when no reply is being written.
    void setReply(const std::optional<ReplyProgress> &reply);
    /// Decode speed of the last finished reply; 0: none yet.
    void setLastSpeed(double tokensPerSecond);
    /// What of the program's own memory is chats that were read.
    void setKept(const KeptStates &kept);
    void setHost(const CpuInfo &cpu, bool gpuFound);
    /// GPUs as read while the model is loaded: their totals and what is free now. Without it a GPU's bar says only
    /// what the model takes.
    void setDevices(const std::vector<Device> &devices);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void closeRequested();
    void unloadRequested();
    void energyRequested();
    void estimateRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead();
    [[nodiscard]] QWidget *buildFoot();
    void buildPower(QVBoxLayout *into);
    void buildMemory(QVBoxLayout *into);
    void buildLayers(QVBoxLayout *into);
    void buildSpeed(QVBoxLayout *into);
    void buildEnergy(QVBoxLayout *into);
    void retranslate();
    void showLayers();
    void showSpeed();
    void fitHeight();
    [[nodiscard]] const LoadedModel *loaded() const;

    ModelStatus m_status;
    std::optional<ReplyProgress> m_reply;
    double m_lastSpeed = 0;
    CpuInfo m_cpu;
    bool m_gpuFound = false;

    Label *m_title = nullptr, *m_privacy = nullptr;
    IconButton *m_close = nullptr;
    SectionHead *m_layersHead = nullptr, *m_speedHead = nullptr;
    PowerSection *m_power = nullptr;
    MemorySection *m_memory = nullptr;
    EnergySection *m_energy = nullptr;
    Label *m_layersText = nullptr, *m_speedText = nullptr;
    LayerStrip *m_strip = nullptr;
    Sparkline *m_speedLine = nullptr;
    QScrollBar *m_scrollBar = nullptr;
};

} // namespace sotto
