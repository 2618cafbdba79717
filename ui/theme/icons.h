#pragma once

#include <QColor>
#include <QIcon>

class QPainter;
class QRectF;

namespace sotto {

/// Icons of the design: 16 px grid, 1.5 px stroke, round caps, drawn in a text colour. No bitmaps.
enum class IconName : std::uint8_t {
    Mark,
    Plus,
    Search,
    Chat,
    Cube,
    Person,
    Document,
    Flask,
    Gear,
    Panel,
    Pin,
    Close,
    ChevronDown,
    ChevronRight,
    ChevronLeft,
    ChevronUpDown,
    Copy,
    Check,
    Refresh,
    Pencil,
    More,
    Paperclip,
    ArrowUp,
    Stop,
    Bolt,
    MemoryChip,
    Layers,
    Pulse,
    Plug,
    Thermometer,
    Shield,
    Sliders,
    Gauge,
    Folder,
    Keyboard,
    Info,
    Warning,
    Trash,
    Play,
    Lock,
    External,
    Cpu,
    Ram,
    Wrap,
    Globe,
    Star,
};

/// Paints the icon into `rect` (square) in `color`; the stroke scales with the rectangle.
void paintIcon(QPainter &painter, IconName icon, const QRectF &rect, const QColor &color);

/// The mark: rounded square in `acc` with the bars in white.
void paintMark(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &bars);

/// A QIcon over the same paths that follows the palette's ButtonText by mode and state.
[[nodiscard]] QIcon icon(IconName name);

} // namespace sotto
