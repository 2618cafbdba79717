#pragma once

#include <QWidget>

namespace sotto {

/// A badge with a word of what stands beside the draft, and a cross that takes it away. h 26 at 100 % text.
class ComposerChip final : public QWidget {
    Q_OBJECT
public:
    explicit ComposerChip(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_text;
    QWidget *m_remove;
};

} // namespace sotto
