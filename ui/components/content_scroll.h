#pragma once

#include <QScrollArea>

namespace sotto {

/// `content` as wide as there is room, scrolled up and down, with nothing drawn of the area itself. Takes no focus:
/// what is in it does.
[[nodiscard]] QScrollArea *makeContentScroll(QWidget *content, QWidget *parent = nullptr);

} // namespace sotto
