#pragma once

#include "core/settings/settings.h"

#include <QBoxLayout>
#include <QWidget>

class QComboBox;
class QPushButton;

namespace sotto {

class Label;

/// A setting: what it is, what it does, and its control at the right; below the words where there is no room.
class SettingRow final : public QWidget {
    Q_OBJECT
public:
    SettingRow(const QString &title, const QString &detail, QWidget *control, QWidget *parent = nullptr);

    void setDetail(const QString &detail);
    /// The title is a path: monospaced, elided.
    void setPathTitle();
    [[nodiscard]] QString title() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QBoxLayout *m_layout;
    Label *m_title;
    Label *m_detail;
    QWidget *m_control;
};

/// A heading and below it a card of rows with lines between.
class SettingGroup final : public QWidget {
    Q_OBJECT
public:
    explicit SettingGroup(const QString &heading, QWidget *parent = nullptr);

    SettingRow *addRow(const QString &title, const QString &detail, QWidget *control = nullptr);
    /// Anything else as a row.
    void addWidget(QWidget *widget);
    /// A last row that adds to those above.
    void addButton(QPushButton *button);

private:
    QVBoxLayout *m_rows;
};

/// One page of the settings: groups under one another. Gets a value, tells how a person changed it.
class SettingsSection : public QWidget {
    Q_OBJECT
public:
    explicit SettingsSection(QWidget *parent = nullptr);

    /// Shows the values; nothing is emitted.
    virtual void setSettings(const Settings &settings) { m_settings = settings; }

Q_SIGNALS:
    void edited(const sotto::Settings &settings);

protected:
    SettingGroup *addGroup(const QString &heading);
    void addWidget(QWidget *widget);
    void finish();
    /// Takes a change to the value that is shown and tells it, if it is one.
    template <class Change>
    void edit(Change &&change)
    {
        Settings next = m_settings;
        change(next);
        if (next == m_settings) return;
        m_settings = next;
        Q_EMIT edited(m_settings);
    }

    Settings m_settings;

private:
    QVBoxLayout *m_column;
};

/// A combo box, small, with a name for assistive technology and for tests.
[[nodiscard]] QComboBox *makeCombo(const QString &objectName, const QString &accessibleName);
/// Chooses the entry with that data; an unknown one is added as `text`.
void selectData(QComboBox *combo, const QVariant &data, const QString &text);

} // namespace sotto
