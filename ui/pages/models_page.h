#pragma once

#include "core/models/model_service.h"
#include "core/status/host_facts.h"

#include <QWidget>

#include <functional>
#include <optional>

class QBoxLayout;
class QMenu;
class QPushButton;

namespace sotto {

class Label;
class ModelsDelegate;
class ModelsModel;
class PageList;
class SearchField;

/// The library: every model on this computer, what it is, and what it does now. Values go in, wishes come out; the
/// page itself touches no disk and no engine. Thread: GUI.
class ModelsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPage(QWidget *parent = nullptr);

    void setModels(const QList<ModelFile> &models);
    void setStatus(const ModelStatus &status);
    void setScanning(bool scanning);
    /// Paths of models that come first.
    void setFavourites(const QSet<QString> &paths);
    /// Where new models go, and the room there; nothing where it is not known (yet).
    void setStorage(const QString &folder, const std::optional<DiskSpace> &space);

    /// The row of that model gets the keyboard.
    void focusModel(const QString &path);
    [[nodiscard]] PageList *list() const { return m_list; }
    [[nodiscard]] ModelsModel *model() const { return m_model; }
    /// What stands below the list where there is something to say; empty otherwise.
    [[nodiscard]] QString hint() const;
    /// "62.5 GB of models · 212 GB free".
    [[nodiscard]] QString totals() const;
    /// The menu of a row, made anew; its owner is this.
    [[nodiscard]] QMenu *makeMenu(const QString &path);

Q_SIGNALS:
    void loadRequested(const sotto::ModelFile &file);
    void unloadRequested();
    void detailsRequested(const QString &path);
    void cancelRequested();
    void addFileRequested();
    void changeFolderRequested();
    void showInFolderRequested(const QString &path);
    void pathCopied(const QString &path); ///< It is on the clipboard now.

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead();
    [[nodiscard]] QWidget *buildTable();
    [[nodiscard]] QWidget *buildFoot();
    void retranslate();
    void connectList();
    void act(const QModelIndex &index);
    void load(const QModelIndex &index);
    void openMenu(const QModelIndex &index, const QRect &anchor);
    void keepCurrent(const std::function<void()> &change);
    void refresh();
    void fitFoot();

    ModelsModel *m_model;
    ModelsDelegate *m_delegate;
    bool m_scanning = false;
    QString m_folder;
    std::optional<DiskSpace> m_space;

    Label *m_title = nullptr, *m_hint = nullptr, *m_livesIn = nullptr, *m_path = nullptr, *m_totals = nullptr;
    SearchField *m_filter = nullptr;
    QPushButton *m_add = nullptr, *m_change = nullptr;
    QWidget *m_table = nullptr, *m_headRow = nullptr, *m_bar = nullptr;
    PageList *m_list = nullptr;
    QBoxLayout *m_footWords = nullptr;
};

} // namespace sotto
