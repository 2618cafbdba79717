#pragma once

#include "ui/model_details/details_card.h"

#include <utility>

class QComboBox;
class QPushButton;

namespace sotto {

class Badge;
class IconButton;
class SettingRow;

/// A value that can be set for this model alone: a list to choose from, a word on where the value comes from, and a
/// button that takes it back.
class OwnChoice final : public QWidget {
    Q_OBJECT
public:
    OwnChoice(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    [[nodiscard]] QComboBox *list() const { return m_list; }
    [[nodiscard]] SettingRow *row() const { return m_row; }
    void setRow(SettingRow *row) { m_row = row; }
    /// The first entry stands for "not set here"; it says what holds then.
    void setInherited(const QString &text);
    /// Shows the entry with that data; an invalid one: not set here. `unlisted` names one that is not in the list.
    void showChoice(const QVariant &value, const QString &unlisted);
    /// Something else than the first entry is shown.
    [[nodiscard]] bool isOwn() const;

Q_SIGNALS:
    /// Invalid: taken back.
    void chosen(const QVariant &value);

private:
    QComboBox *m_list;
    Badge *m_yours;
    IconButton *m_reset;
    SettingRow *m_row = nullptr;
};

/// How this model is loaded: each value its own or left to the settings of all models.
class LoadingCard final : public DetailsCard {
    Q_OBJECT
public:
    explicit LoadingCard(QWidget *parent = nullptr);

Q_SIGNALS:
    /// How the model runs best is to be found out anew.
    void measureRequested();

protected:
    void present(const ModelDetails &details) override;

private:
    void addMeasured();
    void showMeasured(const ModelDetails &details);
    OwnChoice *add(const QString &objectName, const QString &title, const QString &detail);
    void connectChoices();
    /// The lists depend on the model; they are filled anew when it is another one.
    void fill(const ModelDetails &details);
    void fillDrafts(const ModelDetails &details);
    [[nodiscard]] QString draftText(const ModelDetails &details) const;
    void showInherited(const ModelDetails &details);

    OwnChoice *m_context, *m_layers, *m_threads, *m_cache, *m_quiet, *m_lookUp, *m_draft;
    QPushButton *m_resetAll = nullptr;
    SettingRow *m_measured = nullptr; ///< How the loaded model runs, and where that comes from.
    QPushButton *m_measure = nullptr;
    std::pair<QString, int> m_filledFor;
    QList<ModelFile> m_drafts;
    bool m_draftsFilled = false;
};

/// Models that could guess ahead for this one: smaller, of the same vocabulary size; the smallest first.
[[nodiscard]] QList<ModelFile> draftCandidates(const ModelFile &model, const QList<ModelFile> &library);

} // namespace sotto
