#pragma once

#include "ui/model_details/details_card.h"

class QPlainTextEdit;
class QPushButton;

namespace sotto {

class OwnChoice;
class SettingRow;

/// How a model is spoken to: its chat template, its sampling values, thinking, and a person's notes on it.
class SpeechCard final : public DetailsCard {
    Q_OBJECT
public:
    explicit SpeechCard(QWidget *parent = nullptr);

Q_SIGNALS:
    void viewTemplateRequested();
    void changeTemplateRequested();

protected:
    void present(const ModelDetails &details) override;
    void changeEvent(QEvent *event) override;

private:
    void buildTemplate();
    void buildThinking();
    void buildNotes();
    void fitNotes();

    SettingRow *m_template = nullptr, *m_sampling = nullptr;
    QPushButton *m_view = nullptr, *m_reset = nullptr;
    OwnChoice *m_thinking = nullptr;
    QPlainTextEdit *m_notes = nullptr;
};

/// "Temperature 0.6 · Top-p 0.95"; empty where the file sets nothing.
[[nodiscard]] QString samplingText(const SamplingOverrides &sampling);
/// Whose chat template is in use, in words.
[[nodiscard]] QString templateText(const ModelDetails &details);
/// The template in use: the person's, else the file's; empty where Sotto's own is used.
[[nodiscard]] QString templateInUse(const ModelDetails &details);
/// Whether its template knows a switch for thinking: as the engine found, else by the name of the usual one.
[[nodiscard]] bool switchesThinking(const ModelDetails &details);

} // namespace sotto
