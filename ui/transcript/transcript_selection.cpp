#include "ui/transcript/transcript_selection.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr int kWhole = std::numeric_limits<int>::max();

/// The lines of a block as written, with the marks of its containers: "- ", "> ", "```".
QString sourceOf(const markdown::Block &block, const QString &text)
{
    return text.sliced(block.begin, std::min(block.end, text.size()) - block.begin);
}

} // namespace

TextRange TranscriptSelection::within(int row, TextPart part, int block, int length) const
{
    if (isEmpty()) return {};
    const auto [from, to] = ordered();
    const TextPosition begin{row, part, block, 0};
    const TextPosition end{row, part, block, length};
    if (end < from || to < begin) return {};
    return {from < begin ? 0 : from.position, end < to ? length : to.position};
}

QString selectedText(const MessageItem &item, MessageLayout &layout, int row, const TranscriptSelection &selection,
                     const LayoutContext &column, TranscriptStats &stats)
{
    const auto [from, to] = selection.ordered();
    const bool oneBlock = from.row == to.row && from.part == to.part && from.block == to.block;
    QString result;
    for (const TextPart part : {TextPart::Thought, TextPart::Body}) {
        if (!layout.shows(part)) continue;
        BlockSection &section = layout.section(part);
        const LayoutContext context = layout.sectionContext(part, column);
        const QString &text = part == TextPart::Body ? item.text : item.reasoning;
        for (int i = 0; i < section.count(); ++i) {
            const TextRange range = selection.within(row, part, i, kWhole);
            if (range.isEmpty()) continue;
            const bool ends = range.to != kWhole && range.to < section.layoutOf(i, context, stats).length();
            const bool whole = !oneBlock && range.from == 0 && !ends;
            const markdown::Block &block = section.block(i);
            if (!result.isEmpty()) {
                const bool tight = !layout.isUser() && !block.frames.isEmpty() && !block.gapBefore;
                result += tight || block.continues ? u"\n"_s : u"\n\n"_s;
            }
            const QString words =
                whole && !layout.isUser() ? sourceOf(block, text) : section.textOf(i, range, context, stats);
            result += words;
        }
    }
    return result;
}

TextRange wordAt(const QString &text, int position)
{
    if (text.isEmpty()) return {position, position};
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(std::clamp<qsizetype>(position, 0, text.size()));
    if (!finder.isAtBoundary() || position >= text.size()) finder.toPreviousBoundary();
    const auto from = std::max<qsizetype>(0, finder.position());
    const auto to = finder.toNextBoundary();
    return {static_cast<int>(from), static_cast<int>(to < 0 ? text.size() : to)};
}

} // namespace sotto
