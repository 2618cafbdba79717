#include "core/personas/persona.h"

#include <QSet>
#include <QTest>
#include <QTranslator>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

/// Marks every translated text, so that one which was never offered for translation shows.
class Marker final : public QTranslator {
public:
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        return qstrcmp(context, "Persona") == 0 ? u'~' + QString::fromUtf8(source) : QString();
    }
    bool isEmpty() const override { return false; }
};

QStringList textsOf(const Persona &p)
{
    QStringList texts{p.name, p.description, p.avatar, p.instructions, p.greeting, p.presetName};
    for (const StarterPrompt &starter : p.starters)
        texts << starter.title << starter.prompt;
    return texts;
}

} // namespace

class TestPersonas final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiveAreBuiltIn()
    {
        QStringList ids;
        for (const Persona &p : builtInPersonas())
            ids << p.id;
        QCOMPARE(ids, (QStringList{u"builtin.assistant"_s, u"builtin.precise"_s, u"builtin.creative"_s,
                                   u"builtin.translator"_s, u"builtin.coder"_s}));
    }

    void eachIsWhole()
    {
        QSet<QString> greetings;
        for (const Persona &p : builtInPersonas()) {
            for (const QString &text : textsOf(p))
                QVERIFY2(!text.trimmed().isEmpty(), qPrintable(p.id));
            QVERIFY2(p.starters.size() >= 2 && p.starters.size() <= 4, qPrintable(p.id));
            QVERIFY2(p.avatar.size() <= 2, qPrintable(p.id));
            QVERIFY2(p.instructions.contains(u"language"_s), qPrintable(p.id));
            greetings.insert(p.greeting);
        }
        QCOMPARE(greetings.size(), 5);
    }

    void everyTextIsTranslated()
    {
        Marker marker;
        QVERIFY(QCoreApplication::installTranslator(&marker));
        const auto personas = builtInPersonas();
        QCoreApplication::removeTranslator(&marker);
        for (const Persona &p : personas)
            for (const QString &text : textsOf(p))
                QVERIFY2(text.startsWith(u'~'), qPrintable(p.id + u": "_s + text));
    }

    void samplingIsThePresets()
    {
        const auto presets = samplingPresets();
        QCOMPARE(presets.size(), 3);
        for (const Persona &p : builtInPersonas()) {
            const auto preset = std::ranges::find(presets, p.presetName, &SamplingPreset::name);
            QVERIFY2(preset != presets.end(), qPrintable(p.id));
            QVERIFY(p.sampling == preset->sampling);
        }
    }

    void presetsGrowFromPreciseToCreative()
    {
        const auto presets = samplingPresets();
        QCOMPARE(presets[0].id, u"precise"_s);
        QCOMPARE(presets[1].id, u"balanced"_s);
        QCOMPARE(presets[2].id, u"creative"_s);
        QVERIFY(*presets[0].sampling.temperature < *presets[1].sampling.temperature);
        QVERIFY(*presets[1].sampling.temperature < *presets[2].sampling.temperature);
        for (const SamplingPreset &preset : presets) {
            SamplingLayers layers;
            layers.persona = preset.sampling;
            QCOMPARE(resolve(layers).temperature, *preset.sampling.temperature); // inside the sampler's range
            QCOMPARE(resolve(layers).topP, *preset.sampling.topP);
            QCOMPARE(resolve(layers).minP, *preset.sampling.minP);
            QVERIFY(!preset.sampling.seed);
        }
    }

    void anUnknownIdGivesTheFirst()
    {
        const auto personas = builtInPersonas();
        QCOMPARE(personaOrDefault(personas, u"builtin.coder"_s).id, u"builtin.coder"_s);
        QCOMPARE(personaOrDefault(personas, u"gone"_s).id, personas.front().id);
        QCOMPARE(personaOrDefault(personas, {}).id, personas.front().id);
    }
};

QTEST_GUILESS_MAIN(TestPersonas)
#include "test_personas.moc"
