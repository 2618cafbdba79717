#include "ui/meters/energy_section.h"

#include "core/text/format.h"
#include "ui/components/paint.h"
#include "ui/meters/meter_widget.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QPainter>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPlugSide = 15;
constexpr int kPlugGap = 8;
const QString kNoFigure = u"–"_s;

QString withSureness(const QString &figure, Provenance provenance)
{
    return provenance == Provenance::Estimated ? u"≈ "_s + figure : figure;
}

} // namespace

QString energyText(const EnergySum &sum)
{
    const Provenance provenance = sum.provenance();
    return provenance == Provenance::Unavailable ? kNoFigure : withSureness(formatEnergy(sum.joules), provenance);
}

QString moneyText(const EnergySum &sum)
{
    const Provenance provenance = sum.provenance();
    if (provenance == Provenance::Unavailable || sum.currency.isEmpty()) return kNoFigure;
    return withSureness(formatMoney(sum.cost, sum.currency), provenance);
}

EnergySection::EnergySection(QWidget *parent) : QAbstractButton(parent)
{
    setObjectName(u"energySection"_s);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    refresh();
}

void EnergySection::setSums(const EnergySums &sums)
{
    if (sums == m_sums) return;
    m_sums = sums;
    refresh();
}

QList<EnergySection::Row> EnergySection::rows() const
{
    const auto row = [](const QString &name, const EnergySum &sum) {
        return Row{name, energyText(sum), moneyText(sum)};
    };
    return {row(tr("This chat"), m_sums.chat), row(tr("Today"), m_sums.today), row(tr("This month"), m_sums.month)};
}

QString EnergySection::note() const
{
    const EnergySum &month = m_sums.month;
    if (month.replies == 0) return tr("Counted from the next reply on");
    if (month.provenance() == Provenance::Unavailable) return tr("Needs a power reading or an estimate");
    if (month.unknown > 0) return tr("%Ln replies of this month were not read", nullptr, month.unknown);
    if (month.partial > 0 && month.estimated == 0) return tr("Without what no sensor saw");
    return {};
}

QStringList EnergySection::lines() const
{
    QStringList all;
    for (const Row &row : rows())
        all << tr("%1: %2, %3", "period, energy, money").arg(row.name, row.energy, row.money);
    return all;
}

void EnergySection::refresh()
{
    setText(tr("Energy and cost"));
    setAccessibleName(tr("Energy and cost"));
    setAccessibleDescription(lines().join(u"; "_s));
    setToolTip(tr("Show by day, model and persona"));
    updateGeometry();
    update();
}

QSize EnergySection::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int head = std::max(lineHeightPx(theme, TypeRole::Interface), kPlugSide);
    const int row = lineHeightPx(theme, TypeRole::Small) + 4;
    const int below = note().isEmpty() ? 0 : lineHeightPx(theme, TypeRole::Caption) + 4;
    return {theme.grown(248), head + kPlugGap / 2 + 3 * row + below};
}

void EnergySection::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse()) drawRounded(painter, QRectF(rect()), 7, theme.hover);
    const int head = std::max(lineHeightPx(theme, TypeRole::Interface), kPlugSide);
    paintIcon(painter, IconName::Plug, QRectF(0, (head - kPlugSide) / 2.0, kPlugSide, kPlugSide), theme.powText);
    drawElided(painter, QRectF(kPlugSide + kPlugGap, 0, width() - kPlugSide - kPlugGap, head), text(), labelFont(theme),
               theme.t1);
    const int line = lineHeightPx(theme, TypeRole::Small) + 4;
    int y = head + kPlugGap / 2;
    const QFont figures = theme.tabular(TypeRole::Small);
    // Three columns; money needs as much as energy, and names give way.
    const qreal column = width() * 0.34;
    for (const Row &row : rows()) {
        drawElided(painter, QRectF(0, y, width() - 2 * column, line), row.name, theme.font(TypeRole::Small), theme.t2);
        drawElided(painter, QRectF(width() - 2 * column, y, column, line), row.energy, figures, theme.t1,
                   Qt::AlignRight);
        drawElided(painter, QRectF(width() - column + 8, y, column - 8, line), row.money, figures, theme.t1,
                   Qt::AlignRight);
        y += line;
    }
    drawElided(painter, QRectF(0, y, width(), lineHeightPx(theme, TypeRole::Caption) + 4), note(),
               theme.font(TypeRole::Caption), theme.t3);
    if (hasFocus() && showsFocus(this)) drawFocusRing(painter, QRectF(rect()).adjusted(3, 3, -3, -3), 7, theme.accBar);
}

void EnergySection::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) refresh();
}

} // namespace sotto
