#include "ui/transcript/metrics.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sotto {

TranscriptMetrics TranscriptMetrics::from(const Theme &theme, qreal dpi)
{
    TranscriptMetrics m;
    m.theme = theme;
    m.dpi = dpi;
    m.reading = theme.font(TypeRole::Reading);
    m.thought = theme.font(TypeRole::Interface);
    m.code = theme.font(TypeRole::Code);
    m.inlineCode = theme.font(TypeRole::Code);
    m.table = theme.font(TypeRole::Interface);
    m.tableHead = theme.font(TypeRole::Small, QFont::DemiBold);
    m.name = theme.font(TypeRole::Interface, QFont::DemiBold);
    m.name.setPointSizeF(m.name.pointSizeF() * 0.95);
    m.small = theme.font(TypeRole::Small);
    m.caption = theme.tabular(TypeRole::Caption);
    m.readingPitch = m.pitch(m.reading, TypeRole::Reading);
    m.thoughtPitch = m.pitch(m.thought, TypeRole::Interface);
    m.codePitch = std::max<qreal>(theme.grown(20), std::ceil(QFontMetricsF(m.code).height()));
    m.tablePitch = m.pitch(m.table, TypeRole::Interface);
    m.smallPitch = m.pitch(m.small, TypeRole::Small);
    m.captionPitch = m.pitch(m.caption, TypeRole::Caption);
    for (int *length : {&m.avatar, &m.chip, &m.codeHead, &m.footnote, &m.button, &m.iconButton, &m.listIndent})
        *length = theme.grown(*length);
    m.maxColumn = 720;
    return m;
}

qreal TranscriptMetrics::pitch(const QFont &font, TypeRole role) const
{
    return std::max(px(font) * theme.lineHeight(role), QFontMetricsF(font).height());
}

QFont TranscriptMetrics::heading(int level) const
{
    if (level <= 1) return theme.font(TypeRole::Title, QFont::DemiBold);
    if (level > 3) return theme.font(TypeRole::Reading, QFont::DemiBold);
    QFont font = theme.font(TypeRole::Heading, QFont::DemiBold);
    if (level == 2) font.setPointSizeF(font.pointSizeF() * 1.125);
    return font;
}

int TranscriptMetrics::columnWidth(int viewport) const
{
    return std::clamp(viewport - 2 * margin, 120, maxColumn);
}

} // namespace sotto
