#include "core/hub/hub_types.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kLongestText = 512;

std::unexpected<Error> noAnswer(std::string why)
{
    return fail(ErrorCode::HostFailed, {}, std::move(why));
}

QString text(const QJsonValue &value)
{
    return value.toString().left(kLongestText);
}

template <class Number>
std::optional<Number> counted(const QJsonValue &value)
{
    const qint64 number = value.toInteger(-1);
    if (number < 0 || !std::in_range<Number>(number)) return std::nullopt;
    return static_cast<Number>(number);
}

std::optional<Digest> digestIn(const QJsonValue &value)
{
    const std::string hex = value.toString().toStdString();
    const auto plain = Digest::parse(hex);
    return plain ? plain : Digest::parsePrefixed(hex);
}

/// Tags carry what has no field of its own: "license:apache-2.0", "en".
void readTags(const QJsonArray &tags, HubModel &model)
{
    for (const QJsonValue &value : tags) {
        const QString tag = text(value);
        if (tag.startsWith(u"license:"_s) && model.license.isEmpty()) model.license = tag.sliced(8);
        const bool letters = std::ranges::all_of(tag, [](QChar c) { return c >= u'a' && c <= u'z'; });
        if (letters && tag.size() == 2) model.languages.append(tag);
    }
}

std::optional<HubModel> modelFrom(const QJsonObject &object)
{
    HubModel model{.id = text(object.value("id"_L1))};
    if (model.id.count(u'/') != 1) return std::nullopt;
    model.commit = text(object.value("sha"_L1));
    model.downloads = counted<std::int64_t>(object.value("downloads"_L1));
    model.likes = counted<std::int64_t>(object.value("likes"_L1));
    model.updated = text(object.value("lastModified"_L1));
    const QJsonValue gated = object.value("gated"_L1);
    model.gated = gated.isString() || gated.toBool();
    const QJsonObject gguf = object.value("gguf"_L1).toObject();
    model.parameters = counted<std::uint64_t>(gguf.value("total"_L1));
    model.architecture = text(gguf.value("architecture"_L1));
    model.contextLength = counted<std::uint32_t>(gguf.value("context_length"_L1));
    readTags(object.value("tags"_L1).toArray(), model);
    return model;
}

std::optional<HubFile> hubFileFrom(const QJsonObject &object)
{
    if (object.value("type"_L1).toString() != u"file"_s) return std::nullopt;
    const QJsonObject lfs = object.value("lfs"_L1).toObject();
    const auto size = counted<std::uint64_t>(lfs.isEmpty() ? object.value("size"_L1) : lfs.value("size"_L1));
    HubFile file{.path = text(object.value("path"_L1)), .digest = digestIn(lfs.value("oid"_L1))};
    if (!size || file.path.isEmpty()) return std::nullopt;
    file.size = *size;
    return file;
}

std::optional<HubFile> layerFrom(const QJsonObject &layer)
{
    const auto size = counted<std::uint64_t>(layer.value("size"_L1));
    const auto digest = Digest::parsePrefixed(layer.value("digest"_L1).toString().toStdString());
    if (!size || !digest) return std::nullopt;
    return HubFile{.path = QString::fromStdString(digest->hex()), .size = *size, .digest = digest};
}

} // namespace

Result<QList<HubModel>> parseHubModels(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray()) return noAnswer("not a list of models");
    QList<HubModel> models;
    for (const QJsonValue &value : document.array())
        if (const auto model = modelFrom(value.toObject()); model && models.size() < kMostHubItems)
            models.append(*model);
    return models;
}

Result<HubModel> parseHubModel(const QByteArray &json)
{
    const auto model = modelFrom(QJsonDocument::fromJson(json).object());
    if (!model) return noAnswer("not a model");
    return *model;
}

Result<QList<HubFile>> parseHubTree(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray()) return noAnswer("not a list of files");
    QList<HubFile> files;
    for (const QJsonValue &value : document.array())
        if (const auto file = hubFileFrom(value.toObject()); file && files.size() < kMostHubItems) files.append(*file);
    return files;
}

QByteArray nextPageOf(const QByteArray &linkHeader)
{
    for (const QByteArray &part : linkHeader.split(',')) {
        const qsizetype open = part.indexOf('<');
        const qsizetype close = part.indexOf('>', open);
        if (open >= 0 && close > open && part.indexOf("rel=\"next\"", close) > 0)
            return part.sliced(open + 1, close - open - 1);
    }
    return {};
}

Result<OllamaModel> parseOllamaManifest(const QByteArray &json, const QString &name)
{
    const QJsonObject manifest = QJsonDocument::fromJson(json).object();
    if (!manifest.value("layers"_L1).isArray()) return noAnswer("not a manifest");
    const QString prefix = u"application/vnd.ollama.image."_s;
    QList<HubFile> weights;
    OllamaModel model;
    bool tensors = false;
    for (const QJsonValue &value : manifest.value("layers"_L1).toArray()) {
        const QJsonObject layer = value.toObject();
        const QString kind = layer.value("mediaType"_L1).toString();
        const auto file = layerFrom(layer);
        tensors = tensors || kind == prefix + u"tensor"_s;
        if (file && kind == prefix + u"model"_s) weights.append(*file);
        if (file && kind == prefix + u"projector"_s) model.projector = *file;
    }
    if (tensors) return fail(ErrorCode::NotDownloadable, name.toStdString(), "its weights are single tensors");
    if (weights.size() != 1) return fail(ErrorCode::NotDownloadable, name.toStdString(), "not one file of weights");
    model.weights = weights.front();
    return model;
}

} // namespace sotto
