#pragma once

#include "core/chat/chat_service.h"
#include "core/models/model_service.h"
#include "core/status/system_sampler.h"

#include <QWidget>

#include <optional>
#include <vector>

class QPushButton;
class QVBoxLayout;

namespace sotto {

class Label;
class MemoryBar;
class SectionHead;

/// Memory in the meters: one bar for each GPU that holds a part of the model, one for this computer, what is kept of
/// chats, and a button that frees the model's. Thread: GUI.
class MemorySection final : public QWidget {
    Q_OBJECT
public:
    explicit MemorySection(QWidget *parent = nullptr);

    void setModel(const ModelStatus &status);
    void setSystem(const SystemSnapshot &system);
    /// GPUs as read while the model is loaded: their totals and what is free now. Without it a GPU's bar says only
    /// what the model takes.
    void setDevices(const std::vector<Device> &devices);
    /// What of the program's own memory is chats that were read.
    void setKept(const KeptStates &kept);
    /// Nothing is unloaded while a reply is written.
    void setReplying(bool replying);

Q_SIGNALS:
    void unloadRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showMemory();
    void showKept();
    qsizetype showGpuMemory(const MemoryBreakdown &memory);

    ModelStatus m_status;
    std::optional<SystemSnapshot> m_system;
    std::vector<Device> m_devices;
    KeptStates m_kept;
    bool m_replying = false;

    SectionHead *m_head = nullptr;
    QVBoxLayout *m_bars = nullptr;
    QList<MemoryBar *> m_gpuBars;
    MemoryBar *m_hostBar = nullptr;
    Label *m_text = nullptr, *m_keptText = nullptr;
    QPushButton *m_unload = nullptr;
};

} // namespace sotto
