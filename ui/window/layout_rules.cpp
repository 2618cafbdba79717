#include "ui/window/layout_rules.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr int kWide = 1180;
constexpr int kMedium = 960;

/// What the person chose for a width class, or what the design says where they chose nothing.
bool chosen(const QList<int> &byClass, WidthClass width, bool otherwise)
{
    const int value = byClass.value(static_cast<int>(width), -1);
    return value < 0 ? otherwise : value != 0;
}

void choose(QList<int> &byClass, WidthClass width, bool shown)
{
    byClass.resize(3, -1);
    byClass[static_cast<int>(width)] = shown ? 1 : 0;
}

} // namespace

WidthClass widthClassOf(int width)
{
    if (width >= kWide) return WidthClass::Wide;
    return width >= kMedium ? WidthClass::Medium : WidthClass::Narrow;
}

int widthForLayout(int width, int textPercent)
{
    // Smaller text does not make room for another panel: panels keep a width of their own.
    return width * 100 / std::max(100, textPercent);
}

WindowLayout layoutFor(int width, const Settings &settings)
{
    WindowLayout layout;
    layout.width = widthClassOf(width);
    const bool narrow = layout.width == WidthClass::Narrow;
    const bool wide = layout.width == WidthClass::Wide;
    const bool sidebar = chosen(settings.sidebarShown, layout.width, !narrow);
    const bool meters = chosen(settings.metersShown, layout.width, wide);
    layout.sidebar = sidebar ? (narrow ? SidebarForm::Overlay : SidebarForm::Full) : SidebarForm::Rail;
    layout.meters = meters ? (wide ? MetersForm::Panel : MetersForm::Drawer) : MetersForm::Closed;
    return layout;
}

Settings withSidebarToggled(Settings settings, const WindowLayout &shown)
{
    choose(settings.sidebarShown, shown.width, shown.sidebar == SidebarForm::Rail);
    return settings;
}

Settings withMetersToggled(Settings settings, const WindowLayout &shown)
{
    choose(settings.metersShown, shown.width, shown.meters == MetersForm::Closed);
    return settings;
}

} // namespace sotto
