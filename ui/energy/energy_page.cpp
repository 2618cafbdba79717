#include "ui/energy/energy_page.h"

#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/content_scroll.h"
#include "ui/components/label.h"
#include "ui/components/segment_control.h"
#include "ui/energy/bar_chart.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/settings_parts.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kCardGap = 12;

QVBoxLayout *padded(QWidget *card)
{
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(6);
    return column;
}

} // namespace

EnergyPage::EnergyPage(QWidget *parent) : QWidget(parent)
{
    QVBoxLayout *column = makePageColumn(this);
    column->addWidget(buildHead());
    column->addSpacing(20);
    auto *content = new QWidget;
    auto *cards = new QVBoxLayout(content);
    cards->setContentsMargins(0, 0, 0, 16);
    cards->setSpacing(kCardGap);
    cards->addWidget(buildFigures());
    auto *body = new QWidget(content);
    m_body = new QGridLayout(body);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(kCardGap);
    m_chartCard = buildChart();
    m_side = new QWidget(body);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(kCardGap);
    side->addWidget(buildKept());
    side->addWidget(buildCloud(), 1);
    cards->addWidget(body);
    cards->addWidget(buildTable());
    m_leftOut = new Label({}, TypeRole::Caption, Ink::Tertiary, QFont::Normal, content);
    m_leftOut->setWordWrap(true);
    m_leftOut->setObjectName(u"energyLeftOut"_s);
    cards->addWidget(m_leftOut);
    cards->addStretch(1);
    column->addWidget(makeContentScroll(content, this), 1);
    arrange();
    retranslate();
}

QWidget *EnergyPage::buildHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_back = new IconButton(IconName::ChevronLeft, {}, head);
    m_back->setObjectName(u"energyBack"_s);
    m_title = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, head);
    m_span = new SegmentControl({}, head);
    m_span->setObjectName(u"energySpan"_s);
    m_before = new IconButton(IconName::ChevronLeft, {}, head);
    m_before->setObjectName(u"energyBefore"_s);
    m_rangeText = new Label({}, TypeRole::Interface, Ink::Primary, QFont::Medium, head);
    m_rangeText->setObjectName(u"energyRange"_s);
    m_after = new IconButton(IconName::ChevronRight, {}, head);
    m_after->setObjectName(u"energyAfter"_s);
    m_export = makeButton({}, ButtonKind::Default, head, ControlSize::Small);
    m_export->setIcon(icon(IconName::External));
    m_export->setObjectName(u"energyExport"_s);
    row->addWidget(m_back);
    row->addWidget(m_title);
    row->addStretch(1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_span, m_before, m_rangeText, m_after, m_export})
        row->addWidget(widget);
    connect(m_back, &QAbstractButton::clicked, this, &EnergyPage::backRequested);
    connect(m_export, &QAbstractButton::clicked, this, &EnergyPage::exportRequested);
    connect(m_before, &QAbstractButton::clicked, this, [this] { move(-1); });
    connect(m_after, &QAbstractButton::clicked, this, [this] { move(1); });
    connect(m_span, &SegmentControl::chosen, this, [this](int index) {
        m_range.span = static_cast<EnergySpan>(index);
        move(0);
    });
    return head;
}

QWidget *EnergyPage::buildFigures()
{
    auto *figures = new QWidget(this);
    m_figures = new QGridLayout(figures);
    m_figures->setContentsMargins(0, 0, 0, 0);
    m_figures->setSpacing(kCardGap);
    for (int i = 0; i < 4; ++i) {
        auto *card = new Card(figures);
        auto *column = padded(card);
        auto *title = new Label({}, TypeRole::Small, Ink::Secondary, QFont::Normal, card);
        auto *value = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, card);
        value->setTabular(true);
        auto *detail = new Label({}, TypeRole::Caption, Ink::Tertiary, QFont::Normal, card);
        detail->setWordWrap(true);
        value->setObjectName(u"energyFigure%1"_s.arg(i));
        for (Label *label : {title, value, detail}) {
            column->addWidget(label);
            m_figureTexts << label;
        }
        m_figureCards << card;
    }
    return figures;
}

QWidget *EnergyPage::buildChart()
{
    auto *card = new Card(this);
    auto *column = padded(card);
    auto *head = new QHBoxLayout;
    m_chartTitle = new Label({}, TypeRole::Interface, Ink::Primary, QFont::DemiBold, card);
    m_by = new SegmentControl({}, card);
    m_by->setObjectName(u"energyBy"_s);
    head->addWidget(m_chartTitle);
    head->addStretch(1);
    head->addWidget(m_by);
    m_chart = new BarChart(card);
    column->addLayout(head);
    column->addWidget(m_chart);
    column->addStretch(1);
    connect(m_by, &SegmentControl::chosen, this, &EnergyPage::refresh);
    return card;
}

QWidget *EnergyPage::buildKept()
{
    auto *card = new Card(this);
    auto *column = padded(card);
    auto *head = new QHBoxLayout;
    m_keptTitle = new Label({}, TypeRole::Interface, Ink::Primary, QFont::DemiBold, card);
    m_keptNow = new Label({}, TypeRole::Small, Ink::Secondary, QFont::Normal, card);
    m_keptNow->setTabular(true);
    head->addWidget(m_keptTitle);
    head->addStretch(1);
    head->addWidget(m_keptNow);
    m_keptText = new Label({}, TypeRole::Interface, Ink::Secondary, QFont::Normal, card);
    m_keptText->setWordWrap(true);
    m_keptText->setObjectName(u"keptText"_s);
    m_unloadAfter = makeCombo(u"unloadAfter"_s, {});
    m_unload = makeButton({}, ButtonKind::Quiet, card, ControlSize::Small);
    m_unload->setObjectName(u"energyUnload"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_unloadAfter);
    buttons->addWidget(m_unload);
    buttons->addStretch(1);
    column->addLayout(head);
    column->addWidget(m_keptText);
    column->addLayout(buttons);
    connect(m_unload, &QAbstractButton::clicked, this, &EnergyPage::unloadRequested);
    connect(m_unloadAfter, &QComboBox::activated, this,
            [this](int index) { Q_EMIT unloadAfterChosen(m_unloadAfter->itemData(index).toInt()); });
    return card;
}

QWidget *EnergyPage::buildCloud()
{
    auto *card = new Card(this);
    auto *column = padded(card);
    auto *head = new QHBoxLayout;
    m_cloudTitle = new Label({}, TypeRole::Interface, Ink::Primary, QFont::DemiBold, card);
    m_prices = makeButton({}, ButtonKind::Quiet, card, ControlSize::Small);
    m_prices->setObjectName(u"energyPrices"_s);
    head->addWidget(m_cloudTitle);
    head->addStretch(1);
    head->addWidget(m_prices);
    m_cloud = new QGridLayout;
    m_cloud->setVerticalSpacing(8);
    m_cloud->setHorizontalSpacing(16);
    m_cloud->setColumnStretch(0, 1);
    m_cloudNote = new Label({}, TypeRole::Caption, Ink::Tertiary, QFont::Normal, card);
    m_cloudNote->setWordWrap(true);
    m_breakEven = new Label({}, TypeRole::Caption, Ink::Secondary, QFont::Normal, card);
    m_breakEven->setWordWrap(true);
    m_breakEven->setObjectName(u"breakEven"_s);
    column->addLayout(head);
    column->addLayout(m_cloud);
    column->addWidget(m_breakEven);
    column->addWidget(m_cloudNote);
    column->addStretch(1);
    connect(m_prices, &QAbstractButton::clicked, this, &EnergyPage::pricesRequested);
    return card;
}

QWidget *EnergyPage::buildTable()
{
    auto *card = new Card(this);
    m_table = new QGridLayout(card);
    m_table->setContentsMargins(16, 12, 16, 12);
    m_table->setHorizontalSpacing(20);
    m_table->setVerticalSpacing(10);
    m_table->setColumnStretch(0, 1);
    return card;
}

} // namespace sotto
