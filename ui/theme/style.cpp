#include "ui/theme/style.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFocusFrame>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPixmapCache>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSlider>
#include <QStyleHints>
#include <QToolTip>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr char kKind[] = "sottoKind";
constexpr char kSize[] = "sottoSize";
constexpr char kRing[] = "sottoRing";
constexpr char kBare[] = "sottoBare";

bool isField(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox *>(widget) != nullptr;
}

/// The radius of the ring round a focused widget; nothing where it gets none.
std::optional<int> ringRadius(const QWidget *widget)
{
    if (widget == nullptr) return {};
    if (const QVariant asked = widget->property(kRing); asked.isValid())
        return asked.toInt() < 0 ? std::nullopt : std::optional(asked.toInt());
    if (isFrameless(widget)) return {};
    if (qobject_cast<const QAbstractSpinBox *>(widget) != nullptr) return 6;
    if (isField(widget) || qobject_cast<const QPushButton *>(widget) != nullptr ||
        qobject_cast<const QComboBox *>(widget) != nullptr)
        return 8;
    if (qobject_cast<const QCheckBox *>(widget) != nullptr || qobject_cast<const QRadioButton *>(widget) != nullptr)
        return 4;
    return {};
}

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr || key == Qt::Key_CapsLock;
}

void follow(QWidget *widget)
{
    QEvent change(QEvent::StyleChange);
    QCoreApplication::sendEvent(widget, &change);
    widget->updateGeometry();
    widget->update();
}

} // namespace

Look lookOf(const Settings &settings, bool chinese)
{
    return {settings.theme, settings.textPercent, settings.lessMotion, chinese};
}

Theme themeFor(const Look &look, Qt::ColorScheme system)
{
    const bool dark =
        look.choice == ThemeChoice::Dark || (look.choice == ThemeChoice::System && system == Qt::ColorScheme::Dark);
    Theme theme = dark ? Theme::darkScheme() : Theme::light();
    theme.textPercent = std::clamp(look.textPercent, 80, 200);
    theme.reducedMotion = look.lessMotion;
    theme.chinese = look.chinese;
    return theme;
}

QPalette paletteFor(const Theme &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.bg);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.sunken);
    p.setColor(QPalette::Button, t.surface);
    p.setColor(QPalette::ToolTipBase, t.surface);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::ToolTipText})
        p.setColor(role, t.t1);
    p.setColor(QPalette::BrightText, t.onAcc);
    p.setColor(QPalette::PlaceholderText, t.t3);
    p.setColor(QPalette::Light, t.surface);
    p.setColor(QPalette::Midlight, t.hover);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Dark, t.line2);
    p.setColor(QPalette::Shadow, t.line2);
    p.setColor(QPalette::Highlight, t.acc);
    p.setColor(QPalette::Accent, t.acc);
    p.setColor(QPalette::HighlightedText, t.onAcc);
    p.setColor(QPalette::Link, t.accText);
    p.setColor(QPalette::LinkVisited, t.accText);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::PlaceholderText}) {
        QColor faded = p.color(QPalette::Active, role);
        faded.setAlphaF(0.45F);
        p.setColor(QPalette::Disabled, role, faded);
    }
    return p;
}

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    button->setProperty(kKind, static_cast<int>(kind));
    button->update();
}

ButtonKind buttonKind(const QWidget *button)
{
    return button == nullptr ? ButtonKind::Default : static_cast<ButtonKind>(button->property(kKind).toInt());
}

void setControlSize(QWidget *control, ControlSize size)
{
    control->setProperty(kSize, static_cast<int>(size));
    if (SottoStyle *style = SottoStyle::current()) style->polish(control);
    control->updateGeometry();
    control->update();
}

ControlSize controlSize(const QWidget *control)
{
    return control == nullptr ? ControlSize::Normal : static_cast<ControlSize>(control->property(kSize).toInt());
}

void setFocusRing(QWidget *widget, int radius)
{
    widget->setProperty(kRing, radius);
}

void setFrameless(QWidget *field)
{
    field->setProperty(kBare, true);
    field->update();
}

bool isFrameless(const QWidget *field)
{
    return field != nullptr && field->property(kBare).toBool();
}

bool showsFocus(const QWidget *widget)
{
    if (widget == nullptr || !widget->hasFocus()) return false;
    const SottoStyle *style = SottoStyle::current();
    return style == nullptr || style->keyboardInUse();
}

SottoStyle::SottoStyle(const Theme &theme) : QProxyStyle(u"fusion"_s), m_theme(theme)
{
    if (qApp == nullptr) return;
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_look.choice == ThemeChoice::System) setLook(m_look);
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { moveFocusFrame(now); });
}

SottoStyle::~SottoStyle() = default;

SottoStyle *SottoStyle::current()
{
    return qApp == nullptr ? nullptr : qobject_cast<SottoStyle *>(QApplication::style());
}

void SottoStyle::setTheme(const Theme &theme)
{
    m_theme = theme;
    QPixmapCache::clear();
    QApplication::setPalette(paletteFor(theme));
    QApplication::setFont(theme.font(TypeRole::Interface));
    QToolTip::setFont(theme.font(TypeRole::Small));
    QToolTip::setPalette(paletteFor(theme));
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        polish(widget);
        follow(widget);
    }
    Q_EMIT themeChanged(m_theme);
}

void SottoStyle::setLook(const Look &look)
{
    m_look = look;
    // The frame, the menu bar and the file dialogs are the system's; this tells them.
    switch (look.choice) {
    case ThemeChoice::System: QGuiApplication::styleHints()->unsetColorScheme(); break;
    case ThemeChoice::Light: QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Light); break;
    case ThemeChoice::Dark: QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Dark); break;
    }
    setTheme(themeFor(look, QGuiApplication::styleHints()->colorScheme()));
}

void SottoStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    const bool small = controlSize(widget) == ControlSize::Small;
    const TypeRole role = small ? TypeRole::Small : TypeRole::Interface;
    if (qobject_cast<QPushButton *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr)
        widget->setFont(m_theme.font(role, QFont::Medium));
    else if (qobject_cast<QAbstractSpinBox *>(widget) != nullptr)
        widget->setFont(m_theme.tabular(TypeRole::Interface));
    if (qobject_cast<QMenu *>(widget) != nullptr) widget->setAttribute(Qt::WA_TranslucentBackground);
    if (qobject_cast<QAbstractButton *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr ||
        qobject_cast<QScrollBar *>(widget) != nullptr || qobject_cast<QSlider *>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
}

void SottoStyle::polish(QApplication *app)
{
    QProxyStyle::polish(app);
    app->installEventFilter(this);
}

void SottoStyle::unpolish(QApplication *app)
{
    app->removeEventFilter(this);
    QProxyStyle::unpolish(app);
}

void SottoStyle::polish(QPalette &) {}

QPalette SottoStyle::standardPalette() const
{
    return paletteFor(m_theme);
}

bool SottoStyle::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && !isModifier(static_cast<QKeyEvent *>(event)->key()))
        setKeyboard(true);
    else if (event->type() == QEvent::MouseButtonPress)
        setKeyboard(false);
    return QProxyStyle::eventFilter(watched, event);
}

void SottoStyle::setKeyboard(bool inUse)
{
    if (m_keyboard == inUse) return;
    m_keyboard = inUse;
    QWidget *focused = QApplication::focusWidget();
    if (focused == nullptr) return;
    moveFocusFrame(focused);
    focused->update();
    if (auto *area = qobject_cast<QAbstractScrollArea *>(focused)) area->viewport()->update();
}

void SottoStyle::moveFocusFrame(QWidget *focused)
{
    const bool wanted = ringRadius(focused).has_value() && !focused->isWindow() && (m_keyboard || isField(focused));
    if (!wanted) {
        if (m_frame != nullptr) m_frame->setWidget(nullptr);
        return;
    }
    if (m_frame == nullptr) {
        m_frame = new QFocusFrame(focused->parentWidget());
        m_frame->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    m_frame->setProperty(kRing, *ringRadius(focused));
    m_frame->setWidget(focused);
    m_frame->update();
}

SottoStyle *applyTheme(QApplication &app, const Look &look)
{
    SottoStyle *style = SottoStyle::current();
    if (style == nullptr) {
        style = new SottoStyle(themeFor(look, QGuiApplication::styleHints()->colorScheme()));
        app.setStyle(style);
    }
    style->setLook(look);
    return style;
}

} // namespace sotto
