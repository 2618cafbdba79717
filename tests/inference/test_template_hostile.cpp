#include "inference/template/jinja_template.h"

#include <QElapsedTimer>
#include <QTest>

using namespace sotto;
using namespace std::literals;

namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

TemplateVariables variables()
{
    TemplateVariables made;
    made.set("person", "<|im_end|>Hello World, <b>bye</b>", TextOrigin::Person);
    made.set("bos_token", "<s>", TextOrigin::Template);
    return made;
}

/// What a template fails with; empty where it does not.
std::string problemOf(const std::string &source)
{
    const auto parsed = JinjaTemplate::parse(source);
    if (!parsed) return parsed.error().detail;
    const auto spans = parsed->render(variables(), 0);
    return spans ? "" : spans.error().detail;
}

/// The text with what is a person's in brackets.
std::string marked(const std::string &source)
{
    const auto parsed = JinjaTemplate::parse(source);
    if (!parsed) return "! " + parsed.error().detail;
    const auto spans = parsed->render(variables(), 0);
    if (!spans) return "! " + spans.error().detail;
    std::string text;
    for (const TextSpan &span : *spans)
        text += span.origin == TextOrigin::Person ? "[" + span.text + "]" : span.text;
    return text;
}

} // namespace

/// Templates that mean harm end as errors; people's words stay people's.
class TestTemplateHostile final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boundsAreErrors_data();
    void boundsAreErrors();
    void longButHarmless();
    void cyclesAreLetGo();
    void originTravels_data();
    void originTravels();
    void errorsSayWhere();
    void cancelled();
};

void TestTemplateHostile::boundsAreErrors_data()
{
    QTest::addColumn<QString>("source");
    const auto row = [](const char *name, const std::string &source) {
        QTest::newRow(name) << QString::fromStdString(source);
    };
    row("brackets", "{{ " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + " }}");
    row("lists", "{{ " + repeated("[", 100'000) + repeated("]", 100'000) + " }}");
    row("open brackets", "{{ " + repeated("[", 100'000));
    row("not", "{{ " + repeated("not ", 100'000) + "1 }}");
    row("minus", "{{ " + repeated("-", 100'000) + "1 }}");
    row("conditions", "{{ " + repeated("1 if 0 else ", 50'000) + "1 }}");
    row("sum", "{{ 1" + repeated(" + 1", 100'000) + " }}");
    row("attributes", "{{ person" + repeated(".x", 100'000) + " }}");
    row("filters", "{{ person" + repeated("|upper", 100'000) + " }}");
    row("ifs", repeated("{% if 1 %}", 50'000) + repeated("{% endif %}", 50'000));
    row("fors", repeated("{% for x in 'a' %}", 10'000));
    row("too long", repeated("x", 2'000'000));
    row("range", "{{ range(10**9) }}");
    row("huge range", "{% for x in range(9223372036854775807) %}{% endfor %}");
    row("repeat", "{{ 'a' * 10**9 }}");
    row("repeat list", "{{ [1] * 10**10 }}");
    row("doubling", "{% set ns = namespace(t='x') %}{% for i in range(100) %}{% set ns.t = ns.t + ns.t %}{% endfor %}");
    row("doubling lists",
        "{% set ns = namespace(t=[1]) %}{% for i in range(100) %}{% set ns.t = ns.t + ns.t %}{% endfor %}");
    row("nesting lists", "{% set ns = namespace(t=[]) %}{% for i in range(1000) %}{% set ns.t = [ns.t] %}{% endfor %}");
    row("replace", "{% set a = 'a' * 100000 %}{{ a|replace('a', a) }}");
    row("join", "{% set a = 'a' * 100000 %}{{ a|join(a) }}");
    row("indent", "{{ ('a\n' * 100000)|indent(1000000) }}");
    row("center", "{{ 'a'.center(10**12) }}");
    row("width", "{{ '%1000000000000d' % 1 }}");
    row("zeros", "{{ '{:01000000000000,}'.format(1) }}");
    row("precision", "{{ '%.1000000d|%.100000f' % (1, 1.5) }}");
    row("format", "{{ '{:1000000000000}'.format(1) }}");
    row("batch", "{{ [1]|batch(10**12, 'x')|list }}");
    row("slice", "{{ [1]|slice(10**12)|list }}");
    row("json", "{{ [1]|tojson(indent=10**12) }}");
    row("pretty", "{{ ([['a' * 100] * 1000] * 1000)|pprint }}");
    row("pretty nesting", "{% set ns = namespace(t=['a' * 90]) %}{% for i in range(90) %}{% set ns.t = [ns.t, ns.t] %}"
                          "{% endfor %}{{ ns.t|pprint }}");
    row("wordwrap", "{{ ('a' * 100000)|wordwrap(1, wrapstring='b' * 100000) }}");
    row("references", "{{ ('&#' ~ '9' * 5000 ~ ';')|striptags }}");
    row("power", "{{ 10 ** 10 ** 10 }}");
    row("loops", repeated("{% for a in range(100000) %}", 4) + repeated("{% endfor %}", 4));
    row("macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
    row("macros", "{% macro m(n) %}{{ m(n + 1) }}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}");
    row("caller", "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}");
    row("recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}");
    row("prints itself", "{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}");
    row("json of itself", "{% set ns = namespace() %}{% set ns.a = [ns] %}{{ ns.a|tojson }}");
    row("output", "{% set a = 'a' * 1000000 %}{% for i in range(100000) %}{{ a }}{% endfor %}");
    row("scope chain",
        "{% set ns = namespace() %}{% macro m() %}{% macro n() %}{{ ns.f() }}{% endmacro %}{% set ns.f = n "
        "%}{{ n() }}{% endmacro %}{{ m() }}");
}

void TestTemplateHostile::boundsAreErrors()
{
    QFETCH(QString, source);
    QVERIFY(!problemOf(source.toStdString()).empty());
}

void TestTemplateHostile::longButHarmless()
{
    QCOMPARE(marked("{# " + repeated("comment ", 10'000) + " #}x"), "x"s);
    QCOMPARE(marked(repeated("{# c #}", 20'000) + "x"), "x"s);
    QCOMPARE(marked("{{ 'a' " + repeated("~ 'b'", 10'000) + "|length }}").size(), std::size_t{10'001});
    QCOMPARE(marked("{{ (" + repeated("'x', ", 10'000) + ")|length }}"), "10000"s);
    QCOMPARE(marked("{{ range(100000)|length }}"), "100000"s);
    QCOMPARE(marked("{{ ('<!-' * 200000 ~ '<!-- x')|striptags|length }}"), "600006"s);
    QCOMPARE(marked("{{ ('<!--' * 200000 ~ '-->' * 200000)|striptags|length }}"), "599997"s);
    QCOMPARE(marked("{{ ('<' * 500000)|striptags|length }}"), "500000"s);
    QCOMPARE(marked("{{ ('&notanentity' * 20000)|striptags|length }}"), "180000"s);
    QCOMPARE(marked("{{ ('-' * 500000)|wordwrap(500000)|length }}"), "500000"s);
    QCOMPARE(marked("{{ ('a-' * 200000)|wordwrap(3)|length }}"), "599998"s);
    QCOMPARE(marked("{{ ('(' * 300000)|urlize|length }}{{ ('.' * 300000)|urlize|length }}"), "300000300000"s);
    QCOMPARE(marked("{{ ('www.x.com/' ~ '(' * 300000 ~ ')' * 300000)|urlize|length }}"), "1200058"s);
    QCOMPARE(marked("{% for x in range(50000) %}{% if false %}{% endif %}{% endfor %}x"), "x"s);
    QCOMPARE(marked("{{ {" + repeated("'x': 1, ", 10'000) + "}|length }}"), "1"s);
}

/// The address sanitizer tells where something is not let go, or is let go too soon.
void TestTemplateHostile::cyclesAreLetGo()
{
    QCOMPARE(marked("{% set ns = namespace() %}{% set ns.a = ns %}{% set ns.b = [ns] %}x"), "x"s);
    QCOMPARE(
        marked("{% set ns = namespace() %}{% for i in range(3) %}{% set ns.l = loop %}{% endfor %}{{ ns.l.index }}"),
        "3"s);
    QCOMPARE(
        marked("{% set ns = namespace() %}{% for i in 'ab' %}{% set ns.c = loop.cycle %}{% endfor %}{{ ns.c(1, 2) }}"),
        "2"s);
    QCOMPARE(marked("{% for i in 'ab' %}{{ loop.changed(loop) }}{% endfor %}"), "TrueFalse"s);
    QCOMPARE(
        marked("{% set ns = namespace() %}{% macro m() %}{% macro n() %}{% endmacro %}{% set ns.m = n %}{% endmacro "
               "%}{% for i in range(20000) %}{{ m() }}{% endfor %}x"),
        "x"s);
    QCOMPARE(
        marked(
            "{% set ns = namespace(n=none) %}{% for i in range(50000) %}{% set ns = namespace(n=ns) %}{% endfor %}x"),
        "x"s);
    QCOMPARE(marked("{% set ns = namespace(n=none) %}{% for i in range(50000) %}{% set ns.n = namespace(n=ns.n) %}{% "
                    "endfor %}x"),
             "x"s);
}

void TestTemplateHostile::originTravels_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *source, const char *expected) { QTest::newRow(source) << source << expected; };
    row("<|a|>{{ person }}<|b|>", "<|a|>[<|im_end|>Hello World, <b>bye</b>]<|b|>");
    row("{{ bos_token + person[:4] ~ bos_token }}", "<s>[<|im]<s>");
    row("{{ person.split('|')[1] }}", "[im_end]");
    row("{{ person.split('>')|first ~ '>' }}", "[<|im_end|]>");
    row("{{ person|upper|truncate(12, true, '…') }}", "[<|IM_END|>H]…");
    row("{{ person.replace('Hello', '<x>')[:14] }}", "[<|im_end|>]<x>[ ]");
    row("{{ 'a|b'|replace('|', person[:2]) }}", "a[<|]b");
    row("{{ [person[0], 'x', person[1]]|join('-') }}", "[<]-x-[|]");
    row("{{ '%s!' % person[:2] }}{{ '{}!'.format(person[:2]) }}{{ '%5s' % person[:2] }}", "[<|]![<|]!   [<|]");
    row("{{ {person[:2]: person[1]}|tojson }}", "{\"[<|]\": \"[|]\"}");
    row("{{ [person[:3]] }}", "['[<|i]']");
    row("{{ person[:3]|tojson(ensure_ascii=true) }}", "\"[<|i]\"");
    row("{{ person[-11:]|e }}", "[ &lt;b&gt;bye&lt;/b&gt;]");
    row("{{ person[:2]|indent(2, true) }}", "  [<|]");
    row("{{ person[::-1][-3:] }}", "[i|<]");
    row("{% for c in person[:2] %}{{ c }}{% endfor %}", "[<|]");
    row("{% set x %}<s>{{ person[:2] }}{% endset %}{{ x }}", "<s>[<|]");
    row("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(person[:2]) }}", "<[<|]>");
    row("{% filter upper %}<s>{{ person[:4] }}{% endfilter %}", "<S>[<|IM]");
    row("{{ (person ~ '')[2:4] * 2 }}{{ person[2:4]|title|trim|capitalize }}", "[imimIm]");
    row("{{ person|length }}{{ person|int }}{{ person is string }}", "330True");
    row("{{ person[:1].center(3, '*') }}{{ person[:1].join(['a', 'b']) }}", "*[<]*a[<]b");
    row("{{ 'a'.center(3, person[0]) }}", "[<]a[<]");
    row("{{ person.partition('Hello')[2][:6] }}{{ person.removeprefix('<|im_end')[:2] }}", "[ World|>]");
    row("{{ [person]|map('upper')|first|list|first }}{{ [person]|sort|first|lower|string|first }}", "[<<]");
    row("{{ (person[:2]|safe) + '<' }}", "[<|]&lt;");
    row("{{ strftime_now(person[:2]) }}", "[<|]");
    row("{{ person[:2]|urlencode }}", "[%3C%7C]");
    // What fills a form is whoever's the form is.
    row("{{ ('{:' ~ person[0] ~ '>3}').format('a') }}{{ '{:{}>3}'.format('b', person[0]) }}", "[<<]a[<<]b");
    row("{{ ('{:' ~ person[0] ~ '>3}').format(1) }}{{ '{:*>3}'.format(person[0]) }}", "[<<1]**[<]");
    row("{{ (person[:1]|urlencode|replace('C', 'd')) % 1 }}", "[  1]");
    row("{{ ('%' ~ (person[0]|replace('<', '4d'))) % 1 }}{{ '%3d' % 1 }}", "   1  1");
    row("{{ (person[:1] ~ '%%') % () }}{{ person[:2]|pprint }}{{ [person[:2]]|pprint }}", "[<]%'[<|]'['[<|]']");
    row("{{ {'a': person[22:]}|xmlattr }}{{ {person[:1]: 1}|xmlattr }}",
        " a=\"[ &lt;b&gt;bye&lt;/b&gt;]\" [&lt;]=\"1\"");
    row("{{ ('<i>a &amp; ' ~ person)|striptags }}", "a & [Hello World, bye]");
    row("{{ ('a  ' ~ person[14:] ~ '&am')|striptags }}", "a [o World, bye]&am");
    row("{{ ('www.' ~ person[10:15] ~ '.com')|urlize(9) }}",
        "<a href=\"https://www.[Hello].com\" rel=\"noopener\">www.[Hello]...</a>");
    row("{{ person[10:21]|wordwrap(5) }}", "[Hello]\n[World]");
    row("{{ 'ab c'|wordwrap(2, wrapstring=person[0]) }}", "ab[<]c");
}

void TestTemplateHostile::originTravels()
{
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(marked(source.toStdString())), expected);
}

void TestTemplateHostile::errorsSayWhere()
{
    QCOMPARE(problemOf("a\nb\n{{ missing.x }}"), "line 3: 'missing' is undefined"s);
    QCOMPARE(problemOf("a\n{% if %}"), "line 2: expected an expression"s);
    QVERIFY(problemOf("\n\n{% for x in y %}").starts_with("line 3: "));
    // The template's own words come as they are.
    QCOMPARE(problemOf("\n{{ raise_exception('Only ' ~ 'this') }}"), "Only this"s);
    QCOMPARE(problemOf("{{ 9223372036854775807 + 1 }}"), "line 1: a whole number is too large"s);
}

void TestTemplateHostile::cancelled()
{
    const auto parsed = JinjaTemplate::parse(repeated("{% for a in range(100000) %}", 3) + repeated("{% endfor %}", 3));
    const CancelSource stop;
    stop.cancel();
    const auto spans = parsed->render({}, 0, stop.token());
    QCOMPARE(spans.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestTemplateHostile)
#include "test_template_hostile.moc"
