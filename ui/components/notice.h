#pragma once

#include "ui/theme/icons.h"

#include <QFrame>

class QHBoxLayout;
class QPushButton;

namespace sotto {

class Label;

enum class NoticeTone : std::uint8_t { Plain, Danger };

/// A strip with an icon, a text that wraps, and at most two buttons. Stands where the thing it tells of happened.
class Notice final : public QFrame {
    Q_OBJECT
public:
    explicit Notice(QWidget *parent = nullptr);

    void setNotice(IconName icon, const QString &text, NoticeTone tone = NoticeTone::Plain);
    [[nodiscard]] QString text() const;
    /// At most two; the button belongs to the notice.
    QPushButton *addButton(const QString &text);
    void clearButtons();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    IconName m_icon = IconName::Info;
    NoticeTone m_tone = NoticeTone::Plain;
    Label *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace sotto
