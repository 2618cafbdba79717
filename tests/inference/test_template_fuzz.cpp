#include "inference/template/chat_template.h"
#include "inference/template/jinja_template.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <random>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

std::vector<std::string> corpus()
{
    std::vector<std::string> texts;
    const QString tests = QStringLiteral(SOTTO_SOURCE_DIR) + u"/tests/template/"_s;
    for (const char *folder : {"corpus", "hard", "features"}) {
        const QDir dir(tests + QString::fromLatin1(folder));
        for (const QFileInfo &entry : dir.entryInfoList(QDir::Files)) {
            QFile file(entry.filePath());
            if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read the corpus");
            const QByteArray all = file.readAll();
            if (entry.dir().dirName() == "features"_L1) {
                const QByteArray separator = entry.fileName().startsWith("templates"_L1) ? "\n----\n" : "\n";
                for (qsizetype at = 0; at < all.size();) {
                    const qsizetype end = all.indexOf(separator, at) < 0 ? all.size() : all.indexOf(separator, at);
                    const std::string part = all.sliced(at, end - at).toStdString();
                    texts.push_back(separator.size() == 1 ? "{{ " + part + " }}" : part);
                    at = end + separator.size();
                }
            } else {
                texts.push_back(all.toStdString());
            }
        }
    }
    return texts;
}

/// Damages a template in the ways that find bugs: bytes, pieces of others, words of the language.
class Mutator final {
public:
    Mutator(std::uint64_t seed, const std::vector<std::string> &texts) : m_random(seed), m_texts(texts) {}

    std::string mutated()
    {
        std::string text = m_texts[below(m_texts.size())];
        for (std::size_t n = 1 + below(5); n > 0; --n)
            mutateOnce(text);
        return text;
    }

private:
    [[nodiscard]] std::size_t below(std::size_t bound) { return bound == 0 ? 0 : m_random() % bound; }

    std::string piece()
    {
        const std::string &other = m_texts[below(m_texts.size())];
        return other.substr(below(other.size()), below(48));
    }

    void mutateOnce(std::string &text)
    {
        static constexpr std::array<std::string_view, 36> words{"{%",       "%}",       "{{",
                                                                "}}",       "{#",       "#}",
                                                                "-%}",      "{%-",      "(",
                                                                ")",        "[",        "]",
                                                                "{",        "}",        "|",
                                                                " is ",     " not ",    " in ",
                                                                " if ",     " else ",   "**",
                                                                "//",       "~",        "[::-1]",
                                                                ".items()", "|tojson",  "9223372036854775807",
                                                                "1e308",    "loop",     "namespace()",
                                                                "\xFF",     "\xE4\xBD", "'%s' % ",
                                                                "range(9)", ".format",  "{% raw %}"};
        const std::size_t at = below(text.size());
        switch (below(6)) {
        case 0: text.insert(at, words[below(words.size())]); break;
        case 1: text.insert(at, piece()); break;
        case 2: text.erase(at, below(24)); break;
        case 3: text.resize(at); break;
        case 4: text.replace(at, below(12), words[below(words.size())]); break;
        default:
            if (!text.empty()) text[at] = static_cast<char>(m_random());
        }
    }

    std::mt19937_64 m_random;
    const std::vector<std::string> &m_texts;
};

TemplateVariables variables()
{
    TemplateVariables made;
    const auto set = [&](const char *name, const char *json) {
        if (!made.setJson(name, json, TextOrigin::Person)) qFatal("not JSON");
    };
    set("messages", R"([{"role": "system", "content": "s"}, {"role": "user", "content": "<|x|> é 你好\n"},
        {"role": "assistant", "content": "<think>a</think>b", "tool_calls": [{"id": "123456789", "function":
        {"name": "f", "arguments": {"x": [1, 2.5, null, true]}}}]}, {"role": "tool", "content": "r"}])");
    set("tools", R"([{"type": "function", "function": {"name": "f", "description": "d", "parameters":
        {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "string"}}}, "required": ["x"]}}}])");
    set("items", "[3, 1, 2]");
    set("words", R"(["pear", "Apple", "fig"])");
    set("dict", R"({"b": 2, "a": 1, "c": {"d": [1, 2, 3]}})");
    set("name", "\"World\"");
    set("number", "42");
    set("people", R"([{"name": "Ann", "age": 30}, {"name": "bob", "age": 25}])");
    return made;
}

} // namespace

/// SOTTO_FUZZ_SECONDS makes it run for that long; without it the seed and the number of rounds are fixed.
class TestTemplateFuzz final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedTemplatesNeverCrash();
};

void TestTemplateFuzz::damagedTemplatesNeverCrash()
{
    const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
    const std::uint64_t seed = seconds > 0 ? std::random_device()() : 20261125;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    const std::vector<std::string> texts = corpus();
    QVERIFY(texts.size() > 300);
    Mutator mutator(seed, texts);
    const TemplateVariables given = variables();
    TemplateLimits limits;
    limits.steps = 200'000;
    limits.memoryBytes = 16ULL << 20U;

    QElapsedTimer timer;
    timer.start();
    int parsed = 0;
    int rendered = 0;
    int round = 0;
    for (; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 15'000; ++round) {
        const auto made = JinjaTemplate::parse(mutator.mutated(), limits);
        if (!made) {
            QVERIFY(!made.error().detail.empty());
            continue;
        }
        ++parsed;
        const auto spans = made->render(given, 0);
        if (!spans) QVERIFY(!spans.error().detail.empty());
        rendered += spans ? 1 : 0;
        if (round % 16 == 0)
            QVERIFY(ChatTemplate::choose({.ofFile = mutator.mutated()}).render({{Role::User, "x"}}).has_value());
    }
    qInfo("%d rounds, %d parsed, %d rendered", round, parsed, rendered);
    QVERIFY(parsed > round / 20);
    QVERIFY(rendered > round / 40);
}

QTEST_GUILESS_MAIN(TestTemplateFuzz)
#include "test_template_fuzz.moc"
