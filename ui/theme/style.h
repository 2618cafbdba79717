#pragma once

#include "core/settings/settings.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QProxyStyle>

class QApplication;
class QFocusFrame;
class QPushButton;

namespace sotto {

/// What a person chose for the look, and what the language asks of it.
struct Look {
    ThemeChoice choice = ThemeChoice::System;
    int textPercent = 100; ///< 80 … 200.
    bool lessMotion = false;
    bool chinese = false; ///< The interface is in Chinese: wider lines, no tracking.

    bool operator==(const Look &) const = default;
};

[[nodiscard]] Look lookOf(const Settings &settings, bool chinese);

/// The theme for a look under the system's scheme. An unknown system scheme counts as light. Thread: GUI.
[[nodiscard]] Theme themeFor(const Look &look, Qt::ColorScheme system);

/// The palette that carries a theme to stock widgets, as the design's section 9 maps it.
[[nodiscard]] QPalette paletteFor(const Theme &theme);

/// Inverted stands on `t1`, as in a toast.
enum class ButtonKind : std::uint8_t { Default, Primary, Quiet, Danger, Inverted };
enum class ControlSize : std::uint8_t { Normal, Small, Large };

/// The kind and size SottoStyle draws a push button in. Default and Normal where nothing was set.
void setButtonKind(QPushButton *button, ButtonKind kind);
[[nodiscard]] ButtonKind buttonKind(const QWidget *button);
/// Buttons, combo boxes and segments know Small; a switch knows Large.
void setControlSize(QWidget *control, ControlSize size);
[[nodiscard]] ControlSize controlSize(const QWidget *control);

/// Asks for the focus ring round a widget that is no stock control, with that corner radius; a negative radius turns
/// the ring off where the style would draw one. A widget that draws its own focus needs neither.
void setFocusRing(QWidget *widget, int radius);
/// A field without frame and fill, for use inside something that has them.
void setFrameless(QWidget *field);
[[nodiscard]] bool isFrameless(const QWidget *field);

/// Whether focus on this widget is to be seen: it has it, and the last thing a person touched was the keyboard.
[[nodiscard]] bool showsFocus(const QWidget *widget);

/// Draws every stock control from the theme, on all systems, over Fusion. Colours reach what it does not draw through
/// the palette. Thread: GUI.
class SottoStyle final : public QProxyStyle {
    Q_OBJECT
public:
    explicit SottoStyle(const Theme &theme = Theme::light());
    ~SottoStyle() override;

    /// The application's style, if it is this one.
    [[nodiscard]] static SottoStyle *current();

    [[nodiscard]] const Theme &theme() const { return m_theme; }
    /// Swaps the theme: palette, font, caches; every widget gets a StyleChange event, a new size hint and an update.
    void setTheme(const Theme &theme);
    /// Follows a look, and the system's scheme while the look asks for that.
    void setLook(const Look &look);
    [[nodiscard]] bool keyboardInUse() const { return m_keyboard; }

    void polish(QWidget *widget) override;
    void polish(QApplication *app) override;
    void polish(QPalette &palette) override;
    void unpolish(QApplication *app) override;
    using QProxyStyle::polish;
    using QProxyStyle::unpolish;
    [[nodiscard]] QPalette standardPalette() const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                       const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *data) const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap icon, const QStyleOption *option,
                                     const QWidget *widget) const override;

Q_SIGNALS:
    void themeChanged(const sotto::Theme &theme);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setKeyboard(bool inUse);
    void moveFocusFrame(QWidget *focused);

    Theme m_theme;
    Look m_look;
    bool m_keyboard = false;
    QPointer<QFocusFrame> m_frame;
};

/// Gives the application the style and the look; later calls change the look of the style that is there.
SottoStyle *applyTheme(QApplication &app, const Look &look);

} // namespace sotto
