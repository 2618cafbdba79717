#pragma once

#include "ui/pages/settings_sections.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QListView;
class QStackedWidget;
class QStandardItemModel;

namespace sotto {

class Label;

enum class SettingsTab : std::uint8_t { General, Hardware, Storage, Power, Privacy, Keyboard, About };

/// All settings over one value: setSettings() shows it, changed() tells what a person made of it. Below a window of
/// 960 px the list at the left folds into one that opens. Thread: GUI.
class SettingsPage final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kFoldBelow = 960;

    explicit SettingsPage(QWidget *parent = nullptr);

    void setSettings(const Settings &settings);
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    void setFacts(const SettingsFacts &facts);
    /// Whether the model in use would have to be loaded again for the settings to hold.
    void setReloadNeeded(bool needed);
    /// Commands whose keys are listed; not owned, and must live as long as this page.
    void setShortcuts(const QList<QAction *> &actions);

    void showTab(SettingsTab tab);
    [[nodiscard]] SettingsTab currentTab() const;
    [[nodiscard]] bool isFolded() const { return m_folded; }

Q_SIGNALS:
    void changed(const sotto::Settings &settings);
    /// A dialog is the window's business; the folder comes back in the settings.
    void addFolderRequested();
    void showRequested(const QString &path);
    void reloadRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void buildNav();
    void buildSections();
    void addSection(SettingsSection *section);
    void nameAll();
    void fold();

    Settings m_settings;
    SettingsFacts m_facts;
    QList<QPointer<QAction>> m_actions;
    QList<SettingsSection *> m_sections;
    QStandardItemModel *m_tabs;
    QWidget *m_nav = nullptr;
    Label *m_title = nullptr, *m_foldTitle = nullptr;
    QListView *m_list = nullptr;
    QWidget *m_foldHead = nullptr;
    QComboBox *m_foldList = nullptr;
    QStackedWidget *m_stack = nullptr;
    HardwareSettings *m_hardware = nullptr;
    bool m_reloadNeeded = false;
    bool m_folded = false;
};

} // namespace sotto
