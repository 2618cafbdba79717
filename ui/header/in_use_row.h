#pragma once

#include "core/models/model_service.h"

#include <QWidget>

class QPushButton;

namespace sotto {

class Label;

/// Head of the model picker: the model in use, or the one that is loading, with the button that ends that.
class InUseRow final : public QWidget {
    Q_OBJECT
public:
    explicit InUseRow(QWidget *parent = nullptr);

    /// Hides itself where there is nothing in use.
    void setStatus(const ModelStatus &status);
    void retranslate();
    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void unloadClicked();
    void cancelClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QString detail() const;
    void measure();

    Label *m_title;
    QPushButton *m_button;
    ModelStatus m_status;
};

} // namespace sotto
