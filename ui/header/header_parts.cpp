#include "ui/header/header_parts.h"

#include "ui/components/avatar.h"
#include "ui/components/paint.h"
#include "ui/header/temperature_parts.h"
#include "ui/theme/style.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeySequence>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeastName = 56; ///< Of a model's name, before the state's word goes.

int textWidth(const QFont &font, const QString &text)
{
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(text)));
}

QString withKeys(const QString &text, const QString &keys)
{
    return u"%1 (%2)"_s.arg(text, QKeySequence(keys).toString(QKeySequence::NativeText));
}

void paintChevron(QPainter &painter, const Theme &theme, qreal right, qreal middle)
{
    const qreal side = theme.grown(14);
    paintIcon(painter, IconName::ChevronDown, QRectF(right - side, middle - side / 2, side, side), theme.t3);
}

bool isPartlyOnCpu(const LoadedModel &model)
{
    const auto onCpu = [&model](const std::string &id) {
        const auto &devices = model.memory.devices;
        const auto found = std::ranges::find(devices, id, &DeviceMemory::deviceId);
        return found == devices.end() ? id == "CPU" : found->kind == DeviceKind::Cpu;
    };
    return std::ranges::any_of(model.layerDevices, onCpu) && !std::ranges::all_of(model.layerDevices, onCpu);
}

} // namespace

Dot dotFor(const ModelStatus &status)
{
    switch (status.phase) {
    case ModelPhase::Ready: return status.loaded && isPartlyOnCpu(*status.loaded) ? Dot::Half : Dot::Full;
    case ModelPhase::Failed: return Dot::Failed;
    case ModelPhase::None:
    case ModelPhase::Unloaded:
    case ModelPhase::Loading: return Dot::Ring;
    }
    return Dot::Ring;
}

QString temperatureText(double value)
{
    const double tenths = std::round(value * 100) / 10;
    return QLocale().toString(value, 'f', std::abs(tenths - std::round(tenths)) < 0.01 ? 1 : 2);
}

QString sourceName(ValueSource source)
{
    switch (source) {
    case ValueSource::You: return QCoreApplication::translate("sotto", "You");
    case ValueSource::Persona: return QCoreApplication::translate("sotto", "Persona");
    case ValueSource::Model: return QCoreApplication::translate("sotto", "Model");
    case ValueSource::Sotto: return QCoreApplication::translate("sotto", "Sotto");
    }
    return {};
}

HeaderButton::HeaderButton(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setFocusRing(this, 8);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void HeaderButton::paintFrame(QPainter &painter, bool edged) const
{
    const Theme &theme = Theme::of(this);
    QColor fill = edged ? theme.surface : QColor();
    if (underMouse()) fill = theme.hover;
    if (isDown()) fill = theme.press;
    drawRounded(painter, rect(), 8, fill, edged ? theme.line2 : QColor());
}

void HeaderButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    if (event->type() == QEvent::LanguageChange) retranslate();
    QAbstractButton::changeEvent(event);
}

PersonaButton::PersonaButton(QWidget *parent) : HeaderButton(parent)
{
    PersonaButton::retranslate();
}

void PersonaButton::setPersona(const Persona &persona)
{
    m_persona = persona;
    retranslate();
}

void PersonaButton::retranslate()
{
    setAccessibleName(tr("Persona: %1").arg(m_persona.name));
    setToolTip(withKeys(tr("Choose a persona"), u"Ctrl+P"_s));
    updateGeometry();
    update();
}

int PersonaButton::widthFor(int name) const
{
    const Theme &theme = Theme::of(this);
    return theme.grown(4 + 28 + 8) + name + theme.grown(8 + 14 + 8);
}

QSize PersonaButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int name = textWidth(theme.font(TypeRole::Interface, QFont::DemiBold), m_persona.name);
    return {widthFor(name + 1), theme.grown(36)};
}

QSize PersonaButton::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return {std::min(whole.width(), widthFor(Theme::of(this).grown(48))), whole.height()};
}

void PersonaButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    paintFrame(painter, false);
    const qreal side = theme.grown(28);
    const qreal middle = height() / 2.0;
    const qreal left = theme.grown(4);
    paintAvatar(painter, theme, QRectF(left, middle - side / 2, side, side), m_persona.avatar, m_persona.tint);
    const qreal text = left + side + theme.grown(8);
    const QRectF line(text, 0, width() - text - theme.grown(30), height());
    drawElided(painter, line, m_persona.name, theme.font(TypeRole::Interface, QFont::DemiBold), theme.t1);
    paintChevron(painter, theme, width() - theme.grown(8), middle);
}

ModelChip::ModelChip(QWidget *parent) : HeaderButton(parent)
{
    ModelChip::retranslate();
}

void ModelChip::setStatus(const ModelStatus &status)
{
    const bool sameSize = status.phase == m_status.phase && status.file.path == m_status.file.path;
    m_status = status;
    if (sameSize && status.phase == ModelPhase::Loading) return update();
    retranslate();
}

QString ModelChip::name() const
{
    return m_status.phase == ModelPhase::None ? tr("Choose a model") : m_status.file.name;
}

QString ModelChip::state() const
{
    switch (m_status.phase) {
    case ModelPhase::None: return {};
    case ModelPhase::Loading: return tr("%1%").arg(static_cast<int>(m_status.progress * 100));
    case ModelPhase::Ready: return dotFor(m_status) == Dot::Half ? tr("Partly on CPU") : tr("Ready");
    case ModelPhase::Failed: return tr("Failed");
    case ModelPhase::Unloaded: return tr("Unloaded");
    }
    return {};
}

QString ModelChip::tag() const
{
    const QString quantization = QString::fromStdString(m_status.file.spec.quantization);
    return m_status.phase == ModelPhase::None || quantization == u"?"_s ? QString() : quantization;
}

void ModelChip::retranslate()
{
    QStringList parts{name()};
    if (!tag().isEmpty()) parts << tag();
    if (!state().isEmpty()) parts << state();
    setAccessibleName(tr("Model: %1").arg(parts.join(u", "_s)));
    setToolTip(withKeys(m_status.phase == ModelPhase::Unloaded
                            ? tr("Unloaded to save memory; loads with the next message")
                            : tr("Choose a model"),
                        u"Ctrl+M"_s));
    updateGeometry();
    update();
}

int ModelChip::widthFor(int name, Words words) const
{
    const Theme &theme = Theme::of(this);
    int width = theme.grown(10 + 8 + 8) + name + theme.grown(8 + 14 + 10);
    if (words == Words::NameOnly) return width;
    if (words == Words::TagAndState && !tag().isEmpty())
        width += theme.grown(8) + static_cast<int>(std::ceil(badgeSize(theme, tag(), BadgeKind::Tag).width()));
    // While loading the figures change; the chip keeps the width of the longest.
    const QString state = m_status.phase == ModelPhase::Loading ? tr("%1%").arg(100) : this->state();
    if (!state.isEmpty()) width += theme.grown(8) + textWidth(theme.tabular(TypeRole::Small), state);
    return width;
}

QSize ModelChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int name = textWidth(theme.font(TypeRole::Interface, QFont::Medium), this->name());
    return {widthFor(name + 1, Words::TagAndState), theme.grown(32)};
}

QSize ModelChip::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return {std::min(whole.width(), widthFor(Theme::of(this).grown(kLeastName), Words::NameOnly)), whole.height()};
}

void ModelChip::paintProgress(QPainter &painter) const
{
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()), 8, 8);
    painter.save();
    painter.setClipPath(shape);
    const qreal part = std::clamp<qreal>(m_status.progress, 0, 1);
    painter.fillRect(QRectF(0, height() - 2, width() * part, 2), Theme::of(this).accBar);
    painter.restore();
}

void ModelChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    paintFrame(painter, true);
    if (m_status.phase == ModelPhase::Loading) paintProgress(painter);
    const qreal middle = height() / 2.0;
    const int gap = theme.grown(8);
    paintDot(painter, theme, QPointF(theme.grown(10) + theme.grown(4), middle), dotFor(m_status));
    paintChevron(painter, theme, width() - theme.grown(10), middle);

    const bool tagged = !tag().isEmpty() && width() >= sizeHint().width();
    const qreal tagWidth = tagged ? badgeSize(theme, tag(), BadgeKind::Tag).width() + gap : 0;
    const QFont small = theme.tabular(TypeRole::Small);
    const bool stated = !state().isEmpty() && width() >= widthFor(theme.grown(kLeastName), Words::State);
    const qreal stateWidth = !stated ? 0 : textWidth(small, state()) + gap;
    const qreal left = theme.grown(26);
    const qreal right = width() - theme.grown(32);
    const QRectF line(left, 0, right - left - tagWidth - stateWidth, height());
    const QColor ink = m_status.phase == ModelPhase::None ? theme.t2 : theme.t1;
    qreal x = left + drawElided(painter, line, name(), theme.font(TypeRole::Interface, QFont::Medium), ink) + gap;
    if (tagged) x += paintBadge(painter, theme, std::round(x), middle, tag(), BadgeKind::Tag) + gap;
    const QColor stateInk = m_status.phase == ModelPhase::Failed ? theme.dngText : theme.t2;
    if (stated) drawElided(painter, QRectF(x, 0, stateWidth, height()), state(), small, stateInk);
}

TemperatureChip::TemperatureChip(QWidget *parent) : HeaderButton(parent)
{
    TemperatureChip::retranslate();
}

void TemperatureChip::setTemperature(float value, ValueSource source)
{
    m_value = value;
    m_source = source;
    retranslate();
}

void TemperatureChip::retranslate()
{
    setAccessibleName(tr("Temperature: %1, set by %2").arg(temperatureText(m_value), sourceName(m_source)));
    setToolTip(withKeys(tr("Temperature"), u"Ctrl+T"_s));
    updateGeometry();
    update();
}

QSize TemperatureChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int word = textWidth(theme.font(TypeRole::Small), tr("Temp"));
    const int value = textWidth(theme.tabular(TypeRole::Small, QFont::Medium), temperatureText(m_value));
    return {theme.grown(10 + 15 + 8) + word + theme.grown(8 + 40 + 8) + value + theme.grown(10), theme.grown(32)};
}

void TemperatureChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    paintFrame(painter, true);
    const qreal middle = height() / 2.0;
    const qreal side = theme.grown(15);
    qreal x = theme.grown(10);
    paintIcon(painter, IconName::Sliders, QRectF(x, middle - side / 2, side, side), theme.t2);
    x += side + theme.grown(8);
    const QRectF rest(x, 0, width() - x, height());
    x += textWidth(theme.font(TypeRole::Small), tr("Temp")) + theme.grown(8);
    drawElided(painter, rest, tr("Temp"), theme.font(TypeRole::Small), theme.t2);
    const QRectF bar(x, middle - 2, theme.grown(40), 4);
    drawRounded(painter, bar, 2, theme.track);
    QRectF filled = bar;
    filled.setWidth(bar.width() * std::clamp(m_value / kMostTemperature, 0.0, 1.0));
    if (filled.width() > 0) drawRounded(painter, filled, std::min<qreal>(2, filled.width() / 2), theme.accBar);
    x += bar.width() + theme.grown(8);
    drawElided(painter, QRectF(x, 0, width() - x, height()), temperatureText(m_value),
               theme.tabular(TypeRole::Small, QFont::Medium), theme.t1);
}

} // namespace sotto
