#include "ui/pages/personas_page.h"

#include "ui/components/avatar.h"
#include "ui/components/badge.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/pages/page_parts.h"
#include "ui/theme/style.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kCardWidth = 236;
constexpr int kCardHeight = 164;
constexpr int kCardsGap = 12;
constexpr int kCardPad = 16;
constexpr int kAvatar = 40;
constexpr int kEdge = 5; // round the cards, for the focus ring

} // namespace

void PersonasModel::setPersonas(const QList<Persona> &personas)
{
    if (personas == m_personas) return;
    const bool same = std::ranges::equal(personas, m_personas, {}, &Persona::id, &Persona::id);
    if (!same) beginResetModel();
    m_personas = personas;
    if (!same)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void PersonasModel::setCurrent(const QString &id)
{
    if (id == m_current) return;
    const QString before = std::exchange(m_current, id);
    for (const QString &changed : {before, id})
        if (const QModelIndex at = find(changed); at.isValid()) Q_EMIT dataChanged(at, at);
}

QStringList PersonasModel::badges(int row) const
{
    const Persona &persona = m_personas[row];
    QStringList list;
    if (persona.id == m_current) list << tr("In use");
    if (!persona.modelPath.isEmpty())
        list << (m_modelName ? m_modelName(persona.modelPath) : QFileInfo(persona.modelPath).completeBaseName());
    if (!persona.presetName.isEmpty()) list << persona.presetName;
    return list;
}

QModelIndex PersonasModel::find(const QString &id) const
{
    const auto at = std::ranges::find(m_personas, id, &Persona::id);
    return at == m_personas.end() ? QModelIndex() : index(static_cast<int>(at - m_personas.begin()));
}

int PersonasModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_personas.size());
}

QVariant PersonasModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Persona &persona = m_personas[index.row()];
    switch (role) {
    case Qt::DisplayRole: return persona.name;
    case Qt::AccessibleTextRole:
        return QStringList({persona.name, persona.description, badges(index.row()).join(u", "_s)}).join(u", "_s);
    case Qt::ToolTipRole: return persona.description;
    case IdRole: return persona.id;
    case CurrentRole: return persona.id == m_current;
    default: return {};
    }
}

QSize PersonaDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const auto *grid = qobject_cast<const CardGrid *>(option.widget);
    return grid ? grid->cardSize() : QSize(kCardWidth, kCardHeight);
}

void PersonaDelegate::paintText(QPainter *painter, const Theme &theme, const QRect &card, const Persona &persona) const
{
    const int pad = theme.grown(kCardPad);
    const int avatar = theme.grown(kAvatar);
    paintAvatar(*painter, theme, QRectF(card.left() + pad, card.top() + pad, avatar, avatar), persona.avatar,
                persona.tint);
    QFont name = theme.font(TypeRole::Interface, QFont::DemiBold);
    name.setPointSizeF(name.pointSizeF() * 1.05);
    const int left = card.left() + pad + avatar + theme.grown(12);
    drawElided(*painter, QRectF(left, card.top() + pad, card.right() - pad - left, avatar), persona.name, name,
               theme.t1);
    const QFont text = theme.font(TypeRole::Interface);
    const int top = card.top() + pad + avatar + theme.grown(12);
    // By the design's line height: a fallback font's lines are taller than the metrics of the first font say.
    const int lines = 2 * lineHeightPx(theme, TypeRole::Interface);
    painter->setFont(text);
    painter->setPen(theme.t2);
    const QRect place(card.left() + pad, top, card.width() - 2 * pad, lines);
    painter->setClipRect(place);
    painter->drawText(place, Qt::TextWordWrap, persona.description);
    painter->setClipping(false);
}

void PersonaDelegate::paintBadges(QPainter *painter, const Theme &theme, const QRect &card, const PersonasModel &model,
                                  int row) const
{
    const int pad = theme.grown(kCardPad);
    const qreal middle = card.bottom() - pad - theme.grown(10);
    qreal left = card.left() + pad;
    const bool current = model.persona(row).id == model.currentId();
    const QStringList badges = model.badges(row);
    for (qsizetype i = 0; i < badges.size(); ++i) {
        const BadgeKind kind = current && i == 0 ? BadgeKind::Accent : BadgeKind::Neutral;
        const QFontMetricsF metrics(theme.font(TypeRole::Caption, QFont::Medium));
        const qreal room = card.right() - pad - left - theme.grown(16);
        if (room < theme.grown(24)) return;
        left +=
            paintBadge(*painter, theme, left, middle, metrics.elidedText(badges[i], Qt::ElideRight, room), kind) + 6;
    }
}

void PersonaDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const PersonasModel *>(index.model());
    const auto *grid = qobject_cast<const CardGrid *>(option.widget);
    if (!model || !grid) return;
    const Theme &theme = Theme::of(option.widget);
    const QRect card = option.rect.adjusted(kEdge, kEdge, kEdge - kCardsGap, kEdge - kCardsGap);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool current = index.data(PersonasModel::CurrentRole).toBool();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    drawRounded(*painter, card, 12, theme.surface,
                current   ? theme.accBar
                : hovered ? theme.line2
                          : theme.line,
                current ? 2 : 1);
    paintText(painter, theme, card, model->persona(index.row()));
    paintBadges(painter, theme, card, *model, index.row());
    if (option.state.testFlag(QStyle::State_HasFocus) && showsFocus(option.widget))
        drawFocusRing(*painter, card, 12, theme.accBar);
    painter->restore();
}

CardGrid::CardGrid(QWidget *parent) : QListView(parent)
{
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setUniformItemSizes(true);
    setSpacing(0);
    setFrameShape(QFrame::NoFrame);
    setFocusRing(this, -1);
    setMouseTracking(true);
    setSelectionRectVisible(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractItemView::clicked, this, &CardGrid::chosen);
}

int CardGrid::columnsFor(int width, const Theme &theme)
{
    return std::max(1, (width - 2 * kEdge + kCardsGap) / (theme.grown(kCardWidth) + kCardsGap));
}

QSize CardGrid::cardSize() const
{
    const Theme &theme = Theme::of(this);
    // QListView keeps room for a scroll bar free when it wraps, whether one shows or not.
    const int width = this->width() - verticalScrollBar()->sizeHint().width();
    const int cell = (width - 1) / columnsFor(width, theme);
    const int lines = 2 * QFontMetrics(theme.font(TypeRole::Interface)).lineSpacing();
    const int needed = theme.grown(kAvatar + 2 * kCardPad + 12 + 16 + 22) + lines;
    return {cell, std::max(theme.grown(kCardHeight), needed) + kCardsGap};
}

void CardGrid::fit()
{
    const QSize size = cardSize();
    if (size != gridSize()) setGridSize(size);
}

void CardGrid::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    fit();
}

void CardGrid::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fit();
}

void CardGrid::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0) setCurrentIndex(model()->index(0, 0));
}

void CardGrid::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if ((enter || event->key() == Qt::Key_Space) && currentIndex().isValid()) {
        Q_EMIT chosen(currentIndex());
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

PersonasPage::PersonasPage(QWidget *parent)
    : QWidget(parent), m_model(new PersonasModel(this)), m_grid(new CardGrid(this)),
      m_title(new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, this)),
      m_intro(new Label({}, TypeRole::Interface, Ink::Secondary, QFont::Normal, this))
{
    QVBoxLayout *column = makePageColumn(this);
    m_intro->setWordWrap(true);
    m_grid->setObjectName(u"personas"_s);
    m_grid->setItemDelegate(new PersonaDelegate(m_grid));
    m_grid->setModel(m_model);
    column->addWidget(m_title);
    column->addSpacing(8);
    column->addWidget(m_intro);
    column->addSpacing(16);
    column->addWidget(m_grid, 1);
    // The cards line up with the title; the room for their focus rings goes into the margin.
    column->setContentsMargins(32 - kEdge, 28, 32 - kEdge - kCardsGap, 0);
    m_title->setContentsMargins(kEdge, 0, 0, 0);
    m_intro->setContentsMargins(kEdge, 0, 0, 0);
    connect(m_grid, &CardGrid::chosen, this,
            [this](const QModelIndex &index) { Q_EMIT personaChosen(index.data(PersonasModel::IdRole).toString()); });
    retranslate();
}

void PersonasPage::setPersonas(const QList<Persona> &personas)
{
    m_model->setPersonas(personas);
}

void PersonasPage::setCurrent(const QString &id)
{
    m_model->setCurrent(id);
}

void PersonasPage::setModelNames(std::function<QString(const QString &)> name)
{
    m_model->setModelNames(std::move(name));
    m_grid->viewport()->update();
}

void PersonasPage::retranslate()
{
    m_title->setText(tr("Personas"));
    m_intro->setText(
        tr("A persona is a voice, a model and a few habits, saved together. It holds from the next reply."));
    m_grid->setAccessibleName(tr("Personas"));
    m_grid->viewport()->update();
}

void PersonasPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace sotto
