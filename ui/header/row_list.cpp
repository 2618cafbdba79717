#include "ui/header/row_list.h"

#include "ui/components/avatar.h"
#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/paint.h"
#include "ui/components/search_field.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kSide = 6; ///< Between the row's tint and the popover's edge.
constexpr int kPad = 10;

/// The two lines of a row, one above the other, centred.
struct Lines {
    QRectF name, detail;
};

Lines linesIn(const QRectF &room, const Theme &theme)
{
    const qreal first = lineHeightPx(theme, TypeRole::Interface, QFont::Medium);
    const qreal second = lineHeightPx(theme, TypeRole::Caption);
    const qreal top = room.top() + (room.height() - first - second) / 2;
    return {QRectF(room.left(), top, room.width(), first), QRectF(room.left(), top + first, room.width(), second)};
}

/// Paints dot or avatar and returns where the text begins.
qreal paintLead(QPainter &painter, const Theme &theme, const QRectF &box, const QModelIndex &index)
{
    const qreal left = box.left() + kPad;
    const qreal middle = box.center().y();
    if (const QString letters = index.data(AvatarRole).toString(); !letters.isEmpty()) {
        const qreal side = theme.grown(28);
        const auto tint = static_cast<Tint>(index.data(TintRole).toInt());
        paintAvatar(painter, theme, QRectF(left, middle - side / 2, side, side), letters, tint);
        return left + side + theme.grown(10);
    }
    const qreal side = theme.grown(8);
    paintDot(painter, theme, QPointF(left + side / 2, middle), static_cast<Dot>(index.data(DotRole).toInt()));
    return left + side + theme.grown(10);
}

/// Paints tick or key hint and returns where the text must end.
qreal paintTail(QPainter &painter, const Theme &theme, const QRectF &box, const QModelIndex &index, bool current)
{
    qreal right = box.right() - kPad;
    if (index.data(TickRole).toBool()) {
        const qreal side = theme.grown(15);
        paintIcon(painter, IconName::Check, QRectF(right - side, box.center().y() - side / 2, side, side),
                  theme.accText);
        return right - side - 8;
    }
    if (!current) return right;
    const QString key = RowDelegate::tr("Enter", "key on a keyboard");
    paintKeyHint(painter, theme, QRectF(box.left(), box.top(), right - box.left(), box.height()), key);
    return right - keyHintSize(theme, key).width() - 8;
}

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const QRectF box = QRectF(option.rect).adjusted(kSide, 0, -kSide, 0);
    const auto *list = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool problem = index.data(ProblemRole).toBool();
    const bool current = list != nullptr && list->currentIndex() == index && !problem;
    painter->save();
    if (current) drawRounded(*painter, box, 8, theme.accSoft);
    const qreal left = paintLead(*painter, theme, box, index);
    const qreal right = paintTail(*painter, theme, box, index, current);
    const Lines lines = linesIn(QRectF(left, box.top(), right - left, box.height()), theme);
    const QString tag = index.data(TagRole).toString();
    const qreal tagRoom = tag.isEmpty() ? 0 : badgeSize(theme, tag, BadgeKind::Tag).width() + 8;
    const qreal used = drawElided(*painter, lines.name.adjusted(0, 0, -tagRoom, 0), index.data().toString(),
                                  theme.font(TypeRole::Interface, QFont::Medium), problem ? theme.t2 : theme.t1);
    if (!tag.isEmpty())
        paintBadge(*painter, theme, std::round(left + used + 8), lines.name.center().y(), tag, BadgeKind::Tag);
    drawElided(*painter, lines.detail, index.data(DetailRole).toString(), theme.tabular(TypeRole::Caption),
               problem ? theme.dngText : theme.t2);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const int text = lineHeightPx(theme, TypeRole::Interface, QFont::Medium) + lineHeightPx(theme, TypeRole::Caption);
    const int least = theme.grown(index.data(AvatarRole).toString().isEmpty() ? 44 : 48);
    return {theme.grown(200), std::max(least, text + 10)};
}

RowList::RowList(SearchField *search, QWidget *parent) : QListView(parent)
{
    setItemDelegate(new RowDelegate(this));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    viewport()->setAutoFillBackground(false);
    search->installEventFilter(this);
    setFocusProxy(search);
}

int RowList::rowHeight() const
{
    if (model() == nullptr || model()->rowCount() == 0) return Theme::of(this).grown(44);
    return sizeHintForRow(0);
}

QSize RowList::sizeHint() const
{
    const int rows = model() == nullptr ? 0 : std::min(model()->rowCount(), kMostRows);
    return {Theme::of(this).grown(240), rows * rowHeight()};
}

QSize RowList::minimumSizeHint() const
{
    const bool empty = model() == nullptr || model()->rowCount() == 0;
    return {0, empty ? 0 : rowHeight()};
}

bool RowList::canPick(const QModelIndex &index) const
{
    return index.isValid() && (index.flags() & Qt::ItemIsSelectable) != 0;
}

void RowList::selectFirst()
{
    setCurrentIndex({});
    scrollToTop();
    step(1);
}

void RowList::step(int by)
{
    const int rows = model() == nullptr ? 0 : model()->rowCount();
    for (int row = currentIndex().isValid() ? currentIndex().row() + by : 0; row >= 0 && row < rows; row += by) {
        const QModelIndex index = model()->index(row, 0);
        if (!canPick(index)) continue;
        setCurrentIndex(index);
        scrollTo(index);
        return;
    }
}

bool RowList::handleKey(int key)
{
    const int page = std::max(1, height() / rowHeight() - 1);
    switch (key) {
    case Qt::Key_Down: step(1); return true;
    case Qt::Key_Up: step(-1); return true;
    case Qt::Key_PageDown:
        for (int i = 0; i < page; ++i)
            step(1);
        return true;
    case Qt::Key_PageUp:
        for (int i = 0; i < page; ++i)
            step(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (canPick(currentIndex())) Q_EMIT picked(currentIndex());
        return true;
    default: return false;
    }
}

bool RowList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == focusProxy() && event->type() == QEvent::KeyPress)
        if (handleKey(static_cast<QKeyEvent *>(event)->key())) return true;
    return QListView::eventFilter(watched, event);
}

void RowList::mouseMoveEvent(QMouseEvent *event)
{
    const QModelIndex under = indexAt(event->position().toPoint());
    if (canPick(under) && under != currentIndex()) setCurrentIndex(under);
}

void RowList::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex under = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && canPick(under)) Q_EMIT picked(under);
}

void RowList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) scheduleDelayedItemsLayout();
    QListView::changeEvent(event);
}

} // namespace sotto
