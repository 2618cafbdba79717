#include "ui/palette/palette_delegate.h"

#include "ui/components/buttons.h"
#include "ui/components/paint.h"
#include "ui/palette/palette_model.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace sotto {

namespace {

constexpr int labelHeight = 30;
constexpr int rowHeight = 38;
constexpr int edge = 8;
constexpr int gap = 12;

/// One line with its matches in bold, ended by … where it is too long. Returns the width it took.
qreal drawMatched(QPainter &painter, const QRectF &rect, const QString &text, const QList<MatchRun> &runs,
                  const QFont &font, const QFont &bold, const QColor &ink)
{
    QList<QTextLayout::FormatRange> formats;
    for (const MatchRun &run : runs) {
        QTextCharFormat format;
        format.setFont(bold);
        formats.append({static_cast<int>(run.start), static_cast<int>(run.length), format});
    }
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(1e6);
    layout.endLayout();
    const qreal width = line.naturalTextWidth();
    // Bold and regular differ in width, so an elided line forgoes the bold.
    if (width > rect.width()) return drawElided(painter, rect, text, font, ink);
    painter.setPen(ink);
    layout.draw(&painter, {rect.x(), rect.center().y() - line.height() / 2});
    return width;
}

} // namespace

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(PaletteModel::IsSectionRole).toBool()) {
        const Theme &theme = Theme::of(option.widget);
        const QFont font = theme.font(TypeRole::Caption, QFont::DemiBold);
        const qreal height = QFontMetricsF(font).height();
        const QRectF line(option.rect.x() + edge + gap, option.rect.bottom() + 1 - theme.grown(6) - height,
                          option.rect.width() - 2 * (edge + gap), height);
        drawElided(*painter, line, index.data().toString(), font, theme.t3);
    } else {
        paintResult(painter, option, index);
    }
    painter->restore();
}

void PaletteDelegate::paintResult(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Theme &theme = Theme::of(option.widget);
    const QRectF row = QRectF(option.rect).adjusted(edge, 0, -edge, 0);
    if (option.state.testFlag(QStyle::State_Selected)) {
        drawRounded(*painter, row, 8, theme.accSoft);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        drawRounded(*painter, row, 8, theme.hover);
    }
    QRectF words = row.adjusted(gap, 0, -gap, 0);
    const int side = theme.grown(16);
    const QRect box(qRound(words.x()), qRound(words.center().y() - side / 2.0), side, side);
    // The icon engine draws in the palette's text colour; here it is the secondary one in either state.
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, box);
    words.setLeft(box.right() + 1 + gap);
    const QString keys = index.data(PaletteModel::ShortcutRole).toString();
    if (!keys.isEmpty()) {
        const QSizeF size = keyHintSize(theme, keys);
        const QRectF hint(words.right() - size.width(), words.center().y() - size.height() / 2, size.width(),
                          size.height());
        paintKeyHint(*painter, theme, hint, keys);
        words.setRight(hint.left() - gap);
    }
    const qreal taken = drawMatched(
        *painter, words, index.data().toString(), index.data(PaletteModel::MatchesRole).value<QList<MatchRun>>(),
        theme.font(TypeRole::Interface), theme.font(TypeRole::Interface, QFont::Bold), theme.t1);
    words.setLeft(words.left() + taken + gap);
    if (words.width() > theme.grown(24))
        drawElided(*painter, words, index.data(PaletteModel::DetailRole).toString(), theme.font(TypeRole::Small),
                   theme.t3);
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const bool label = index.data(PaletteModel::IsSectionRole).toBool();
    return {0, theme.grown(label ? labelHeight : rowHeight)};
}

} // namespace sotto
