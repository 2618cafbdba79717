#include "ui/model_details/model_details_page.h"

#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/content_scroll.h"
#include "ui/components/label.h"
#include "ui/components/notice.h"
#include "ui/model_details/adapters_card.h"
#include "ui/model_details/facts_cards.h"
#include "ui/model_details/loading_card.h"
#include "ui/model_details/speech_card.h"
#include "ui/pages/models_delegate.h"
#include "ui/pages/page_parts.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>

namespace sotto {

using namespace Qt::StringLiterals;

/// The dot of a state; the word stands beside it.
class StateDot final : public QWidget {
public:
    explicit StateDot(QWidget *parent) : QWidget(parent) {}
    void setDot(Dot dot)
    {
        m_dot = dot;
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return QSize(1, 1) * Theme::of(this).grown(12); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintDot(painter, Theme::of(this), QRectF(rect()).center(), m_dot);
    }

private:
    Dot m_dot = Dot::Ring;
};

namespace {

constexpr int kDetailsGap = 16;
constexpr int kTwoColumnsFrom = 760; // at 100 % text

} // namespace

ModelDetailsPage::ModelDetailsPage(QWidget *parent) : QWidget(parent)
{
    QVBoxLayout *column = makePageColumn(this);
    column->setContentsMargins(32, 20, 32, 0);
    column->addWidget(buildHead());
    column->addSpacing(kDetailsGap);
    buildNotice();
    column->addWidget(m_notice);
    column->addSpacing(kDetailsGap);
    buildCards();
    column->addWidget(m_scroll, 1);
}

QWidget *ModelDetailsPage::buildHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_back = new IconButton(IconName::ChevronLeft, tr("Back to the models"), head);
    m_back->setObjectName(u"back"_s);
    m_name = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, head);
    m_name->setElided(true);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_tag = new Badge({}, BadgeKind::Tag, head);
    m_dot = new StateDot(head);
    m_state = new Label({}, TypeRole::Small, Ink::Secondary, QFont::Normal, head);
    m_star = new IconButton(IconName::Star, tr("Favourite: first in the list"), head);
    m_star->setObjectName(u"favourite"_s);
    m_star->setCheckable(true);
    m_act = makeButton({}, ButtonKind::Primary, head);
    m_act->setObjectName(u"act"_s);
    row->addWidget(m_back);
    row->addWidget(m_name);
    row->addWidget(m_tag);
    row->addWidget(m_dot);
    row->addWidget(m_state);
    row->addStretch(1);
    row->addWidget(m_star);
    row->addWidget(m_act);
    connect(m_back, &QAbstractButton::clicked, this, &ModelDetailsPage::backRequested);
    connect(m_act, &QPushButton::clicked, this, &ModelDetailsPage::act);
    connect(m_star, &QAbstractButton::clicked, this, [this](bool on) {
        m_details.own.favourite = on;
        Q_EMIT edited(m_details.own);
    });
    return head;
}

void ModelDetailsPage::buildNotice()
{
    m_notice = new Notice(this);
    m_notice->setObjectName(u"reloadNotice"_s);
    m_notice->setNotice(IconName::Refresh, tr("Applies when the model is loaded again."));
    QPushButton *now = m_notice->addButton(tr("Reload now"));
    now->setObjectName(u"reloadNow"_s);
    connect(now, &QPushButton::clicked, this, [this] {
        m_back->setFocus(Qt::OtherFocusReason); // the notice goes
        Q_EMIT reloadRequested();
    });
    m_notice->hide();
}

void ModelDetailsPage::buildCards()
{
    m_content = new QWidget;
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, m_content);
    m_columns->setContentsMargins(0, 0, 0, 24);
    m_columns->setSpacing(kDetailsGap);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    for (QVBoxLayout *side : {left, right})
        side->setSpacing(kDetailsGap);
    m_columns->addLayout(left, 39);
    m_columns->addLayout(right, 61);

    auto *file = new FileCard;
    auto *loading = new LoadingCard;
    auto *speech = new SpeechCard;
    m_adapters = new AdaptersCard;
    add(new AboutCard, left);
    add(file, left);
    add(loading, right);
    add(speech, right);
    add(m_adapters, right);
    left->addStretch(1);
    right->addStretch(1);
    m_scroll = makeContentScroll(m_content, this);
    connect(file, &FileCard::showInFolderRequested, this, &ModelDetailsPage::showInFolderRequested);
    connect(file, &FileCard::copyPathRequested, this, &ModelDetailsPage::copyPathRequested);
    connect(file, &FileCard::checkRequested, this, &ModelDetailsPage::checkRequested);
    connect(file, &FileCard::checkCancelled, this, &ModelDetailsPage::checkCancelled);
    connect(file, &FileCard::copyDigestRequested, this, &ModelDetailsPage::copyDigestRequested);
    connect(loading, &LoadingCard::measureRequested, this, &ModelDetailsPage::measureRequested);
    connect(speech, &SpeechCard::viewTemplateRequested, this, &ModelDetailsPage::viewTemplateRequested);
    connect(speech, &SpeechCard::changeTemplateRequested, this, &ModelDetailsPage::changeTemplateRequested);
    connect(m_adapters, &AdaptersCard::addRequested, this, &ModelDetailsPage::addAdapterRequested);
}

void ModelDetailsPage::add(DetailsCard *card, QBoxLayout *column)
{
    column->addWidget(card);
    m_cards << card;
    connect(card, &DetailsCard::edited, this, [this](const ModelSettings &settings) {
        m_details.own = settings;
        Q_EMIT edited(settings);
    });
}

void ModelDetailsPage::setDetails(const ModelDetails &details)
{
    const bool another = details.file.path != m_details.file.path;
    m_details = details;
    showHead();
    for (DetailsCard *card : std::as_const(m_cards))
        card->setDetails(details);
    m_notice->setVisible(details.needsReload && details.loaded());
    if (another) m_scroll->ensureVisible(0, 0);
}

void ModelDetailsPage::showHead()
{
    const ModelRow row = modelRow(m_details.file, m_details.status);
    const QString quant = QString::fromStdString(m_details.file.spec.quantization);
    m_name->setText(m_details.file.name);
    m_tag->setVisible(!quant.isEmpty());
    m_tag->setBadge(quant, BadgeKind::Tag);
    m_dot->setDot(dotOf(row.state));
    m_state->setText(row.state == ModelRowState::Loading
                         ? tr("%1, %2%").arg(modelStateText(row.state)).arg(qRound(row.progress * 100))
                         : modelStateText(row.state));
    m_star->setChecked(m_details.own.favourite);
    const bool loads = row.action() == ModelRowAction::Load;
    m_act->setText(
        modelActionText(loads || row.action() == ModelRowAction::None ? ModelRowAction::Load : row.action()));
    m_act->setEnabled(row.action() != ModelRowAction::None);
    setButtonKind(m_act, loads ? ButtonKind::Primary : ButtonKind::Default);
    setAccessibleName(tr("Details of %1").arg(m_details.file.name));
}

void ModelDetailsPage::act()
{
    switch (modelRow(m_details.file, m_details.status).action()) {
    case ModelRowAction::Load: Q_EMIT loadRequested(); break;
    case ModelRowAction::Unload: Q_EMIT unloadRequested(); break;
    case ModelRowAction::Cancel: Q_EMIT cancelRequested(); break;
    case ModelRowAction::None: break;
    }
}

void ModelDetailsPage::addAdapter(const QString &path)
{
    m_adapters->addAdapter(path);
}

void ModelDetailsPage::focusStart()
{
    m_back->setFocus(Qt::OtherFocusReason);
}

bool ModelDetailsPage::isOneColumn() const
{
    return m_columns->direction() == QBoxLayout::TopToBottom;
}

void ModelDetailsPage::fit()
{
    const bool narrow = width() < Theme::of(this).grown(kTwoColumnsFrom);
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ModelDetailsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ModelDetailsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fit();
}

} // namespace sotto
