#pragma once

#include <cstdint>

namespace sotto {

/// The pages of the window, in the order of the sidebar and of Ctrl+1, Ctrl+2, …
enum class Page : std::uint8_t { Chats, Models, Personas, Settings };

} // namespace sotto
