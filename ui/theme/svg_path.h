#pragma once

#include <QPainterPath>
#include <QStringView>

namespace sotto {

/// The path of SVG path data, all commands but Q and T, which the icons do not use.
/// Arcs follow SVG 1.1, appendix F.6.5. What cannot be read ends the path there.
[[nodiscard]] QPainterPath pathFromSvg(QStringView data);

} // namespace sotto
