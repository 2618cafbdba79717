#pragma once

#include "core/personas/persona.h"
#include "ui/theme/theme.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>
#include <QWidget>

#include <functional>

namespace sotto {

class Label;

/// Personas to choose from. Thread: GUI.
class PersonasModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int { IdRole = Qt::UserRole + 1, CurrentRole };

    using QAbstractListModel::QAbstractListModel;

    void setPersonas(const QList<Persona> &personas);
    void setCurrent(const QString &id);
    /// How a model's path is shown on a card; without it, its file name.
    void setModelNames(std::function<QString(const QString &path)> name) { m_modelName = std::move(name); }

    [[nodiscard]] const Persona &persona(int row) const { return m_personas[row]; }
    [[nodiscard]] QString currentId() const { return m_current; }
    /// Badges of a card: its model where it has one, then its preset.
    [[nodiscard]] QStringList badges(int row) const;
    [[nodiscard]] QModelIndex find(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Persona> m_personas;
    QString m_current;
    std::function<QString(const QString &)> m_modelName;
};

/// A card: avatar, name, description, badges.
class PersonaDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintText(QPainter *painter, const Theme &theme, const QRect &card, const Persona &persona) const;
    void paintBadges(QPainter *painter, const Theme &theme, const QRect &card, const PersonasModel &model,
                     int row) const;
};

/// A grid of cards in equal columns; one tab stop, arrows move, Enter chooses.
class CardGrid final : public QListView {
    Q_OBJECT
public:
    explicit CardGrid(QWidget *parent = nullptr);

    /// Columns of cards at least 244 px wide (at 100 %), 12 px apart.
    [[nodiscard]] static int columnsFor(int width, const Theme &theme);
    [[nodiscard]] QSize cardSize() const;

Q_SIGNALS:
    void chosen(const QModelIndex &index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
};

/// All personas as cards; the current one is marked. Choosing one holds from the next reply. Thread: GUI.
class PersonasPage final : public QWidget {
    Q_OBJECT
public:
    explicit PersonasPage(QWidget *parent = nullptr);

    void setPersonas(const QList<Persona> &personas);
    void setCurrent(const QString &id);
    void setModelNames(std::function<QString(const QString &path)> name);

    [[nodiscard]] CardGrid *grid() const { return m_grid; }
    [[nodiscard]] PersonasModel *model() const { return m_model; }

Q_SIGNALS:
    void personaChosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    PersonasModel *m_model;
    CardGrid *m_grid;
    Label *m_title, *m_intro;
};

} // namespace sotto
