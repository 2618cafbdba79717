#include "core/hub/hub_types.h"
#include "core/models/model_file_names.h"

#include <algorithm>
#include <map>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

/// As llama.cpp names its types of files, without the longer endings, which isQuantization() knows.
bool isQuantization(const QString &word)
{
    static const QStringList whole{u"F32"_s, u"F16"_s, u"BF16"_s, u"FP16"_s, u"FP32"_s, u"MXFP4"_s, u"NVFP4"_s};
    if (whole.contains(word) || word.startsWith(u"MXFP4_"_s)) return true;
    QString rest = word;
    if (rest.startsWith(u'I') || rest.startsWith(u'T')) rest.removeFirst();
    if (rest.size() < 2 || rest.at(0) != u'Q' || !rest.at(1).isDigit()) return false;
    return rest.size() == 2 || rest.at(2) == u'_';
}

QString fileNameOf(const QString &path)
{
    return path.section(u'/', -1);
}

bool isProjector(const QString &name)
{
    return name.contains(u"mmproj"_s, Qt::CaseInsensitive) && name.endsWith(u".gguf"_s, Qt::CaseInsensitive);
}

/// Files by what they are called without their part number, in the order of the parts.
QList<HubVariant> joined(const QList<HubFile> &files)
{
    std::map<QString, std::map<int, HubFile>> parts;
    std::map<QString, int> counts;
    QList<HubVariant> variants;
    for (const HubFile &file : files) {
        const QString name = fileNameOf(file.path);
        if (!isModelFileName(name.toStdString())) continue;
        const auto split = parseSplitName(name.toStdString());
        if (!split) {
            variants.append({.name = {}, .files = {file}});
            continue;
        }
        const QString whole = file.path.chopped(name.size()) + QString::fromStdString(split->firstPart());
        parts[whole][split->part] = file;
        counts[whole] = split->count;
    }
    for (const auto &[whole, found] : parts) {
        if (static_cast<int>(found.size()) != counts.at(whole)) continue;
        HubVariant variant;
        for (const auto &[part, file] : found)
            variant.files.append(file);
        variants.append(variant);
    }
    return variants;
}

/// F16 is what is usual; the largest else.
std::optional<HubFile> projectorAmong(const QList<HubFile> &files)
{
    std::optional<HubFile> best;
    for (const HubFile &file : files) {
        if (!isProjector(fileNameOf(file.path))) continue;
        if (quantizationIn(file.path) == u"F16"_s) return file;
        if (!best || file.size > best->size) best = file;
    }
    return best;
}

} // namespace

std::uint64_t HubVariant::size() const
{
    std::uint64_t sum = 0;
    for (const HubFile &file : files)
        sum += file.size;
    return sum;
}

QString quantizationIn(const QString &path)
{
    QString name = fileNameOf(path);
    if (const auto split = parseSplitName(name.toStdString())) name = QString::fromStdString(split->prefix);
    if (name.endsWith(u".gguf"_s, Qt::CaseInsensitive)) name.chop(5);
    const QString folder = path.section(u'/', -2, -2);
    for (const QString &text : {name, folder}) {
        const QStringList words = QString(text).replace(u'.', u'-').split(u'-');
        for (qsizetype i = words.size() - 1; i >= 0; --i) {
            const QString word = words.at(i).toUpper();
            if (!isQuantization(word)) continue;
            const bool dynamic = i > 0 && words.at(i - 1).toUpper() == u"UD"_s;
            return dynamic ? u"UD-"_s + word : word;
        }
    }
    return {};
}

QList<HubVariant> variantsOf(const QList<HubFile> &files)
{
    QList<HubVariant> variants = joined(files);
    const std::optional<HubFile> projector = projectorAmong(files);
    for (HubVariant &variant : variants) {
        variant.projector = projector;
        variant.name = quantizationIn(variant.files.front().path);
        if (variant.name.isEmpty()) variant.name = fileNameOf(variant.files.front().path).chopped(5);
    }
    std::ranges::sort(variants, {}, [](const HubVariant &variant) { return std::pair(variant.size(), variant.name); });
    return variants;
}

Result<HubVariant> chooseVariant(const QList<HubVariant> &variants, const QString &quantization, const QString &model)
{
    if (variants.isEmpty()) return fail(ErrorCode::NotDownloadable, model.toStdString(), "no GGUF file");
    const auto called = [&](const QString &name) {
        return std::ranges::find_if(
            variants, [&](const HubVariant &variant) { return variant.name.compare(name, Qt::CaseInsensitive) == 0; });
    };
    if (!quantization.isEmpty()) {
        const auto found = called(quantization);
        if (found == variants.end()) return fail(ErrorCode::NotOnHub, (model + u':' + quantization).toStdString());
        return *found;
    }
    for (const QString &usual :
         {u"Q4_K_M"_s, u"UD-Q4_K_XL"_s, u"MXFP4"_s, u"Q4_K_S"_s, u"Q4_0"_s, u"IQ4_XS"_s, u"Q5_K_M"_s, u"Q8_0"_s})
        if (const auto found = called(usual); found != variants.end()) return *found;
    return variants.front();
}

} // namespace sotto
