#pragma once

#include "ui/components/paint.h"
#include "ui/meters/meter_widget.h"
#include "ui/theme/icons.h"

namespace sotto {

class Label;

/// Head of a section of the meters: icon, title, and at the right a figure with its unit. The figure goes to a line
/// of its own where both do not fit.
class SectionHead final : public MeterWidget {
    Q_OBJECT
public:
    SectionHead(IconName icon, Ink ink, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// `strong` is in weight 600 before `rest`; either may be empty.
    void setValue(const QString &strong, const QString &rest);
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString value() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, lineHeight()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] int contentHeight(int width) const override;

private:
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int valueWidth() const;
    [[nodiscard]] bool fitsOneLine(int width) const;

    IconName m_icon;
    Ink m_ink;
    QString m_title, m_strong, m_rest;
};

/// A line of words under a section's figures; it wraps.
[[nodiscard]] Label *makeSectionNote(QWidget *parent);

} // namespace sotto
