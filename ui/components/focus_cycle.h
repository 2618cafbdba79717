#pragma once

class QWidget;

namespace sotto {

enum class Step : bool { Back, On };

/// Moves the focus to the next widget below `root` that Tab reaches, round from the last to the first.
/// False where there is none.
bool cycleFocus(QWidget *root, Step step);

/// The first widget below `root` that Tab reaches; none where there is none.
[[nodiscard]] QWidget *firstFocusable(QWidget *root);

} // namespace sotto
