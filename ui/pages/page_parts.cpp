#include "ui/pages/page_parts.h"

#include "ui/theme/style.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace sotto {

QVBoxLayout *makePageColumn(QWidget *page)
{
    auto *across = new QHBoxLayout(page);
    across->setContentsMargins(0, 0, 0, 0);
    auto *column = new QWidget(page);
    column->setMaximumWidth(kPageWidth);
    across->addStretch(1);
    across->addWidget(column, 1000);
    across->addStretch(1);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(32, 28, 32, 16);
    layout->setSpacing(0);
    return layout;
}

PageList::PageList(const QString &accessibleName, QWidget *parent) : QListView(parent)
{
    setAccessibleName(accessibleName);
    setFrameShape(QFrame::NoFrame);
    setFocusRing(this, -1); // the row shows the focus
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    viewport()->setAutoFillBackground(false);
}

int PageList::contentHeight() const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int height = 0;
    for (int row = 0; model() && row < model()->rowCount(); ++row)
        height += itemDelegate()->sizeHint(option, model()->index(row, 0)).height();
    return height;
}

QSize PageList::viewportSizeHint() const
{
    return {200, contentHeight()};
}

void PageList::relayoutRows()
{
    scheduleDelayedItemsLayout();
    updateGeometry();
}

void PageList::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (currentIndex().isValid() && (enter || event->key() == Qt::Key_Space)) {
        if (enter && event->modifiers().testFlag(Qt::AltModifier))
            Q_EMIT propertiesPressed(currentIndex());
        else if (enter)
            Q_EMIT enterPressed(currentIndex());
        else
            Q_EMIT spacePressed(currentIndex());
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void PageList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = mouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid()) return;
    Q_EMIT menuRequested(index, mouse ? QRect(event->pos(), QSize(1, 1)) : visualRect(index));
}

void PageList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) relayoutRows();
}

void PageList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0) setCurrentIndex(model()->index(0, 0));
}

void PageList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::LanguageChange) relayoutRows();
}

bool PageList::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        Q_EMIT left();
        viewport()->update();
    }
    return QListView::viewportEvent(event);
}

} // namespace sotto
