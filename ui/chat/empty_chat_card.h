#pragma once

#include <QAbstractButton>

namespace sotto {

/// A starter prompt as a card: its title over what is sent, both on as many lines as they need.
class StarterCard final : public QAbstractButton {
    Q_OBJECT
public:
    StarterCard(const QString &title, const QString &detail, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int textHeight(const QFont &font, const QString &text, int width) const;

    QString m_detail;
};

} // namespace sotto
