#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace sotto {

class SearchField;

/// What a row of a picker shows; the model answers these beside Qt::DisplayRole, the name.
enum RowRole : int {
    DetailRole = Qt::UserRole, ///< Second line.
    TagRole,                   ///< Monospace tag behind the name; may be empty.
    DotRole,                   ///< int(Dot); absent where there is an avatar.
    AvatarRole,                ///< One or two characters.
    TintRole,                  ///< int(Tint).
    TickRole,                  ///< true: the one in use.
    ProblemRole,               ///< true: the second line says why it cannot be chosen.
};

/// Paints a row of two lines in the theme; the current row is tinted and says that Enter chooses it.
class RowDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// The list of a picker. The keyboard stays in the search field: arrows and Enter come from there, and the pointer
/// makes the row under it current.
class RowList final : public QListView {
    Q_OBJECT
public:
    static constexpr int kMostRows = 8;

    RowList(SearchField *search, QWidget *parent = nullptr);

    /// Makes the first row that can be chosen current.
    void selectFirst();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void picked(const QModelIndex &index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool handleKey(int key);
    void step(int by);
    [[nodiscard]] bool canPick(const QModelIndex &index) const;
    [[nodiscard]] int rowHeight() const;
};

} // namespace sotto
