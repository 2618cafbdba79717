#include "ui/theme/svg_path.h"

#include <QTransform>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace sotto {

namespace {

class Reader final {
public:
    explicit Reader(QStringView data) : m_rest(data) {}

    QPainterPath read()
    {
        while (step()) {}
        return m_path;
    }

private:
    void skip()
    {
        while (!m_rest.isEmpty() && (m_rest.front().isSpace() || m_rest.front() == u','))
            m_rest = m_rest.sliced(1);
    }

    std::optional<qreal> number()
    {
        skip();
        qsizetype n = 0;
        bool dot = false;
        for (; n < m_rest.size(); ++n) {
            const QChar c = m_rest[n];
            if (c == u'.' && dot) break;
            if (!c.isDigit() && c != u'.' && !(n == 0 && (c == u'-' || c == u'+'))) break;
            dot = dot || c == u'.';
        }
        bool ok = false;
        const qreal value = m_rest.first(n).toDouble(&ok);
        if (!ok) return {};
        m_rest = m_rest.sliced(n);
        return value;
    }

    /// One digit; "a1 1 0 012 3" packs flags without spaces.
    std::optional<bool> flag()
    {
        skip();
        if (m_rest.isEmpty() || (m_rest.front() != u'0' && m_rest.front() != u'1')) return {};
        const bool set = m_rest.front() == u'1';
        m_rest = m_rest.sliced(1);
        return set;
    }

    std::optional<QPointF> point()
    {
        const auto x = number();
        const auto y = x ? number() : std::nullopt;
        if (!y) return {};
        return QPointF(*x, *y) + (m_relative ? m_at : QPointF());
    }

    bool step()
    {
        skip();
        if (m_rest.isEmpty()) return false;
        if (m_rest.front().isLetter()) {
            m_command = m_rest.front().toUpper().unicode();
            m_relative = m_rest.front().isLower();
            m_rest = m_rest.sliced(1);
        }
        const bool drawn = draw();
        if (m_command != u'C' && m_command != u'S') m_control = m_at;
        return drawn;
    }

    bool draw()
    {
        switch (m_command) {
        case u'M': return move();
        case u'L': return line(point());
        case u'H': return horizontal();
        case u'V': return vertical();
        case u'C': return curve(point());
        case u'S': return curve(2 * m_at - m_control);
        case u'A': return arc();
        case u'Z': return close();
        default: return false;
        }
    }

    bool move()
    {
        const auto to = point();
        if (!to) return false;
        m_path.moveTo(m_at = m_start = *to);
        m_command = u'L';
        return true;
    }

    bool line(std::optional<QPointF> to)
    {
        if (!to) return false;
        m_path.lineTo(m_at = *to);
        return true;
    }

    bool horizontal()
    {
        const auto x = number();
        return x && line(QPointF(*x + (m_relative ? m_at.x() : 0), m_at.y()));
    }

    bool vertical()
    {
        const auto y = number();
        return y && line(QPointF(m_at.x(), *y + (m_relative ? m_at.y() : 0)));
    }

    bool curve(std::optional<QPointF> first)
    {
        const auto second = first ? point() : std::nullopt;
        const auto to = second ? point() : std::nullopt;
        if (!to) return false;
        m_path.cubicTo(*first, *second, *to);
        m_control = *second;
        m_at = *to;
        return true;
    }

    bool close()
    {
        m_path.closeSubpath();
        m_at = m_start;
        m_command = 0;
        return true;
    }

    bool arc()
    {
        const auto rx = number();
        const auto ry = rx ? number() : std::nullopt;
        const auto turn = ry ? number() : std::nullopt;
        const auto large = turn ? flag() : std::nullopt;
        const auto sweep = large ? flag() : std::nullopt;
        const auto to = sweep ? point() : std::nullopt;
        if (!to) return false;
        arcTo(std::abs(*rx), std::abs(*ry), *turn, *large, *sweep, *to);
        m_at = *to;
        return true;
    }

    void arcTo(qreal rx, qreal ry, qreal degrees, bool large, bool sweep, QPointF to)
    {
        if (rx <= 0 || ry <= 0 || to == m_at) {
            m_path.lineTo(to);
            return;
        }
        QTransform turned;
        turned.rotate(-degrees);
        const QPointF half = turned.map((m_at - to) / 2);
        const qreal over = std::pow(half.x() / rx, 2) + std::pow(half.y() / ry, 2);
        if (over > 1) rx *= std::sqrt(over), ry *= std::sqrt(over);
        const qreal down = std::pow(rx * half.y(), 2) + std::pow(ry * half.x(), 2);
        const qreal up = std::max(0.0, std::pow(rx * ry, 2) - down);
        const qreal k = (large == sweep ? -1 : 1) * std::sqrt(up / down);
        const QPointF centre(k * rx * half.y() / ry, -k * ry * half.x() / rx);
        const auto angle = [&](QPointF p) { return std::atan2((p.y() - centre.y()) / ry, (p.x() - centre.x()) / rx); };
        const qreal from = angle(half);
        qreal span = angle(-half) - from;
        constexpr qreal full = 2 * std::numbers::pi;
        if (sweep && span < 0) span += full;
        if (!sweep && span > 0) span -= full;

        QPainterPath ellipse;
        const QRectF box(centre.x() - rx, centre.y() - ry, 2 * rx, 2 * ry);
        const qreal toDegrees = -180 / std::numbers::pi; // Qt counts against the clock.
        ellipse.arcMoveTo(box, from * toDegrees);
        ellipse.arcTo(box, from * toDegrees, span * toDegrees);
        QTransform back;
        back.translate((m_at.x() + to.x()) / 2, (m_at.y() + to.y()) / 2);
        back.rotate(degrees);
        // Not connectPath(): closing would then go back to where this arc began.
        const QPainterPath drawn = back.map(ellipse);
        for (int i = 1; i + 2 < drawn.elementCount(); i += 3)
            m_path.cubicTo(drawn.elementAt(i), drawn.elementAt(i + 1), drawn.elementAt(i + 2));
    }

    QStringView m_rest;
    QPainterPath m_path;
    QPointF m_at, m_start, m_control;
    char16_t m_command = 0;
    bool m_relative = false;
};

} // namespace

QPainterPath pathFromSvg(QStringView data)
{
    return Reader(data).read();
}

} // namespace sotto
