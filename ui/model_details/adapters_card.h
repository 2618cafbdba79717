#pragma once

#include "ui/model_details/details_card.h"

class QPushButton;

namespace sotto {

/// LoRA adapters laid over the model: each with its scale, added by a file dialog of the window.
class AdaptersCard final : public DetailsCard {
    Q_OBJECT
public:
    explicit AdaptersCard(QWidget *parent = nullptr);

    /// A file that was chosen; one that is there already is not added twice.
    void addAdapter(const QString &path);

Q_SIGNALS:
    void addRequested();

protected:
    void present(const ModelDetails &details) override;

private:
    void rebuild(const QList<AdapterChoice> &adapters);
    void addRow(const AdapterChoice &adapter, qsizetype index);

    Label *m_none;
    QPushButton *m_add;
    QVBoxLayout *m_list;
    QList<AdapterChoice> m_shown;
};

} // namespace sotto
