#include "core/models/model_settings.h"

#include "core/paths.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QFile>

namespace sotto {

LoadOptions optionsFor(const Settings &settings, const ModelSettings &model)
{
    LoadOptions options;
    options.contextLength = model.contextLength.value_or(settings.contextLength);
    if (const int layers = model.gpuLayers.value_or(settings.gpuLayers); layers >= 0) options.gpuLayers = layers;
    options.threads = model.threads.value_or(settings.threads);
    options.quiet = model.quiet.value_or(settings.quiet);
    options.cacheType = model.cacheType.value_or(settings.cacheType);
    options.lookUp = model.lookUp.value_or(settings.lookUp);
    options.offload = offloadFrom(settings.placement, model.placement);
    options.chatTemplate = model.chatTemplate.toStdString();
    for (const AdapterChoice &adapter : model.adapters)
        options.adapters.push_back({nativePath(adapter.path), static_cast<float>(adapter.scale)});
    options.draftModel = nativePath(model.draftModel);
    return options;
}

QString fingerprintOf(const ModelSpec &spec)
{
    if (spec.fileBytes == 0) return {};
    QByteArray facts;
    QDataStream stream(&facts, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    for (const std::string *text : {&spec.architecture, &spec.name, &spec.quantization, &spec.sizeLabel, &spec.license,
                                    &spec.description, &spec.chatTemplate})
        stream << QByteArray::fromStdString(*text);
    for (const std::uint64_t number : {spec.fileBytes, spec.tensorBytes, spec.parameterCount})
        stream << static_cast<quint64>(number);
    for (const std::uint32_t number : {spec.contextLength, spec.layerCount, spec.embeddingLength, spec.headCount,
                                       spec.headCountKv, spec.keyLength, spec.valueLength, spec.vocabularySize})
        stream << number;
    for (const std::uint64_t bytes : spec.layerBytes)
        stream << static_cast<quint64>(bytes);
    return QString::fromLatin1(QCryptographicHash::hash(facts, QCryptographicHash::Sha256).toHex());
}

} // namespace sotto
