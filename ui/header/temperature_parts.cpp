#include "ui/header/temperature_parts.h"

#include "ui/components/paint.h"
#include "ui/header/header_parts.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

/// Up to which value a word holds, and where on the slider it stands.
struct Word {
    double upTo;
    double at;
};

constexpr std::array kWords{Word{0.1, 0}, Word{0.5, 0.21}, Word{0.85, 0.40}, Word{1.3, 0.60},
                            Word{kMostTemperature, 1}};
constexpr std::array kSources{ValueSource::You, ValueSource::Persona, ValueSource::Model, ValueSource::Sotto};

std::size_t wordIndex(double value)
{
    const auto found = std::ranges::find_if(kWords, [value](const Word &word) { return value <= word.upTo + 1e-6; });
    return found == kWords.end() ? kWords.size() - 1 : static_cast<std::size_t>(found - kWords.begin());
}

QString wordText(std::size_t index)
{
    switch (index) {
    case 0: return TemperatureWords::tr("Exact");
    case 1: return TemperatureWords::tr("Steady");
    case 2: return TemperatureWords::tr("Balanced");
    case 3: return TemperatureWords::tr("Varied");
    default: return TemperatureWords::tr("Lively");
    }
}

} // namespace

QString temperatureWord(double value)
{
    return wordText(wordIndex(value));
}

TemperatureWords::TemperatureWords(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TemperatureWords::setValue(double value)
{
    m_value = value;
    setAccessibleName(temperatureWord(value));
    update();
}

QSize TemperatureWords::sizeHint() const
{
    return {0, lineHeightPx(Theme::of(this), TypeRole::Caption)};
}

void TemperatureWords::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        const bool holds = i == wordIndex(m_value);
        const QFont font = theme.font(TypeRole::Caption, holds ? QFont::DemiBold : QFont::Normal);
        const qreal text = QFontMetricsF(font).horizontalAdvance(wordText(i)) + 1;
        const qreal x = std::clamp(width() * kWords[i].at - text / 2, 0.0, std::max(0.0, width() - text));
        drawElided(painter, QRectF(x, 0, text, height()), wordText(i), font, holds ? theme.accText : theme.t3);
    }
}

void TemperatureWords::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

SourceRows::SourceRows(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SourceRows::setLayers(const SamplingLayers &layers, const QString &personaName, const QString &modelName)
{
    m_layers = layers;
    m_persona = personaName;
    m_model = modelName;
    describe();
    update();
}

void SourceRows::describe()
{
    QStringList lines;
    for (const ValueSource source : kSources)
        lines << u"%1: %2"_s.arg(sourceName(source), value(source));
    setAccessibleName(tr("In use: %1").arg(sourceName(sourceOf(m_layers, &SamplingOverrides::temperature))));
    setAccessibleDescription(lines.join(u". "_s));
}

QString SourceRows::note(ValueSource source) const
{
    switch (source) {
    case ValueSource::You: return tr("in this chat");
    case ValueSource::Persona: return m_persona;
    case ValueSource::Model: return m_model;
    case ValueSource::Sotto: return tr("when nothing else is set");
    }
    return {};
}

QString SourceRows::value(ValueSource source) const
{
    const std::array set{m_layers.you.temperature, m_layers.persona.temperature, m_layers.model.temperature,
                         std::optional(SamplingParams().temperature)};
    const auto given = set[static_cast<std::size_t>(source)];
    return given ? QLocale().toString(static_cast<double>(*given), 'f', 2) : u"–"_s;
}

int SourceRows::rowHeight() const
{
    const Theme &theme = Theme::of(this);
    return std::max(theme.grown(36), lineHeightPx(theme, TypeRole::Interface) + 8);
}

QSize SourceRows::sizeHint() const
{
    return {0, rowHeight() * static_cast<int>(kSources.size())};
}

void SourceRows::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const ValueSource used = sourceOf(m_layers, &SamplingOverrides::temperature);
    qreal top = 0;
    for (const ValueSource source : kSources) {
        const bool holds = source == used;
        const QRectF row(0, top, width(), rowHeight());
        const QFont font = theme.font(TypeRole::Interface, holds ? QFont::Medium : QFont::Normal);
        const qreal dot = theme.grown(6);
        if (holds) drawRounded(painter, QRectF(0, row.center().y() - dot / 2, dot, dot), dot / 2, theme.accBar);
        const QFont figures = theme.tabular(TypeRole::Interface, holds ? QFont::DemiBold : QFont::Normal);
        const qreal figureWidth = QFontMetricsF(figures).horizontalAdvance(u"0.00"_s) + 8;
        const qreal right = row.width() - figureWidth - 8;
        qreal x = theme.grown(14);
        x += drawElided(painter, QRectF(x, top, right - x, row.height()), sourceName(source), font,
                        holds ? theme.t1 : theme.t2) +
             theme.grown(8);
        drawElided(painter, QRectF(x, row.top(), right - x, row.height()), note(source), theme.font(TypeRole::Caption),
                   theme.t3);
        drawElided(painter, QRectF(row.right() - figureWidth, row.top(), figureWidth, row.height()), value(source),
                   figures, holds ? theme.t1 : theme.t2, Qt::AlignRight);
        top += rowHeight();
    }
}

void SourceRows::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    if (event->type() == QEvent::LanguageChange) describe();
    QWidget::changeEvent(event);
}

} // namespace sotto
