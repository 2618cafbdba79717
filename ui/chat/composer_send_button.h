#pragma once

#include <QAbstractButton>

namespace sotto {

/// Send, or Stop while a reply is being written: 32 × 32 at 100 % text, r 10.
class ComposerSendButton final : public QAbstractButton {
    Q_OBJECT
public:
    enum class Act : std::uint8_t { Send, Stop };

    explicit ComposerSendButton(QWidget *parent = nullptr);

    void setAct(Act act);
    [[nodiscard]] Act act() const { return m_act; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void nameIt();

    Act m_act = Act::Send;
};

} // namespace sotto
