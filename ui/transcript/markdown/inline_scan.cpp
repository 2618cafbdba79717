#include "ui/transcript/markdown/inline_scan.h"

#include "ui/transcript/markdown/inline.h"

#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace sotto::markdown {
namespace {

constexpr qsizetype kMaxAddress = 2048;
constexpr qsizetype kMaxMath = 2000;

struct Entity {
    QStringView name;
    char32_t value;
};

constexpr std::array kEntities{
    Entity{u"amp", '&'},      Entity{u"lt", '<'},        Entity{u"gt", '>'},       Entity{u"quot", '"'},
    Entity{u"apos", '\''},    Entity{u"nbsp", 0xA0},     Entity{u"copy", 0xA9},    Entity{u"reg", 0xAE},
    Entity{u"trade", 0x2122}, Entity{u"hellip", 0x2026}, Entity{u"mdash", 0x2014}, Entity{u"ndash", 0x2013},
    Entity{u"lsquo", 0x2018}, Entity{u"rsquo", 0x2019},  Entity{u"ldquo", 0x201C}, Entity{u"rdquo", 0x201D},
    Entity{u"laquo", 0xAB},   Entity{u"raquo", 0xBB},    Entity{u"bull", 0x2022},  Entity{u"middot", 0xB7},
    Entity{u"deg", 0xB0},     Entity{u"plusmn", 0xB1},   Entity{u"times", 0xD7},   Entity{u"divide", 0xF7},
    Entity{u"frac12", 0xBD},  Entity{u"sup2", 0xB2},     Entity{u"sup3", 0xB3},    Entity{u"micro", 0xB5},
    Entity{u"para", 0xB6},    Entity{u"sect", 0xA7},     Entity{u"euro", 0x20AC},  Entity{u"pound", 0xA3},
    Entity{u"yen", 0xA5},     Entity{u"cent", 0xA2},     Entity{u"larr", 0x2190},  Entity{u"uarr", 0x2191},
    Entity{u"rarr", 0x2192},  Entity{u"darr", 0x2193},   Entity{u"harr", 0x2194},  Entity{u"le", 0x2264},
    Entity{u"ge", 0x2265},    Entity{u"ne", 0x2260},     Entity{u"asymp", 0x2248}, Entity{u"infin", 0x221E},
    Entity{u"sum", 0x2211},   Entity{u"radic", 0x221A},  Entity{u"alpha", 0x3B1},  Entity{u"beta", 0x3B2},
    Entity{u"gamma", 0x3B3},  Entity{u"delta", 0x3B4},   Entity{u"lambda", 0x3BB}, Entity{u"mu", 0x3BC},
    Entity{u"pi", 0x3C0},     Entity{u"sigma", 0x3C3},   Entity{u"omega", 0x3C9},  Entity{u"Omega", 0x3A9},
};

QString fromCodePoint(char32_t c)
{
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return QString(QChar(QChar::ReplacementCharacter));
    return QString::fromUcs4(&c, 1);
}

std::optional<char32_t> entityNumber(QStringView digits)
{
    const bool hex = digits.startsWith(u'x') || digits.startsWith(u'X');
    const QStringView rest = hex ? digits.sliced(1) : digits;
    if (rest.isEmpty() || rest.size() > (hex ? 6 : 7)) return std::nullopt;
    bool ok = false;
    const uint value = rest.toUInt(&ok, hex ? 16 : 10);
    if (!ok || rest.startsWith(u'+') || rest.startsWith(u'-')) return std::nullopt;
    return static_cast<char32_t>(value);
}

bool isMailAddress(QStringView s)
{
    const auto at = s.indexOf(u'@');
    if (at < 1 || at == s.size() - 1) return false;
    return std::ranges::all_of(s, [](QChar c) {
        return c.isLetterOrNumber() || c == u'@' || c == u'.' || c == u'-' || c == u'_' || c == u'+';
    });
}

/// GFM: closing brackets and quotes at the end belong to the sentence, unless the address opened them.
qsizetype trimmedUrlEnd(QStringView s, qsizetype begin, qsizetype end)
{
    const QStringView url = s.sliced(begin, end - begin);
    qsizetype open = url.count(u'(');
    qsizetype close = url.count(u')');
    while (end > begin) {
        const QChar last = s[end - 1];
        if (last == u')' && close > open) {
            --close;
        } else if (!u"?!.,:;*_~'\""_s.contains(last)) {
            break;
        }
        --end;
    }
    return end;
}

qsizetype skipBlanks(QStringView s, qsizetype i)
{
    while (i < s.size() && (s[i] == u' ' || s[i] == u'\n'))
        ++i;
    return i;
}

std::optional<Scanned> scanAngleDestination(QStringView s, qsizetype i)
{
    const qsizetype limit = std::min(s.size(), i + kMaxAddress);
    for (qsizetype k = i + 1; k < limit; ++k) {
        if (s[k] == u'>') return Scanned{s.sliced(i + 1, k - i - 1).toString(), k + 1};
        if (s[k] == u'<' || s[k] == u'\n') return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Scanned> scanBareDestination(QStringView s, qsizetype i)
{
    Scanned result;
    int depth = 0;
    const qsizetype limit = std::min(s.size(), i + kMaxAddress);
    qsizetype k = i;
    for (; k < limit; ++k) {
        const QChar c = s[k];
        if (c == u'\\' && k + 1 < limit && isAsciiPunct(s[k + 1])) {
            result.text += s[++k];
            continue;
        }
        if (c <= u' ') break;
        if (c == u'(' && ++depth > 32) return std::nullopt;
        if (c == u')' && depth-- == 0) break;
        result.text += c;
    }
    if (k == limit && k < s.size()) return std::nullopt;
    result.end = k;
    return result;
}

/// After a destination: an optional title, then the closing bracket.
std::optional<qsizetype> scanTitleAndClose(QStringView s, qsizetype i)
{
    i = skipBlanks(s, i);
    if (i < s.size() && (s[i] == u'"' || s[i] == u'\'')) {
        const QChar quote = s[i];
        const qsizetype limit = std::min(s.size(), i + kMaxAddress);
        for (++i; i < limit && s[i] != quote; ++i) {
            if (s[i] == u'\\') ++i;
        }
        if (i >= limit) return std::nullopt;
        i = skipBlanks(s, i + 1);
    }
    if (i < s.size() && s[i] == u')') return i + 1;
    return std::nullopt;
}

std::optional<qsizetype> scanDelimitedMath(QStringView s, qsizetype i, QStringView close)
{
    const qsizetype limit = std::min(s.size(), i + kMaxMath);
    const auto found = s.first(limit).indexOf(close, i + close.size());
    if (found < 0) return std::nullopt;
    return found + close.size();
}

/// "$x$" but not "$5 and $10": no space inside the signs, no digit after. Only the next sign is looked at.
std::optional<qsizetype> scanDollarMath(QStringView s, qsizetype i)
{
    if (i + 2 >= s.size() || s[i + 1].isSpace()) return std::nullopt;
    const qsizetype limit = std::min(s.size(), i + kMaxMath);
    const auto close = s.first(limit).indexOf(u'$', i + 1);
    if (close < 0 || s[close - 1].isSpace() || s[close - 1] == u'\\') return std::nullopt;
    if (close + 1 < s.size() && (s[close + 1].isDigit() || s[close + 1] == u'$')) return std::nullopt;
    return close + 1;
}

} // namespace

bool isAsciiPunct(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 33 && u <= 47) || (u >= 58 && u <= 64) || (u >= 91 && u <= 96) || (u >= 123 && u <= 126);
}

bool isPunct(char32_t c)
{
    return QChar::isPunct(c) || QChar::isSymbol(c);
}

bool isCjk(char32_t c)
{
    return (c >= 0x2E80 && c <= 0x30FF) || (c >= 0x3100 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

char32_t codePointAt(QStringView s, qsizetype i)
{
    if (i >= s.size()) return U' ';
    if (s[i].isHighSurrogate() && i + 1 < s.size()) return QChar::surrogateToUcs4(s[i], s[i + 1]);
    return s[i].unicode();
}

char32_t codePointBefore(QStringView s, qsizetype i)
{
    if (i <= 0) return U' ';
    if (s[i - 1].isLowSurrogate() && i >= 2) return QChar::surrogateToUcs4(s[i - 2], s[i - 1]);
    return s[i - 1].unicode();
}

std::optional<Scanned> scanEntity(QStringView s, qsizetype i)
{
    const qsizetype limit = std::min(s.size(), i + 12);
    const auto semicolon = s.first(limit).indexOf(u';', i + 1);
    if (semicolon < i + 2) return std::nullopt;
    const QStringView name = s.sliced(i + 1, semicolon - i - 1);
    if (name.startsWith(u'#')) {
        const auto number = entityNumber(name.sliced(1));
        if (!number) return std::nullopt;
        return Scanned{fromCodePoint(*number), semicolon + 1};
    }
    const auto *const found = std::ranges::find_if(kEntities, [&](const Entity &e) { return e.name == name; });
    if (found == kEntities.end()) return std::nullopt;
    return Scanned{fromCodePoint(found->value), semicolon + 1};
}

std::optional<Scanned> scanAutolink(QStringView s, qsizetype i)
{
    auto inside = scanAngleDestination(s, i);
    if (!inside || inside->text.isEmpty() || inside->text.contains(u' ')) return std::nullopt;
    if (!isOpenable(inside->text) && !isMailAddress(inside->text)) return std::nullopt;
    return inside;
}

std::optional<Scanned> scanBareUrl(QStringView s, qsizetype i)
{
    const QStringView rest = s.sliced(i, std::min(s.size() - i, kMaxAddress));
    if (!rest.startsWith(u"http://", Qt::CaseInsensitive) && !rest.startsWith(u"https://", Qt::CaseInsensitive))
        return std::nullopt;
    if (QChar::isLetterOrNumber(codePointBefore(s, i)) && !isCjk(codePointBefore(s, i))) return std::nullopt;
    qsizetype end = i;
    const qsizetype limit = i + rest.size();
    while (end < limit && s[end] > u' ' && s[end] != u'<' && s[end] != u'>' && s[end] != u'`' &&
           !isCjk(s[end].unicode()) && !s[end].isSpace())
        ++end;
    end = trimmedUrlEnd(s, i, end);
    QString url = s.sliced(i, end - i).toString();
    if (!isOpenable(url)) return std::nullopt;
    return Scanned{std::move(url), end};
}

std::optional<Scanned> scanLinkTail(QStringView s, qsizetype i)
{
    if (i >= s.size() || s[i] != u'(') return std::nullopt;
    const qsizetype start = skipBlanks(s, i + 1);
    if (start >= s.size()) return std::nullopt;
    auto destination = s[start] == u'<' ? scanAngleDestination(s, start) : scanBareDestination(s, start);
    if (!destination) return std::nullopt;
    const auto end = scanTitleAndClose(s, destination->end);
    if (!end) return std::nullopt;
    destination->end = *end;
    return destination;
}

std::optional<qsizetype> scanMath(QStringView s, qsizetype i)
{
    const QStringView rest = s.sliced(i);
    if (rest.startsWith(u"\\(")) return scanDelimitedMath(s, i, u"\\)");
    if (rest.startsWith(u"\\[")) return scanDelimitedMath(s, i, u"\\]");
    if (rest.startsWith(u"$$")) return scanDelimitedMath(s, i, u"$$");
    return rest.startsWith(u'$') ? scanDollarMath(s, i) : std::nullopt;
}

bool isOpenable(QStringView address)
{
    const auto colon = address.indexOf(u':');
    if (colon < 4 || address.size() > kMaxAddress) return false;
    const QString scheme = address.first(colon).toString().toLower();
    if (scheme == u"mailto"_s) return address.size() > colon + 1;
    if (scheme != u"http"_s && scheme != u"https"_s) return false;
    return !QUrl(address.toString(), QUrl::StrictMode).host().isEmpty() ||
           !QUrl(address.toString(), QUrl::TolerantMode).host().isEmpty();
}

} // namespace sotto::markdown
