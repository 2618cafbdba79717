#pragma once

#include "core/settings/settings.h"
#include "ui/header/chat_header.h"

namespace sotto {

enum class SidebarForm : std::uint8_t {
    Full,
    Rail,    ///< 56 px of icons.
    Overlay, ///< The rail, with the full sidebar over the page.
};

enum class MetersForm : std::uint8_t {
    Closed,
    Panel,  ///< Beside the chat.
    Drawer, ///< Over the chat.
};

struct WindowLayout {
    WidthClass width = WidthClass::Wide;
    SidebarForm sidebar = SidebarForm::Full;
    MetersForm meters = MetersForm::Panel;

    bool operator==(const WindowLayout &) const = default;
};

/// The class of a window `width` pixels wide at 100 % text (design, section 3).
[[nodiscard]] WidthClass widthClassOf(int width);

/// The width that counts for the layout: larger text fills a window as a narrower window would.
[[nodiscard]] int widthForLayout(int width, int textPercent);

/// How the panels stand: as the design says for the width, unless the person chose otherwise for that width class.
[[nodiscard]] WindowLayout layoutFor(int width, const Settings &settings);

/// The settings after the person toggled a panel in the layout that shows.
[[nodiscard]] Settings withSidebarToggled(Settings settings, const WindowLayout &shown);
[[nodiscard]] Settings withMetersToggled(Settings settings, const WindowLayout &shown);

} // namespace sotto
