#pragma once

#include <QListView>
#include <QWidget>

class QVBoxLayout;

namespace sotto {

/// Pages are at most this wide, margins of 32 on both sides included.
inline constexpr int kPageWidth = 1040;

/// A column in the middle of its parent, at most kPageWidth wide, with the margins of a page. Returns its layout.
[[nodiscard]] QVBoxLayout *makePageColumn(QWidget *page);

/// A list that is as high as its rows, and scrolls where there is less room. Enter is its own signal, because what
/// activated() means differs by system.
class PageList final : public QListView {
    Q_OBJECT
public:
    explicit PageList(const QString &accessibleName, QWidget *parent = nullptr);

    /// Height of all rows at the width it has.
    [[nodiscard]] int contentHeight() const;
    /// Rows changed their height.
    void relayoutRows();

Q_SIGNALS:
    void enterPressed(const QModelIndex &index); ///< Enter or Return on the current row.
    void spacePressed(const QModelIndex &index);
    void propertiesPressed(const QModelIndex &index); ///< Alt+Enter, as file managers have it.
    /// Menu key, Shift+F10 or the right button; `anchor` in viewport coordinates.
    void menuRequested(const QModelIndex &index, const QRect &anchor);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    [[nodiscard]] QSize viewportSizeHint() const override;
};

} // namespace sotto
