#pragma once

#include <QLineEdit>

class QAction;

namespace sotto {

/// A line edit with the magnifier at its start and, while it has text, a button that clears it.
/// setFrameless(field) for use at the head of a popover.
class SearchField final : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

    /// Shown in a small frame at the end while the field is empty: "Ctrl+K".
    void setKeyHint(const QString &keys);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    QString m_keys;
    QAction *m_clear;
};

} // namespace sotto
