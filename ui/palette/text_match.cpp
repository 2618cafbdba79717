#include "ui/palette/text_match.h"

#include <QStringList>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

// Marks that Latin, Greek and Cyrillic writing use as accents. Vowel signs of other scripts carry meaning and stay.
bool isAccent(char32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF);
}

void appendFolded(QString &out, char32_t c)
{
    if (isAccent(c)) return;
    if (c == 0x00DF || c == 0x1E9E) {
        out += "ss"_L1;
        return;
    }
    for (const char16_t unit : QChar::fromUcs4(QChar::toCaseFolded(c)))
        out += QChar(unit);
}

void appendDecomposed(QString &out, char32_t c)
{
    if (c < 0x80) {
        out += QChar(QChar::toCaseFolded(static_cast<char16_t>(c)));
        return;
    }
    if (QChar::decompositionTag(c) == QChar::NoDecomposition) {
        appendFolded(out, c);
        return;
    }
    const QString single = QString::fromUcs4(&c, 1).normalized(QString::NormalizationForm_KD);
    for (const char32_t part : single.toUcs4())
        appendFolded(out, part);
}

bool isWordStart(const QString &text, qsizetype index)
{
    if (index == 0) return true;
    const QChar before = text.at(index - 1);
    const QChar here = text.at(index);
    // Han has no spaces between words, so each character may begin one.
    return !before.isLetterOrNumber() || here.script() == QChar::Script_Han;
}

struct FoldedRun {
    qsizetype start;
    qsizetype length;
};

// The best place of a word: at the start of the text, else of a word, else anywhere.
qsizetype bestPlace(const QString &text, QStringView word)
{
    qsizetype first = -1;
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (isWordStart(text, at)) return at;
        if (first < 0) first = at;
    }
    return first;
}

int placeScore(const QString &text, qsizetype at)
{
    if (at == 0) return 400;
    return isWordStart(text, at) ? 300 : 200;
}

std::optional<int> matchWords(const QString &text, const QString &needle, QList<FoldedRun> &runs)
{
    const QStringList words = needle.split(u' ', Qt::SkipEmptyParts);
    int score = 0;
    for (const QString &word : words) {
        const qsizetype at = bestPlace(text, word);
        if (at < 0) return std::nullopt;
        runs.append({at, word.size()});
        score += placeScore(text, at);
    }
    if (words.isEmpty()) return std::nullopt;
    if (text.contains(needle)) score += 100;
    return score / static_cast<int>(words.size());
}

bool isSubsequence(const QString &text, const QString &needle)
{
    qsizetype next = 0;
    for (const QChar c : text) {
        if (next < needle.size() && c == needle.at(next)) ++next;
    }
    return next == needle.size();
}

// Each letter of the needle goes on from the one before or begins a word. `from` holds, for each letter and place,
// the place of the letter before it, so the way can be walked back.
std::optional<int> matchBeginnings(const QString &text, const QString &needle, QList<FoldedRun> &runs)
{
    if (needle.size() < 2 || needle.size() > 32 || !isSubsequence(text, needle)) return std::nullopt;
    const qsizetype width = text.size();
    QList<qint32> from(needle.size() * width, -1);
    const auto cell = [&](qsizetype letter, qsizetype place) -> qint32 & { return from[letter * width + place]; };
    for (qsizetype letter = 0; letter < needle.size(); ++letter) {
        qint32 reached = -1; // The latest place the letter before can stand at, left of here.
        for (qsizetype place = 0; place < width; ++place) {
            if (letter > 0 && place > 0 && cell(letter - 1, place - 1) >= 0) reached = static_cast<qint32>(place - 1);
            if (text.at(place) != needle.at(letter)) continue;
            if (letter == 0) {
                if (isWordStart(text, place)) cell(letter, place) = static_cast<qint32>(place);
            } else if (place > 0 && cell(letter - 1, place - 1) >= 0) {
                cell(letter, place) = static_cast<qint32>(place - 1);
            } else if (reached >= 0 && isWordStart(text, place)) {
                cell(letter, place) = reached;
            }
        }
    }
    const qsizetype last = needle.size() - 1;
    for (qsizetype place = 0; place < width; ++place) {
        if (cell(last, place) < 0) continue;
        for (qsizetype letter = last, at = place; letter >= 0; at = cell(letter, at), --letter)
            runs.prepend({at, 1});
        return 100;
    }
    return std::nullopt;
}

QList<MatchRun> toSource(const FoldedText &text, qsizetype sourceLength, QList<FoldedRun> runs)
{
    std::ranges::sort(runs, {}, &FoldedRun::start);
    QList<MatchRun> out;
    for (const FoldedRun &run : runs) {
        const qsizetype start = text.originOf(run.start);
        qsizetype next = run.start + run.length;
        // A letter that folded into several is shown whole.
        while (next < text.text.size() && text.originOf(next) == text.originOf(next - 1))
            ++next;
        const qsizetype end = next < text.text.size() ? text.originOf(next) : sourceLength;
        if (!out.isEmpty() && start <= out.last().start + out.last().length) {
            out.last().length = std::max(out.last().start + out.last().length, end) - out.last().start;
        } else {
            out.append({start, end - start});
        }
    }
    return out;
}

} // namespace

FoldedText foldForSearch(const QString &source)
{
    FoldedText folded;
    folded.text.reserve(source.size());
    bool oneToOne = true;
    for (qsizetype i = 0; i < source.size();) {
        char32_t c = source.at(i).unicode();
        qsizetype units = 1;
        if (source.at(i).isHighSurrogate() && i + 1 < source.size() && source.at(i + 1).isLowSurrogate()) {
            c = QChar::surrogateToUcs4(source.at(i), source.at(i + 1));
            units = 2;
        }
        const qsizetype before = folded.text.size();
        appendDecomposed(folded.text, c);
        const qsizetype made = folded.text.size() - before;
        if (oneToOne && made != units) {
            oneToOne = false;
            for (qsizetype k = 0; k < before; ++k)
                folded.origin.append(static_cast<qint32>(k));
        }
        for (qsizetype k = 0; !oneToOne && k < made; ++k)
            folded.origin.append(static_cast<qint32>(i));
        i += units;
    }
    return folded;
}

QString foldedNeedle(const QString &source)
{
    return foldForSearch(source.simplified()).text.simplified();
}

std::optional<TextMatch> matchText(const FoldedText &text, qsizetype sourceLength, const QString &needle)
{
    if (needle.isEmpty()) return TextMatch{};
    QList<FoldedRun> runs;
    std::optional<int> score = matchWords(text.text, needle, runs);
    if (!score) {
        runs.clear();
        score = matchBeginnings(text.text, needle, runs);
    }
    if (!score) return std::nullopt;
    return TextMatch{*score, toSource(text, sourceLength, std::move(runs))};
}

} // namespace sotto
