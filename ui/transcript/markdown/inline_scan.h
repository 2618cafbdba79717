#pragma once

#include <QString>

#include <optional>

/// Small scanners of inline Markdown: each looks at one place and says what stands there.
namespace sotto::markdown {

[[nodiscard]] bool isAsciiPunct(QChar c);
/// Unicode punctuation or symbol.
[[nodiscard]] bool isPunct(char32_t c);
/// Han, kana, hangul and their full-width punctuation.
[[nodiscard]] bool isCjk(char32_t c);
/// The code point that begins at `i`, or ends before it; a space outside of the text.
[[nodiscard]] char32_t codePointAt(QStringView s, qsizetype i);
[[nodiscard]] char32_t codePointBefore(QStringView s, qsizetype i);

struct Scanned {
    QString text;
    qsizetype end = 0; ///< Just after it.
};

/// "&amp;" and the like, or a number, at `i`.
[[nodiscard]] std::optional<Scanned> scanEntity(QStringView s, qsizetype i);
/// "<https://…>" or "<name@host>"; `text` is what stands between.
[[nodiscard]] std::optional<Scanned> scanAutolink(QStringView s, qsizetype i);
/// "https://…" standing bare; trailing punctuation is left out.
[[nodiscard]] std::optional<Scanned> scanBareUrl(QStringView s, qsizetype i);
/// "(destination "title")" of a link, at the bracket.
[[nodiscard]] std::optional<Scanned> scanLinkTail(QStringView s, qsizetype i);
/// LaTeX that begins at `i` and ends in this text.
[[nodiscard]] std::optional<qsizetype> scanMath(QStringView s, qsizetype i);

} // namespace sotto::markdown
