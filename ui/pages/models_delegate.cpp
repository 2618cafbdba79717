#include "ui/pages/models_delegate.h"

#include "core/text/error_text.h"
#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/components/paint.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

// Widths at 100 % (mock.css, .mr).
constexpr int kRowPad = 16;
constexpr int kRowGap = 16;
constexpr int kQuant = 76;
constexpr int kSize = 84;
constexpr int kState = 124;
constexpr int kButtons = 128;
constexpr int kRow = 68;
constexpr int kLeastName = 160;

QFont nameFont(const Theme &theme)
{
    QFont font = theme.font(TypeRole::Interface, QFont::DemiBold);
    font.setPointSizeF(font.pointSizeF() * 1.05);
    return font;
}

QString detailLine(const ModelRow &row, const ModelColumns &columns)
{
    if (columns.dotOnly && row.state == ModelRowState::Loading)
        return ModelsDelegate::tr("Loading, %1%").arg(qRound(row.progress * 100));
    QStringList parts;
    if (columns.quantInDetail) parts << QString::fromStdString(row.file.spec.quantization);
    if (columns.sizeInDetail && row.file.spec.fileBytes > 0) parts << formatFileSize(row.file.spec.fileBytes);
    parts << libraryDetail(row.file);
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

/// Where the sentence of an error ends: before the badge, or before the state where there is no badge.
int errorEnd(const ModelRow &row, const ModelColumns &columns)
{
    const bool badge = row.state != ModelRowState::Problem && !columns.quantInDetail;
    return badge ? columns.quant.left() : columns.state.left();
}

const QWidget *viewOf(const QStyleOptionViewItem &option)
{
    return option.widget;
}

} // namespace

Dot dotOf(ModelRowState state)
{
    switch (state) {
    case ModelRowState::Ready: return Dot::Full;
    case ModelRowState::PartlyOnCpu: return Dot::Half;
    case ModelRowState::Failed:
    case ModelRowState::Problem: return Dot::Failed;
    case ModelRowState::NotLoaded:
    case ModelRowState::Loading: break;
    }
    return Dot::Ring;
}

ModelColumns modelColumns(const QRect &row, const Theme &theme)
{
    ModelColumns c;
    int right = row.right() + 1 - theme.grown(kRowPad);
    const auto take = [&](int px) {
        const QRect cell(right - px, row.top(), px, row.height());
        right -= px + theme.grown(kRowGap);
        return cell;
    };
    const int room = row.width() - 2 * theme.grown(kRowPad);
    const auto needs = [&](std::initializer_list<int> columns) {
        int sum = kLeastName;
        for (const int px : columns)
            sum += px + kRowGap;
        return theme.grown(sum) <= room;
    };
    c.sizeInDetail = !needs({kQuant, kSize, kState, kButtons});
    c.dotOnly = c.sizeInDetail && !needs({kQuant, kState, kButtons});
    c.quantInDetail = c.dotOnly && !needs({kQuant, kButtons});
    const QRect buttons = take(theme.grown(kButtons));
    const int more = theme.grown(28);
    c.more = QRect(buttons.right() + 1 - more, row.center().y() - more / 2, more, more);
    c.button = QRect(buttons.left(), row.center().y() - more / 2, buttons.width() - more - theme.grown(8), more);
    c.state = take(c.dotOnly ? theme.grown(8) : theme.grown(kState));
    if (!c.sizeInDetail) c.size = take(theme.grown(kSize));
    if (!c.quantInDetail) c.quant = take(theme.grown(kQuant));
    c.name =
        QRect(row.left() + theme.grown(kRowPad), row.top(), right - row.left() - theme.grown(kRowPad), row.height());
    return c;
}

int ModelsDelegate::errorHeight(const QStyleOptionViewItem &option, const ModelRow &row) const
{
    if (!row.error) return 0;
    const Theme &theme = Theme::of(viewOf(option));
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const QRect line(0, 0, view ? view->viewport()->width() : 600, 1);
    const ModelColumns columns = modelColumns(line, theme);
    const int right = errorEnd(row, columns);
    const QFontMetrics metrics(theme.font(TypeRole::Small));
    return metrics
        .boundingRect(QRect(0, 0, std::max(80, right - columns.name.left() - kRowGap), 4000), Qt::TextWordWrap,
                      errorText(*row.error).whole())
        .height();
}

QSize ModelsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(viewOf(option));
    const auto row = index.data(ModelsModel::RowRole).value<ModelRow>();
    const int name = QFontMetrics(nameFont(theme)).height();
    const int needed = name + errorHeight(option, row) + theme.grown(26);
    return {200, std::max(theme.grown(kRow), row.error ? needed : 0)};
}

void ModelsDelegate::paintName(QPainter *painter, const Theme &theme, const ModelColumns &columns,
                               const ModelRow &row) const
{
    const QFont font = nameFont(theme);
    const int nameHeight = QFontMetrics(font).height();
    const QFont small = theme.tabular(TypeRole::Small);
    const int gap = theme.grown(2);
    if (row.error) {
        const int right = errorEnd(row, columns);
        const QRect place(columns.name.left(), columns.name.top() + theme.grown(12),
                          right - columns.name.left() - kRowGap, columns.name.height() - theme.grown(20));
        drawElided(*painter, QRectF(place.left(), place.top(), place.width(), nameHeight), row.file.name, font,
                   theme.t1);
        painter->setFont(theme.font(TypeRole::Small));
        painter->setPen(theme.dngText);
        painter->drawText(place.adjusted(0, nameHeight + gap, 0, 0), Qt::TextWordWrap, errorText(*row.error).whole());
        return;
    }
    const int detailHeight = QFontMetrics(small).height();
    const int top = columns.name.center().y() - (nameHeight + gap + detailHeight) / 2;
    const qreal star = row.favourite ? theme.grown(14) : 0;
    const qreal taken =
        drawElided(*painter, QRectF(columns.name.left(), top, columns.name.width() - star - 6, nameHeight),
                   row.file.name, font, theme.t1);
    if (row.favourite)
        paintIcon(*painter, IconName::Star,
                  QRectF(columns.name.left() + taken + 6, top + (nameHeight - star) / 2, star, star), theme.t2);
    drawElided(*painter, QRectF(columns.name.left(), top + nameHeight + gap, columns.name.width(), detailHeight),
               detailLine(row, columns), small, theme.t2);
}

void ModelsDelegate::paintState(QPainter *painter, const Theme &theme, const ModelColumns &columns,
                                const ModelRow &row) const
{
    const qreal middle = columns.state.center().y() + 0.5;
    const QFont words = theme.tabular(TypeRole::Small);
    if (row.state == ModelRowState::Loading && !columns.dotOnly) {
        const int line = QFontMetrics(words).height();
        const QRectF text(columns.state.left(), middle - line - 1, columns.state.width() - theme.grown(12), line);
        const QString percent = tr("%1%").arg(qRound(row.progress * 100));
        const qreal taken = drawElided(*painter, text, percent, words, theme.t2, Qt::AlignRight);
        drawElided(*painter, text.adjusted(0, 0, -taken - 6, 0), modelStateText(row.state), words, theme.t1);
        const QRectF bar(text.left(), middle + theme.grown(4), text.width(), 4);
        drawRounded(*painter, bar, 2, theme.track);
        const qreal done = bar.width() * std::clamp(static_cast<qreal>(row.progress), 0.0, 1.0);
        if (done >= 4) drawRounded(*painter, QRectF(bar.left(), bar.top(), done, bar.height()), 2, theme.accBar);
        return;
    }
    const qreal dot = theme.grown(8);
    paintDot(*painter, theme, QPointF(columns.state.left() + dot / 2, middle), dotOf(row.state));
    if (columns.dotOnly) return;
    drawElided(*painter, QRectF(columns.state).adjusted(dot + theme.grown(8), 0, 0, 0), modelStateText(row.state),
               theme.font(TypeRole::Interface), theme.t2);
}

QRect ModelsDelegate::partRect(Part part, const QRect &row, const QModelIndex &index, const QWidget *view) const
{
    const Theme &theme = Theme::of(view);
    const ModelColumns columns = modelColumns(row, theme);
    if (part == Part::More) return columns.more;
    const QString text = modelActionText(index.data(ModelsModel::RowRole).value<ModelRow>().action());
    if (part == Part::None || text.isEmpty()) return {};
    const QFontMetrics metrics(theme.font(TypeRole::Small, QFont::Medium));
    const int width = std::min(metrics.horizontalAdvance(text) + theme.grown(20), columns.button.width());
    return {columns.button.right() + 1 - width, columns.button.top(), width, columns.button.height()};
}

void ModelsDelegate::paintButtons(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                                  const ModelRow &row) const
{
    const Theme &theme = Theme::of(viewOf(option));
    const auto fill = [&](Part part, const QColor &rest) {
        if (m_pressed == index && m_pressedPart == part) return theme.press;
        return m_hovered == index && m_hoveredPart == part ? theme.hover : rest;
    };
    const QRect button = partRect(Part::Button, option.rect, index, option.widget);
    if (!button.isEmpty()) {
        drawRounded(*painter, button, theme.grown(7), fill(Part::Button, theme.surface), theme.line2);
        const QFont font = theme.font(TypeRole::Small, QFont::Medium);
        drawElided(*painter, button, modelActionText(row.action()), font, theme.t1, Qt::AlignHCenter);
    }
    const QRect more = partRect(Part::More, option.rect, index, option.widget);
    drawRounded(*painter, more, theme.grown(7), fill(Part::More, {}));
    const qreal icon = theme.grown(16);
    QRectF place(0, 0, icon, icon);
    place.moveCenter(QRectF(more).center());
    paintIcon(*painter, IconName::More, place, theme.t2);
}

void ModelsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(viewOf(option));
    const auto row = index.data(ModelsModel::RowRole).value<ModelRow>();
    const ModelColumns columns = modelColumns(option.rect, theme);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_hovered == index) painter->fillRect(option.rect, theme.sunken);
    if (index.row() + 1 < index.model()->rowCount())
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
    paintName(painter, theme, columns, row);
    const QString quant = QString::fromStdString(row.file.spec.quantization);
    const qreal middle = option.rect.center().y() + 0.5;
    if (row.state != ModelRowState::Problem && !quant.isEmpty() && !columns.quantInDetail)
        paintBadge(*painter, theme, columns.quant.left(), middle, quant, BadgeKind::Tag);
    if (!columns.sizeInDetail && row.state != ModelRowState::Problem && row.file.spec.fileBytes > 0)
        drawElided(*painter, columns.size, formatFileSize(row.file.spec.fileBytes), theme.tabular(TypeRole::Interface),
                   theme.t1);
    paintState(painter, theme, columns, row);
    paintButtons(painter, option, index, row);
    if (option.state.testFlag(QStyle::State_HasFocus) && showsFocus(option.widget)) {
        painter->setPen(QPen(theme.accBar, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -4), 8, 8);
    }
    painter->restore();
}

ModelsDelegate::Part ModelsDelegate::partAt(const QPoint &pos, const QRect &row, const QModelIndex &index,
                                            const QWidget *view) const
{
    for (const Part part : {Part::Button, Part::More})
        if (partRect(part, row, index, view).contains(pos)) return part;
    return Part::None;
}

void ModelsDelegate::clearHover()
{
    m_hovered = QPersistentModelIndex();
    m_pressed = QPersistentModelIndex();
    m_hoveredPart = m_pressedPart = Part::None;
}

bool ModelsDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    if (event->type() != QEvent::MouseMove && event->type() != QEvent::MouseButtonPress &&
        event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const Part part = partAt(mouse->position().toPoint(), option.rect, index, option.widget);
    m_hovered = index;
    m_hoveredPart = part;
    if (event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton) {
        m_pressed = index;
        m_pressedPart = part;
    } else if (event->type() == QEvent::MouseButtonRelease) {
        const bool clicked = m_pressed == index && m_pressedPart == part && mouse->button() == Qt::LeftButton;
        m_pressed = QPersistentModelIndex();
        m_pressedPart = Part::None;
        if (clicked && part == Part::Button) Q_EMIT buttonClicked(index);
        if (clicked && part == Part::More)
            Q_EMIT moreClicked(index, partRect(Part::More, option.rect, index, option.widget));
    }
    if (auto *view = qobject_cast<const QAbstractItemView *>(option.widget)) view->viewport()->update();
    return part != Part::None;
}

} // namespace sotto
