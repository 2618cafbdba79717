#include "core/personas/persona.h"

#include <QCoreApplication>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

SamplingOverrides values(float temperature, int topK, float topP, float minP)
{
    SamplingOverrides sampling;
    sampling.temperature = temperature;
    sampling.topK = topK;
    sampling.topP = topP;
    sampling.minP = minP;
    return sampling;
}

} // namespace

QList<SamplingPreset> samplingPresets()
{
    return {
        {.id = u"precise"_s,
         .name = QCoreApplication::translate("Persona", "Precise", "preset"),
         .sampling = values(0.2F, 20, 0.9F, 0.1F)},
        {.id = u"balanced"_s,
         .name = QCoreApplication::translate("Persona", "Balanced", "preset"),
         .sampling = values(0.7F, 40, 0.95F, 0.05F)},
        {.id = u"creative"_s,
         .name = QCoreApplication::translate("Persona", "Creative", "preset"),
         .sampling = values(1.0F, 80, 0.98F, 0.03F)},
    };
}

} // namespace sotto
