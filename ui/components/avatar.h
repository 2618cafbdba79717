#pragma once

#include "core/personas/persona.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace sotto {

/// One or two characters on a soft round tint; the text takes 3/7 of the diameter.
void paintAvatar(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &text, Tint tint);

class Avatar final : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(int diameter = 28, QWidget *parent = nullptr);

    void setAvatar(const QString &text, Tint tint);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_diameter;
    QString m_text;
    Tint m_tint = Tint::Neutral;
};

} // namespace sotto
