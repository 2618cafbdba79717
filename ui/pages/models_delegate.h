#pragma once

#include "ui/components/badge.h"
#include "ui/pages/models_model.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace sotto {

/// What of a row stands where, in view coordinates. Columns go in the design's order as it gets narrow: the size
/// joins the detail line, then the word for the state goes and its dot stays.
struct ModelColumns {
    QRect name, quant, size, state, button, more;
    bool sizeInDetail = false;
    bool dotOnly = false;
    bool quantInDetail = false; ///< Last of all, with very large text.
};

/// Columns of a row. `row` is its whole rectangle. Pure.
[[nodiscard]] ModelColumns modelColumns(const QRect &row, const Theme &theme);

/// The dot that stands for a state.
[[nodiscard]] Dot dotOf(ModelRowState state);

/// Paints a row of the library and its two buttons, which are hit-tested here.
class ModelsDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Part : std::uint8_t { None, Button, More };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

    /// Where the buttons of a row are.
    [[nodiscard]] QRect partRect(Part part, const QRect &row, const QModelIndex &index, const QWidget *view) const;
    /// The pointer left the view.
    void clearHover();

Q_SIGNALS:
    void buttonClicked(const QModelIndex &index);
    void moreClicked(const QModelIndex &index, const QRect &anchor);

private:
    [[nodiscard]] Part partAt(const QPoint &pos, const QRect &row, const QModelIndex &index, const QWidget *view) const;
    void paintName(QPainter *painter, const Theme &theme, const ModelColumns &columns, const ModelRow &row) const;
    void paintState(QPainter *painter, const Theme &theme, const ModelColumns &columns, const ModelRow &row) const;
    void paintButtons(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                      const ModelRow &row) const;
    [[nodiscard]] int errorHeight(const QStyleOptionViewItem &option, const ModelRow &row) const;

    QPersistentModelIndex m_hovered, m_pressed;
    Part m_hoveredPart = Part::None, m_pressedPart = Part::None;
};

} // namespace sotto
