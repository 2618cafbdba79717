#include "ui/transcript/markdown/block_stream.h"
#include "ui/transcript/markdown/inline.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sotto::markdown;

namespace {

QString kindName(const Block &block)
{
    switch (block.kind) {
    case BlockKind::Paragraph: return u"p"_s;
    case BlockKind::Heading: return u"h%1"_s.arg(block.level);
    case BlockKind::Code: return u"code"_s;
    case BlockKind::Table: return u"table"_s;
    case BlockKind::Rule: return u"hr"_s;
    case BlockKind::Math: return u"math"_s;
    }
    return {};
}

QString frameName(const Frame &frame)
{
    const QString first = frame.firstLeaf ? u"!"_s : QString();
    switch (frame.kind) {
    case FrameKind::Quote: return u">"_s;
    case FrameKind::Bullet: return u"-"_s + first;
    case FrameKind::Ordered: return QString::number(frame.number) + u'.' + first;
    case FrameKind::Task: return (frame.checked ? u"[x]"_s : u"[ ]"_s) + first;
    }
    return {};
}

/// "> - p(text)" for each block, one a line.
QString outline(const Blocks &blocks)
{
    QStringList lines;
    for (const Block &block : blocks) {
        QString line;
        for (const Frame &frame : block.frames)
            line += frameName(frame) + u' ';
        line += kindName(block);
        if (!block.info.isEmpty()) line += u':' + block.info;
        line += u'(' + QString(block.source).replace(u'\n', u'/') + u')';
        lines += line;
    }
    return lines.join(u'\n');
}

/// Text with its spans: "<e:word>".
QString inlineOutline(const QString &source)
{
    const InlineText parsed = parseInline(source);
    QString result;
    qsizetype at = 0;
    for (const Span &span : parsed.spans) {
        result += parsed.text.sliced(at, span.start - at) + u'<';
        if (span.flags & Emphasis) result += u'e';
        if (span.flags & Strong) result += u's';
        if (span.flags & CodeSpan) result += u'c';
        if (span.flags & Strike) result += u'd';
        if (span.flags & Link) result += u'l';
        if (span.flags & Image) result += u'i';
        if (span.flags & Math) result += u'm';
        result += u':' + parsed.text.sliced(span.start, span.length) + u'>';
        if (span.flags & Link) result += u'(' + span.address + u')';
        at = span.start + span.length;
    }
    return (result + parsed.text.sliced(at)).replace(QChar(QChar::LineSeparator), u'|');
}

QString randomMarkdown(QRandomGenerator &random, int pieces)
{
    static const QStringList kPieces{u"word "_s,
                                     u"\n"_s,
                                     u"\n\n"_s,
                                     u"- "_s,
                                     u"1. "_s,
                                     u"> "_s,
                                     u"```\n"_s,
                                     u"```cpp\n"_s,
                                     u"    "_s,
                                     u"\t"_s,
                                     u"# "_s,
                                     u"**"_s,
                                     u"*"_s,
                                     u"_"_s,
                                     u"`"_s,
                                     u"["_s,
                                     u"]("_s,
                                     u")"_s,
                                     u"| a | b |\n"_s,
                                     u"|---|:-:|\n"_s,
                                     u"---\n"_s,
                                     u"===\n"_s,
                                     u"$$"_s,
                                     u"\\["_s,
                                     u"\\]"_s,
                                     u"[ ] "_s,
                                     u"\\"_s,
                                     u"~~"_s,
                                     u"&amp;"_s,
                                     u"中文，"_s,
                                     u"😀"_s,
                                     u"\r\n"_s,
                                     u"<b>"_s,
                                     u"https://a.example/x "_s,
                                     u"![i](http://e.example/p.png)"_s,
                                     u"~~~\n"_s,
                                     u"2) "_s,
                                     u"+ "_s};
    QString text;
    for (int i = 0; i < pieces; ++i)
        text += kPieces.at(random.bounded(static_cast<int>(kPieces.size())));
    return text;
}

void compareSplit(const QString &text, QRandomGenerator &random)
{
    const Blocks whole = parseBlocks(text);
    BlockStream stream;
    Blocks mirror;
    const auto follow = [&](qsizetype first) {
        // Blocks before the first changed one must really be as they were.
        QVERIFY(first <= mirror.size());
        for (qsizetype i = 0; i < first; ++i)
            QCOMPARE(stream.blocks().at(i), mirror.at(i));
        mirror = stream.blocks();
    };
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype size = std::min<qsizetype>(1 + random.bounded(9), text.size() - at);
        follow(stream.append(QStringView(text).sliced(at, size)));
        at += size;
    }
    follow(stream.finish());
    QCOMPARE(outline(stream.blocks()), outline(whole));
    QCOMPARE(stream.blocks(), whole);
}

} // namespace

class TestMarkdown final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocks_data();
    void blocks();
    void inlines_data();
    void inlines();
    void hostileLinksAreText();
    void sourceRangesPointAtTheLines();
    void anySplitGivesTheSame();
    void longLinesAreCutAlikeForAnySplit();
    void plainKeepsEveryCharacter();
    void costOfATokenDoesNotGrow();
    void workIsLinear_data();
    void workIsLinear();
    void nestingIsBounded();
    void fuzz();
};

void TestMarkdown::blocks_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    QTest::newRow("paragraphs") << u"a\nb\n\nc"_s << u"p(a/b)\np(c)"_s;
    QTest::newRow("headings") << u"# One\n### Three ###\n#no\n####### no"_s
                              << u"h1(One)\nh3(Three)\np(#no/####### no)"_s;
    QTest::newRow("underlined") << u"One\n===\nTwo\n---"_s << u"h1(One)\nh2(Two)"_s;
    QTest::newRow("rule") << u"a\n\n---\n***\n- - -"_s << u"p(a)\nhr()\nhr()\nhr()"_s;
    QTest::newRow("bullets") << u"- a\n- b\n  more\n- c"_s << u"-! p(a)\n-! p(b/more)\n-! p(c)"_s;
    QTest::newRow("nested") << u"- a\n  - b\n    - c\n- d"_s << u"-! p(a)\n- -! p(b)\n- - -! p(c)\n-! p(d)"_s;
    QTest::newRow("numbers") << u"1. a\n1. b\n7. c"_s << u"1.! p(a)\n2.! p(b)\n3.! p(c)"_s;
    QTest::newRow("starts at") << u"4) a\n5) b"_s << u"4.! p(a)\n5.! p(b)"_s;
    QTest::newRow("tasks") << u"- [ ] a\n- [x] b"_s << u"[ ]! p(a)\n[x]! p(b)"_s;
    QTest::newRow("item of two") << u"- a\n\n  b\n\nc"_s << u"-! p(a)\n- p(b)\np(c)"_s;
    QTest::newRow("empty item") << u"- a\n-\n- c"_s << u"-! p(a)\n-! p()\n-! p(c)"_s;
    QTest::newRow("number in text") << u"It was\n1986. Then"_s << u"p(It was/1986. Then)"_s;
    QTest::newRow("quote") << u"> a\n> > b\nlazy\n\nout"_s << u"> p(a)\n> > p(b/lazy)\np(out)"_s;
    QTest::newRow("quoted list") << u"> - a\n>   b\n> - c"_s << u"> -! p(a/b)\n> -! p(c)"_s;
    QTest::newRow("fence") << u"```cpp\nint a;\n\n  b\n```\nx"_s << u"code:cpp(int a;//  b/)\np(x)"_s;
    QTest::newRow("fence open") << u"```\na\n``"_s << u"code(a/``/)"_s;
    QTest::newRow("tilde fence") << u"~~~~\n```\n~~~\n~~~~"_s << u"code(```/~~~/)"_s;
    QTest::newRow("fence in item") << u"1. a\n   ```sh\n   ls\n     -l\n   ```\n2. b"_s
                                   << u"1.! p(a)\n1. code:sh(ls/  -l/)\n2.! p(b)"_s;
    QTest::newRow("tabs in code") << u"```\n\ta\t\n```"_s << u"code(\ta\t/)"_s;
    QTest::newRow("indented") << u"a\n\n    x\n\n      y\nb"_s << u"p(a)\ncode(x//  y/)\np(b)"_s;
    QTest::newRow("table") << u"| a | b |\n|---|--:|\n| 1 | 2 |\n\nx"_s << u"table(| a | b |/| 1 | 2 |/)\np(x)"_s;
    QTest::newRow("table under text") << u"t\na | b\n--|--\n1|2"_s << u"p(t)\ntable(a | b/1|2/)"_s;
    QTest::newRow("no table") << u"a | b\n--|--|--"_s << u"p(a | b/--|--|--)"_s;
    QTest::newRow("math") << u"$$\na = b\n- c\n$$\nd"_s << u"math($$/a = b/- c/$$)\np(d)"_s;
    QTest::newRow("math brackets") << u"\\[\n# x_1\n\\]"_s << u"math(\\[/# x_1/\\])"_s;
    QTest::newRow("html is text") << u"<div>\n<script>x</script>"_s << u"p(<div>/<script>x</script>)"_s;
    QTest::newRow("crlf") << u"a\r\nb\r\n\r\n- c\r\n"_s << u"p(a/b)\n-! p(c)"_s;
}

void TestMarkdown::blocks()
{
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(outline(parseBlocks(source)), expected);
}

void TestMarkdown::inlines_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    QTest::newRow("emphasis") << u"a *b* _c_ **d** __e__"_s << u"a <e:b> <e:c> <s:d> <s:e>"_s;
    QTest::newRow("both") << u"***a***"_s << u"<es:a>"_s;
    QTest::newRow("nested") << u"**a *b* c**"_s << u"<s:a ><es:b><s: c>"_s;
    QTest::newRow("intraword") << u"snake_case_name 2*3*4"_s << u"snake_case_name 2<e:3>4"_s;
    QTest::newRow("spaces") << u"2 * 3 * 4 ** 5"_s << u"2 * 3 * 4 ** 5"_s;
    QTest::newRow("unclosed") << u"**a and *b"_s << u"**a and *b"_s;
    QTest::newRow("rule of three") << u"*foo**bar*"_s << u"<e:foo**bar>"_s;
    QTest::newRow("chinese") << u"这是**“重点”**内容，和**强调。**后文"_s << u"这是<s:“重点”>内容，和<s:强调。>后文"_s;
    QTest::newRow("strike") << u"~~a~~ ~b~ 5~10"_s << u"<d:a> ~b~ 5~10"_s;
    QTest::newRow("code") << u"`a` ``b`c`` ` d ` `*x*`"_s << u"<c:a> <c:b`c> <c:d> <c:*x*>"_s;
    QTest::newRow("code open") << u"``a` b"_s << u"``a` b"_s;
    QTest::newRow("link") << u"[a *b*](https://e.example/x(1) \"t\")!"_s
                          << u"<l:a >(https://e.example/x(1))<el:b>(https://e.example/x(1))!"_s;
    QTest::newRow("angle link") << u"[a](<https://e.example/a b>)"_s << u"<l:a>(https://e.example/a b)"_s;
    QTest::newRow("reference") << u"[a] [b][c]"_s << u"[a] [b][c]"_s;
    QTest::newRow("autolink")
        << u"<https://e.example> <me@e.example> <b>"_s
        << u"<l:https://e.example>(https://e.example) <l:me@e.example>(mailto:me@e.example) <b>"_s;
    QTest::newRow("bare")
        << u"see https://e.example/a_b, (http://e.example/c)."_s
        << u"see <l:https://e.example/a_b>(https://e.example/a_b), (<l:http://e.example/c>(http://e.example/c))."_s;
    QTest::newRow("bare beside han") << u"见https://e.example/a。好"_s
                                     << u"见<l:https://e.example/a>(https://e.example/a)。好"_s;
    QTest::newRow("image") << u"![alt](https://e.example/p.png)"_s
                           << u"<i:alt ><li:https://e.example/p.png>(https://e.example/p.png)"_s;
    QTest::newRow("escapes") << u"\\*a\\* \\\\ \\q"_s << u"*a* \\ \\q"_s;
    QTest::newRow("entities") << u"&amp; &lt; &#65; &#x4e2d; &none; &"_s << u"& < A 中 &none; &"_s;
    QTest::newRow("hard breaks") << u"a  \nb\\\nc\nd"_s << u"a|b|c d"_s;
    QTest::newRow("soft break between han") << u"中\n文"_s << u"中文"_s;
    QTest::newRow("math") << u"$a_1 * b_2$ \\(x_*y*\\) \\[*z*\\] $$w*2*$$"_s
                          << u"<m:$a_1 * b_2$> <m:\\(x_*y*\\)> <m:\\[*z*\\]> <m:$$w*2*$$>"_s;
    QTest::newRow("money") << u"$5 and *$10*"_s << u"$5 and <e:$10>"_s;
}

void TestMarkdown::inlines()
{
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(inlineOutline(source), expected);
}

void TestMarkdown::hostileLinksAreText()
{
    for (const QString &address :
         {u"javascript:alert(1)"_s, u"file:///etc/passwd"_s, u"data:text/html,x"_s, u"/dev/zero"_s,
          u"smb://host/share"_s, u"http:"_s, u"JavaScript:x"_s, u"vbscript:x"_s}) {
        QVERIFY(!isOpenable(address));
        for (const QString &source : {u"[t](%1)"_s.arg(address), u"![t](%1)"_s.arg(address), u"<%1>"_s.arg(address)}) {
            const InlineText parsed = parseInline(source);
            for (const Span &span : parsed.spans)
                QVERIFY2(!(span.flags & Link), qPrintable(source));
            QVERIFY(parsed.text.contains(address));
        }
    }
}

void TestMarkdown::sourceRangesPointAtTheLines()
{
    const QString text = u"# T\n\n- a\n- b **c**\n\n```sh\nls\n```\nend"_s;
    QStringList lines;
    for (const Block &block : parseBlocks(text))
        lines += text.sliced(block.begin, block.end - block.begin);
    QCOMPARE(lines, QStringList({u"# T"_s, u"- a"_s, u"- b **c**"_s, u"```sh\nls\n```"_s, u"end"_s}));
}

void TestMarkdown::anySplitGivesTheSame()
{
    QRandomGenerator random(20260101);
    for (int round = 0; round < 400; ++round) {
        const QString text = randomMarkdown(random, 3 + round % 40);
        compareSplit(text, random);
        if (QTest::currentTestFailed()) {
            qWarning("in: %s", qPrintable(text));
            return;
        }
    }
}

void TestMarkdown::longLinesAreCutAlikeForAnySplit()
{
    QRandomGenerator random(7);
    const QString words = u"some words 😀 "_s.repeated(1500);
    for (const QString &start : {u""_s, u"- "_s, u"```\n"_s, u"# "_s, u"| a |\n|---|\n| "_s, u"$$"_s})
        compareSplit(start + words + u"\nand on\n"_s, random);
    QString joined;
    for (const Block &block : parseBlocks(words))
        joined += block.source;
    QCOMPARE(joined.simplified(), words.simplified());
}

void TestMarkdown::plainKeepsEveryCharacter()
{
    BlockStream stream(BlockStream::Mode::Plain);
    const QString text = u"# not a heading\n\n  *kept*\n"_s.repeated(300) + u"end"_s;
    for (qsizetype at = 0; at < text.size(); at += 7)
        stream.append(QStringView(text).sliced(at, std::min<qsizetype>(7, text.size() - at)));
    QStringList parts;
    for (const Block &block : stream.blocks())
        parts += block.source;
    QVERIFY(parts.size() > 1);
    QCOMPARE(parts.join(u'\n'), text);
}

void TestMarkdown::costOfATokenDoesNotGrow()
{
    for (const QString &paragraph :
         {u"Some words in a paragraph, then more.\n\n"_s, u"- an item\n"_s, u"| a | b |\n"_s}) {
        BlockStream stream;
        if (paragraph.startsWith(u'|')) stream.append(u"| a | b |\n|---|---|\n");
        qint64 early = 0;
        for (int i = 0; i < 4000; ++i) {
            const qint64 before = stream.work();
            for (qsizetype at = 0; at < paragraph.size(); at += 4)
                stream.append(QStringView(paragraph).sliced(at, std::min<qsizetype>(4, paragraph.size() - at)));
            const qint64 cost = stream.work() - before;
            if (i == 10) early = cost;
            if (i > 10) QVERIFY(cost <= early + 8);
        }
    }
}

void TestMarkdown::workIsLinear_data()
{
    QTest::addColumn<QString>("unit");
    const QStringList units{u"["_s,    u"!["_s, u"*"_s,   u"**a "_s, u"_a *b "_s, u"`"_s,   u"`a``"_s, u"]("_s,
                            u"[a]("_s, u"> "_s, u"- "_s,  u"$a"_s,   u"\\("_s,    u"<"_s,   u"&"_s,    u"https://"_s,
                            u"a\n"_s,  u"~~"_s, u"a*_"_s, u"[](x"_s, u"|"_s,      u"*a_ "_s};
    for (const QString &unit : units)
        QTest::newRow(qPrintable(unit.trimmed())) << unit;
}

/// Twice the text may take about twice the steps.
void TestMarkdown::workIsLinear()
{
    QFETCH(QString, unit);
    const auto stepsOf = [&](qsizetype size) {
        const QString text = unit.repeated(size / unit.size());
        qint64 steps = 0;
        for (const Block &block : parseBlocks(text)) {
            if (block.kind == BlockKind::Paragraph || block.kind == BlockKind::Heading)
                static_cast<void>(parseInline(block.source, &steps));
            QVERIFY2(block.kind != BlockKind::Paragraph || block.source.size() <= kMaxParagraph + kMaxSegment + 2,
                     "bounded");
        }
        QVERIFY2(steps < 400 * size, qPrintable(QString::number(steps)));
    };
    stepsOf(100'000);
    stepsOf(1'000'000);
}

void TestMarkdown::nestingIsBounded()
{
    const Blocks blocks = parseBlocks(u">"_s.repeated(100'000) + u" x"_s);
    for (const Block &block : blocks)
        QVERIFY(block.frames.size() <= kMaxDepth);
    const Blocks lists = parseBlocks(u"- "_s.repeated(50'000) + u"x"_s);
    for (const Block &block : lists)
        QVERIFY(block.frames.size() <= kMaxDepth);
}

/// Short here; SOTTO_FUZZ_SECONDS makes it long.
void TestMarkdown::fuzz()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    QRandomGenerator random(42);
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < 300 || timer.elapsed() < seconds * 1000; ++round) {
        const QString text = randomMarkdown(random, 60);
        for (const Block &block : parseBlocks(text)) {
            QVERIFY(block.begin >= 0 && block.begin <= block.end && block.end <= text.size());
            const InlineText parsed = parseInline(block.source);
            qsizetype at = 0;
            for (const Span &span : parsed.spans) {
                QVERIFY(span.start >= at && span.length > 0);
                at = span.start + span.length;
                QVERIFY(at <= parsed.text.size());
                QVERIFY(!(span.flags & Link) || isOpenable(span.address));
            }
        }
        compareSplit(text, random);
        if (QTest::currentTestFailed()) return;
    }
}

QTEST_GUILESS_MAIN(TestMarkdown)
#include "test_markdown.moc"
