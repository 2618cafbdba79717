// What strangers say, read within bounds: references, lists, manifests.

#include "core/hub/hub_types.h"
#include "core/hub/reference.h"

#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

HubFile file(const QString &path, std::uint64_t size)
{
    return {.path = path, .size = size, .digest = Digest::parse(std::string(64, 'a'))};
}

} // namespace

class TestHubAnswers final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void references_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *text, const char *shown) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(shown);
        };
        row("user/repo", "hf.co/user/repo");
        row("hf.co/user/repo:Q4_K_M", "hf.co/user/repo:Q4_K_M");
        row(" https://huggingface.co/user/repo ", "hf.co/user/repo");
        row("https://huggingface.co/user/repo/tree/main", "hf.co/user/repo");
        row("https://huggingface.co/u/r/blob/main/a/m-Q8_0.gguf", "hf.co/u/r/resolve/main/a/m-Q8_0.gguf");
        row("https://huggingface.co/u/r/resolve/main/m.gguf?download=true", "hf.co/u/r/resolve/main/m.gguf");
        row("ollama run hf.co/user/repo:Q4_0", "hf.co/user/repo:Q4_0");
        row("llama3.2:3b", "llama3.2:3b");
        row("llama3.2", "llama3.2:latest");
        row("https://ollama.com/library/llama3.2:3b", "llama3.2:3b");
        row("ollama.com/someone/model:x", "ollama.com/someone/model:x");
        row("https://example.org/files/m.gguf", "https://example.org/files/m.gguf");
        for (const char *bad :
             {"", "/", "a/../b", "../x", "user/..", "hf.co/user", "user/repo:", "user/re po",
              "http://example.org/m.gguf", "https://example.org/m.exe", "https://u:p@example.org/m.gguf",
              "file:///etc/passwd", "user/repo:../../x",
              "llama3.2:", "https://huggingface.co/u/r/blob/main/../../m.gguf", "https://huggingface.co/datasets/u/r"})
            row(bad, "");
    }
    void references()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const auto reference = parseReference(text);
        QCOMPARE(reference ? shownReference(*reference) : QString(), shown);
        // What is shown leads to the same.
        if (reference) QCOMPARE(parseReference(shown), reference);
    }

    void fuzzedReferencesStayWhereTheyBelong()
    {
        std::mt19937 random(9);
        const QString alphabet = u"a.b-_/:\\%@? \u0000\u7f16"_s;
        int good = 0;
        for (int round = 0; round < 100'000; ++round) {
            QString text;
            for (std::size_t i = random() % 14; i > 0; --i)
                text += alphabet.at(static_cast<qsizetype>(random() % static_cast<std::size_t>(alphabet.size())));
            if (random() % 2 == 0) text.prepend(u"https://hf.co/"_s);
            const auto reference = parseReference(text);
            if (!reference) continue;
            ++good;
            QString all;
            if (const auto *hub = std::get_if<HubReference>(&*reference)) all = hub->model + u'/' + hub->revision;
            if (const auto *ollama = std::get_if<OllamaReference>(&*reference))
                all = ollama->space + u'/' + ollama->model + u'/' + ollama->tag;
            for (const QString &part : all.split(u'/'))
                QVERIFY2(part != u".."_s && !part.contains(u'\\') && !part.contains(u'%') && !part.contains(u'@'),
                         qPrintable(text));
        }
        QVERIFY(good > 1000);
    }

    void modelsAreReadAndWrongTypesAreNothing()
    {
        const auto models = parseHubModels(
            "[{\"id\":\"a/"
            "b\",\"downloads\":5,\"likes\":\"x\",\"gated\":\"auto\",\"sha\":\"c\",\"tags\":[\"license:mit\",\"en\","
            "\"gguf\"],\"gguf\":{\"total\":7000000000,\"architecture\":\"llama\",\"context_length\":8192}},{\"id\":"
            "\"no slash\"},{\"id\":7},5,{\"id\":\"c/d\",\"downloads\":-1,\"gated\":false}]");
        QVERIFY(models);
        QCOMPARE(models->size(), 2);
        const HubModel &first = models->first();
        QCOMPARE(first.license, u"mit"_s);
        QCOMPARE(first.languages, QStringList{u"en"_s});
        QCOMPARE(first.downloads, 5);
        QVERIFY(!first.likes && first.gated);
        QCOMPARE(first.parameters, 7'000'000'000U);
        QVERIFY(!models->last().downloads && !models->last().gated);
        QCOMPARE(parseHubModels("{}").error().code, ErrorCode::HostFailed);
        QCOMPARE(parseHubModels("[[[[").error().code, ErrorCode::HostFailed);
    }

    void filesHaveTheDigestAndSizeOfTheirLfs()
    {
        const std::string digest(64, 'd');
        const QByteArray json =
            "[{\"type\":\"directory\",\"path\":\"x\"},{\"type\":\"file\",\"path\":\"a.gguf\",\"size\":134,\"oid\":"
            "\"0\",\"lfs\":{\"oid\":\"" +
            QByteArray::fromStdString(digest) +
            "\",\"size\":5000000000}},{\"type\":\"file\",\"path\":\"README.md\",\"size\":10,\"oid\":\"1\"},{\"type\":"
            "\"file\",\"path\":\"bad.gguf\",\"size\":-4},{\"type\":\"file\",\"path\":\"worse.gguf\",\"size\":1e30}]";
        const auto files = parseHubTree(json);
        QVERIFY(files);
        QCOMPARE(files->size(), 2);
        QCOMPARE(files->first().size, 5'000'000'000U);
        QCOMPARE(files->first().digest->hex(), digest);
        QVERIFY(!files->last().digest);
    }

    void nextPages()
    {
        QCOMPARE(nextPageOf("<https://h/api?cursor=x>; rel=\"next\""), "https://h/api?cursor=x");
        QCOMPARE(nextPageOf("<https://h/1>; rel=\"prev\", <https://h/2>; rel=\"next\""), "https://h/2");
        QVERIFY(nextPageOf("").isEmpty());
        QVERIFY(nextPageOf("<https://h").isEmpty());
    }

    void quantisationsAreReadFromNames_data()
    {
        QTest::addColumn<QString>("quantization");
        const auto row = [](const char *path, const char *name) { QTest::newRow(path) << QString::fromLatin1(name); };
        row("Llama-3.2-3B-Instruct-Q4_K_M.gguf", "Q4_K_M");
        row("model.q8_0.gguf", "Q8_0");
        row("Qwen3-UD-Q4_K_XL.gguf", "UD-Q4_K_XL");
        row("BF16/Qwen3-BF16-00001-of-00002.gguf", "BF16");
        row("m-IQ2_XXS.gguf", "IQ2_XXS");
        row("m-TQ1_0.gguf", "TQ1_0");
        row("gpt-oss-20b-mxfp4.gguf", "MXFP4");
        row("Q6_K/model-00001-of-00003.gguf", "Q6_K");
        row("mmproj-F16.gguf", "F16");
        row("Quick-Model-7B.gguf", "");
    }
    void quantisationsAreReadFromNames()
    {
        QFETCH(QString, quantization);
        QCOMPARE(quantizationIn(QString::fromLatin1(QTest::currentDataTag())), quantization);
    }

    void partsAndProjectorsAreOneModel()
    {
        const QList<HubVariant> variants =
            variantsOf({file(u"m-Q4_K_M.gguf"_s, 40), file(u"BF16/m-BF16-00002-of-00002.gguf"_s, 80),
                        file(u"BF16/m-BF16-00001-of-00002.gguf"_s, 81), file(u"mmproj-F16.gguf"_s, 5),
                        file(u"mmproj-BF16.gguf"_s, 6), file(u"README.md"_s, 1), file(u"mtp-m.gguf"_s, 3),
                        file(u"half-Q8_0-00001-of-00002.gguf"_s, 9)});
        QCOMPARE(variants.size(), 2);
        QCOMPARE(variants.first().name, u"Q4_K_M"_s);
        QCOMPARE(variants.first().projector->path, u"mmproj-F16.gguf"_s);
        QCOMPARE(variants.last().name, u"BF16"_s);
        QCOMPARE(variants.last().size(), 161U);
        QVERIFY(variants.last().files.first().path.contains(u"00001"_s));
        QCOMPARE(chooseVariant(variants, u"bf16"_s, u"a/b"_s)->name, u"BF16"_s);
        QCOMPARE(chooseVariant(variants, QString(), u"a/b"_s)->name, u"Q4_K_M"_s);
        QCOMPARE(chooseVariant(variants, u"Q2_K"_s, u"a/b"_s).error().code, ErrorCode::NotOnHub);
        QCOMPARE(chooseVariant({}, QString(), u"a/b"_s).error().code, ErrorCode::NotDownloadable);
    }

    void manifests()
    {
        const auto layer = [](const char *kind, char digit) {
            return "{\"mediaType\":\"application/vnd.ollama.image." + QByteArray(kind) +
                   "\",\"size\":10,\"digest\":\"sha256:" + QByteArray(64, digit) + "\"}";
        };
        const auto manifest = [](const QByteArray &layers) { return "{\"layers\":[" + layers + "]}"; };
        const auto good = parseOllamaManifest(
            manifest(layer("model", '1') + ',' + layer("template", '2') + ',' + layer("projector", '3')), u"x"_s);
        QVERIFY(good);
        QCOMPARE(good->weights.digest->hex(), std::string(64, '1'));
        QCOMPARE(good->projector->digest->hex(), std::string(64, '3'));
        QCOMPARE(parseOllamaManifest(manifest(layer("tensor", '1')), u"x"_s).error().code, ErrorCode::NotDownloadable);
        QCOMPARE(parseOllamaManifest(manifest(""), u"x"_s).error().code, ErrorCode::NotDownloadable);
        QCOMPARE(parseOllamaManifest("[]", u"x"_s).error().code, ErrorCode::HostFailed);
        // A digest that would lead out of its folder (CVE-2024-37032) is no layer at all.
        const QByteArray evil =
            "{\"mediaType\":\"application/vnd.ollama.image.model\",\"size\":10,\"digest\":\"sha256:../../x\"}";
        QCOMPARE(parseOllamaManifest(manifest(evil), u"x"_s).error().code, ErrorCode::NotDownloadable);
    }

    void fuzzedAnswersNeverCrash()
    {
        const int seconds = qEnvironmentVariableIntValue("SOTTO_FUZZ_SECONDS");
        std::mt19937 random(seconds > 0 ? std::random_device()() : 20261127);
        const QList<QByteArray> seeds{
            "[{\"id\":\"a/"
            "b\",\"downloads\":5,\"tags\":[\"license:mit\",\"en\"],\"gguf\":{\"total\":7,\"context_length\":8}}]",
            "[{\"type\":\"file\",\"path\":\"a-Q4_0-00001-of-00002.gguf\",\"size\":1,\"lfs\":{\"oid\":\"x\",\"size\":5}}"
            "]",
            "{\"layers\":[{\"mediaType\":\"application/"
            "vnd.ollama.image.model\",\"size\":10,\"digest\":\"sha256:00\"}]}"};
        QElapsedTimer timer;
        timer.start();
        int read = 0;
        for (int round = 0; seconds > 0 ? timer.elapsed() < seconds * 1000LL : round < 30'000; ++round) {
            QByteArray bytes = seeds.at(static_cast<qsizetype>(random() % 3));
            for (std::size_t n = random() % 5; n > 0; --n) {
                const auto at = static_cast<qsizetype>(random() % static_cast<std::size_t>(bytes.size()));
                switch (random() % 3) {
                case 0: bytes[at] = static_cast<char>(random()); break;
                case 1: bytes.insert(at, bytes.mid(static_cast<qsizetype>(random() % 40), 30)); break;
                default: bytes.remove(at, 3); break;
                }
                if (bytes.isEmpty()) bytes = "[";
            }
            if (const auto models = parseHubModels(bytes)) read += static_cast<int>(models->size());
            if (const auto files = parseHubTree(bytes)) {
                for (const HubVariant &variant : variantsOf(*files))
                    QVERIFY(!variant.name.isEmpty() && !variant.files.isEmpty());
                read += static_cast<int>(files->size());
            }
            if (const auto model = parseOllamaManifest(bytes, u"x"_s)) QCOMPARE(model->weights.path.size(), 64);
        }
        QVERIFY(read > 1000);
    }
};

QTEST_GUILESS_MAIN(TestHubAnswers)
#include "test_hub_answers.moc"
