#include "ui/meters/power_section.h"

#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/meters/section_head.h"
#include "ui/meters/sparkline.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostGauges = 2;

Label *makeCaption(QWidget *parent)
{
    auto *label = new Label({}, TypeRole::Caption, Ink::Secondary, QFont::Normal, parent);
    label->setTabular(true);
    label->setWordWrap(true);
    return label;
}

QString wattsText(const PowerLine &line)
{
    if (line.gauge.asleep) return PowerSection::tr("asleep");
    if (!line.gauge.watts) return PowerSection::tr("not reported");
    const QString watts = formatWatts(*line.gauge.watts);
    return line.gauge.state == GaugeState::Estimated ? PowerSection::tr("≈ %1 estimated").arg(watts) : watts;
}

} // namespace

QString deviceStateText(const PowerLine &line)
{
    const QLocale locale;
    QStringList parts;
    if (line.celsius) parts << PowerSection::tr("%1 °C").arg(locale.toString(*line.celsius, 'f', 0));
    if (line.busy) parts << PowerSection::tr("%1% busy").arg(locale.toString(*line.busy * 100, 'f', 0));
    if (line.slowed) parts << PowerSection::tr("slowed by heat or power");
    return parts.join(u" · "_s);
}

PowerSection::PowerSection(QWidget *parent)
    : QWidget(parent), m_head(new SectionHead(IconName::Bolt, Ink::Power, this)), m_gaugeRow(new QHBoxLayout),
      m_rows(new QVBoxLayout), m_line(new Sparkline(Sparkline::Tone::Power, this)), m_note(makeCaption(this)),
      m_remedy(new Label({}, TypeRole::Code, Ink::Secondary, QFont::Normal, this)), m_buttons(new QWidget(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_gaugeRow->setSpacing(12);
    m_rows->setSpacing(4);
    column->addWidget(m_head);
    column->addLayout(m_gaugeRow);
    column->addLayout(m_rows);
    column->addWidget(m_line);
    column->addWidget(m_note);
    column->addWidget(m_remedy);
    column->addWidget(m_buttons);
    m_line->setFormat([](double value) { return formatWatts(value); });
    m_note->setObjectName(u"powerNote"_s);
    m_remedy->setObjectName(u"powerRemedy"_s);
    m_remedy->setWordWrap(true);
    m_remedy->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    m_copy = makeButton({}, ButtonKind::Default, m_buttons, ControlSize::Small);
    m_copy->setObjectName(u"copyRemedy"_s);
    m_estimate = makeButton({}, ButtonKind::Default, m_buttons, ControlSize::Small);
    m_estimate->setObjectName(u"showEstimate"_s);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_estimate);
    buttons->addStretch(1);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_view.remedy); });
    connect(m_estimate, &QPushButton::clicked, this, &PowerSection::estimateRequested);
    refresh();
}

void PowerSection::setPower(const PowerView &view, std::int64_t atMs)
{
    m_line->add(atMs, view.watts);
    if (view == m_view) return;
    m_view = view;
    refresh();
}

void PowerSection::setEstimates(bool on)
{
    m_estimates = on;
    refresh();
}

void PowerSection::setCurveShown(bool shown)
{
    m_curve = shown;
    m_line->setVisible(m_curve && m_view.watts);
}

void PowerSection::refresh()
{
    m_head->setTitle(tr("Power"));
    m_line->setAccessibleName(tr("Power over the last minute"));
    const qsizetype count = m_view.lines.size();
    const QString sum = m_view.watts ? formatWatts(*m_view.watts) : QString();
    m_head->setValue({}, count == 1                           ? m_view.lines.first().name
                         : m_view.estimated && !sum.isEmpty() ? u"≈ "_s + sum
                                                              : sum);
    showGauges();
    showRows();
    showWords();
    m_line->setLimit(count == 1 ? m_view.lines.first().gauge.limit : 0);
    m_line->setVisible(m_curve && m_view.watts);
    layout()->invalidate();
    updateGeometry();
}

/// Without a device one empty gauge stands, so that nothing moves when a sensor is found.
void PowerSection::showGauges()
{
    const qsizetype lines = m_view.lines.size();
    const qsizetype wanted = lines > kMostGauges ? 0 : qMax<qsizetype>(1, lines);
    while (m_gauges.size() < wanted) {
        auto *box = new QVBoxLayout;
        m_gauges << new PowerGauge(this);
        m_captions << makeCaption(this);
        m_captions.last()->setAlignment(Qt::AlignHCenter);
        box->addWidget(m_gauges.last());
        box->addWidget(m_captions.last());
        m_gaugeRow->addLayout(box, 1);
    }
    for (qsizetype i = 0; i < m_gauges.size(); ++i) {
        m_gauges[i]->setVisible(i < wanted);
        m_gaugeRow->setStretch(static_cast<int>(i), i < wanted ? 1 : 0); // what is hidden takes no room
        const PowerLine line = i < lines ? m_view.lines[i] : PowerLine{};
        m_gauges[i]->setReading(line.gauge);
        const QString state = deviceStateText(line);
        m_captions[i]->setText(lines > 1 ? QStringList{line.name, state}.join(state.isEmpty() ? QString() : u"\n"_s)
                                         : state);
        m_captions[i]->setVisible(i < wanted && !m_captions[i]->text().isEmpty());
    }
}

void PowerSection::showRows()
{
    const qsizetype wanted = m_view.lines.size() > kMostGauges ? m_view.lines.size() : 0;
    while (m_rowLabels.size() < wanted) {
        m_rowLabels << makeCaption(this);
        m_rows->addWidget(m_rowLabels.last());
    }
    for (qsizetype i = 0; i < m_rowLabels.size(); ++i) {
        m_rowLabels[i]->setVisible(i < wanted);
        if (i >= wanted) continue;
        QStringList parts{m_view.lines[i].name, wattsText(m_view.lines[i]), deviceStateText(m_view.lines[i])};
        parts.removeAll(QString());
        m_rowLabels[i]->setText(parts.join(u" · "_s));
    }
}

void PowerSection::showWords()
{
    QStringList words;
    if (m_view.estimated) words << tr("≈ Estimated from what this program computes; no sensor was read for it.");
    if (!m_view.problem.isEmpty() && (!m_view.isMeasured() || !m_view.remedy.isEmpty())) words << m_view.problem;
    const bool nothing = m_view.complete && !m_view.watts;
    if (nothing && words.isEmpty())
        words << tr("This computer does not report its power. Speed and memory are still measured.");
    m_note->setText(words.join(u' '));
    m_note->setVisible(!words.isEmpty());
    m_remedy->setText(m_view.remedy);
    m_remedy->setVisible(!m_view.remedy.isEmpty());
    m_copy->setText(tr("Copy the commands"));
    m_copy->setVisible(!m_view.remedy.isEmpty());
    m_estimate->setText(tr("Show an estimate"));
    m_estimate->setVisible(nothing && !m_estimates);
    m_buttons->setVisible(m_copy->isVisibleTo(m_buttons) || m_estimate->isVisibleTo(m_buttons));
}

void PowerSection::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

} // namespace sotto
