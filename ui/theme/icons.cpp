#include "ui/theme/icons.h"

#include "ui/theme/style.h"
#include "ui/theme/svg_path.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

namespace sotto {

namespace {

constexpr qreal kGrid = 16;
constexpr qreal kStroke = 1.5;

/// Path data of the design's icons on a 16 px grid.
QStringView data(IconName name)
{
    switch (name) {
    case IconName::Mark: return u"M4.5 4v8M8 5.7v4.6M11.5 7v2";
    case IconName::Plus: return u"M8 3v10M3 8h10";
    case IconName::Search: return u"M11.2 11.2 14 14M7.2 12.4a5.2 5.2 0 1 0 0-10.4 5.2 5.2 0 0 0 0 10.4Z";
    case IconName::Chat:
        return u"M2.5 4.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7l-3 2.4v-2.5a2 2 0 0 1-1.5-1.9Z";
    case IconName::Cube: return u"M8 1.8 13.5 5v6L8 14.2 2.5 11V5ZM2.7 5.1 8 8.2l5.3-3.1M8 8.2v5.8";
    case IconName::Person:
        return u"M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 13.8c.5-2.4 2.5-3.8 5.2-3.8s4.7 1.4 5.2 3.8";
    case IconName::Document:
        return u"M4 1.8h5l3.5 3.5v8.2a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V2.6a.8.8 0 0 1 .8-.8ZM9 2v3.5h3.3M5.5 "
               u"8.5h5M5.5 11h3.5";
    case IconName::Flask: return u"M6.2 2h3.6M6.8 2v4L3 12.6a1 1 0 0 0 .9 1.5h8.2a1 1 0 0 0 .9-1.5L9.2 6V2M4.7 10h6.6";
    case IconName::Gear:
        return u"M8 12.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4ZM8 9.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM8 "
               u"1.7v2M8 12.3v2M1.7 8h2M12.3 8h2M3.55 3.55l1.45 1.45M11 11l1.45 1.45M3.55 12.45 5 11M11 5l1.45-1.45";
    case IconName::Panel:
        return u"M3 2.8h10a1 1 0 0 1 1 1v8.4a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM10 3v10";
    case IconName::Pin: return u"M5.5 2.5h5M6.5 2.7 6 7.5 4 9.5h8l-2-2-.5-4.8M8 9.5V14";
    case IconName::Close: return u"M4 4l8 8M12 4l-8 8";
    case IconName::ChevronDown: return u"M4.5 6.5 8 10l3.5-3.5";
    case IconName::ChevronRight: return u"M6.5 4.5 10 8l-3.5 3.5";
    case IconName::ChevronLeft: return u"M9.5 4.5 6 8l3.5 3.5";
    case IconName::ChevronUpDown: return u"M4.5 6.5 8 3l3.5 3.5M4.5 9.5 8 13l3.5-3.5";
    case IconName::Copy:
        return u"M5.5 5.5h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM2.5 10.5v-7a1 1 0 0 1 "
               u"1-1h7";
    case IconName::Check: return u"M3 8.5 6.5 12 13 4.5";
    case IconName::Refresh: return u"M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3";
    case IconName::Pencil: return u"M10.5 3 13 5.5 5.5 13l-3.2.7.7-3.2Z";
    case IconName::More: return u"M3.5 8h.01M8 8h.01M12.5 8h.01";
    case IconName::Paperclip:
        return u"M13 7.5 8 12.5a3.2 3.2 0 0 1-4.5-4.5l5.3-5.3a2.1 2.1 0 0 1 3 3L6.6 10.9a1 1 0 0 1-1.5-1.5l4.6-4.6";
    case IconName::ArrowUp: return u"M8 13V3.5M3.8 7.5 8 3.2l4.2 4.3";
    case IconName::Stop: return u"M5 5h6v6H5Z";
    case IconName::Bolt: return u"M9 1.8 3.5 9H8l-1 5.2L12.5 7H8Z";
    case IconName::MemoryChip: return u"M2 5h12v6H2ZM4.5 7v2M7 7v2M9.5 7v2M12 7v2M4 11v1.8M8 11v1.8M12 11v1.8";
    case IconName::Layers: return u"M8 1.8 13.5 5v6L8 14.2 2.5 11V5ZM2.7 5.1 8 8.2l5.3-3.1M8 8.2v5.8";
    case IconName::Pulse: return u"M1.8 8.5h2.7l2-5 3 9 2-4h2.7";
    case IconName::Plug: return u"M6 2v3M10 2v3M4.3 5h7.4v2.3a3.7 3.7 0 0 1-7.4 0ZM8 11v3";
    case IconName::Thermometer: return u"M6.2 9V3.4a1.8 1.8 0 0 1 3.6 0V9a3 3 0 1 1-3.6 0ZM8 7v4";
    case IconName::Shield: return u"M8 1.8 13 3.6v4c0 3-2 5.3-5 6.6-3-1.3-5-3.6-5-6.6v-4ZM5.8 8l1.6 1.6 3-3.2";
    case IconName::Sliders:
        return u"M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 13.5a2 2 0 1 0 0-4 2 2 0 0 "
               u"0 0 4Z";
    case IconName::Gauge: return u"M2.2 11.5a6 6 0 1 1 11.6 0M8 10.5l2.6-3.8";
    case IconName::Folder: return u"M2 4.3a1 1 0 0 1 1-1h3.2l1.5 1.7H13a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z";
    case IconName::Keyboard: return u"M2 4.5h12v7H2ZM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 9.3h6";
    case IconName::Info: return u"M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5V11M8 5.2h.01";
    case IconName::Warning: return u"M8 2.5 14.2 13H1.8ZM8 6.5v3M8 11.3h.01";
    case IconName::Trash: return u"M3 4.5h10M6 4.5V2.8h4v1.7M4.3 4.5l.6 9h6.2l.6-9";
    case IconName::Play: return u"M5 3v10l8-5Z";
    case IconName::Lock:
        return u"M4 7h8a.8.8 0 0 1 .8.8v5.4a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V7.8A.8.8 0 0 1 4 7ZM5.3 7V5a2.7 2.7 0 0 "
               u"1 5.4 0v2";
    case IconName::External:
        return u"M9 2.5h4.5V7M13.2 2.8 7.5 8.5M11.5 9v3.5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1H7";
    case IconName::Cpu:
        return u"M4.5 4.5h7v7h-7ZM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 "
               u"9.5H14";
    case IconName::Ram: return u"M2 5h12v6H2ZM4.5 7v2M7 7v2M9.5 7v2M12 7v2M4 11v1.8M8 11v1.8M12 11v1.8";
    case IconName::Globe:
        return u"M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2.2 8h11.6M8 2c2 1.7 2.6 3.7 2.6 6S10 12.3 8 14C6 12.3 5.4 10.3 "
               u"5.4 8S6 3.7 8 2Z";
    case IconName::Star: return u"M8 2 9.8 5.9 14 6.4 10.9 9.3 11.7 13.5 8 11.4 4.3 13.5 5.1 9.3 2 6.4 6.2 5.9Z";
    case IconName::Wrap: return u"M2 4h12M2 8h9.5a2.3 2.3 0 0 1 0 4.6H8.5M10.3 10.8 8.5 12.6l1.8 1.8M2 12h3";
    }
    return {};
}

const QPainterPath &path(IconName name)
{
    static QHash<int, QPainterPath> paths;
    const int key = static_cast<int>(name);
    auto found = paths.find(key);
    if (found == paths.end()) found = paths.insert(key, pathFromSvg(data(name)));
    return *found;
}

/// Draws at the moment of painting, so it follows theme and state and is sharp at every scale.
class IconEngine final : public QIconEngine {
public:
    explicit IconEngine(IconName name) : m_name(name) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const Theme &theme = Theme::of(nullptr);
        QColor color = state == QIcon::On ? theme.accText : theme.t2;
        if (mode == QIcon::Active) color = theme.t1;
        if (mode == QIcon::Selected) color = theme.onAcc;
        if (mode == QIcon::Disabled) color.setAlphaF(0.45F);
        paintIcon(*painter, m_name, rect, color);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new IconEngine(*this); }

private:
    IconName m_name;
};

} // namespace

void paintIcon(QPainter &painter, IconName icon, const QRectF &rect, const QColor &color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / kGrid, rect.height() / kGrid);
    if (icon == IconName::More) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        for (const qreal x : {3.5, 8.0, 12.5})
            painter.drawEllipse(QPointF(x, 8), 0.9, 0.9);
    } else {
        painter.setPen(QPen(color, kStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(icon == IconName::Stop ? QBrush(color) : QBrush(Qt::NoBrush));
        painter.drawPath(path(icon));
    }
    painter.restore();
}

void paintMark(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &bars)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 24, rect.height() / 24);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(0, 0, 24, 24), 7, 7);
    painter.setPen(QPen(bars, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QLineF(7, 6.5, 7, 17.5));
    painter.drawLine(QLineF(11, 9, 11, 15));
    painter.drawLine(QLineF(15, 10.7, 15, 13.3));
    painter.setPen(Qt::NoPen);
    painter.setBrush(bars);
    painter.drawEllipse(QPointF(18.2, 12), 1, 1);
    painter.restore();
}

QIcon icon(IconName name)
{
    return QIcon(new IconEngine(name));
}

} // namespace sotto
