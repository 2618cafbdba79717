#pragma once

#include "ui/model_details/details_card.h"

class QBoxLayout;
class QPushButton;
class QScrollArea;

namespace sotto {

class AdaptersCard;
class Badge;
class IconButton;
class Notice;
class StateDot;

/// Everything about one model: what its file says, how it is spoken to, and what is set for it alone. A value goes in,
/// wishes come out; the page touches no disk and no engine. Thread: GUI.
class ModelDetailsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ModelDetailsPage(QWidget *parent = nullptr);

    void setDetails(const ModelDetails &details);
    [[nodiscard]] const ModelDetails &details() const { return m_details; }
    [[nodiscard]] bool isOneColumn() const;
    /// A file that a person chose for addAdapterRequested().
    void addAdapter(const QString &path);
    /// The keyboard starts at Back.
    void focusStart();

Q_SIGNALS:
    void backRequested();
    void edited(const sotto::ModelSettings &settings);
    void loadRequested();
    void unloadRequested();
    void cancelRequested();
    void reloadRequested();
    void measureRequested();
    void showInFolderRequested();
    void copyPathRequested();
    void checkRequested();
    void checkCancelled();
    void copyDigestRequested();
    void addAdapterRequested();
    void viewTemplateRequested();
    void changeTemplateRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead();
    void buildNotice();
    void buildCards();
    void add(DetailsCard *card, QBoxLayout *column);
    void showHead();
    void act();
    void fit();

    ModelDetails m_details;
    QList<DetailsCard *> m_cards;
    AdaptersCard *m_adapters = nullptr;
    IconButton *m_back = nullptr, *m_star = nullptr;
    Label *m_name = nullptr, *m_state = nullptr;
    Badge *m_tag = nullptr;
    StateDot *m_dot = nullptr;
    QPushButton *m_act = nullptr;
    Notice *m_notice = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_content = nullptr;
    QBoxLayout *m_columns = nullptr;
};

} // namespace sotto
