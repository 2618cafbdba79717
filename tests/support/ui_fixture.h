#pragma once

#include "ui/theme/style.h"

#include <QApplication>
#include <QTest>
#include <QWidget>

namespace sotto::test {

/// The application in a fixed look without motion, so that nothing moves under a test.
inline SottoStyle *fixedLook(ThemeChoice choice = ThemeChoice::Light, int textPercent = 100)
{
    Look look;
    look.choice = choice;
    look.textPercent = textPercent;
    look.lessMotion = true;
    return applyTheme(*qApp, look);
}

/// Shows a window and waits until it has the keyboard.
inline bool showActive(QWidget &window, QSize size = {1280, 800})
{
    window.resize(size);
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowActive(&window);
}

} // namespace sotto::test
