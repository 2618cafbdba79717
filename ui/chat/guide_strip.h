#pragma once

#include <QWidget>

class QPushButton;

namespace sotto {

class Label;

/// Under the header while the built-in model is in use: says what it is, and offers a real one. h 44 at 100 % text.
/// It cannot be dismissed.
class GuideStrip final : public QWidget {
    Q_OBJECT
public:
    explicit GuideStrip(QWidget *parent = nullptr);

    /// In place of the sentence about the placeholder; empty goes back to it.
    void setText(const QString &text);

Q_SIGNALS:
    void openModelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void applyHeight();

    QString m_given;
    Label *m_text;
    QPushButton *m_open;
};

} // namespace sotto
