#pragma once

#include <QStyledItemDelegate>

namespace sotto {

/// Rows of the palette: labels of 30 px, results of 38 px with what matched in bold.
class PaletteDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintResult(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace sotto
