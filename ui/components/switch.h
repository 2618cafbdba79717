#pragma once

#include "ui/theme/style.h"

#include <QCheckBox>

namespace sotto {

/// 36 × 20, or 48 × 28 when Large. A check box for keys, mouse and assistive technology; give it an accessible name.
class Switch final : public QCheckBox {
    Q_OBJECT
public:
    explicit Switch(const QString &accessibleName, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &pos) const override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace sotto
