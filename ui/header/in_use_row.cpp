#include "ui/header/in_use_row.h"

#include "core/text/error_text.h"
#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/header/header_parts.h"
#include "ui/header/picker_models.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

InUseRow::InUseRow(QWidget *parent)
    : QWidget(parent), m_title(makeSectionLabel({}, this)),
      m_button(makeButton({}, ButtonKind::Default, this, ControlSize::Small))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 12, 15, 0);
    column->setSpacing(4);
    column->addWidget(m_title, 0, Qt::AlignTop);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    column->addLayout(row, 1);
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_status.phase == ModelPhase::Loading ? Q_EMIT cancelClicked() : Q_EMIT unloadClicked(); });
    retranslate();
    measure();
}

void InUseRow::setStatus(const ModelStatus &status)
{
    m_status = status;
    setVisible(status.phase != ModelPhase::None);
    m_button->setVisible(status.phase == ModelPhase::Ready || status.phase == ModelPhase::Loading);
    retranslate();
}

void InUseRow::retranslate()
{
    switch (m_status.phase) {
    case ModelPhase::Loading:
        m_title->setText(tr("Loading"));
        m_button->setText(tr("Cancel"));
        break;
    case ModelPhase::Failed: m_title->setText(tr("Not loaded")); break;
    case ModelPhase::Unloaded: m_title->setText(tr("Unloaded")); break;
    case ModelPhase::None:
    case ModelPhase::Ready:
        m_title->setText(tr("In use"));
        m_button->setText(tr("Unload"));
        break;
    }
    setAccessibleName(u"%1: %2, %3"_s.arg(m_title->text(), m_status.file.name, detail()));
    update();
}

QString InUseRow::detail() const
{
    switch (m_status.phase) {
    case ModelPhase::Loading: return tr("%1%").arg(static_cast<int>(m_status.progress * 100));
    case ModelPhase::Ready: return m_status.loaded ? loadedDetail(*m_status.loaded) : modelDetail(m_status.file);
    case ModelPhase::Failed: return m_status.error ? errorText(*m_status.error).whole() : QString();
    case ModelPhase::Unloaded: return tr("Loads with the next message");
    case ModelPhase::None: return {};
    }
    return {};
}

void InUseRow::measure()
{
    const Theme &theme = Theme::of(this);
    const int text = lineHeightPx(theme, TypeRole::Interface, QFont::Medium) + lineHeightPx(theme, TypeRole::Caption);
    const int row = std::max(theme.grown(44), text + 10);
    setMinimumHeight(12 + m_title->sizeHint().height() + 4 + row);
    setToolTip(detail());
}

void InUseRow::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal top = m_title->geometry().bottom() + 5;
    const qreal middle = top + (height() - top) / 2;
    paintDot(painter, theme, QPointF(16 + theme.grown(4), middle), dotFor(m_status));
    const qreal left = 16 + theme.grown(18);
    const qreal right = m_button->isVisibleTo(this) ? m_button->x() - 8.0 : width() - 15.0;
    const qreal first = lineHeightPx(theme, TypeRole::Interface, QFont::Medium);
    const qreal second = lineHeightPx(theme, TypeRole::Caption);
    const QRectF name(left, middle - (first + second) / 2, right - left, first);
    const QString tag = QString::fromStdString(m_status.file.spec.quantization);
    const bool tagged = !tag.isEmpty() && tag != u"?"_s;
    const qreal tagRoom = tagged ? badgeSize(theme, tag, BadgeKind::Tag).width() + 8 : 0;
    const qreal used = drawElided(painter, name.adjusted(0, 0, -tagRoom, 0), m_status.file.name,
                                  theme.font(TypeRole::Interface, QFont::Medium), theme.t1);
    if (tagged) paintBadge(painter, theme, std::round(left + used + 8), name.center().y(), tag, BadgeKind::Tag);
    const QRectF line(left, name.bottom(), right - left, second);
    drawElided(painter, line, detail(), theme.tabular(TypeRole::Caption),
               m_status.phase == ModelPhase::Failed ? theme.dngText : theme.t2);
    if (m_status.phase != ModelPhase::Loading) return;
    const QRectF bar(left, line.bottom() + 1, right - left, 2);
    painter.fillRect(bar, theme.track);
    painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * m_status.progress, 2)), theme.accBar);
}

void InUseRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) measure();
    QWidget::changeEvent(event);
}

} // namespace sotto
