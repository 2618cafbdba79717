#pragma once

#include <QAbstractButton>

namespace sotto {

/// "New text below", floating over the end of the transcript.
class JumpButton final : public QAbstractButton {
    Q_OBJECT
public:
    explicit JumpButton(QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
};

} // namespace sotto
